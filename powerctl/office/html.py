"""A paper as one self-contained page that prints like the Word document."""

from __future__ import annotations

from html import escape

from powerctl.office.paper import Align, Block, Heading, Paper, Paragraph, Table, lines
from powerctl.resources import resource

_LANDSCAPE = "@page { size: A4 landscape; margin: 28mm 37mm 26mm 35mm } body { max-width: 225mm }"


def write(paper: Paper) -> str:
    """The page; every text in it escaped."""
    style = (resource("templates") / "office" / "paper.css").read_text("utf-8") + (
        _LANDSCAPE if paper.landscape else ""
    )
    number = _line("p", paper.number, "centre") if paper.number else ""
    body = "\n".join(map(_block, paper.blocks))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(paper.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(paper.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_text(paper.title)}</h1>\n{number}{body}\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level + 1}>{_text(block.text)}</h{block.level + 1}>"
        case Paragraph():
            kind = "flush" if block.flush else block.align.value
            kind = "" if kind == Align.LEFT else kind
            return "".join(_line("p", text, kind) for text in block.text.splitlines()).rstrip("\n")
        case Table():
            return _table(block)


def _table(block: Table) -> str:
    columns = "".join(f'<col style="width:{width * 100:.1f}%">' for width in block.widths)
    head = "".join(_row(row, frozenset(range(len(row))), "col") for row in block.rows[: block.head])
    body = "".join(_row(row, frozenset(block.labels), "row") for row in block.rows[block.head :])
    shown = f"<thead>{head}</thead>" if head else ""
    return f'<div class="wide"><table><colgroup>{columns}</colgroup>{shown}<tbody>{body}</tbody></table></div>'


def _row(row: tuple[str, ...], heads: frozenset[int], scope: str) -> str:
    cells = (
        f'<th scope="{scope}">{_text(text)}</th>' if column in heads and text else f"<td>{_text(text)}</td>"
        for column, text in enumerate(row)
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _line(tag: str, text: str, kind: str) -> str:
    shown = f' class="{kind}"' if kind else ""
    return f"<{tag}{shown}>{_text(text)}</{tag}>\n"


def _text(text: str) -> str:
    return "<br>".join(escape(line) for line in lines(text))
