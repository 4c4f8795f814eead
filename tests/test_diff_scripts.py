"""A script of edits, made at random, is told as exactly that script: nothing is missed, nothing is added."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.changes import KINDS, State, compare
from powerctl.comparison import Change
from powerctl.partial import load_two
from tests.briefs import Texts
from tests.test_diff import CATALOGUE, EDITS, Told, said

# Files whose edits say nothing about what other files mean.
_BY_THEMSELVES = re.compile(r"units/town/(powers/.*|risks\.yaml|regulations\.yaml)|waivers\.yaml")
_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)
Edit = tuple[str, str, str, Told]


@cache
def texts() -> dict[str, str]:
    return {path.relative_to(CATALOGUE).as_posix(): path.read_text("utf-8") for path in CATALOGUE.rglob("*.yaml")}


def touched(edit: Edit) -> frozenset[tuple[str, str]]:
    """The top-level keys that an edit touches: edits of different ones do not meddle with each other."""
    file, before, _, _ = edit
    text = texts()[file]
    start = text.index(before)
    found = [(match.start(), match[1]) for match in _KEY.finditer(text)]
    above = [key for at, key in found if at <= start][-1:]
    inside = [key for at, key in found if start < at < start + len(before)]
    # An edit that ends with a line break may add keys of its own.
    added = _KEY.findall(edit[2])
    return frozenset((file, key) for key in (*above, *inside, *added))


POOL = [edit for edit in EDITS if _BY_THEMSELVES.fullmatch(edit[0])]


@st.composite
def scripts(draw: st.DrawFn) -> tuple[Edit, ...]:
    """Some edits in any order, no two of one key."""
    taken: set[tuple[str, str]] = set()
    script = []
    for edit in draw(st.lists(st.sampled_from(POOL), min_size=1, max_size=12)):
        keys = touched(edit)
        if taken.isdisjoint(keys):
            taken |= keys
            script.append(edit)
    return tuple(script)


def changes(base: dict[str, str], revision: dict[str, str]) -> tuple[Change, ...]:
    two = load_two(Texts(base), Texts(revision))
    assert not two.findings
    assert not two.base_findings
    return compare(State(two.base, two.base_rulebook), State(two.revision, two.rulebook))


def check(script: tuple[Edit, ...], noise: int) -> None:
    after = dict(texts())
    for file, before, new, _ in script:
        assert before in after[file]
        after[file] = after[file].replace(before, new, 1)
    after = {file: "# 注释\n" * noise + text for file, text in after.items()}
    told = frozenset(part for edit in script for part in edit[3])
    assert said(changes(dict(texts()), after)) == told
    back = frozenset((KINDS[kind].opposite or kind, subject, field) for kind, subject, field in told)
    assert said(changes(after, dict(texts()))) == back


@settings(max_examples=60, deadline=None)
@given(scripts(), st.integers(0, 2))
def test_a_script_of_edits_is_told_as_that_script(script: tuple[Edit, ...], noise: int) -> None:
    check(script, noise)


@pytest.mark.slow
@settings(max_examples=1_000, deadline=None)
@given(scripts(), st.integers(0, 2))
def test_a_thousand_scripts_of_edits(script: tuple[Edit, ...], noise: int) -> None:
    check(script, noise)
