"""``--mapping``: which heading means what and what was decided, written for next time; a person may change it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from powerctl import document
from powerctl.edit.compose import composed
from powerctl.errors import PowerctlError
from powerctl.intake.vocabulary import kinds, slots, squeezed
from powerctl.limits import MAX_BYTES
from powerctl.nearest import nearest
from powerctl.receipt import Outline

Settled = Mapping[str, tuple[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What an earlier import settled: sheet → its kind, and heading → slot; the scope of powers that name none."""

    tables: Settled = field(default_factory=dict)
    scope: str = ""


_NOTHING = "none"
_HEAD = (
    "# 列名 → 位置。可以改；下次导入用 --mapping 读这个文件。none 表示不放进任何字段（内容留在 x-source 里）。\n"
    "# defaults 的 disclosure：没有写明公开范围的职权向谁公开。\n"
    "# Heading → place. Change it at will; the next import reads it with --mapping. none: kept in x-source only.\n"
    "# disclosure in defaults: to whom the powers are disclosed that do not say it.\n"
)


def read_mapping(path: Path) -> Settlement:
    """What the file settles; PowerctlError for what is no such file."""
    try:
        raw = path.read_bytes()[: MAX_BYTES + 1]
    except OSError as error:
        raise PowerctlError("import.mapping_unread", path=path.as_posix(), problem=str(error.strerror)) from None
    read = document.read(path.name, raw)
    data = read.data
    if not read.is_read or not isinstance(data, dict) or not isinstance(data.get("tables"), list):
        raise PowerctlError("import.mapping_unread", path=path.as_posix(), problem="tables: […]")
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for table in data["tables"]:
        sheet, kind, columns = (table.get(key) for key in ("sheet", "kind", "columns"))
        if not isinstance(sheet, str) or kind not in kinds() or not isinstance(columns, dict):
            raise PowerctlError("import.mapping_unread", path=path.as_posix(), problem="sheet, kind, columns")
        found.setdefault(sheet, (str(kind), {}))[1].update(_columns(columns, str(kind)))
    return Settlement(found, _scope(path, data.get("defaults", {})))


def _scope(path: Path, defaults: object) -> str:
    if not isinstance(defaults, dict) or not isinstance(defaults.get("disclosure", ""), str):
        raise PowerctlError("import.mapping_unread", path=path.as_posix(), problem="defaults: {disclosure: …}")
    return str(defaults.get("disclosure", ""))


def _columns(columns: Mapping[str, object], kind: str) -> dict[str, str]:
    known = slots(kind)
    variants = {*known, *(slot.partition(":")[0] for slot in known), _NOTHING}
    found = {}
    for heading, slot in columns.items():
        if str(slot) not in variants:
            guess = nearest(str(slot), sorted(variants), 0.5)
            raise PowerctlError("import.unknown_slot", slot=str(slot), nearest=guess, known=" ".join(sorted(variants)))
        found[squeezed(heading)] = "" if slot == _NOTHING else str(slot)
    return found


def mapping_text(outlines: Iterable[Outline], scope: str = "") -> str:
    """The mapping of some tables as a file, with the scope that was decided for what names none."""
    tables = [
        {
            "sheet": outline.spot.sheet,
            "kind": outline.kind,
            "columns": {squeezed(c.heading): c.slot or _NOTHING for c in outline.columns if squeezed(c.heading)},
        }
        for outline in outlines
    ]
    decided = {"defaults": {"disclosure": scope}} if scope else {}
    return _HEAD + composed({**decided, "tables": tables})
