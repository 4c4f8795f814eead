"""Rows of posts: what each is in charge of, holds, does, risks and answers for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from powerctl.lists.leader import Share, told
from powerctl.lists.rows.family import Family, Stock
from powerctl.lists.wording import Value
from powerctl.public.unit import PublicPost, PublicUnit
from powerctl.table import Cell


@dataclass(frozen=True, slots=True)
class Entry:
    """A post with what is told of it by kind."""

    unit: PublicUnit
    post: PublicPost
    told: Mapping[str, tuple[Value, ...]]


def _entries(choose: Callable[[PublicUnit], tuple[PublicPost, ...]]) -> Callable[[Stock, PublicUnit], Iterator[Entry]]:
    def entries(stock: Stock, unit: PublicUnit) -> Iterator[Entry]:
        for post in choose(unit) if stock.wants(unit.id) else ():
            yield Entry(unit, post, told(unit, post, stock.shares.get((unit.id, post.id), Share())))

    return entries


def _office(entry: Entry) -> Cell:
    return next((office.name for office in entry.unit.offices if office.id == entry.post.office), "")


def _kind(*keys: str) -> Callable[[Entry], Cell]:
    return lambda entry: tuple(value for key in keys for value in entry.told[key])


_FIELDS: Mapping[str, Callable[[Entry], Cell]] = {
    "unit": lambda entry: entry.unit.name,
    "post": lambda entry: entry.post.name,
    "office": _office,
    "chief": _kind("chief"),
    "since": _kind("since"),
    "areas": _kind("areas"),
    "limits": _kind("limits"),
    "bodies": _kind("bodies"),
    "duties": _kind("duties"),
    "all_duties": _kind("duties", "assignments"),
    "powers": _kind("powers"),
    "collective": _kind("collective"),
    "steps": _kind("steps"),
    "assignments": _kind("assignments"),
    "risks": _kind("risks"),
    "controls": _kind("controls"),
    "note": lambda entry: entry.post.note,
}

POSTS = Family(_entries(lambda unit: unit.posts), _FIELDS)
LEADERS = Family(_entries(lambda unit: unit.leading_posts), _FIELDS)
