"""What the editor is told about a place: findings, an explanation, what may be written, where a thing is defined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from powerctl.document import read
from powerctl.formats.markdown import escaped
from powerctl.layers import chain, rulebook_file
from powerctl.layout import standing
from powerctl.locate import Locator
from powerctl.lsp.desk import Desk, Known
from powerctl.lsp.expected import keys, node
from powerctl.lsp.names import Choice, Here, choices, step, target
from powerctl.lsp.place import Token, at, tokens
from powerctl.lsp.positions import Text
from powerctl.messages import Words
from powerctl.resources import resource
from powerctl.results import Finding, Location
from powerctl.rulebook import setting
from powerctl.schema import KINDS

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be written in place of a token: keys or values."""

    token: Token
    choices: tuple[Choice, ...]
    are_keys: bool


def here(desk: Desk, path: Path, cursor: int) -> Here | None:
    """Where in its catalogue the cursor stands."""
    root, text = desk.root_of(path), desk.text(path)
    token = at(text, cursor)
    if root is None or token is None:
        return None
    file = path.relative_to(root).as_posix()
    place = standing(file)
    if place is None or place.kind not in KINDS:
        return None
    return Here(file, place.kind, place.unit, tokens(text), token)


def offer(place: Here, known: Known | None, language: str) -> Offer:
    """The keys or values that may stand at a place."""
    loaded = known.loaded if known else None
    token = place.token
    if token.is_key:
        return Offer(token, tuple(_keys(place)), True)
    found = tuple(choices(place, loaded, language))
    if not found and (node(place.kind, token.path) or {}).get("properties"):
        return Offer(token, tuple(_keys(place, item=True)), True)
    return Offer(token, found, False)


def explain(place: Here | None, findings: list[Finding], words: Words) -> str:
    """In Markdown: the rules of the findings here, then what the key means; "" where there is nothing to tell."""
    parts = [_rule(finding, words) for finding in findings]
    if place is not None and place.token.is_key and place.token.text:
        meant = node(place.kind, place.token.path)
        parts += [_meaning(meant, words.language)] if meant else []
    return "\n\n---\n\n".join(part for part in parts if part)


def definition(place: Here, known: Known | None) -> Location | Token | None:
    """Where that is written which is referred to here: in a file, or at a token of this one; a word, in a rulebook."""
    if place.token.is_key:
        return None
    if place.wanted == "step":
        return step(place, place.token.text)
    if known is None or known.loaded is None:
        return None
    if not place.wanted:
        return _word(place, known)
    ref = target(place.wanted, place.unit, place.token.text, known.loaded.catalogue)
    return _below(known.root, Locator(known.source).place(ref.at("id"))) if ref is not None else None


def _word(place: Here, known: Known) -> Location | None:
    """The entry of a word in the innermost rulebook that says something about it."""
    if not place.words_of or known.is_stuck:
        return None
    path = (*place.words_of.split("."), place.token.text)
    layer = setting(chain(known.source, rulebook_file(known.source)), path)
    if layer is None:
        return None
    location = read(layer.file, layer.raw, positions=True).locate(path, key=True)
    is_own = known.source.read(layer.file) == layer.raw
    return _below(known.root if is_own else resource("schemas") / "rulebooks", location)


def _below(folder: Path, place: Location) -> Location:
    return replace(place, file=str(folder / place.file))


def span(text: Text, place: Location, written: Mapping[int, Token]) -> Span:
    """From where a finding points to the end of what stands there."""
    start = text.index_of(place)
    token = written.get(start)
    return start, token.end if token else text.end_of_word(start)


def starts(text: str) -> dict[int, Token]:
    """Every key and value by where it begins."""
    return {token.start: token for token in tokens(text) if token.text}


def _keys(place: Here, *, item: bool = False) -> Iterator[Choice]:
    above = place.token.path if item else place.token.path[:-1]
    there = {token.path for token in place.tokens if token.is_key and token.text and token.start != place.token.start}
    for key, meant in keys(place.kind, above):
        if (*above, key) not in there:
            yield Choice(key, str(meant.get("title", "")))


def _rule(finding: Finding, words: Words) -> str:
    told = words.rule(finding.rule)
    parts = [f"**{finding.rule} {escaped(told.title)}**", escaped(words.sentence(finding))]
    parts += [f"**{words.text('manual', key)}**: {getattr(told, key).strip()}" for key in ("why", "fix")]
    return "\n\n".join(parts)


def _meaning(meant: Mapping[str, Any], language: str) -> str:
    chinese, _, english = str(meant.get("description", "")).partition("\n")
    title = str(meant.get("title", ""))
    return "\n\n".join(part for part in (f"**{title}**" if title else "", _either(chinese, english, language)) if part)


def _either(chinese: str, english: str, language: str) -> str:
    return english if language == "en" and english else chinese
