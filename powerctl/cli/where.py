"""Paths as people and machines of any kind write them, seen from where the command runs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from powerctl.results import Finding, Location


def moved(finding: Finding, root: str) -> Finding:
    """The finding with its paths as seen from where the command runs."""
    return dataclasses.replace(
        finding,
        location=below(root, finding.location),
        related=tuple(dataclasses.replace(part, location=below(root, part.location)) for part in finding.related),
    )


def below(root: str, place: Location) -> Location:
    """A place in a catalogue with the path of the catalogue before it."""
    return place if root == "." else dataclasses.replace(place, file=f"{root}/{place.file}")


def shown_root(root: Path) -> str:
    """A folder as people and machines of any kind write it: relative where it lies below, slashes forward."""
    here = Path.cwd()
    absolute = root if root.is_absolute() else here / root
    if absolute.is_relative_to(here):
        return absolute.relative_to(here).as_posix()
    return root.as_posix()
