"""Layouts as data: which columns a sheet has and what its rows are of; shipped in ``schemas/layouts``, or of users."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from powerctl.errors import PowerctlError
from powerctl.lists.rows import FAMILIES
from powerctl.nearest import nearest
from powerctl.resources import resource
from powerctl.table import Word

NUMBER = "number"  # the running number of the item, which every family has
_KEYS = ("name", "of", "by", "form", "sections", "merged", "columns")
_COLUMN_KEYS = ("key", "zh", "en", "width", "group", "listed", "inline", "choices")
_WIDTHS = (4, 120)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the cell of the family, its heading (below ``group``), how wide.

    Several entries stand below each other, ``listed`` ones with numbers, ``inline`` ones in one line.
    """

    key: str
    heading: Word
    width: float
    group: Word | None = None
    listed: bool = False
    inline: bool = False
    choices: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """``by_unit``: a sheet a unit, else one for all; ``sections`` parts the rows; ``form``: a form an entry in papers.

    In the first ``merged`` columns equal neighbours are one cell.
    """

    id: str
    name: Word
    of: str
    by_unit: bool
    columns: tuple[Column, ...]
    sections: Column | None = None
    merged: int = 0
    form: bool = False


@cache
def shipped() -> tuple[str, ...]:
    """The ids of the layouts that travel with the tool."""
    return tuple(sorted(file.stem for file in (resource("schemas") / "layouts").glob("*.yaml")))


@cache
def layout(id_: str) -> Layout:
    """A layout that travels with the tool."""
    from ruamel.yaml import YAML

    text = (resource("schemas") / "layouts" / f"{id_}.yaml").read_text("utf-8")
    return parsed(id_, YAML(typ="safe").load(text))


def parsed(id_: str, data: Any) -> Layout:
    """A layout from plain data; PowerctlError names what is not right in it."""
    if not isinstance(data, Mapping):
        raise _wrong(id_, "", _KEYS)
    _known(id_, data, _KEYS)
    family = FAMILIES.get(str(data.get("of")))
    if family is None:
        raise _wrong(id_, str(data.get("of")), FAMILIES)
    columns = data.get("columns")
    if not isinstance(columns, list) or not columns:
        raise _wrong(id_, "columns", _KEYS)
    sections = data.get("sections")
    fields = (NUMBER, *family.fields)
    return Layout(
        id=id_,
        name=_word(id_, data.get("name")),
        of=str(data["of"]),
        by_unit=data.get("by", "unit") == "unit",
        columns=tuple(_column(id_, column, fields) for column in columns),
        sections=_column(id_, sections, fields) if sections is not None else None,
        merged=_number(id_, "merged", data.get("merged", 0), (0, len(columns))),
        form=data.get("form", False) is True,
    )


def _column(id_: str, data: Any, fields: tuple[str, ...]) -> Column:
    if not isinstance(data, Mapping):
        raise _wrong(id_, str(data), _COLUMN_KEYS)
    _known(id_, data, _COLUMN_KEYS)
    key = str(data.get("key"))
    if key not in fields:
        raise _wrong(id_, key, fields)
    return Column(
        key=key,
        heading=_word(id_, data),
        width=_number(id_, "width", data.get("width", 16), _WIDTHS),
        group=_word(id_, data["group"]) if "group" in data else None,
        listed=data.get("listed", False) is True,
        inline=data.get("inline", False) is True,
        choices=str(data.get("choices", "")),
    )


def _word(id_: str, data: Any) -> Word:
    if not isinstance(data, Mapping) or not isinstance(data.get("zh"), str):
        raise _wrong(id_, "zh", ("zh", "en"))
    return Word(data["zh"], str(data.get("en", "")))


def _number(id_: str, key: str, value: Any, between: tuple[int, int]) -> int:
    if not isinstance(value, int) or not between[0] <= value <= between[1]:
        raise _wrong(id_, f"{key}: {value}", (f"{between[0]}–{between[1]}",))
    return value


def _known(id_: str, data: Mapping[Any, Any], keys: tuple[str, ...]) -> None:
    for key in data:
        if key not in keys:
            raise _wrong(id_, str(key), keys)


def _wrong(id_: str, word: str, known: Any) -> PowerctlError:
    return PowerctlError(
        "export.layout", layout=id_, word=word, nearest=nearest(word, known, 0.5), known=" ".join(known)
    )
