"""Where in a catalogue a file of each kind stands, and what its place says about it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROOT_KINDS = {
    "catalogue.yaml": "catalogue",
    "laws.yaml": "laws",
    "waivers.yaml": "waivers",
    "programme.yaml": "programme",
}
_CALENDARS = "calendar"
_UNIT_KINDS = {
    "unit.yaml": "unit",
    "risks.yaml": "risks",
    "regulations.yaml": "regulations",
    "supervision.yaml": "supervision",
}
_FOLDER_KINDS = {
    "powers": "power",
    "decisions": "decision",
    "warnings": "warning",
    "assessments": "assessment",
    "adjustments": "adjustment",
}
PATTERNS = {
    **{kind: name for name, kind in _ROOT_KINDS.items()},
    **{kind: f"units/<unit>/{name}" for name, kind in _UNIT_KINDS.items()},
    **{kind: f"units/<unit>/{folder}/<{kind}>.yaml" for folder, kind in _FOLDER_KINDS.items()},
    "calendar": f"{_CALENDARS}/<calendar>.yaml",
    "rulebook": "rulebook.yaml",
}

# Ids that would collide with a page of the disclosure site, or that Windows cannot use as a name.
RESERVED_IDS = frozenset(
    ["index", "applicant", "public", "con", "prn", "aux", "nul"]
    + [f"{port}{number}" for port in ("com", "lpt") for number in range(10)]
)
_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_LONGEST_ID = 64


def is_id(text: str) -> bool:
    """Whether a text has the form of an id (a reserved one has it too)."""
    return len(text) <= _LONGEST_ID and _ID.fullmatch(text) is not None


def is_reserved(text: str) -> bool:
    """Whether an id would collide with a page of the site, or cannot be a name on Windows."""
    return text.casefold() in RESERVED_IDS


def path_of(kind: str, unit: str, id_: str) -> str:
    """Where the file of a thing belongs in its catalogue."""
    return PATTERNS[kind].replace("<unit>", unit).replace(f"<{kind}>", id_)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a file's place says: the kind it must be, its unit's id and its own id ("" where there is none)."""

    kind: str
    unit: str = ""
    id: str = ""


def standing(file: str) -> Standing | None:
    """What belongs at this path of a catalogue; None where nothing does."""
    match file.split("/"):
        case [name]:
            return Standing(_ROOT_KINDS.get(name, "rulebook"))
        case [folder, name] if folder == _CALENDARS:
            return Standing("calendar", id=name.removesuffix(".yaml"))
        case ["units", unit, name] if name in _UNIT_KINDS:
            return Standing(_UNIT_KINDS[name], unit, unit if name == "unit.yaml" else "")
        case ["units", unit, folder, name] if folder in _FOLDER_KINDS:
            return Standing(_FOLDER_KINDS[folder], unit, name.removesuffix(".yaml"))
    return None


def subject_of(file: str) -> str:
    """What a file is about, as people refer to it: ``unit``, ``unit/power``; "" for the catalogue itself."""
    place = standing(file)
    if place is None or not place.unit:
        return ""
    return f"{place.unit}/{place.id}" if place.id and place.kind != "unit" else place.unit


def share_of(file: str) -> str:
    """The folder of the unit that a file belongs to; "" for what belongs to none."""
    parts = file.split("/", 2)
    return parts[1] if len(parts) == 3 and parts[0] == "units" else ""


def rank_of(share: str) -> tuple[bool, str]:
    """What shares are sorted by: what belongs to no unit first, then units as their files come in a listing."""
    return share != "", f"{share}/"


def is_register(file: str) -> bool:
    """Whether all units may refer to what stands in a file: units, their regulations, and what is no unit's."""
    return not share_of(file) or (file.count("/") == 2 and file.endswith(("/unit.yaml", "/regulations.yaml")))


def is_power(file: str) -> bool:
    """Whether a file stands where powers do."""
    place = standing(file)
    return place is not None and place.kind == "power"
