"""Every call of a build to the file system killed or failed once: the old site or the new one stands there, whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from powerctl.site.record.verify import verify
from tests.test_publish import OTHER, PAGES, beside, content, put_there

pytestmark = pytest.mark.slow
CALLS = ("mkdir", "openat", "write", "fsync", "syncfs", "fchmodat", "chmod", "rename", "renameat2", "unlink",
         "unlinkat", "rmdir", "flock", "getdents64", "symlink", "readlink", "close")  # fmt: skip
WAYS = ("signal=KILL", "error=ENOSPC", "error=EIO")
BUILD = """
import os, sys
from pathlib import Path
from powerctl.errors import PowerctlError
from powerctl.site.guard import Guard
from powerctl.site.publish import Order, publish
from powerctl.site.record.manifest import Manifest
pages = (("index.html", b"<p>two</p>"), ("units/town.html", b"<p>town</p>"))
stamp = Manifest(tool="1", format=1, audience="public", as_of="2026-06-30", input="0" * 64, files=0, sums="")
def build(target):
    publish(Order(target, "site"), [lambda: pages], stamp, Guard((), (), lambda _: ()))

build(Path(sys.argv[1] + "-warm") / "site")  # whatever is imported late is imported now
os.path.exists("/begin-here")
try:
    build(Path(sys.argv[1]))
except PowerctlError as error:
    sys.exit(2)
"""


def strace(target: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = ["strace", "-f", "-qq", *options, sys.executable, "-c", BUILD, str(target)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)


def first_and_last(target: Path, call: str) -> tuple[int, int]:
    """Which of the calls of this name belong to the build: the first and the last that come after its beginning."""
    log = target.parent / "log"
    strace(target, "-o", str(log), "-e", f"trace={call},newfstatat,stat,statx")
    lines = [line.split(None, 1)[1] for line in log.read_text("utf-8", "replace").splitlines() if " " in line]
    begin = next(index for index, line in enumerate(lines) if "/begin-here" in line)
    named = [index for index, line in enumerate(lines) if re.match(rf"{call}\(", line)]
    inside = [position for position, index in enumerate(named, 1) if index > begin]
    log.unlink()
    return (inside[0], inside[-1]) if inside else (1, 0)


@pytest.mark.parametrize("link", [False, True])
@pytest.mark.parametrize("call", CALLS)
def test_wherever_it_dies_one_whole_site_stands_there(tmp_path: Path, call: str, link: bool) -> None:
    first, last = first_and_last(made(tmp_path / "probe", link), call)
    for number in range(first, last + 1):
        for way in WAYS:
            target = made(tmp_path / f"{number}-{way.replace('=', '-')}", link)
            old = content(target)
            run = strace(target, "-e", f"trace={call}", "-e", f"inject={call}:{way}:when={number}")
            assert verify(target).faults == (), (call, number, way, run.stderr[-500:])
            is_old = content(target) == old
            assert is_old or "a/b/c.svg" not in content(target), (call, number, way)
            assert not is_old or run.returncode != 0, (call, number, way)
            assert "Traceback" not in run.stderr, (call, number, way, run.stderr[-800:])
            put_there(target, OTHER)
            assert verify(target).faults == ()
            names = [name for name in beside(target) if name not in ("site", "first", "site-warm")]
            assert len(names) == (1 if link else 0), names
            shutil.rmtree(target.parent)


def made(folder: Path, link: bool) -> Path:
    folder.mkdir()
    target = folder / "site"
    if link:
        (folder / "first").mkdir()
        target.symlink_to("first")
    put_there(target, PAGES)
    return target
