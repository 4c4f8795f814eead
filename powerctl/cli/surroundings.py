"""What powerctl finds around it: each thing with its state, its value, and the key of the words that help."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

_PATIENCE = 10  # seconds for another program to tell its version


class State(StrEnum):
    """How well a thing is: what is missing stops powerctl, a warning does not."""

    OK = "ok"
    WARN = "warn"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing that was looked at; ``advice`` names a sentence of the section ``doctor``, "" where all is well."""

    name: str
    state: State
    value: str
    advice: str = ""


def look_around(language: str) -> Iterator[Probe]:
    """Everything that matters, in the order in which it is told."""
    yield _powerctl()
    yield _python()
    yield Probe("platform", State.OK, platform.platform())
    yield _parser()
    yield _schemas()
    yield _data()
    yield _program("git", ("git", "--version"))
    yield _program("dot", ("dot", "-V"))
    yield _fonts()
    yield _encoding()
    yield Probe("language", State.OK, f"{language} ({_locale() or '-'})")
    yield _cache()


def cache_folder() -> Path:
    """Where this system keeps what a user's programs may throw away."""
    if os.name == "nt":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "powerctl" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "powerctl"
    own = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(own) if Path(own).is_absolute() else Path.home() / ".cache") / "powerctl"


def _powerctl() -> Probe:
    from powerctl import __version__

    return Probe("powerctl", State.OK, f"{__version__} ({Path(__file__).resolve().parents[1]})")


def _python() -> Probe:
    fits = sys.version_info >= (3, 11)
    value = f"{platform.python_version()} ({sys.executable})"
    return Probe("python", State.OK, value) if fits else Probe("python", State.MISSING, value, "python_missing")


def _parser() -> Probe:
    if not is_there("ruamel.yaml"):
        return Probe("parser", State.MISSING, "", "parser_missing")
    if is_there("_ruamel_yaml"):
        return Probe("parser", State.OK, f"ruamel.yaml {_version('ruamel.yaml')} + C")
    return Probe("parser", State.WARN, f"ruamel.yaml {_version('ruamel.yaml')}", "parser_warn")


def _schemas() -> Probe:
    if not is_there("jsonschema"):
        return Probe("schemas", State.MISSING, "", "schemas_missing")
    if is_there("jsonschema_rs"):
        return Probe("schemas", State.OK, f"jsonschema-rs {_version('jsonschema-rs')}")
    return Probe("schemas", State.WARN, f"jsonschema {_version('jsonschema')}", "schemas_warn")


def _data() -> Probe:
    from powerctl.resources import resource

    wanted = ("schemas/power.schema.json", "schemas/rulebooks/base.yaml", "templates/init", "samples")
    absent = [name for name in wanted if not resource(name.partition("/")[0]).joinpath(*name.split("/")[1:]).exists()]
    if absent:
        return Probe("data", State.MISSING, " ".join(absent), "data_missing")
    return Probe("data", State.OK, str(resource("schemas").parent))


def _program(name: str, command: tuple[str, ...]) -> Probe:
    told = _run(command)
    return Probe(name, State.OK, told) if told else Probe(name, State.WARN, "", f"{name}_warn")


def _fonts() -> Probe:
    told = _run(("fc-list", ":lang=zh", "family"))
    if told is None:
        return Probe("fonts", State.WARN, "", "fonts_unknown")
    families = sorted({line.partition(",")[0] for line in told.splitlines() if line})
    if not families:
        return Probe("fonts", State.WARN, "", "fonts_warn")
    return Probe("fonts", State.OK, ", ".join(families[:3]) + (" …" if len(families) > 3 else ""))


def _encoding() -> Probe:
    streams = [getattr(stream, "encoding", None) or "-" for stream in (sys.stdin, sys.stdout, sys.stderr)]
    value = "/".join(dict.fromkeys(stream.lower() for stream in streams))
    is_well = all(stream.lower().replace("-", "") == "utf8" for stream in streams[1:])
    return Probe("encoding", State.OK, value) if is_well else Probe("encoding", State.WARN, value, "encoding_warn")


def _locale() -> str:
    return next(
        (os.environ[key] for key in ("POWERCTL_LANG", "LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), ""
    )


def _cache() -> Probe:
    try:
        folder = cache_folder()
    except RuntimeError:  # a user without a home
        return Probe("cache", State.WARN, "", "cache_warn")
    is_well = _can_write(folder)
    return Probe("cache", State.OK, str(folder)) if is_well else Probe("cache", State.WARN, str(folder), "cache_warn")


def _can_write(folder: Path) -> bool:
    """Whether a file can be made in a folder, or the folder where it is to be; nothing is left there."""
    nearest = next((path for path in (folder, *folder.parents) if path.exists()), None)
    if nearest is None or not nearest.is_dir():
        return False
    try:
        with tempfile.TemporaryFile(dir=nearest):
            return True
    except OSError:
        return False


def is_there(module: str) -> bool:
    """Whether a module could be imported."""
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "?"


def _run(command: tuple[str, ...]) -> str | None:
    """What a program says, on either stream; None if it is not there or does not answer."""
    program = shutil.which(command[0])
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *command[1:]],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=_PATIENCE, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip()
