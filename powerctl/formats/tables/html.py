"""A paper as one HTML page that needs nothing else and prints on A4 across."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from powerctl.formats.tables.cells import cell_lines, cell_text, headings
from powerctl.messages import LANGUAGES, Words
from powerctl.table import Cell, Paper, Table

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
@page { size: A4 landscape; margin: 14mm 12mm }
body { font: 15px/1.6 "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; margin: 2rem; color: #1a1a1a;
  background: #fff }
h1 { font-size: 1.5rem; text-align: center } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; break-after: avoid }
p.lead { text-align: center; color: #555 }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% } tr { break-inside: avoid } thead { display: table-header-group }
th, td { border: 1px solid #888; padding: .3rem .5rem; text-align: left; vertical-align: top }
th { background: #eee; white-space: nowrap } td.number { text-align: right }
@media print { body { margin: 0; font-size: 10pt } .wide { overflow: visible } }
"""


def render(paper: Paper, section: str, words: Words) -> str:
    """The whole page."""
    title = escape(words.text(section, f"title_{paper.key}", owner=cell_text(paper.owner, section, words)))
    lead = escape(words.text(section, f"lead_{paper.key}", count=paper.entries))
    lines = [
        "<!doctype html>",
        f'<html lang="{LANGUAGES[words.language]}">',
        f'<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>",
        f'<body>\n<h1>{title}</h1>\n<p class="lead">{lead}</p>',
        *(line for table in paper.tables if table.rows for line in _table(table, section, words)),
        "</body>\n</html>",
    ]
    return "\n".join(lines) + "\n"


def _table(table: Table, section: str, words: Words) -> Iterator[str]:
    if table.title.label:
        yield f"<h2>{escape(cell_text(table.title, section, words))}</h2>"
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in headings(table, section, words))
    yield f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>'
    for row in table.rows:
        yield f"<tr>{''.join(_cell(cell, section, words) for cell in row)}</tr>"
    yield "</tbody>\n</table></div>"


def _cell(cell: Cell, section: str, words: Words) -> str:
    kind = ' class="number"' if isinstance(cell, int | float) else ""
    return f"<td{kind}>{'<br>'.join(escape(line) for line in cell_lines(cell, section, words))}</td>"
