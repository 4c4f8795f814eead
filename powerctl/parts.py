"""A part of a power by its dotted path: keys of the data format, and the id of an entry in a list."""

from __future__ import annotations

from powerctl.model.place import Ref
from powerctl.model.power import Power


def part_of(power: Power, dotted: str) -> tuple[object, Ref] | None:
    """The value that a path such as ``workflow.steps.evaluate`` names, and its place; None where there is nothing."""
    value: object = power
    ref = power.ref
    for key in dotted.split("."):
        if isinstance(value, tuple):
            found = next((index for index, entry in enumerate(value) if getattr(entry, "id", None) == key), None)
            value, ref = (None, ref) if found is None else (value[found], value[found].ref)
        else:
            value, ref = getattr(value, key, None) or getattr(value, f"{key}_", None), ref.at(key)
        if not value:
            return None
    return value, ref


def keys_of(power: Power, dotted: str) -> str:
    """The path without the ids in it: ``workflow.steps``."""
    value: object = power
    keys = []
    for key in dotted.split("."):
        if isinstance(value, tuple):
            value = next((entry for entry in value if getattr(entry, "id", None) == key), None)
        else:
            value = getattr(value, key, None) or getattr(value, f"{key}_", None)
            keys.append(key)
    return ".".join(keys)
