"""What is left of a file's data when the parts that miss the schema are taken out, so that the rest is still judged."""

from __future__ import annotations

from typing import Any

from powerctl.decode import missing
from powerctl.model.place import Path
from powerctl.schema import Fault


def prune(cls: type[Any], data: Any, faults: tuple[Fault, ...]) -> tuple[Any, tuple[Path, ...]]:
    """The data without its faulty parts (None if nothing usable is left) and the paths that were taken out.

    In a list the place of a part stays, as None: the positions of its neighbours must not move.
    """
    removed: list[Path] = []
    doomed = [fault.path[:-1] if fault.missing else fault.path for fault in faults]
    while doomed:
        for path in doomed:
            if not path:
                return None, (*removed, path)
            _remove(data, path)
        removed += doomed
        doomed = sorted({path[:-1] for path in missing(cls, data)}, key=str)
    return data, tuple(removed)


def _remove(data: Any, path: Path) -> None:
    *above, last = path
    for key in above:
        try:
            data = data[key]
        except (KeyError, IndexError, TypeError):
            return  # a part above it is gone already
    if isinstance(data, list) and isinstance(last, int):
        data[last] = None
    elif isinstance(data, dict):
        data.pop(last, None)
