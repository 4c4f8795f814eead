"""Catalogues opened by commands that use them rather than check them: what could not be read is said, not hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from powerctl import cache
from powerctl.cli.roots import catalogues
from powerctl.cli.screen import progress, say
from powerctl.load import Loaded, load, no_collection
from powerctl.messages import Words, place_text
from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.results import Severity
from powerctl.source import WorkingTree


@dataclass(frozen=True, slots=True)
class Opened:
    """A catalogue, the folder it was read from, and how."""

    root: Path
    source: WorkingTree
    loaded: Loaded

    @property
    def catalogue(self) -> Catalogue:
        """What the files say."""
        return self.loaded.catalogue

    @property
    def rulebook(self) -> Rulebook:
        """What its place asks."""
        return self.loaded.rulebook


def opened(paths: Sequence[Path], words: Words, *, discreet: bool = False) -> tuple[Opened, ...]:
    """Every catalogue below the paths; files that had to be left out are named on stderr.

    ``discreet``: where the log of the run may be public, what is wrong is told without the value that is wrong.
    """
    return tuple(opened_at(root, words, discreet=discreet) for root in catalogues(paths))


def opened_at(root: Path, words: Words, *, discreet: bool = False) -> Opened:
    """The catalogue of one folder."""
    source = WorkingTree(root)
    with no_collection(), progress(words) as bar:
        loaded = load(source, bar, jobs=None, store=cache.opened(), place=str(root.resolve()))
    faults = [finding for finding in loaded.findings if finding.severity is Severity.ERROR]
    if faults:
        first = faults[0]
        title = words.text("opened", "fault", rule=first.rule, title=words.rule(first.rule).title)
        problem = title if discreet else words.sentence(first)
        facts = {"place": place_text(first.location), "problem": problem}
        say(words.text("opened", "left_out", path=str(root), count=len(faults), **facts))
    return Opened(root, source, loaded)
