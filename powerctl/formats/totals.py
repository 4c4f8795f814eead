"""The sentences about a whole run, for every format that has a place for them."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.formats.text import covered, verdict, waived
from powerctl.messages import Words
from powerctl.results import Report


def totals(report: Report, words: Words) -> Iterator[str]:
    """What was checked, what was set aside if anything was, and last what was found."""
    yield covered(report, words)
    yield from waived(report, words)
    yield verdict(report, words)
