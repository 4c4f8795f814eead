"""A glance at many texts at once: whether a closer look may find anything in any of them.

A page is a thousand short texts, nearly all of them innocent. They are laid side by side and searched in one pass; only
where that finds something, each is looked at by itself, and told. What a closer look finds, a glance finds too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from powerctl.personal import find_personal
from powerctl.site.guard.decoded import DEEPEST, blobs, from_blob, rewritten
from powerctl.site.guard.markup import Fragments
from powerctl.site.guard.traces import Traces

Marks = Callable[[str], Iterable[object]]

UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_APART = "\n\0\n"  # ends a line, a word, a number and a run of writing
_MOST_KNOWN = 50_000


@dataclass(frozen=True, slots=True)
class Glance:
    """Knows what to look for, and which encoded runs were innocent before: the same addresses stand on every page."""

    traces: Traces
    marks: Marks
    innocent: set[str] = field(default_factory=set)

    def is_clean(self, texts: Iterable[str]) -> bool:
        """Whether none of the texts, nor anything written inside them in another way, can be a leak."""
        text = _APART.join(texts)
        outermost = blobs(text)
        met: set[str] = set()
        for _ in range(DEEPEST + 1):
            if self._shows(text):
                return False
            inner = self._inside(text, met)
            if not inner:
                break
            text = _APART.join(inner)
        self._remember(outermost)
        return True

    def _inside(self, text: str, met: set[str]) -> list[str]:
        """What is written inside a text in another way, and the pieces of it where it has markup."""
        found = [inner for _, inner in rewritten(text)]
        runs_of_it = blobs(text) - met - self.innocent
        met |= runs_of_it
        found += (inner for run in sorted(runs_of_it) for _, inner in from_blob(run))
        return [*found, *(piece for _, piece in Fragments.of(inner for inner in found if "<" in inner).pieces())]

    def _remember(self, runs: set[str]) -> None:
        """Runs that were looked into as deep as ever: not those that were found in others."""
        if len(self.innocent) > _MOST_KNOWN:
            self.innocent.clear()
        self.innocent.update(runs)

    def _shows(self, text: str) -> bool:
        if self.traces.may_be_in(text):
            return True
        plain = UNSEEN.sub("", text)
        return any(True for _ in find_personal(plain)) or any(True for _ in self.marks(plain))
