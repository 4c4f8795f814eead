"""Quotes around what other programs would not read as text."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.edit.spans import Edit, Node, scalars, tree
from powerctl.scalars import key_case, resolve


def quoting(text: str) -> list[Edit]:
    """The edits that put every ambiguous scalar in quotes; dates that do not exist are not ours to mend."""
    return [edit for node, is_key in scalars(tree(text)) if _is_ambiguous(node, is_key) for edit in _quoted(node)]


def _is_ambiguous(node: Node, is_key: bool) -> bool:
    if node.style:
        return False
    return (key_case(node.value) if is_key else resolve(node.value)[1]) == "ambiguous"


def _quoted(node: Node) -> Iterator[Edit]:
    yield Edit(node.start, node.start, '"')
    yield Edit(node.end, node.end, '"')
