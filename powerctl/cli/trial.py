"""Files tried before they are written: would reading them, or what they refer to, be at fault?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from powerctl.errors import PowerctlError
from powerctl.listing import Listing, refusal
from powerctl.load import load
from powerctl.locate import Locator
from powerctl.overlay import Overlay
from powerctl.results import Finding, Judged, Severity
from powerctl.rules import RULES, Brief, judge
from powerctl.source import Source

_STRUCTURE = "S"
_CONTENT = frozenset({"S009", "S010"})


class Nothing:
    """A source without any file: what a new catalogue is laid over."""

    def listing(self) -> Listing:
        """No files."""
        return Listing((), ())

    def read(self, file: str) -> bytes | Finding:
        """Nothing is there."""
        return refusal(file, "vanished")


def refuse_unfit(files: Mapping[str, bytes], below: Source, as_of: date, *, gravely: bool = False) -> None:
    """PowerctlError with the first fault of structure that the files would have.

    ``gravely`` leaves aside warnings, and what is wrong with a content that somebody else has published.
    """
    for finding in _faults(Overlay(below, files), as_of):
        is_light = finding.severity is not Severity.ERROR or finding.rule in _CONTENT
        if finding.location.file in files and not (gravely and is_light):
            raise PowerctlError("unfit", finding)


def _faults(source: Source, as_of: date) -> Iterator[Finding]:
    loaded = load(source)
    yield from loaded.findings
    rules = {rule for rule in RULES if rule.startswith(_STRUCTURE)}
    judged = judge(Brief(loaded.catalogue, loaded.rulebook, as_of), rules)
    yield from Locator(source).findings(entry for entry in judged if isinstance(entry, Judged))
