"""What an import did, as text, JSON or a page; the mapping of columns and the differences of files, as lines."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence

from powerctl.formats.dump import dump
from powerctl.messages import Words
from powerctl.receipt import Concern, Fate, Fault, Outline, Receipt, Remark, gathered
from powerctl.skeleton import fill
from powerctl.visible import visible

_ORDER = (Concern.WRONG, Concern.LEFT, Concern.REPLACED, Concern.GUESSED)
_SURE = 0.9


def text(receipt: Receipt, words: Words) -> str:
    """For people: tables, where the cells went, and what needs a look."""
    lines = [_table_line(outline, words) for outline in receipt.outlines]
    lines.append(_cells_line(receipt, words))
    for concern in _ORDER:
        told = gathered(receipt.told(concern))
        if told:
            lines += ["", words.text("import", f"head_{concern}", count=len(receipt.told(concern)))]
            lines += [f"  {remark_line(remark, count, words)}" for remark, count in told]
    kept = [account for account in receipt.accounts if account.fate in (Fate.SOURCE, Fate.REPORT)]
    if kept:
        lines += ["", words.text("import", "head_kept", count=len(kept))]
        lines += [f"  {visible(account.spot.shown)} {_short(account.text)}" for account in kept]
    lines += [
        "",
        words.text("import", "files", new=len(receipt.added), changed=len(receipt.changed), same=receipt.same),
    ]
    return "".join(f"{line}\n" for line in lines)


def json(receipt: Receipt, words: Words) -> str:
    """For programs: every cell with its fate, every remark, every file."""
    return dump(
        {
            "version": 1,
            "tables": [_table(outline) for outline in receipt.outlines],
            "summary": {
                "cells": {fate.value: receipt.cells(fate) for fate in Fate},
                "share_in_fields": round(receipt.share, 4),
                "files": {"new": len(receipt.added), "changed": len(receipt.changed), "same": receipt.same},
            },
            "remarks": [_remark(remark, words) for remark in receipt.remarks],
            "cells": [
                {"cell": account.spot.shown, "text": account.text, "fate": account.fate.value, "target": account.target}
                for account in receipt.accounts
            ],
            "files": {"new": list(receipt.added), "changed": list(receipt.changed)},
        }
    )


def html(receipt: Receipt, words: Words) -> str:
    """A page that needs nothing else, for the file of the case."""
    sections = [
        {
            "head": words.text("import", f"head_{concern}", count=len(receipt.told(concern))),
            "lines": [remark_line(remark, 1, words) for remark in receipt.told(concern)],
        }
        for concern in _ORDER
        if receipt.told(concern)
    ]
    facts: Mapping[str, object] = {
        "language": "zh-CN" if words.language == "zh" else "en",
        "title": words.text("import", "title"),
        "tables": [_table_line(outline, words) for outline in receipt.outlines],
        "cells": _cells_line(receipt, words),
        "sections": sections,
        "columns": [words.text("import", f"column_{name}") for name in ("cell", "text", "fate", "target")],
        "accounts": [
            (account.spot.shown, account.text, words.text("import", f"fate_{account.fate}"), account.target)
            for account in receipt.accounts
        ],
    }
    return fill("import/report.html", facts)


RECEIPTS: Mapping[str, Callable[[Receipt, Words], str]] = {"text": text, "json": json, "html": html}


def mapping_lines(outlines: Sequence[Outline], words: Words) -> Iterator[str]:
    """Which column was taken for what, how sure that is, and what stands in it."""
    for outline in outlines:
        yield _table_line(outline, words)
        for column in outline.columns:
            sign = "  " if column.confidence >= _SURE else "? "
            slot = column.slot or words.text("import", "no_slot")
            heading = visible("".join(column.heading.split())) or "–"
            yield f"  {sign}{heading} → {slot} {column.confidence:.0%}  {_short(column.sample, 24)}"


def fault_line(fault: Fault, words: Words) -> str:
    """``book.xlsx[Sheet!B7]: …``"""
    return f"{visible(fault.spot.shown)}: {words.text('import', f'fault_{fault.case}', **fault.facts)}"


def remark_line(remark: Remark, count: int, words: Words) -> str:
    """A remark, and how many more there are like it in the same column."""
    said = words.text("import", f"{remark.concern}_{remark.case}", **remark.facts)
    more = words.text("import", "more", count=count - 1) if count > 1 else ""
    return f"{visible(remark.spot.shown)} {said}{more}"


def diff_lines(file: str, before: str, after: str) -> Iterator[str]:
    """The differences of a file, harmless to show."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), file, file, lineterm="", n=1)
    yield from (visible(line) for line in lines)


def _table_line(outline: Outline, words: Words) -> str:
    kind = words.text("import", f"kind_{outline.kind}")
    return words.text("import", "table", place=outline.spot.shown, kind=kind, items=outline.items, title=outline.title)


def _cells_line(receipt: Receipt, words: Words) -> str:
    counts = {fate.value: receipt.cells(fate) for fate in Fate}
    share = f"{int(receipt.share * 1000) / 10:g}"
    return words.text("import", "cells", total=len(receipt.accounts), share=share, **counts)


def _table(outline: Outline) -> dict[str, object]:
    columns = [
        {"heading": column.heading, "slot": column.slot, "confidence": column.confidence} for column in outline.columns
    ]
    return {
        "cell": outline.spot.shown,
        "kind": outline.kind,
        "title": outline.title,
        "items": outline.items,
        "columns": columns,
    }


def _remark(remark: Remark, words: Words) -> dict[str, object]:
    return {
        "concern": remark.concern.value,
        "case": remark.case,
        "cell": remark.spot.shown,
        "facts": dict(remark.facts),
        "message": words.text("import", f"{remark.concern}_{remark.case}", **remark.facts),
    }


def _short(said: str, width: int = 60) -> str:
    line = " ".join(said.split())
    return visible(line if len(line) <= width else f"{line[: width - 1]}…")
