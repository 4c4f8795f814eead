"""Sites to look at: the shipped catalogues as ``build`` leaves them, and catalogues made of marks or of payloads."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from powerctl.gate import project
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.site.frame import Edition, News
from powerctl.site.whole import files
from tests.worlds import marked_catalogue, shipped

HERE = Path(__file__).parent
WEB = HERE / "web"
DAY = date(2026, 6, 30)
NAMES = ("liaoning", "menyuan", "qidaojiang", "xiuzhou", "zhenping")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""


def run(*options: str | Path) -> tuple[int, str]:
    """A command: its exit code and all that it said."""
    command = [sys.executable, "-m", "powerctl", *map(str, options)]
    done = subprocess.run(command, cwd=HERE.parent, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def build(source: Path, out: Path, *options: str) -> Path:
    """The site of a catalogue, as the command builds it."""
    code, said = run("build", source, "--out", out, "--as-of", DAY.isoformat(), *options)
    assert code == 0, said
    return out


def node(script: str, *options: str | Path) -> Any:
    """What a script of ``tests/web`` found, in a real browser."""
    done = subprocess.run(
        ["node", script, *map(str, options)],
        cwd=WEB,
        env={**os.environ, "CHROMIUM": CHROMIUM},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def content(site: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def shipped_public(name: str) -> PublicCatalogue:
    """What everybody may see of a shipped catalogue."""
    return project(shipped(name).catalogue, shipped(name).rulebook, Audience.PUBLIC)


def marked_public() -> PublicCatalogue:
    """The public part of a catalogue in which every text is a mark."""
    return project(marked_catalogue(), shipped("qidaojiang").rulebook, Audience.PUBLIC)


def written(value: Any, change: Callable[[str], str]) -> Any:
    """The same data with other words for every mark in it."""
    if isinstance(value, str):
        return change(value) if "〔" in value else value
    if isinstance(value, tuple):
        return tuple(written(part, change) for part in value)
    if isinstance(value, dict):
        return {key: written(part, change) for key, part in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        held = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
        return dataclasses.replace(value, **{key: written(part, change) for key, part in held.items()})
    return value


def edition_of(text: str) -> Edition:
    """A site in which every text of the catalogue is this one, with a change that tells it, too."""
    news = tuple(News("2026-06-30", text, text, href) for href in ("", "units/unit/power.html"))
    public: PublicCatalogue = written(marked_public(), lambda _: text)
    return Edition(public, DAY, news={"zh": news, "en": news}, has_wall=True)


def put(edition: Edition, folder: Path) -> Path:
    """The files of an edition, without the gate and the guard."""
    for name, body in files(edition):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder


def kinds(site: Path) -> list[str]:
    """A page of every kind: those at the top, of each folder the heaviest; some of them in English, too."""
    top = sorted(path.name for path in site.glob("*.html"))
    powers = [path for path in site.glob("units/*/*.html") if path.name != "index.html"]
    deep = [_heaviest(powers), *(_heaviest(site.glob(kind)) for kind in ("units/*/index.html", "leaders/*.html"))]
    below = [path.relative_to(site).as_posix() for path in deep if path is not None]
    walls = [f"wall/{path.removeprefix('units/')}" for path in below[:1]]
    return [*top, *below, *walls, *(f"en/{path}" for path in ("index.html", "method.html", *below))]


def _heaviest(paths: Iterable[Path]) -> Path | None:
    return max(paths, key=lambda path: (path.stat().st_size, path.name), default=None)
