"""Plain data that fits its schema → the frozen classes of the model, each with the place it came from."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from sys import intern
from typing import Any, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from powerctl.model.place import Path, Ref

T = TypeVar("T")
_NOTHING: Mapping[str, object] = {}
Convert = Callable[[Any, str, Path], Any]


class Build(Protocol):
    """Builds one object of a class from plain data, the file and the path that it stands at."""

    def __call__(self, data: Any, file: str, path: Path, extra: Mapping[str, object] = ...) -> Any: ...


_BUILDERS: dict[type[Any], Build] = {}
# Ten thousand powers have the same paths in them: each is kept once.
_PATHS: dict[Path, Path] = {}


def decode(cls: type[T], data: Mapping[str, Any], file: str, **extra: object) -> T:
    """The object that ``data`` describes; ``extra`` are fields that the file's place in the tree decides."""
    built: T = _builder(cls)(data, file, (), extra)
    return built


def _builder(cls: Any) -> Build:
    return _BUILDERS.get(cls) or _make_builder(cls)


def _make_builder(cls: Any) -> Build:
    """A function that builds one class: its fields are looked up with the first object, not for every one."""
    slots: dict[str, tuple[str, Convert | None]] = {}
    has_ref = "ref" in cls.__dataclass_fields__
    short = getattr(cls, "short", "")
    twin: Any = None

    def build(data: Any, file: str, path: Path, extra: Mapping[str, object] = _NOTHING) -> Any:
        nonlocal twin
        if twin is None:
            slots.update(_slots(cls))
            twin = _twin(cls)
        if short and not isinstance(data, Mapping):
            data = {short: data}
        values: dict[str, Any] = {**extra}
        for key, value in data.items():
            slot = slots.get(key)
            if slot is not None and value is not None:
                name, convert = slot
                if convert is not None:
                    values[name] = convert(value, file, (*path, key))
                else:  # ten thousand powers say "clerk": each text is kept once
                    values[name] = intern(value) if value.__class__ is str else value
        if has_ref:
            values["ref"] = Ref(file, _PATHS.setdefault(path, path))
        made = twin(**values)
        made.__class__ = cls
        return made

    _BUILDERS[cls] = build
    return build


def _slots(cls: Any) -> Iterator[tuple[str, tuple[str, Convert | None]]]:
    """Each key of the data with the field that it goes to, and how its value is built."""
    hints = _hints(cls)
    for field in dataclasses.fields(cls):
        if field.name != "ref":
            yield field.name.rstrip("_"), (field.name, _converter(hints[field.name]))


def _twin(cls: Any) -> Any:
    """A class of the same shape that is not frozen: what is made with it becomes ``cls`` afterwards.

    A frozen object takes its fields by a call each, this one at once: of some forty objects a power that is half.
    """
    fields = [
        (field.name, object, dataclasses.field(default=field.default, default_factory=field.default_factory))
        for field in dataclasses.fields(cls)
    ]
    slots = "__slots__" in vars(cls)
    return dataclasses.make_dataclass(cls.__name__, fields, slots=slots, kw_only=True, eq=False, repr=False)


def _converter(hint: Any) -> Convert | None:
    """How a value of this type is built; None where the plain value will do."""
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _builder(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _plain(hint)
    if get_origin(hint) is tuple:
        return _list(_converter(get_args(hint)[0]))
    if get_origin(hint) is Mapping:
        return _map(_converter(get_args(hint)[1]))
    return None


def _plain(cls: type[Any]) -> Convert:
    def build(value: Any, _file: str, _path: Path) -> Any:
        return cls(value)

    return build


def _list(item: Convert | None) -> Convert:
    def build(value: Any, file: str, path: Path) -> Any:
        if not isinstance(value, list):  # one alone may stand without a list
            return (value if item is None else item(value, file, path),)
        if item is None:
            return tuple([_kept_once(part) for part in value if part is not None])
        return tuple([item(part, file, (*path, index)) for index, part in enumerate(value) if part is not None])

    return build


def _kept_once(value: Any) -> Any:
    return intern(value) if value.__class__ is str else value


def _map(item: Convert | None) -> Convert:
    def build(value: Any, file: str, path: Path) -> Any:
        if item is None:
            return dict(value)
        return {key: item(part, file, (*path, key)) for key, part in value.items() if part is not None}

    return build


def missing(cls: Any, data: Mapping[str, Any], path: Path = ()) -> Iterator[Path]:
    """The paths of required fields that ``data`` lacks, at every depth: what merging must have brought."""
    hints = _hints(cls)
    for field in dataclasses.fields(cls):
        key = field.name.rstrip("_")
        if data.get(key) is not None:
            yield from _missing_below(hints[field.name], data[key], (*path, key))
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            yield (*path, key)


@cache
def _hints(cls: Any) -> Mapping[str, Any]:
    return get_type_hints(cls)


def _missing_below(hint: Any, value: Any, path: Path) -> Iterator[Path]:
    parts = [part for part in (get_args(hint) or (hint,)) if dataclasses.is_dataclass(part)]
    if not parts:
        return
    cls: Any = parts[0]
    if get_origin(hint) is tuple:
        below: Iterable[tuple[Any, Any]] = enumerate(value if isinstance(value, list) else [value])
    elif get_origin(hint) is Mapping:
        below = value.items()
    else:
        yield from missing(cls, value, path)
        return
    for key, part in below:
        if isinstance(part, Mapping):  # a shorthand names the one field that it needs
            yield from missing(cls, part, (*path, key))
