"""What earlier runs have read and found, kept by content: only ever a shortcut, never a source.

An entry is one file of JSON in the user's own cache folder, with a digest in front: nothing in it is run, and what is
damaged, foreign or out of date is as good as absent. Files are replaced whole, so of two runs at once the later wins.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from powerctl.model.place import Ref
from powerctl.resources import resource
from powerctl.results import Finding, Hit, Judged, Location, Related, Severity

_ENGINES = ("ruamel.yaml", "ruamel.yaml.clib", "yaml-rs", "jsonschema", "jsonschema-rs")
_SUFFIX = ".json"


def folder() -> Path:
    """POWERCTL_CACHE_DIR, or where this system keeps what can be made again."""
    if named := os.environ.get("POWERCTL_CACHE_DIR"):
        return Path(named).absolute()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base).absolute() / "powerctl"


@dataclass(frozen=True, slots=True)
class Store:
    """The entries in one folder that nobody but the user can write to."""

    root: Path

    def get(self, name: str, key: str) -> Any:
        """What was put under this name and key; None if there is nothing, or nothing to rely on."""
        try:
            digest, _, body = self._file(name).read_bytes().partition(b"\n")
            if hashlib.sha256(body).hexdigest().encode() != digest:
                return None
            entry = json.loads(body.decode("utf-8", "surrogatepass"))
            return entry["value"] if entry["key"] == key else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def has(self, name: str) -> bool:
        """Whether there is an entry of this name, under any key."""
        return self._file(name).is_file()

    def put(self, name: str, key: str, value: object) -> None:
        """Keeps a value; a run that cannot keep it goes on."""
        with suppress(ValueError, RecursionError):
            self.put_written(name, key, written(value))

    def put_written(self, name: str, key: str, value: str) -> None:
        """Keeps a value that is JSON already."""
        with suppress(OSError, ValueError):
            body = f'{{"key":{written(key)},"value":{value}}}'.encode("utf-8", "surrogatepass")
            self._write(self._file(name), hashlib.sha256(body).hexdigest().encode() + b"\n" + body)

    def clear(self) -> int:
        """Removes every entry; returns how many there were."""
        files = list(self.root.glob(f"*{_SUFFIX}")) + list(self.root.glob("*.new"))
        for file in files:
            file.unlink(missing_ok=True)
        return len(files)

    def _file(self, name: str) -> Path:
        return self.root / (digest_of(name) + _SUFFIX)

    def _write(self, file: Path, content: bytes) -> None:
        descriptor, new = tempfile.mkstemp(suffix=".new", dir=self.root)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
            Path(new).replace(file)
        except BaseException:
            Path(new).unlink(missing_ok=True)
            raise


def opened() -> Store | None:
    """The store in the cache folder; None where it cannot be made, or others could have written to it."""
    root = folder()
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Store(root) if is_own(root) else None
    except (OSError, RuntimeError):
        return None


def is_own(root: Path) -> bool:
    """Whether a folder is the user's, and only the user may write to it."""
    status = root.lstat()
    if not stat.S_ISDIR(status.st_mode):
        return False
    return not hasattr(os, "geteuid") or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def written(value: object) -> str:
    """A value as entries hold it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def digest_of(*parts: str | bytes) -> str:
    """One digest of some parts, each with its length, so that no two lists of them are alike."""
    raws = [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]
    return hashlib.sha256(b"".join([piece for raw in raws for piece in (b"%d:" % len(raw), raw)])).hexdigest()


@cache
def tool() -> str:
    """The digest of everything that decides what is read and found: this package, its data, its engines."""
    package = Path(__file__).parent
    files = sorted([*package.rglob("*.py"), *resource("schemas").rglob("*.json"), *resource("schemas").rglob("*.yaml")])
    return digest_of(sys.version, *(_version(name) for name in _ENGINES), *(file.read_bytes() for file in files))


def _version(name: str) -> str:
    try:
        return f"{name} {metadata.version(name)}"
    except metadata.PackageNotFoundError:
        return name


def packed(findings: Iterable[Finding]) -> list[Any]:
    """Findings as plain data."""
    return [
        [
            found.rule,
            found.severity.value,
            _place(found.location),
            dict(found.facts),
            found.case,
            found.subject,
            [[_place(part.location), part.note] for part in found.related],
        ]
        for found in findings
    ]


def _place(place: Location) -> list[str | int]:
    return [place.file, place.line, place.column]


def packed_hit(judged: Judged) -> list[Any]:
    """A hit of a rule as plain data."""
    hit = judged.hit
    return [judged.rule, judged.severity.value, hit.ref, dict(hit.facts), hit.case, hit.other, hit.on_key]


def unpacked_hit(plain: Sequence[Any]) -> Judged:
    """The hit again."""
    rule, severity, ref, facts, case, other, on_key = plain
    related = (_ref(other[0]), other[1]) if other else None
    return Judged(rule, Severity(severity), Hit(_ref(ref), facts, case, related, on_key))


def _ref(plain: Sequence[Any]) -> Ref:
    return Ref(plain[0], tuple(plain[1]))


def unpacked(plain: Iterable[Any]) -> tuple[Finding, ...]:
    """The findings again."""
    return tuple(
        Finding(
            rule,
            Severity(severity),
            Location(*place),
            facts,
            case,
            subject,
            tuple(Related(Location(*at), note) for at, note in related),
        )
        for rule, severity, place, facts, case, subject, related in plain
    )
