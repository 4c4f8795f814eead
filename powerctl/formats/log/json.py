"""A life for machines, version 1: the same in every language."""

from __future__ import annotations

import json

from powerctl.comparison import Change, Effect
from powerctl.formats.diff.json import side
from powerctl.life import Event, Life
from powerctl.messages import Words
from powerctl.visible import json_safe


def render(life: Life, _words: Words) -> str:
    """One JSON object; Chinese unescaped, every character that a screen would obey escaped."""
    changes = [change for event in life.events for change in event.changes]
    data = {
        "version": 1,
        "subject": life.subject,
        "other_subjects": list(life.earlier),
        "revision": side(life.revision),
        "cut_off": life.cut_off,
        "summary": {
            "commits": len(life.events),
            "changes": len(changes),
            **{str(effect): sum(change.effect is effect for change in changes) for effect in Effect},
        },
        "events": [_event(event) for event in life.events],
    }
    return json_safe(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"


def _event(event: Event) -> dict[str, object]:
    unread = {"unread": True} if event.unread else {}
    return {"commit": event.commit, "on": event.on, **unread, "changes": [_entry(change) for change in event.changes]}


def _entry(change: Change) -> dict[str, object]:
    return {
        "id": change.id,
        "effect": str(change.effect),
        "fingerprint": change.fingerprint,
        "subject": change.subject,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    }
