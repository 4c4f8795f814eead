"""``datapackage.json``: what the tables are and what their columns mean (Frictionless Data Package)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from powerctl.site.data.lists import List
from powerctl.site.frame import Frame


def write(frame: Frame, lists: Sequence[List]) -> bytes:
    """The description of every CSV file."""
    body = {
        "profile": "tabular-data-package",
        "name": frame.catalogue.about.id.lower(),
        "title": frame.name,
        "version": frame.edition.on.isoformat(),
        "resources": [_resource(frame, one) for one in lists],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")


def _resource(frame: Frame, one: List) -> dict[str, object]:
    fields = [
        {"name": title, "title": key, "type": "number" if key in one.numbers else "string"}
        for key, title in zip(one.keys, one.titles, strict=True)
    ]
    return {
        "profile": "tabular-data-resource",
        "name": one.kind,
        "title": frame.text(f"list_{one.kind}"),
        "path": f"{one.kind}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
