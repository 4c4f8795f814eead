"""The comparison as GitHub Flavored Markdown: totals, then a table for each file; what loosens is bold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from powerctl.comparison import Change, Comparison, Effect
from powerctl.formats.diff.told import covered, title, unadjusted, values, verdict
from powerctl.formats.markdown import LIMIT, escaped
from powerctl.messages import Words
from powerctl.visible import visible

_MORE = 500  # bytes kept for the sentence that tells how many are left out
_LONGEST = 2_000


def render(comparison: Comparison, words: Words) -> str:
    """As much as the summary of a step may hold; what is left out is counted."""
    parts = ["\n\n".join(_head(comparison, words)) + "\n"]
    room = LIMIT - _MORE - len(parts[0].encode())
    shown = 0
    for part, count in _tables(comparison, words):
        room -= len(part.encode())
        if room < 0:
            break
        parts.append(part)
        shown += count
    if left := len(comparison.changes) - shown:
        parts.append(f"\n{words.text('diff', 'more', more=left)}\n")
    return "".join(parts)


def _head(comparison: Comparison, words: Words) -> Iterator[str]:
    yield f"**{escaped(verdict(comparison, words))}**"
    yield escaped(covered(comparison, words))
    for finding in comparison.findings:
        yield f"- {escaped(visible(finding.location.file))}:{finding.location.line} {escaped(words.sentence(finding))}"
    for line in unadjusted(comparison, words):
        yield f"- {escaped(line)}"


def _tables(comparison: Comparison, words: Words) -> Iterator[tuple[str, int]]:
    """The rows of each file below its name, with how many changes each part tells."""
    columns = ("effect", "change", "subject", "before", "after")
    head = _row(*(words.text("diff", f"column.{name}") for name in columns)) + "\n" + "| --- " * len(columns) + "|\n"
    for file, changes in groupby(comparison.changes, key=_file):
        yield f"\n### {escaped(visible(file))}\n\n{head}", 0
        for change in changes:
            yield _line(change, comparison, words) + "\n", 1


def _file(change: Change) -> str:
    place = change.location or change.base_location
    return place.file if place else change.subject


def _line(change: Change, comparison: Comparison, words: Words) -> str:
    effect = words.text("diff", f"effect.{change.effect}")
    if change.effect is Effect.LOOSENED:
        effect = f"**{effect}**"
    if note := comparison.approved.get(change.fingerprint):
        effect += " " + escaped(words.text("diff", "approved", note=note))
    what = escaped(title(change.id, words)) + (f"<br>{escaped(visible(change.field))}" if change.field else "")
    name = escaped(visible(" · ".join(change.names) or change.subject))
    return _row(effect, what, name, *(_cell(text) for text in values(change, words, _LONGEST)))


def _cell(text: str) -> str:
    return escaped(visible(text))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
