"""A paper as Markdown."""

from __future__ import annotations

from powerctl.formats.markdown import escaped
from powerctl.office.paper import Block, Heading, Paper, Paragraph, Table, lines


def write(paper: Paper) -> str:
    """The text; a form without a head of its own gets an empty one, since Markdown has no table without."""
    parts = [f"# {_one_line(paper.title)}", *([_one_line(paper.number)] if paper.number else [])]
    return "\n\n".join([*parts, *map(_block, paper.blocks)]) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_one_line(block.text)}"
        case Paragraph():
            return "  \n".join(escaped(line) for line in lines(block.text))
        case Table():
            return _table(block)


def _table(block: Table) -> str:
    head = block.rows[: block.head] or (("",) * len(block.widths),)
    ruled = [*head[:1], ("---",) * len(block.widths), *head[1:], *block.rows[block.head :]]
    return "\n".join("| " + " | ".join(_cell(text) for text in row) + " |" for row in ruled)


def _cell(text: str) -> str:
    return text if text == "---" else "<br>".join(escaped(line) for line in lines(text))


def _one_line(text: str) -> str:
    return " ".join(escaped(line) for line in lines(text))
