"""``publications.jsonl``: one line a publication, each with the digest of the line before it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from powerctl.site.record.manifest import Manifest
from powerctl.site.record.sums import digest_of

LEDGER = "publications.jsonl"


def continued(ledger: str, manifest: Manifest) -> str:
    """The ledger with this publication at its end; as it was where what is published has not changed."""
    lines = ledger.splitlines()
    if lines and tells(ledger, manifest):
        return ledger
    entry = {
        "number": len(lines) + 1,
        "as_of": manifest.as_of,
        "audience": manifest.audience,
        "input": manifest.input,
        "sums": manifest.sums,
        "previous": digest_of(lines[-1].encode()) if lines else "",
    }
    return ledger + json.dumps(entry, separators=(",", ":")) + "\n"


def tells(ledger: str, manifest: Manifest) -> bool:
    """Whether the last line is about this site."""
    last = _entry(ledger.splitlines()[-1]) if ledger else {}
    return all(last.get(key) == getattr(manifest, key) for key in ("audience", "input", "sums"))


def broken_lines(ledger: str) -> Iterator[int]:
    """The numbers of the lines that do not follow from the one before them."""
    before = ""
    for number, line in enumerate(ledger.splitlines(), 1):
        entry = _entry(line)
        if entry.get("number") != number or entry.get("previous") != (digest_of(before.encode()) if before else ""):
            yield number
        before = line


def _entry(line: str) -> dict[str, object]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return entry if isinstance(entry, dict) else {}
