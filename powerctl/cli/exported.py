"""Exports made and put where they were asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from powerctl import document
from powerctl.cli.entire_export import WHOLE, whole
from powerctl.cli.opened import Opened
from powerctl.cli.publication import public_catalogue
from powerctl.cli.reporting import deliver, deliver_bytes
from powerctl.cli.screen import say
from powerctl.errors import PowerctlError
from powerctl.inside import kept_back, whole_view
from powerctl.limits import MAX_BYTES
from powerctl.lists.rows import Stock
from powerctl.lists.withheld import as_readers_see
from powerctl.messages import Words
from powerctl.model.rulebook import Rulebook
from powerctl.nearest import nearest
from powerctl.office import docx, markdown, workbook
from powerctl.office.layouts import Layout, layout, parsed, shipped
from powerctl.office.sheets import Sheets, fill
from powerctl.public.audience import Audience

ALL = "all"
_OF_FILES = (".yaml", ".yml")

MAKERS: Mapping[str, Callable[[Sheets], bytes]] = {
    "xlsx": lambda sheets: workbook.write(sheets.title, sheets.grids()),
    "docx": lambda sheets: docx.write(sheets.paper()),
    "csv": lambda sheets: sheets.as_csv().encode("utf-8", "backslashreplace"),
    "json": lambda sheets: sheets.as_json().encode("utf-8", "backslashreplace"),
    "md": lambda sheets: markdown.write(sheets.paper()).encode("utf-8", "backslashreplace"),
}
_BINARY = frozenset({"xlsx", "docx"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: layouts, units and powers (none: all), for whom, as of which day."""

    layouts: tuple[str, ...]
    subjects: tuple[str, ...]
    public: bool
    on: date


def sheets_of(one: Opened, wanted: Wanted, words: Words) -> list[Sheets]:
    """The layouts with their rows; PowerctlError for a layout or subject that there is not."""
    layouts = [_layout(name) for name in _names(wanted.layouts)]
    stock = _stock(one, wanted)
    choices = {} if wanted.public else _choices(one.rulebook, words.language)
    return [fill(chosen, stock, stock.catalogue.about.name, words, choices) for chosen in layouts]


def _names(asked: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(id_ for name in asked for id_ in (shipped() if name == ALL else (name,))))


def _layout(name: str) -> Layout:
    if name in shipped():
        return layout(name)
    if name == WHOLE:
        raise PowerctlError("export.whole_alone")
    path = Path(name)
    if path.suffix not in _OF_FILES or not path.is_file():
        known = (*shipped(), ALL, WHOLE)
        guess = nearest(name, known, 0.5)
        raise PowerctlError("export.unknown_layout", layout=name, nearest=guess, known=" ".join(known))
    with path.open("rb") as stream:
        read = document.read(path.name, stream.read(MAX_BYTES + 1))
    if not read.is_read:
        raise PowerctlError("export.unreadable", read.findings[0])
    return parsed(path.stem, read.data)


def _stock(one: Opened, wanted: Wanted) -> Stock:
    """What rows are taken from; the public's share comes through the gate, and nothing else does."""
    if wanted.public:
        seen = public_catalogue(one.loaded, one.source, Audience.PUBLIC)
        withheld = as_readers_see(seen)
    else:
        seen = whole_view(one.catalogue, one.rulebook, wanted.on.isoformat())
        withheld = kept_back(one.catalogue, one.rulebook)
    shown = {unit.id for unit in seen.units} | set(seen.powers_by_subject)
    return Stock(seen, withheld, frozenset(_subject(one, text, shown) for text in wanted.subjects))


def _subject(one: Opened, text: str, shown: set[str]) -> str:
    known = {unit.id for unit in one.catalogue.units} | set(one.catalogue.powers_by_subject)
    name = text.rstrip("/")
    if name not in known:
        raise PowerctlError("export.unknown_subject", subject=text, nearest=nearest(text, known))
    if name not in shown:
        raise PowerctlError("export.not_shown", subject=text)
    return name


def _choices(rulebook: Rulebook, language: str) -> dict[str, tuple[str, ...]]:
    """The rulebook's words that cells are chosen from."""
    terms: dict[str, Mapping[str, Any]] = {
        "types": rulebook.power_types,
        "grades": rulebook.grades,
        "categories": rulebook.risk.categories,
        "levels": rulebook.levels,
    }
    return {
        key: tuple(term.en if language == "en" and term.en else term.label for term in known.values())
        for key, known in terms.items()
    }


def deliver_all(sheets: Sequence[Sheets], form: str, out: Path | None, words: Words) -> None:
    """Every layout to its file: into a folder by its name, one alone to the file named, or to stdout."""
    is_folder = out is not None and (out.is_dir() or not out.suffix)
    if len(sheets) > 1 and not is_folder:
        raise PowerctlError("export.needs_folder", count=len(sheets))
    made = [(one, MAKERS[form](one)) for one in sheets]
    if out is not None and is_folder:
        _make_folder(out)
    for one, content in made:
        if not one.count:
            say(words.text("export", "empty", layout=one.title))
        if out is None:
            _show(content, form)
            continue
        path = out / f"{one.layout.id}.{form}" if is_folder else out
        is_same = path.is_file() and path.read_bytes() == content
        if not is_same:
            deliver_bytes(content, form, str(path))
        key = "same" if is_same else "wrote"
        say(words.text("export", key, layout=one.title, count=one.count, path=path.as_posix()))


def deliver_whole(one: Opened, wanted: Wanted, form: str, out: Path | None, words: Words) -> None:
    """Every file of the catalogue, for the way there and back; never for the public."""
    if wanted.public:
        raise PowerctlError("export.whole_public")
    known = {unit.id for unit in one.catalogue.units} | set(one.catalogue.powers_by_subject)
    content, count = whole(one, form, frozenset(_subject(one, text, known) for text in wanted.subjects), words)
    if out is None:
        _show(content, form)
        return
    is_folder = out.is_dir() or not out.suffix
    if is_folder:
        _make_folder(out)
    path = out / f"{WHOLE}.{form}" if is_folder else out
    deliver_bytes(content, form, str(path))
    say(words.text("export", "whole_wrote", name=one.catalogue.about.name, count=count, path=path.as_posix()))


def _show(content: bytes, form: str) -> None:
    if form in _BINARY:
        deliver_bytes(content, form, None)
    else:
        deliver(content.decode("utf-8"), None)


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PowerctlError("not_writable", path=out.as_posix(), problem=str(error.strerror)) from None
