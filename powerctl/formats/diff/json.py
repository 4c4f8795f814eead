"""The comparison for machines, version 1: the same in every language."""

from __future__ import annotations

import json

from powerctl.comparison import Change, Comparison, Effect, Side
from powerctl.formats.json import finding_entry
from powerctl.messages import Words
from powerctl.results import Location
from powerctl.visible import json_safe


def render(comparison: Comparison, words: Words) -> str:
    """One JSON object; Chinese unescaped, every character that a screen would obey escaped."""
    data = {
        "version": 1,
        "base": side(comparison.base),
        "revision": side(comparison.revision),
        "summary": summary(comparison),
        "changes": [entry(change, comparison) for change in comparison.changes],
        **_wished(comparison, words),
    }
    return json_safe(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def side(one: Side) -> dict[str, str]:
    """One side; ``commit`` only of a revision."""
    return {"kind": one.kind, "name": one.name, **({"commit": one.commit} if one.commit else {})}


def summary(comparison: Comparison) -> dict[str, int]:
    """The counts."""
    return {
        "catalogues": comparison.catalogues,
        "files": comparison.files,
        "changes": len(comparison.changes),
        **{str(effect): comparison.count(effect) for effect in Effect},
        "approved": sum(change.fingerprint in comparison.approved for change in comparison.changes),
    }


def entry(change: Change, comparison: Comparison) -> dict[str, object]:
    """One change; null where there is nothing; ``approved_by`` only where a note covers it."""
    note = comparison.approved.get(change.fingerprint)
    file, line = _place(change.location)
    base_file, base_line = _place(change.base_location)
    return {
        "id": change.id,
        "effect": str(change.effect),
        "fingerprint": change.fingerprint,
        "subject": change.subject,
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "file": file,
        "line": line,
        "base_file": base_file,
        "base_line": base_line,
        **({"approved_by": note} if note else {}),
    }


def _place(location: Location | None) -> tuple[str | None, int | None]:
    return (location.file, location.line) if location else (None, None)


def _wished(comparison: Comparison, words: Words) -> dict[str, object]:
    """Keys that are there only if there is something in them, or somebody asked for them."""
    wished: dict[str, object] = {}
    if comparison.findings:
        wished["findings"] = [finding_entry(finding, words) for finding in comparison.findings]
    if comparison.unadjusted is not None:
        wished["unadjusted"] = [change.fingerprint for change in comparison.unadjusted]
    return wished
