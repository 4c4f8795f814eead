"""The comparison as SARIF 2.1.0: a kind of change is a rule, what loosens a warning, all else a note."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl import __version__
from powerctl.comparison import Change, Comparison, Effect
from powerctl.formats.diff.json import side, summary
from powerctl.formats.diff.told import sentence, title
from powerctl.formats.dump import dump
from powerctl.formats.sarif import SCHEMA, Json, message, physical
from powerctl.messages import LANGUAGES, Words
from powerctl.visible import visible

_LEVELS = {Effect.LOOSENED: "warning", Effect.TIGHTENED: "note", Effect.NEUTRAL: "note"}


def render(comparison: Comparison, words: Words) -> str:
    """One run; what has no place on either side has none here."""
    effects = {change.id: change.effect for change in comparison.changes}
    kinds = sorted(effects)
    rules = [
        {
            "id": kind,
            "shortDescription": {"text": title(kind, words)},
            "defaultConfiguration": {"level": _LEVELS[effects[kind]]},
        }
        for kind in kinds
    ]
    run = {
        "tool": {"driver": {"name": "powerctl", "version": __version__, "rules": rules}},
        "language": LANGUAGES[words.language],
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not comparison.findings}],
        "results": list(_results(comparison, kinds, words)),
        "properties": {
            "base": side(comparison.base), "revision": side(comparison.revision), "summary": summary(comparison),
        },
    }  # fmt: skip
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _results(comparison: Comparison, kinds: list[str], words: Words) -> Iterator[Json]:
    for change in comparison.changes:
        yield {
            "ruleId": change.id,
            "ruleIndex": kinds.index(change.id),
            "level": _LEVELS[change.effect],
            "message": message(sentence(change, words)),
            "locations": _locations(change),
            "partialFingerprints": {"powerctl/v1": change.fingerprint},
            **_suppressed(change, comparison, words),
        }


def _locations(change: Change) -> list[Json]:
    place = change.location or change.base_location
    subject = visible(change.subject)
    logical = [{"name": subject.rpartition("/")[2], "fullyQualifiedName": subject}] if subject else []
    physically = {"physicalLocation": physical(place)} if place else {}
    return [{**physically, **({"logicalLocations": logical} if logical else {})}]


def _suppressed(change: Change, comparison: Comparison, words: Words) -> Json:
    """A change that a note has approved is there, and set aside."""
    note = comparison.approved.get(change.fingerprint)
    if note is None:
        return {}
    return {"suppressions": [{"kind": "external", "justification": words.text("diff", "approved", note=note)}]}
