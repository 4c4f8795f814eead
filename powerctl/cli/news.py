"""What changed between publications, for the site: tag after tag, in the words of the public diff."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from powerctl.cli.compared import Wanted, comparison
from powerctl.errors import PowerctlError
from powerctl.formats.diff.told import sentence, title
from powerctl.messages import LANGUAGES, Words
from powerctl.sides import Opened, Sides, repository_around
from powerctl.site.frame import News, power_path, unit_path

if TYPE_CHECKING:
    from powerctl.comparison import Change
    from powerctl.repository import Repository

_MOST_TAGS = 12
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Dated:
    """A public change and the day of the publication that brought it."""

    on: date
    change: Change


def news(place: Path, since: str | None, on: date) -> Mapping[str, tuple[News, ...]]:
    """The public changes since a revision, or from tag to tag up to now, by language, the latest first.

    Without a repository, or in one without tags, there are none; PowerctlError for a revision that is not there.
    """
    repository = repository_around(place)
    if repository is None:
        if since is not None:
            raise PowerctlError("git_no_repository", path=place.as_posix())
        return {}
    try:
        dated = list(_dated(repository, place, since, on))[:_MOST]
    finally:
        repository.close()
    return {language: tuple(_told(one, Words(language)) for one in dated) for language in LANGUAGES}


def _dated(repository: Repository, place: Path, since: str | None, on: date) -> Iterator[_Dated]:
    """From the newest step back to the oldest."""
    sides = Sides(place, repository)
    made = [(since, on)] if since is not None else [(name, _day(at)) for name, at in repository.tags()[-_MOST_TAGS:]]
    steps = [(sides.named(name), day) for name, day in made]
    ends = [*steps[1:], (sides.working_tree(), on)] if steps else []
    for (base, _), (revision, when) in reversed(list(zip(steps, ends, strict=True))):
        for change in _changes(base, revision):
            yield _Dated(when, change)


def _changes(base: Opened, revision: Opened) -> tuple[Change, ...]:
    """What changed; nothing where one of the two holds no catalogue at this place yet."""
    return comparison(base, revision, Wanted(public=True)).changes if base.roots and revision.roots else ()


def _told(one: _Dated, words: Words) -> News:
    change = one.change
    return News(one.on.isoformat(), title(change.id, words), sentence(change, words), _href(change))


def _href(change: Change) -> str:
    """The page that a change is about, where it is still there."""
    place = change.location.file if change.location is not None else ""
    unit, _, rest = change.subject.partition("/")
    if not unit or "units/" not in place:
        return ""
    return power_path(f"{unit}/{rest.partition('/')[0]}") if "/powers/" in place else unit_path(unit)


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()
