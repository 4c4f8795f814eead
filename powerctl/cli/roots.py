"""The catalogues below some paths."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from powerctl.cli.where import shown_root
from powerctl.errors import PowerctlError
from powerctl.source import find_catalogues


def catalogues(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The root folders of the catalogues below the paths, each once."""
    roots: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise PowerctlError("no_such_path", path=str(path))
        found = find_catalogues(path)
        if not found:
            raise _nothing_at(path)
        roots.update(dict.fromkeys(found))
    return tuple(roots)


def _nothing_at(path: Path) -> PowerctlError:
    above = next((parent for parent in path.resolve().parents if (parent / "catalogue.yaml").is_file()), None)
    if above is None and not any(path.rglob("*.yaml")):
        return PowerctlError("no_yaml", path=str(path))
    return PowerctlError("no_catalogue", path=str(path), above=shown_root(above) if above else "")
