"""Edits of made-up files: the data and every comment survive, and a second run finds nothing to do."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl import document
from powerctl.edit.canonical import canonical
from powerctl.edit.checked import same
from powerctl.edit.order import is_ordered
from powerctl.edit.spans import scalars, tree
from tests.yaml_writer import Writer

KINDS = ("power", "unit", "decision", "rulebook", "risks")
COMMENT = re.compile(r"(?:^|(?<=[\s]))#[^\n\r]*")


def comments(text: str) -> list[str]:
    """What stands behind a # that is part of no scalar."""
    found, start = [], 0
    for node, _ in scalars(tree(text)):
        found += COMMENT.findall(text[start : node.start])
        # A remark beside the sign of a block stands in its first line.
        if node.style in ("|", ">"):
            found += COMMENT.findall(text[node.start : node.end].split("\n", maxsplit=1)[0])
        start = max(start, node.end)
    return sorted(found + COMMENT.findall(text[start:]))


def signs(text: str) -> Counter[str]:
    return Counter(text.replace(" ", ""))


def belongs(text: str) -> set[tuple[str, str]]:
    """Which remarks stand above which entry: the number in the one, and beside the key in the other."""
    pairs = set()
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if found := re.fullmatch(r" *# above (\d+)", line):
            below = next(
                (other for other in lines[at + 1 :] if other.strip() and not other.lstrip().startswith("#")), ""
            )
            beside = re.search(r"# beside (\d+)", below)
            if beside:
                pairs.add((found[1], beside[1]))
    return pairs


def judge(seed: int) -> None:
    """Everything that must hold of one made-up file."""
    kind = KINDS[seed % len(KINDS)]
    text = Writer(Random(seed), kind).file()
    before = document.read("f.yaml", text.encode(), accelerated=False)
    assert before.is_read, (before.findings, text)
    result = canonical("f.yaml", text.encode())
    if result.unsafe is not None:
        assert "|+" in text, text  # a block that would take in the blank lines of its new place
        assert result.raw.decode() == text
        return
    after = result.raw.decode()
    read = document.read("f.yaml", result.raw, accelerated=False)
    assert same(read.data, before.data)
    assert not [found for found in read.findings if found.case == "ambiguous"]
    assert comments(after) == comments(text)
    assert signs(after) - signs(text) in ({}, {'"': signs(after)['"'] - signs(text)['"']})
    assert not signs(text) - signs(after)
    assert all(above == beside for above, beside in belongs(after))
    assert canonical("f.yaml", result.raw).raw == result.raw
    has_inline = "{" in text  # an entry in braces may hold a comment, and is left then
    assert has_inline or is_ordered(kind, read.data)


@settings(derandomize=True, max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_made_up_files_keep_their_data_and_comments(seed: int) -> None:
    judge(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(8))
def test_many_more_made_up_files(block: int) -> None:
    for seed in range(block * 250, block * 250 + 250):
        judge(seed)
