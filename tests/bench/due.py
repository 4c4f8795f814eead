"""What telling duties costs: ``python -m tests.bench.due [DUTIES]``; CPU seconds beside the limit of five."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from powerctl.duties import owed
from powerctl.formats.due import FORMATS, Owing
from powerctl.load import load
from powerctl.messages import Words
from powerctl.model.catalogue import Catalogue
from powerctl.model.supervision import Done, Supervision
from powerctl.model.unit import Post, Unit
from powerctl.source import WorkingTree

ROOT = Path(__file__).parent.parent.parent
AS_OF = date(2026, 6, 30)
LIMIT = 5.0
_ROLES = ("supervised-chief", "chief")


def widened(catalogue: Catalogue, units: int) -> Catalogue:
    """The catalogue with so many more units, each with a chief who is supervised and a ledger of talks held."""
    more, ledgers = [], []
    for number in range(units):
        post = Post(id="chief", name="镇长", chief=True, since="2022-01-01", roles=_ROLES)
        more.append(Unit(id=f"u{number}", name=f"样例镇{number}", type="town", posts=(post,)))
        talks = tuple(
            Done(duty="reminder-talk", by="chief", on=f"2025-{month:02}-11", about="chief") for month in (2, 5, 8, 11)
        )
        ledgers.append(Supervision(unit=f"u{number}", done=talks))
    return replace(catalogue, units=(*catalogue.units, *more), supervision=(*catalogue.supervision, *ledgers))


def main(duties: int) -> None:
    """Prints what reckoning and each format cost."""
    loaded = load(WorkingTree(ROOT / "catalogues" / "zhenping"))
    each = len(owed(widened(loaded.catalogue, 1), loaded.rulebook)) - len(owed(loaded.catalogue, loaded.rulebook))
    wide = widened(loaded.catalogue, -(-duties // max(each, 1)))
    began = time.process_time()
    found = owed(wide, loaded.rulebook)
    cost = time.process_time() - began
    print(f"{len(found)} duties  {cost:.2f} s CPU  {cost / LIMIT:.2f} of the limit")
    owing = Owing(AS_OF, tuple(("zhenping", "镇坪县", one) for one in found))
    for form in ("text", "json"):
        began = time.process_time()
        FORMATS[form](owing, Words("zh"))
        spent = time.process_time() - began
        print(f"as {form:<8} {spent:.2f} s CPU  {(cost + spent) / LIMIT:.2f} of the limit with the reckoning")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
