"""A life as GitHub Flavored Markdown: a table with a change a row; what loosens is bold."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.comparison import Change, Effect
from powerctl.formats.diff.told import title, values
from powerctl.formats.log.text import SHORT, first, last
from powerctl.formats.markdown import escaped
from powerctl.life import Event, Life
from powerctl.messages import Words
from powerctl.visible import visible

_LONGEST = 2_000
_COLUMNS = ("on", "commit", "effect", "change", "subject", "before", "after")


def render(life: Life, words: Words) -> str:
    """The earliest commit first."""
    head = " | ".join(words.text("log", f"column.{name}") for name in _COLUMNS)
    rows = [row for event in life.events for row in _rows(event, words)]
    table = [f"| {head} |", "| --- " * len(_COLUMNS) + "|", *rows]
    return "\n".join([escaped(first(life, words)), "", *table, "", *map(escaped, last(life, words))]) + "\n"


def _rows(event: Event, words: Words) -> Iterator[str]:
    if event.unread:
        yield f"| {event.on} | {event.commit[:SHORT]} | | {escaped(words.text('log', 'unread'))} | | | |"
    for change in event.changes:
        yield f"| {event.on} | {event.commit[:SHORT]} | {' | '.join(_cells(change, words))} |"


def _cells(change: Change, words: Words) -> Iterator[str]:
    effect = words.text("diff", f"effect.{change.effect}")
    yield f"**{effect}**" if change.effect is Effect.LOOSENED else effect
    field = f"<br>{escaped(visible(change.field))}" if change.field else ""
    yield escaped(title(change.id, words)) + field
    yield escaped(visible(" · ".join(change.names) or change.subject))
    yield from (escaped(visible(text)) for text in values(change, words, _LONGEST))
