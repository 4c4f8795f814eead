"""The layout ``whole``: every file of a catalogue in one workbook or one JSON text, for the way there and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from powerctl import document
from powerctl.cli.opened import Opened
from powerctl.entire import flattened
from powerctl.errors import PowerctlError
from powerctl.layout import Standing, standing
from powerctl.messages import Words
from powerctl.office import workbook
from powerctl.office.entire import grids
from powerctl.schema import KINDS, schema_of
from powerctl.visible import json_safe

WHOLE = "whole"
FORMS = ("xlsx", "json")
_ORDER = ("catalogue", "laws", "unit", "power", "risks", "regulations")  # the others follow by name


def whole(one: Opened, form: str, subjects: frozenset[str], words: Words) -> tuple[bytes, int]:
    """The bytes, and how many files are in them."""
    documents = _documents(one, subjects)
    if form not in FORMS:
        raise PowerctlError("export.whole_form", form=form, known=" ".join(FORMS))
    if form == "json":
        return _json(documents), len(documents)
    title = words.text("export", "title", of=one.catalogue.about.name, name=words.text("export", "whole"))
    sheets = grids(flattened(documents), lambda kind, path: _name(kind, path, words))
    return workbook.write(title, sheets), len(documents)


def _documents(one: Opened, subjects: frozenset[str]) -> dict[Standing, Mapping[str, Any]]:
    """Every file that can be read, but for the rulebook: rules are not filled in on sheets."""
    found: dict[Standing, Mapping[str, Any]] = {}
    for file in one.source.listing().files:
        place = standing(file)
        if place is None or place.kind == "rulebook" or not _is_wanted(place, subjects):
            continue
        raw = one.source.read(file)
        data = document.read(file, raw).data if isinstance(raw, bytes) else None
        if isinstance(data, dict) and data.get("kind") == place.kind:
            found[place] = data
    order = {kind: number for number, kind in enumerate((*_ORDER, *sorted(set(KINDS) - {*_ORDER})))}
    return dict(sorted(found.items(), key=lambda pair: (order[pair[0].kind], pair[0].unit, pair[0].id)))


def _is_wanted(place: Standing, subjects: frozenset[str]) -> bool:
    if not subjects:
        return True
    return place.unit in subjects or (place.kind == "power" and f"{place.unit}/{place.id}" in subjects)


def _json(documents: Mapping[Standing, Mapping[str, Any]]) -> bytes:
    files = [{"unit": place.unit, "id": place.id, **data} for place, data in documents.items()]
    text = json.dumps({"version": 1, "layout": WHOLE, "files": files}, ensure_ascii=False, indent=1)
    return (json_safe(text) + "\n").encode("utf-8", "backslashreplace")


def _name(kind: str, path: str, words: Words) -> str:
    """What people call it: the titles of the schema, down the path."""
    schema = schema_of(kind)
    node, names = schema, [] if path else [_title(schema["title"], words)]
    for key in path.split(".") if path else ():
        node = _below(schema, node, key)
        names.append(_title(node.get("title", key), words))
    return "·".join(names[-2:])


def _below(root: Any, node: Any, key: str) -> Mapping[str, Any]:
    while "$ref" in node or "items" in node:
        node = root["$defs"][node["$ref"].rpartition("/")[2]] if "$ref" in node else node["items"]
    found = node.get("properties", {}).get(key, {})
    return found if isinstance(found, dict) else {}


def _title(text: str, words: Words) -> str:
    """Titles of schemas are Chinese first, then English."""
    chinese, _, english = text.partition(" ")
    return english if words.language == "en" and english else chinese
