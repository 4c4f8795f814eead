"""A folder built beside its place and put there in one step; what was there stays whole until that moment."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from powerctl.errors import PowerctlError
from powerctl.site.place.exchange import exchange, flush, flushes_all
from powerctl.site.place.lock import locked
from powerctl.site.record.sums import SUMS

_STAGE = ".powerctl-stage-"
_OLD = ".powerctl-old"
_LOCK = ".powerctl-lock"


@dataclass(frozen=True, slots=True)
class Placed:
    """A place for a site, taken for one build: ``stage`` is where it is built, ``old`` what stands there now."""

    target: Path
    stage: Path

    @property
    def old(self) -> Path | None:
        """The site that stands at the target now, through the link that the target may be."""
        return self.target if self.target.is_dir() else None

    def write(self, file: str, content: bytes) -> None:
        """A new file of the site, named by its path with slashes."""
        path = self.stage / PurePosixPath(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as stream:
            stream.write(content)
            if not flushes_all():
                stream.flush()
                os.fsync(stream.fileno())

    def settle(self) -> bool:
        """Puts the site in its place for good; whether that was one step, so that nobody could see it missing."""
        _open_to_all(self.stage)
        _flush_all(self.stage)
        if self.target.is_symlink():
            return _flip(self.target, self.stage)
        if not self.target.exists():
            self.stage.rename(self.target)
            flush(self.target.parent)
            return True
        return _swap(self.target, self.stage)


@contextmanager
def placing(target: Path, shown: str) -> Iterator[Placed]:
    """Takes a place for one build; whatever happens, nothing but the site is left there."""
    target = Path(os.path.normpath(target.absolute()))
    parent = target.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with locked(parent / f".{target.name}{_LOCK}", shown):
            _sweep(target)
            stage = _stage(target)
            stage.mkdir(mode=0o700)  # it may lie where a web server looks, and nothing in it has been looked at yet
            try:
                yield Placed(target, stage)
            finally:
                with suppress(OSError):  # what cannot be taken away now is taken away by the next build
                    _sweep(target)
    except OSError as error:
        raise PowerctlError("not_writable", path=shown, problem=error.strerror or str(error)) from None


def _open_to_all(stage: Path) -> None:
    """The mode that a folder made in the usual way would have."""
    umask = os.umask(0)
    os.umask(umask)
    stage.chmod(0o777 & ~umask)


def _swap(target: Path, stage: Path) -> bool:
    if exchange(stage, target):
        stage.chmod(0o700)
        flush(target.parent)
        return True
    old = target.with_name(f".{target.name}{_OLD}")
    target.rename(old)
    stage.rename(target)
    flush(target.parent)
    return False


def _flip(link: Path, stage: Path) -> bool:
    """The link leads to the new folder from one moment to the next; the sweep takes the one that it led to."""
    folder = _free_name(link, stage)
    stage.rename(folder)
    new = link.with_name(f".{link.name}{_STAGE}link")
    new.symlink_to(folder.name, target_is_directory=True)
    new.replace(link)
    flush(link.parent)
    return True


def _free_name(link: Path, stage: Path) -> Path:
    """A name beside the link that tells the content, and that nothing has yet."""
    digest = hashlib.sha256((stage / SUMS).read_bytes()).hexdigest()[:12]
    names = (link.with_name(f"{link.name}.{digest}{f'-{number}' if number else ''}") for number in itertools.count())
    return next(path for path in names if not os.path.lexists(path))


def _is_ours(folder: Path, link: Path) -> bool:
    """Whether a folder beside a link is one that the link once led to."""
    named = re.fullmatch(re.escape(link.name) + r"\.[0-9a-f]{12}(?:-[0-9]+)?", folder.name)
    return bool(named) and folder.parent == Path(os.path.realpath(link.parent)) and (folder / SUMS).is_file()


def _flush_all(folder: Path) -> None:
    if not flushes_all():
        for path, _, _ in os.walk(folder):
            flush(Path(path))
    flush(folder)


def _sweep(target: Path) -> None:
    """Takes away what an earlier build left; where it died between two steps, puts the old site back."""
    old = target.with_name(f".{target.name}{_OLD}")
    if old.is_dir() and not os.path.lexists(target):
        old.rename(target)
    if target.is_symlink():
        _retire(target)
    for path in _leftovers(target):
        _remove(path)


def _retire(link: Path) -> None:
    """Folders that a link of ours once led to get the name of a leftover first: one half removed is known by it."""
    for path in sorted(link.parent.iterdir()):
        if _is_ours(path, link) and not _is_at(path, link):
            path.rename(_stage(link))


def _leftovers(target: Path) -> list[Path]:
    start = f".{target.name}.powerctl-"
    beside = sorted(target.parent.iterdir())
    return [path for path in beside if path.name.startswith(start) and not path.name.endswith(_LOCK)]


def _stage(target: Path) -> Path:
    return target.with_name(f".{target.name}{_STAGE}{secrets.token_hex(4)}")


def _is_at(folder: Path, link: Path) -> bool:
    return os.path.realpath(folder) == os.path.realpath(link)


def _remove(path: Path) -> None:
    """A link is taken away, never followed."""
    with suppress(FileNotFoundError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
