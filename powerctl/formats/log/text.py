"""A life for people: a commit a paragraph, a change a line, between two sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from powerctl.comparison import Effect
from powerctl.formats.diff.text import COLOURS
from powerctl.formats.diff.told import sentence
from powerctl.life import Event, Life
from powerctl.messages import Words
from powerctl.visible import visible

Paint = Callable[[str, str], str]
SHORT = 12


def _plain(text: str, _colour: str) -> str:
    return text


def render(life: Life, words: Words, paint: Paint = _plain) -> str:
    """The earliest commit first."""
    lines = [first(life, words)]
    for event in life.events:
        lines += ["", f"{event.on} {event.commit[:SHORT]}", *_lines(event, words, paint)]
    return "\n".join([*lines, "", *last(life, words)]) + "\n"


def _lines(event: Event, words: Words, paint: Paint) -> Iterator[str]:
    if event.unread:
        yield f"  {words.text('log', 'unread')}"
    for change in event.changes:
        head = paint(f"{change.effect} {change.id}", COLOURS[change.effect])
        yield f"  {head} {sentence(change, words)}"


def first(life: Life, words: Words) -> str:
    """Whose life it is."""
    facts = {"subject": life.subject, "earlier": " ".join(map(visible, life.earlier)), "revision": life.revision.name}
    return words.text("log", "covered", **facts, commit=life.revision.commit[:SHORT])


def last(life: Life, words: Words) -> Iterator[str]:
    """How much happened, and whether more is known elsewhere."""
    changes = [change for event in life.events for change in event.changes]
    counts = {str(effect): sum(change.effect is effect for change in changes) for effect in Effect}
    if life.cut_off:
        yield words.text("log", "cut_off")
    yield words.text("log", "found", commits=len(life.events), changes=len(changes), **counts)
