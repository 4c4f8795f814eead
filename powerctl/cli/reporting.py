"""Where a report goes: each format to its file or to stdout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from powerctl.cli.screen import is_terminal, paint, show
from powerctl.errors import PowerctlError
from powerctl.formats import FORMATS
from powerctl.formats.text import Excerpt, render_framed
from powerctl.messages import Words
from powerctl.results import Location, Report
from powerctl.write import write_file

if TYPE_CHECKING:
    from powerctl.cli.scope import Buffer

STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Target:
    """A format, and the file it is written to ("" for stdout)."""

    form: str
    file: str = ""


def targets(written: Sequence[tuple[str, str]]) -> tuple[Target, ...]:
    """What ``--format`` (``form``) and ``--output`` ask for, in the order of the command line.

    An output belongs to the format before it; one that stands before all formats, to the first.
    """
    pairs: list[tuple[str, str | None]] = []
    early: str | None = None
    for option, value in written:
        if option == "form":
            pairs.append((value, early))
            early = None
        elif pairs and pairs[-1][1] is None:
            pairs[-1] = pairs[-1][0], value
        elif pairs or early is not None:
            raise PowerctlError("output_alone", path=value)
        else:
            early = value
    return _checked(pairs or [("text", early)])


def _checked(pairs: Sequence[tuple[str, str | None]]) -> tuple[Target, ...]:
    """At most one format goes to stdout, and no two go to one file."""
    found = tuple(Target(form, "" if file in (None, STDOUT) else str(file)) for form, file in pairs)
    files = [target.file for target in found]
    twice = next((file for file in files if files.count(file) > 1), None)
    if twice == "":
        raise PowerctlError("one_stdout", formats=" ".join(target.form for target in found if not target.file))
    if twice is not None:
        raise PowerctlError("output_twice", path=twice)
    return found


def publish(report: Report, wanted: Sequence[Target], words: Words, buffer: Buffer | None = None) -> None:
    """Writes the files, then what is for stdout; PowerctlError for a file that cannot be written."""
    for target in sorted(wanted, key=lambda target: not target.file):
        if target.file:
            _write(target.file, FORMATS[target.form](report, words))
        elif target.form == "text" and is_terminal():
            show(render_framed(report, words, _excerpts(buffer), paint))
        else:
            show(FORMATS[target.form](report, words))


def deliver(text: str, output: str | None) -> None:
    """A result to stdout, or to a file, in one piece."""
    if output is None:
        show(text)
    else:
        _write(output, text)


def deliver_bytes(content: bytes, form: str, output: str | None) -> None:
    """A result that is no text: to a file or a pipe, never onto a terminal."""
    if output is not None:
        _write_bytes(output, content)
    elif is_terminal():
        raise PowerctlError("needs_file", form=form)
    else:
        sys.stdout.buffer.write(content)


def _write(file: str, text: str) -> None:
    _write_bytes(file, text.encode("utf-8"))


def _write_bytes(file: str, content: bytes) -> None:
    path = Path(file)
    try:
        if path.exists() and not path.is_file():  # a pipe or /dev/null is written to, never replaced
            path.write_bytes(content)
        else:
            write_file(path.resolve(), content)
    except OSError as error:
        raise PowerctlError("not_writable", path=file, problem=str(error.strerror)) from None


def _excerpts(buffer: Buffer | None) -> Excerpt:
    """Looks up the line of a place, reading each file once; None for what cannot be read as text."""

    @cache
    def lines(file: str) -> list[str]:
        try:
            path = Path(file)
            if buffer is not None and path.absolute() == buffer.root / buffer.file:
                return buffer.content.decode("utf-8-sig").splitlines()
            return path.read_text("utf-8-sig").splitlines() if path.is_file() and not path.is_symlink() else []
        except (OSError, UnicodeDecodeError):
            return []

    def excerpt(place: Location) -> str | None:
        found = lines(place.file)
        return found[place.line - 1] if 0 < place.line <= len(found) else None

    return excerpt
