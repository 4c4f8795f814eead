"""What reading a workbook in and writing sheets out costs: ``python -m tests.bench.office``.

The workbook is the one of ``examples/guangan``: 1,135 items of one district.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.bench.bench import row, run

_GUANGAN = Path(__file__).parent.parent.parent / "examples" / "guangan"
_PEER = "import sys, openpyxl; [list(sheet.values) for sheet in openpyxl.load_workbook(sys.argv[1], read_only=True)]"


def main() -> None:
    """Prints the table: CPU of one process, the lowest of three."""
    with tempfile.TemporaryDirectory() as folder:
        book = next(_GUANGAN.glob("*.xlsx"))
        read = min(_imported(Path(folder) / str(number), book) for number in range(3))
        peer = _lowest([sys.executable, "-c", _PEER, str(book)])
        command = [sys.executable, "-m", "powerctl", "export", "--catalogue", str(_GUANGAN), "--layout", "power-list"]
        sheets = [_lowest([*command, "--to", form, "--out", f"{folder}/sheet.{form}"]) for form in ("xlsx", "docx")]
    print("1,135 items; CPU of one process, the lowest of three")
    print(row("import", f"{read:.2f} s", "5 s", read / 5))
    print(row("  openpyxl, cells alone", f"{peer:.2f} s", "", 0))
    print(row("power list as a workbook", f"{sheets[0]:.2f} s", "", 0))
    print(row("power list as a document", f"{sheets[1]:.2f} s", "", 0))


def _imported(root: Path, book: Path) -> float:
    """Into an empty catalogue, as in the README."""
    root.mkdir()
    shutil.copy(_GUANGAN / "catalogue.yaml", root)
    command = [sys.executable, "-m", "powerctl", "import", str(book), "--into", str(root), "--yes"]
    return run([*command, "--disclosure", "public"]).cpu


def _lowest(command: Sequence[str]) -> float:
    return min(run(command).cpu for _ in range(3))


if __name__ == "__main__":
    main()
