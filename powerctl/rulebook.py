"""A rulebook and what it extends → one effective Rulebook. A fault in it stops the run: nothing can be judged."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from powerctl import document
from powerctl.decode import decode, missing
from powerctl.errors import PowerctlError
from powerctl.layers import Layer, chain
from powerctl.method_gaps import gaps
from powerctl.model.place import Path
from powerctl.model.rulebook import Rulebook
from powerctl.nearest import nearest
from powerctl.results import Finding, Location, Origin, Severity
from powerctl.source import Source
from powerctl.vocabulary import unknown_words


def load_rulebook(source: Source, file: str) -> Rulebook:
    """The effective rulebook that starts at ``file`` ("" for the built-in one); PowerctlError where it has a fault."""
    return _effective(chain(source, file))


@lru_cache(maxsize=8)  # both sides of a comparison mostly have the same
def _effective(layers: tuple[Layer, ...]) -> Rulebook:
    data = merged(layers)
    for path in missing(Rulebook, data):
        raise _fault(layers, path[:-1], "missing_key", key=str(path[-1]))
    for path, word, known in unknown_words(data):
        raise _fault(layers, path, "value", value=word, allowed=" ".join(known), nearest=nearest(word, known))
    for key in gaps(data):
        raise _fault(layers, ("risk", "method"), "missing_key", key=key)
    return decode(Rulebook, data, layers[-1].file)


def merged(layers: tuple[Layer, ...]) -> dict[str, Any]:
    """Maps merge key by key, lists are replaced whole, null removes what was inherited."""
    result: dict[str, Any] = {}
    for layer in layers:
        _merge(result, layer.data)
    result.pop("extends", None)
    return result


def origins(layers: tuple[Layer, ...]) -> Iterator[Origin]:
    """Every value of the effective rulebook that is no map, in its order, with the place that set it."""
    located = [(document.read(layer.file, layer.raw, positions=True), layer) for layer in layers]
    for path, value in _leaves(merged(layers), ()):
        setter = setting(layers, path)
        yield from (Origin(path, value, read.locate(path)) for read, layer in located if layer is setter)


def setting(layers: tuple[Layer, ...], path: Path) -> Layer | None:
    """The innermost file that says something about a path; a list is one file's, whole."""
    keys = tuple(itertools.takewhile(lambda key: isinstance(key, str), path))
    return next((layer for layer in reversed(layers) if _holds(layer.data, keys)), None)


def _merge(into: dict[str, Any], layer: Mapping[str, Any]) -> None:
    for key, value in layer.items():
        if value is None:
            into.pop(key, None)
        elif isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        elif isinstance(value, dict):
            into[key] = {}
            _merge(into[key], value)
        else:
            into[key] = copy.deepcopy(value)


def _leaves(data: object, path: Path) -> Iterator[tuple[Path, object]]:
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _leaves(value, (*path, key))
    else:
        yield path, data


def _holds(data: object, path: Path) -> bool:
    for key in path:
        if not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True


def _fault(layers: tuple[Layer, ...], path: Path, case: str, **facts: str) -> PowerctlError:
    """The fault at the innermost file that says something about the path."""
    layer = setting(layers, path)
    if layer is None:
        finding = Finding("S002", Severity.ERROR, Location(layers[-1].file), facts, case)
        return PowerctlError("rulebook_fault", finding, file=layers[-1].file)
    place = document.read(layer.file, layer.raw, positions=True).locate(path)
    return PowerctlError("rulebook_fault", Finding("S002", Severity.ERROR, place, facts, case), file=layer.file)
