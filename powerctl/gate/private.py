"""Everything in a catalogue that its readers were not given: what the guard looks for before anything is published."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from powerctl.model.catalogue import Catalogue
from powerctl.model.place import Ref
from powerctl.model.rulebook import Rulebook
from powerctl.needles import Needle
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.plain import plain
from powerctl.public.terms import PublicBasis
from powerctl.public.workflow import PublicStep

_NAMES = frozenset({"holder", "payee"})  # of people: two characters are enough to tell one
_LEAST_NUMBER = 10_000  # yuan: smaller numbers stand everywhere


def private_values(catalogue: Catalogue, public: PublicCatalogue) -> Iterator[Needle]:
    """Each private text and large number once, with the first place where it stands."""
    told = set(public_texts(public))
    seen: set[str] = set()
    for field in dataclasses.fields(catalogue):
        if field.name != "left_out":
            for needle in _needles(getattr(catalogue, field.name), Ref(""), field.name, exact=False):
                if needle.text not in told and needle.text not in seen:
                    seen.add(needle.text)
                    yield needle


def public_texts(public: PublicCatalogue) -> Iterator[str]:
    """Every text and number that readers were given, and the ids that stand in addresses."""
    yield from texts_of(plain(public))


def neighbours(public: PublicCatalogue) -> Iterator[str]:
    """Public texts as pages set them beside each other: where one ends and the next begins, two of them may read like
    a part of a private text, and prove nothing."""
    yield from _rows(public)


def _rows(value: object) -> Iterator[str]:
    """Lists of texts and of names in a row, a law with its number and articles, a step with its papers."""
    if isinstance(value, tuple):
        names = [text for part in value if (text := _name(part))]
        if len(names) > 1:
            yield "、".join(names)
        for part in value:
            yield from _rows(part)
    elif isinstance(value, PublicBasis):
        articles = [f"第{text}条" if text.isdigit() else text for text in value.articles]
        yield from (f"{value.title}{value.number}{text}" for text in ("、".join(articles), "、".join(value.articles)))
        yield f"{value.title}{'、'.join(articles)}"
        yield f"{value.title}{'、'.join(value.articles)}"
    elif isinstance(value, PublicStep):
        who = "、".join(party.name for party in (value.actor, *value.with_) if party is not None)
        yield f"{who}{value.name}"
        yield f"{value.name}{who}"
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _rows(getattr(value, field.name))


def _name(part: object) -> str:
    if isinstance(part, str):
        return part
    text = getattr(part, "name", "") or getattr(part, "measure", "") or getattr(part, "label", "")
    return str(text)


def _needles(value: object, ref: Ref, path: str, *, exact: bool) -> Iterator[Needle]:
    if isinstance(value, str):
        if value:
            place = f"{ref.file}: {path}" if ref.file else path
            yield Needle(place, value.removeprefix("external:").strip(), exact)
    elif isinstance(value, float | int) and not isinstance(value, bool):
        if value >= _LEAST_NUMBER:
            yield Needle(f"{ref.file}: {path}" if ref.file else path, f"{value:g}" if value % 1 else f"{value:.0f}")
    elif isinstance(value, Ref):
        return
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _needles(part, ref, f"{path}.{key}", exact=exact)
    elif isinstance(value, tuple):
        for part in value:
            yield from _needles(part, ref, path, exact=exact)
    elif dataclasses.is_dataclass(value):
        yield from _below(value, getattr(value, "ref", ref))


def _below(value: object, ref: Ref) -> Iterator[Needle]:
    for field in dataclasses.fields(value):  # type: ignore[arg-type]
        if field.name != "ref":
            path = ".".join(str(key) for key in (*ref.path, field.name.rstrip("_")))
            yield from _needles(getattr(value, field.name), ref, path, exact=field.name in _NAMES)


def rulebook_texts(rulebook: Rulebook) -> Iterator[str]:
    """Every word of the rulebook: it is a rule for everybody."""
    yield from texts_of(dataclasses.asdict(rulebook))


def texts_of(value: object) -> Iterator[str]:
    """Every text and number in plain data."""
    if isinstance(value, dict):
        for part in value.values():
            yield from texts_of(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts_of(part)
    elif isinstance(value, float | int) and not isinstance(value, bool):
        yield f"{value:g}" if value % 1 else f"{value:.0f}"
    elif isinstance(value, str):
        yield value
