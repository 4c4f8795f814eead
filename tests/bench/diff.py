"""What a comparison costs beside loading both sides whole: ``python -m tests.bench.diff [POWERS]``."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.bench import median, row
from tests.bench.generate import generate
from tests.repositories import commit, repository

_WHOLE = """
from pathlib import Path
from powerctl.load import load
from powerctl.source import WorkingTree
for side in ({base!r}, {revision!r}):
    load(WorkingTree(Path(side)))
"""


def main(powers: int) -> None:
    """Prints the table: CPU of one process, medians."""
    with tempfile.TemporaryDirectory() as folder:
        root = repository(Path(folder) / "repo")
        generate(root, powers)
        commit(root, "before")
        subprocess.run(["git", "worktree", "add", "-q", f"{folder}/before", "HEAD"], cwd=root, check=True)
        for file in sorted(root.rglob("power-*.yaml"))[::100]:
            file.write_text(file.read_text("utf-8").replace("promised: 18wd", "promised: 19wd"), "utf-8")
        commit(root, "one in a hundred changed")
        diff = [sys.executable, "-m", "powerctl", "diff", "--catalogue", str(root), "--format", "json"]
        whole = [sys.executable, "-c", _WHOLE.format(base=f"{folder}/before", revision=str(root))]
        changed, same, here, both = median(
            [[*diff, "HEAD~1", "HEAD"], [*diff, "HEAD", "HEAD"], [*diff, "HEAD~1"], whole], 3
        )
    print(f"{powers} powers, 1 % of them changed; CPU of one process, medians")
    print(row("diff of two revisions", f"{changed.cpu:.2f} s", "1.5 s", changed.cpu / 1.5))
    print(row("both sides loaded whole", f"{both.cpu:.2f} s", "", 0))
    print(row("  times as fast", f"{both.cpu / changed.cpu:.1f}", "20", 20 * changed.cpu / both.cpu))
    print(row("diff of a revision and itself", f"{same.cpu:.2f} s", "", 0))
    print(row("diff of a revision and the working tree", f"{here.cpu:.2f} s", "", 0))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
