"""How facts name the rulebook's words: several in a row, and the one that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from powerctl.nearest import nearest
from powerctl.results import Fact

_SHOWN = 40


class Labelled(Protocol):
    """Any word of the rulebook."""

    @property
    def label(self) -> str: ...


def row(texts: Iterable[str]) -> str:
    """Several names as one fact, readable in every language."""
    return " / ".join(texts)


def named(ids: Iterable[str], terms: Mapping[str, Labelled]) -> str:
    """Ids, each with its label: what to write and what it means."""
    return row(f"{id_} {terms[id_].label}" for id_ in ids if id_ in terms)


def guess(word: str, terms: Mapping[str, Labelled]) -> dict[str, Fact]:
    """The facts about an unknown word: the word, the nearest id (by id or by label), its label, all ids."""
    meant = {**{term.label: id_ for id_, term in terms.items()}, **{id_: id_ for id_ in terms}}
    best = meant.get(nearest(word, meant), "")
    label = terms[best].label if best else ""
    return {"value": word, "nearest": best, "label": label, "known": " ".join(terms)}


def short(text: str) -> str:
    """The beginning of a long text, enough to know it again."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
