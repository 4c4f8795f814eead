"""Does plain data fit the schema of its kind? jsonschema-rs accepts, jsonschema finds and words each fault."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from powerctl.model.place import Path
from powerctl.nearest import nearest
from powerctl.resources import resource
from powerctl.results import Fact

# jsonschema types each attribute of its errors as "perhaps not set yet"; here they always are.
ValidationError = Any
Validator = Any

KINDS = (
    "adjustment", "assessment", "calendar", "catalogue", "decision", "laws", "power", "programme", "regulations",
    "risks", "rulebook", "supervision", "unit", "waivers", "warning",
)  # fmt: skip

_NO_NEWLINE = r"$(?!\n)"


@dataclass(frozen=True, slots=True)
class Fault:
    """One way in which data misses its schema: the case names the sentence, the path the place.

    ``on_key``: the key itself is at fault; ``missing`` is the key that should have been there.
    """

    case: str
    path: Path
    facts: Mapping[str, Fact]
    on_key: bool = False
    missing: bool = False


@cache
def schema_text(kind: str) -> str:
    """The JSON Schema of a kind, as shipped."""
    return (resource("schemas") / f"{kind}.schema.json").read_text("utf-8")


@cache
def schema_of(kind: str) -> Any:
    """The JSON Schema of a kind as data."""
    return json.loads(schema_text(kind))


def faults(kind: str, data: object) -> Iterator[Fault]:
    """Everything in which ``data`` misses the schema of ``kind``; nothing for data that fits."""
    if _accepts(kind)(data):
        return
    told: set[Path] = set()
    for error in sorted(_explainer(kind).iter_errors(data), key=_order):
        for fault in _worded(error, kind):
            if fault.path not in told:  # an empty text is too short and of the wrong form: one word is enough
                told.add(fault.path)
                yield fault


@cache
def _accepts(kind: str) -> Callable[[object], bool]:
    try:
        import jsonschema_rs
    except ImportError:
        validator = _explainer(kind)
    else:
        validator = jsonschema_rs.validator_for(rust_schema(kind), validate_formats=True)
    accepts: Callable[[object], bool] = validator.is_valid
    return accepts


def rust_schema(kind: str) -> Any:
    """The schema of a kind in patterns that Rust is quick with.

    To Python ``$`` also stands before a last newline, which a look-ahead has to forbid; to Rust it is the end, and a
    pattern that looks ahead takes it several times as long.
    """
    return json.loads(schema_text(kind), object_hook=_with_plain_end)


def _with_plain_end(node: dict[str, Any]) -> dict[str, Any]:
    if isinstance(node.get("pattern"), str):
        node["pattern"] = node["pattern"].replace(_NO_NEWLINE, "$")
    return node


@cache
def _explainer(kind: str) -> Validator:
    from jsonschema import Draft202012Validator, FormatChecker

    return Draft202012Validator(schema_of(kind), format_checker=FormatChecker(["date"]))


def _order(error: ValidationError) -> tuple[list[tuple[bool, str | int]], str]:
    return [(isinstance(key, str), key) for key in error.absolute_path], str(error.validator)


def _worded(error: ValidationError, kind: str) -> Iterator[Fault]:
    path: Path = tuple(error.absolute_path)
    word = _WORDING.get(str(error.validator))
    if "propertyNames" in error.absolute_schema_path:
        yield Fault("key_form", (*path, str(error.instance)), {"key": str(error.instance)}, on_key=True)
    elif word is not None:
        yield from word(error, path)
    else:
        yield _form(error, path, kind)


def _form(error: ValidationError, path: Path, kind: str) -> Fault:
    """A value of the wrong form, with the title and an example from the property's own words."""
    nodes = list(_nodes(schema_of(kind), list(error.absolute_schema_path)))
    title = next((node["title"] for node in reversed(nodes) if "title" in node), "")
    examples = next((node["examples"] for node in reversed(nodes) if "examples" in node), [""])
    first = examples[0][0] if isinstance(examples[0], list) else examples[0]
    return Fault("form", path, {"value": _short(error.instance), "expected": title, "example": str(first)})


def _nodes(root: Any, steps: list[str | int]) -> Iterator[Any]:
    """The parts of a schema on the way to a keyword, the telling ones last: what refers comes after its definition.

    jsonschema leaves ``$ref`` out of its paths, so it is followed wherever the next step is not at hand.
    """
    node = root
    for step in steps:
        if isinstance(node, dict) and step not in node and "$ref" in node:
            user, node = node, root["$defs"][node["$ref"].removeprefix("#/$defs/")]
            yield from (node, user)
        elif isinstance(node, dict):
            yield node
        node = node[step]


def _unknown_keys(error: ValidationError, path: Path) -> Iterator[Fault]:
    known = sorted(error.schema.get("properties", ()))
    for key in sorted(error.instance):
        if key not in known and not str(key).startswith("x-"):
            facts = {"key": str(key), "nearest": nearest(str(key), known), "known": " ".join(known)}
            yield Fault("unknown_key", (*path, key), facts, on_key=True)


def _missing_keys(error: ValidationError, path: Path) -> Iterator[Fault]:
    # jsonschema reports one error for each missing key and names it only in its sentence.
    key = str(error.message).split("'")[1]
    yield Fault("missing_key", (*path, key), {"key": key}, missing=True)


def _type(error: ValidationError, path: Path) -> Iterator[Fault]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    facts = {
        "expected": " / ".join(wanted),
        "found": _type_name(error.instance),
        "value": _short(error.instance),
    }
    yield Fault("type", path, facts)


def _choice(error: ValidationError, path: Path) -> Iterator[Fault]:
    allowed = [str(value) for value in error.validator_value if value is not None]
    guess = nearest(str(error.instance), allowed)
    yield Fault("value", path, {"value": _short(error.instance), "allowed": " ".join(allowed), "nearest": guess})


def _const(error: ValidationError, path: Path) -> Iterator[Fault]:
    yield Fault("value", path, {"value": _short(error.instance), "allowed": str(error.validator_value), "nearest": ""})


def _size(error: ValidationError, path: Path) -> Iterator[Fault]:
    facts = {
        "value": _short(error.instance),
        "limit": str(error.validator_value),
        "how": str(error.validator),
    }
    yield Fault("size", path, facts)


def _repeated(error: ValidationError, path: Path) -> Iterator[Fault]:
    seen: list[object] = []
    for index, item in enumerate(error.instance):
        if item in seen:
            yield Fault("repeated", (*path, index), {"value": _short(item)})
        seen.append(item)


_WORDING: dict[str, Callable[[ValidationError, Path], Iterator[Fault]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "type": _type,
    "enum": _choice,
    "const": _const,
    "minimum": _size,
    "maximum": _size,
    "minLength": _size,
    "maxLength": _size,
    "minItems": _size,
    "maxItems": _size,
    "uniqueItems": _repeated,
}


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"


def _type_name(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    names = {dict: "object", list: "array", str: "string", int: "integer", float: "number"}
    return names.get(type(value), "null")
