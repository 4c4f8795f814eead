"""Where a command writes: the catalogue meant, the schemas beside it, and paths as people see them."""

from __future__ import annotations

import os
from pathlib import Path


def catalogue_at(into: Path | None) -> Path:
    """The catalogue's folder: the one named, or the nearest at or above the working folder."""
    from powerctl.errors import PowerctlError
    from powerctl.source import CATALOGUE

    start = into or Path.cwd()
    if into is not None and not into.exists():
        raise PowerctlError("no_such_path", path=str(into))
    candidates = [into] if into is not None else [start, *start.parents]
    root = next((folder for folder in candidates if (folder / CATALOGUE).is_file()), None)
    if root is None:
        raise PowerctlError("no_catalogue_above", path=str(into or "."))
    return root


def schema_beside(file: Path, kind: str) -> str:
    """The way from a file to the schema of its kind in the nearest ``schemas`` folder above; "" if there is none.

    A repository's folder is the last that is looked into: what lies above is somebody else's.
    """
    for ups, folder in enumerate(file.absolute().parents):
        if (folder / "schemas" / f"{kind}.schema.json").is_file():
            return "../" * ups + f"schemas/{kind}.schema.json"
        if (folder / ".git").exists():
            break
    return ""


def shown(path: Path) -> str:
    """A path as seen from where the command runs."""
    return Path(os.path.relpath(path)).as_posix()
