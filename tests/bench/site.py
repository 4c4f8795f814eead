"""What a site costs, by stage and beside its limits: ``python -m tests.bench.site [POWERS]``.

CPU milliseconds a power, each build in a process of its own, on a catalogue made up by ``generate``. The stages are
told apart inside one process: the gate, the pages, the data for machines, the guard. MkDocs Material, where it is
installed, builds as many pages of a like size in the same run.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from powerctl.cli.building import Building
from powerctl.cli.opened import opened
from powerctl.cli.publication import public_catalogue
from powerctl.cli.publishing import guard_for
from powerctl.messages import LANGUAGES, Words
from powerctl.public.audience import Audience
from powerctl.public.plain import digest
from powerctl.site.data import data_files
from powerctl.site.frame import Frame
from powerctl.site.pages import pages_of
from powerctl.site.render import Renderer
from powerctl.site.search import entries, index_files
from tests.bench.bench import AS_OF, row, run
from tests.bench.generate import generate

T = TypeVar("T")
DRAWN = 1_000  # powers with charts: a chart costs the same in any number
PEER = 300  # pages of the peer


def stages(root: Path) -> Iterator[tuple[str, float]]:
    """CPU seconds of each stage, without charts and without the disk."""
    (one,), spent = clocked(lambda: opened([root], Words("zh")))
    yield "reading", spent
    public, spent = clocked(lambda: public_catalogue(one.loaded, one.source, Audience.PUBLIC))
    yield "gate", spent
    building = Building(Audience.PUBLIC, date.fromisoformat(AS_OF), has_charts=False, has_cache=False)
    revision, spent = clocked(lambda: digest(public))
    edition = building.edition(root, public, revision)
    yield "digest of what is public", spent
    guard, spent = clocked(lambda: guard_for(one.loaded, public))
    yield "guard, what to look for", spent
    written = looked = 0.0
    for frame in (Frame(edition, Words(language)) for language in LANGUAGES):
        renderer, began = Renderer(frame), time.process_time()
        for page in pages_of(frame):
            content = renderer.render(page)
            written, middle = written + time.process_time() - began, time.process_time()
            guard.leaks(page.path, content)
            began = time.process_time()
            looked += began - middle
    yield "pages, both languages", written
    yield "guard, looking at the pages", looked
    yield "search index", clocked(lambda: count(index_files(entries(public))))[1]
    yield "JSON, CSV, workbook, feeds", clocked(lambda: count(data_files(edition)))[1]


def clocked(work: Callable[[], T]) -> tuple[T, float]:
    """What some work gives, and its CPU seconds."""
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


def count(things: Iterable[object]) -> int:
    """How many there are; none is kept."""
    return sum(1 for _ in things)


def change_one(root: Path) -> None:
    """One power with another content."""
    file = sorted(root.rglob("power-*.yaml"))[0]
    file.write_text(file.read_text("utf-8").replace("content: ", "content: 依法", 1), "utf-8")


def keep_back(root: Path) -> None:
    """An internal note in each power: a guard that has nothing to look for would cost too little."""
    for number, file in enumerate(sorted(root.rglob("power-*.yaml"))):
        with file.open("a", encoding="utf-8", newline="") as text:
            text.write(f"note: 第{number}项暂按内部会商的旧口径掌握，待上级批复后另行调整\n")


def mkdocs(site: Path, folder: Path) -> float | None:
    """CPU milliseconds a page of MkDocs Material for pages with the text of ours; None where it is not installed."""
    if not (find_spec("mkdocs") and find_spec("material")):
        return None
    docs = folder / "docs"
    docs.mkdir()
    pages = sorted(site.rglob("units/*/power-*.html"))[:PEER]
    for at, page in enumerate(pages):
        main = page.read_text("utf-8").partition("<main")[2].partition("</main>")[0]
        (docs / f"page-{at}.md").write_text(f"# {at}\n\n<div {main}\n", "utf-8")
    (docs / "index.md").write_text("# index\n", "utf-8")
    (folder / "mkdocs.yml").write_text("site_name: peer\ntheme: {name: material}\nplugins: [search]\n", "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(folder / "mkdocs.yml")]
    return run(command).cpu / len(pages) * 1000


def main(powers: int = 10_000) -> None:
    """Prints the tables."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["POWERCTL_CACHE_DIR"] = f"{folder}/cache"
        big, small, out = Path(folder) / "big", Path(folder) / "small", Path(folder) / "out"
        generate(big, powers)
        generate(small, min(powers, DRAWN))
        keep_back(big)
        keep_back(small)
        build = [sys.executable, "-m", "powerctl", "build", "--as-of", AS_OF]
        bare = [*build, "--no-cache", "--no-charts", "--out", str(out / "plain"), str(big), "--jobs"]
        plain, two = run([*bare, "1"]), run([*bare, "2"])
        drawn = run([*build, "--jobs", "1", "--out", str(out / "drawn"), str(small)])
        change_one(small)
        warm = run([*build, "--jobs", "1", "--out", str(out / "drawn"), str(small)])
        peer = mkdocs(out / "plain", Path(folder))
        told = list(stages(big))
    few = min(powers, DRAWN)
    each, with_charts = plain.cpu / powers * 1000, drawn.cpu / few * 1000
    print(f"{powers} powers, two pages each; CPU of one process")
    print(row("a build without charts, a power", f"{each:.2f} ms", "3 ms", each / 3))
    print(row(f"with charts, a power ({few})", f"{with_charts:.2f} ms", "20 ms", with_charts / 20))
    print(row(f"one change, warm cache, with charts ({few})", f"{warm.cpu:.2f} s", "", warm.cpu / drawn.cpu))
    faster = plain.seconds / two.seconds
    print(row("two processes, by the clock", f"{faster:.2f} times", "1.6", 1.6 / faster))
    print(row("peak memory", f"{plain.megabytes:.0f} MB", "400 MB", plain.megabytes / 400))
    for name, seconds in told:
        print(row(f"  {name}, a power", f"{seconds / powers * 1000:.2f} ms", "", seconds / sum(s for _, s in told)))
    if peer is not None:
        page = dict(told)["pages, both languages"] / powers / 2 * 1000
        print(row("MkDocs Material, a page", f"{peer:.1f} ms", "", 0))
        print(row("  times as fast: pages alone", f"{peer / page:.1f}", "10", 10 * page / peer))
        print(row("  times as fast: the whole build", f"{peer / (each / 2):.1f}", "10", 10 * each / 2 / peer))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
