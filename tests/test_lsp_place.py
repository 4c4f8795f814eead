"""Cursor → path, and what is expected there: held against the definition of YAML that ``document`` keeps."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from powerctl import document
from powerctl.document import Place
from powerctl.limits import MAX_BYTES
from powerctl.load import load
from powerctl.lsp import place
from powerctl.lsp.expected import REFERENCES, WORDS, node, pattern
from powerctl.lsp.positions import Text
from powerctl.model.place import Path as Way
from powerctl.references import references
from powerctl.results import Location
from powerctl.source import WorkingTree
from tests.samples import RULES

ROOT = Path(__file__).parent.parent
FILES = sorted((ROOT / "catalogues").rglob("*.yaml"))
UNITS = [path for path in FILES if path.parent.name == "powers"][::12]
CATALOGUES = sorted(path.parent for path in (ROOT / "catalogues").glob("*/catalogue.yaml"))
KINDS = sorted(REFERENCES.keys() | WORDS.keys())


def written(data: Any, at: Place, path: Way = ()) -> Iterator[tuple[int, bool, Way]]:
    """Every key and scalar as the definition reads it: where it starts, whether it is a key, the path."""
    if not isinstance(data, dict | list):
        if data is not None:
            yield at.start, False, path
        return
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(key, str):
            yield at.inner[key].key, True, (*path, key)
        yield from written(value, at.inner[key], (*path, key))


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.name)
def test_in_a_sound_text_the_paths_are_those_of_the_definition(catalogue: Path) -> None:
    for path in sorted(catalogue.rglob("*.yaml")):
        text = path.read_text("utf-8")
        read = document.read(path.name, text.encode(), positions=True)
        assert read.place is not None
        seen = {(token.start, token.is_key, token.path) for token in place.tokens(text) if token.text != "null"}
        assert set(written(read.data, read.place)) <= seen, path


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_text_cut_off_or_torn_anywhere_is_still_looked_at(path: Path) -> None:
    text = path.read_text("utf-8")
    chance = random.Random(7)
    for _ in range(150):
        start, end = sorted(chance.sample(range(len(text)), 2))
        for torn in (
            text[:start],
            text[:start] + text[end:],
            text[:start] + chance.choice("[]{}:,-'\"|\n") + text[start:],
        ):
            cursor = min(start, len(torn))
            found = place.at(torn, cursor)
            assert found is None or 0 <= found.start <= found.end <= len(torn)


@pytest.mark.parametrize(
    "part", ["[", "{", "{a: ", "- ", "a" + " " * 9, "a: ", "'", '"', "#", "- [", "\n ", "a:\n", "]", ",", "|"]
)
def test_no_text_takes_long(part: str) -> None:
    text = part * (MAX_BYTES // len(part))
    began = time.process_time()
    place.at(text, len(text))
    assert time.process_time() - began < 30  # what takes the square of the length would take hours


@pytest.mark.parametrize(
    "text, path, is_key",
    [
        ("a: |", ("a",), False),
        ("a:\n  |", ("a", ""), True),
        ("a:\n  b: 1\n|", ("",), True),
        ("a:\n  b: 1\n  |", ("a", ""), True),
        ("a:\n  - b: 1\n    |\n", ("a", 0, ""), True),
        ("a:\n  - b: 1\n  - |\n", ("a", 1), False),
        ("a:\n- x\n- |y", ("a", 1), False),
        ("a: [x, |", ("a", 1), False),
        ("a: [x,\n  |y]\nb: 1", ("a", 1), False),
        ("a: {b: 1, |}", ("a", ""), True),
        ("a: {b: |}", ("a", "b"), False),
        ("a: {b: [1, {c: |", ("a", "b", 1, "c"), False),
        ("a: [x\nb: |", ("b",), False),
        ("a: {b: [x\nc:\n  - d: |", ("c", 0, "d"), False),
        ('a: "x: [|y"\nb: 1', ("a",), False),
        ("a: |-\n  text\nb: |", ("b",), False),
        ("a: x\nb|", ("b",), True),
        ("a: 'it''s'\nb: {c: 'x, y', d: |z}", ("b", "d"), False),
    ],
)
def test_where_the_cursor_stands(text: str, path: Way, is_key: bool) -> None:
    cursor = text.rindex("|")
    found = place.at(text[:cursor] + text[cursor + 1 :], cursor)
    assert found is not None
    assert (found.path, found.is_key) == (path, is_key)


@pytest.mark.parametrize("kind", KINDS)
def test_references_and_words_stand_at_places_of_the_schema(kind: str) -> None:
    for way in (*REFERENCES.get(kind, ()), *WORDS.get(kind, ())):
        assert any(node(kind, path) for path in numbered(way.split("."))), way


def numbered(steps: list[str]) -> Iterator[Way]:
    """The ways to read a pattern: each key alone, or with the number of a list item behind it."""
    if not steps:
        yield ()
        return
    for rest in numbered(steps[1:]):
        yield (steps[0], *rest)
        yield (steps[0], 0, *rest)


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_those_that_the_schema_speaks_of(kind: str) -> None:
    for way, part in WORDS.get(kind, {}).items():
        meant = next(found for path in numbered(way.split(".")) if (found := node(kind, path)))
        told = re.findall(r"the rulebook's ([a-z_.]+[a-z_])", meant.get("description", ""))
        assert not told or part in told, way


def test_words_name_parts_of_the_rulebook() -> None:
    rulebook = load(WorkingTree(CATALOGUES[0])).rulebook
    for part in {part for words in WORDS.values() for part in words.values()}:
        found: Any = rulebook
        for name in part.split("."):
            assert name in {entry.name for entry in fields(found)}, part
            found = getattr(found, name)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.name)
def test_every_reference_of_a_catalogue_is_expected_where_it_stands(catalogue: Path) -> None:
    from powerctl.layout import standing

    for entry in references(load(WorkingTree(catalogue)).catalogue):
        stands = standing(entry.ref.file)
        assert stands is not None
        assert pattern(entry.ref.path) in REFERENCES[stands.kind], entry


def test_positions_count_code_units_and_any_line_end() -> None:
    text = Text("\ufeffa\r\n𠮷b\rc\nd𠮷")
    assert [text.position(index) for index in (4, 5, 6, 7, 9, 11)] == [(1, 0), (1, 2), (1, 3), (2, 0), (3, 0), (3, 3)]
    for index in (0, 4, 5, 7, 9, 10):
        assert text.index(text.position(index)) == index
    assert text.index((0, 99)) == 2
    assert text.index((9, 0)) == len(text.text)
    assert text.index_of(Location("f", 1, 1)) == 1
    assert text.index_of(Location("f", 3, 2)) == 10
    assert Text("𠮷b", "utf-8").position(1) == (0, 4)


def test_a_broken_file_leaves_what_was_known_of_it(tmp_path: Path) -> None:
    import shutil

    from powerctl.lsp.desk import Desk

    shutil.copytree(RULES / "base", tmp_path / "c")
    root, unit = tmp_path / "c", tmp_path / "c/units/town/unit.yaml"
    desk = Desk("2026-06-30")
    desk.buffers[unit] = unit.read_text("utf-8")
    desk.known[root] = desk.look(root)
    desk.buffers[unit] += "offices: [\n"
    now = desk.look(root)
    assert {finding.rule for finding in now.findings[unit]} == {"S001"}
    assert now.loaded is not None
    assert [one.id for one in now.loaded.catalogue.units] == ["town"]
