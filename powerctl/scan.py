"""The whole text of a file, comments too, looked through for what must not be in a repository."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.layout import subject_of
from powerctl.model.rulebook import SecrecyAsks
from powerctl.personal import find_personal
from powerctl.results import Finding, Location, Severity
from powerctl.secrecy import find_marks

_BOM = "\ufeff"


def scan(file: str, raw: bytes, secrecy: SecrecyAsks) -> Iterator[Finding]:
    """Personal numbers (S009) and secrecy marks (S010); the number itself is never repeated in a finding."""
    try:
        text = raw.decode().removeprefix(_BOM)
    except UnicodeDecodeError:
        return
    for personal in find_personal(text):
        place = _place(file, text, personal.start)
        yield Finding("S009", Severity.WARNING, place, {}, personal.kind, subject_of(file))
    for mark in find_marks(text, secrecy):
        severity = Severity.ERROR if mark.case == "mark" else Severity.WARNING
        facts = {"text": text[mark.start : mark.end].strip()}
        yield Finding("S010", severity, _place(file, text, mark.start), facts, mark.case, subject_of(file))


def _place(file: str, text: str, offset: int) -> Location:
    return Location(file, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
