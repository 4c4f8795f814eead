"""A catalogue as it was in each tag of its repository, the oldest first, then as it is now."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.cli.opened import Opened
from powerctl.comparison import Side
from powerctl.errors import PowerctlError
from powerctl.git import GitRevision
from powerctl.load import Loaded, load
from powerctl.repository import find_repository


def tagged_catalogues(one: Opened) -> Iterator[tuple[Side, Loaded | None]]:
    """Each side with its catalogue; None where it was not there yet. PowerctlError where there is no tag."""
    with find_repository(one.root) as repository:
        tags = repository.tags()
        if not tags:
            raise PowerctlError("assess.no_tags", path=one.root.as_posix())
        for tag, _ in tags:
            commit = repository.resolve(f"refs/tags/{tag}")
            source = GitRevision.of(repository, commit, one.root)
            yield Side("revision", tag, commit), load(source) if source.has_catalogue() else None
    yield Side("working-tree", one.root.as_posix()), one.loaded
