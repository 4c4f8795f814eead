"""The comparison for people: a change a line between two sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from powerctl.comparison import Change, Comparison, Effect
from powerctl.formats.diff.told import covered, sentence, title, unadjusted, verdict
from powerctl.formats.text import line as finding_line
from powerctl.messages import Words, place_text
from powerctl.visible import visible

Paint = Callable[[str, str], str]
COLOURS = {Effect.LOOSENED: "red", Effect.TIGHTENED: "green", Effect.NEUTRAL: "dim"}


def _plain(text: str, _colour: str) -> str:
    return text


def render(comparison: Comparison, words: Words, paint: Paint = _plain) -> str:
    """``path:line: effect kind sentence``, one change a line."""
    body = _statistics if comparison.statistics else _changes
    lines = [covered(comparison, words), *body(comparison, words, paint)]
    lines += [finding_line(finding, words, paint) for finding in comparison.findings]
    lines += [paint(text, "red") for text in unadjusted(comparison, words)]
    return "\n".join([*lines, verdict(comparison, words)]) + "\n"


def _changes(comparison: Comparison, words: Words, paint: Paint) -> Iterator[str]:
    for change in comparison.changes:
        head = paint(f"{change.effect} {change.id}", COLOURS[change.effect])
        note = comparison.approved.get(change.fingerprint, "")
        approved = " " + words.text("diff", "approved", note=note) if note else ""
        yield f"{_place(change, comparison)}: {head} {sentence(change, words)}{approved}"


def _place(change: Change, comparison: Comparison) -> str:
    """Where it stands now; of what is gone, where it stood."""
    if change.location is not None:
        return place_text(change.location).rpartition(":")[0]
    if change.base_location is None:
        return visible(change.subject)
    place = place_text(change.base_location).rpartition(":")[0]
    return f"{visible(comparison.base.name)}:{place}" if comparison.base.commit else place


def _statistics(comparison: Comparison, words: Words, paint: Paint) -> Iterator[str]:
    """How many changes of each kind, the loosening ones first."""
    counts = Counter((list(Effect).index(change.effect), change.id) for change in comparison.changes)
    for (effect, kind), count in sorted(counts.items()):
        name = list(Effect)[effect]
        yield f"{count:>8,}  {paint(f'{name:<9} {kind}', COLOURS[name])}  {title(kind, words)}"
