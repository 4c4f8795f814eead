"""Reports of earlier runs: the same files, terms and tool give the same report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from powerctl.cache import Store, digest_of, packed, tool, unpacked
from powerctl.model.waiver import Waiver
from powerctl.results import Report, SetAside, Severity
from powerctl.source import WorkingTree
from powerctl.state import Looked, look, state_of


@dataclass(frozen=True, slots=True)
class Memory:
    """What a report is remembered by: the catalogues as they are named, the day, and the terms."""

    name: str
    roots: tuple[Path, ...]
    day: str

    @classmethod
    def of(cls, roots: Sequence[Path], day: str, terms: Sequence[str]) -> Memory:
        """Each place from which the same catalogues are checked on the same terms has its own report."""
        return cls(digest_of("report", str(Path.cwd()), *map(str, roots), *terms), tuple(roots), day)

    def recall(self, store: Store) -> tuple[Report | None, dict[Path, Looked]]:
        """The report of the same files, if there is one, and what was looked at to know."""
        if not store.has(self.name):
            return None, {}
        looked = {root: look(WorkingTree(root)) for root in self.roots}
        states = [state_of(WorkingTree(root), seen) for root, seen in looked.items()]
        known = store.get(self.name, self._key(states))
        return None if known is None else _report(known), looked

    def keep(self, store: Store, report: Report, states: Sequence[str]) -> None:
        """Keeps a report, unless something in it may be otherwise the next time."""
        if all(states) and not report.crashed:
            store.put(self.name, self._key(states), _plain(report))

    def _key(self, states: Sequence[str]) -> str:
        return digest_of(tool(), self.day, *states) if all(states) else ""


def _plain(report: Report) -> dict[str, Any]:
    return {
        "catalogues": report.catalogues,
        "files": report.files,
        "findings": packed(report.findings),
        "set_aside": packed(entry.finding for entry in report.set_aside),
        "waivers": [{**asdict(entry.waiver), "ref": None} for entry in report.set_aside],
        "fail_on": report.fail_on.value,
    }


def _report(plain: dict[str, Any]) -> Report:
    waivers = [Waiver(**{key: value for key, value in entry.items() if key != "ref"}) for entry in plain["waivers"]]
    set_aside = tuple(map(SetAside, unpacked(plain["set_aside"]), waivers))
    return Report(
        plain["catalogues"],
        plain["files"],
        unpacked(plain["findings"]),
        waived=len(set_aside),
        set_aside=set_aside,
        fail_on=Severity(plain["fail_on"]),
    )
