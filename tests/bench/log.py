"""What the whole history of one power costs: ``python -m tests.bench.log [COMMITS] [POWERS]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.bench.bench import median, row
from tests.bench.generate import generate
from tests.repositories import commit, repository


def main(commits: int, powers: int) -> None:
    """Prints the table: CPU of one process, medians; every third commit changes the power, the others another one."""
    with tempfile.TemporaryDirectory() as folder:
        root = repository(Path(folder) / "repo")
        generate(root, powers)
        commit(root, "first")
        first, *others = sorted(root.rglob("power-*.yaml"))
        for number in range(1, commits):
            file = others[number % len(others)] if number % 3 else first
            text = file.read_text("utf-8")
            days = 18 + number % 7
            before = next(line for line in text.splitlines() if "promised:" in line)
            after = before.replace(before.partition("promised: ")[2].partition("wd")[0], str(days), 1)
            file.write_text(text.replace(before, after, 1), "utf-8")
            commit(root, f"change {number}")
        subject = f"{first.parent.parent.name}/{first.stem}"
        command = [sys.executable, "-m", "powerctl", "log", subject, "--catalogue", str(root), "--format", "json"]
        (life,) = median([command], 3)
    print(f"{commits} commits of {powers} powers; CPU of one process, medians")
    print(row("whole history of one power", f"{life.cpu:.2f} s", "3 s", life.cpu / 3))


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(*(given + [300, 1_000][len(given) :])[:2])
