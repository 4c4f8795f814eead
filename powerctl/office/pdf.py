"""A paper as PDF, set by typst; every text reaches it as data, never as markup."""

from __future__ import annotations

import json

from powerctl.errors import PowerctlError
from powerctl.office.paper import Block, Heading, Paper, Paragraph, Table, lines
from powerctl.resources import resource


def write(paper: Paper) -> bytes:
    """The PDF's bytes, the same on every run with the same fonts; PowerctlError where typst is not installed."""
    try:
        import typst
    except ImportError:
        raise PowerctlError("paper.no_typst") from None
    template = (resource("templates") / "office" / "paper.typ").read_bytes()
    result = typst.compile(template, format="pdf", sys_inputs={"paper": _data(paper)})
    return bytes(result)


def _data(paper: Paper) -> str:
    number = lines(paper.number) if paper.number else []
    whole = {"title": " ".join(lines(paper.title)), "title_lines": lines(paper.title), "number": number}
    return json.dumps({**whole, "landscape": paper.landscape, "blocks": [_block(block) for block in paper.blocks]})


def _block(block: Block) -> dict[str, object]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "lines": lines(block.text)}
        case Paragraph():
            shown = {"align": block.align.value, "flush": block.flush}
            return {"kind": "paragraph", "lines": lines(block.text), **shown}
        case Table():
            return {"kind": "table", "widths": block.widths, "head": block.head, "rows": _rows(block)}


def _rows(block: Table) -> list[list[dict[str, object]]]:
    return [
        [
            {"lines": lines(text), "head": number < block.head or column in block.labels}
            for column, text in enumerate(row)
        ]
        for number, row in enumerate(block.rows)
    ]
