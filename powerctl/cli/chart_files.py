"""Charts drawn or remembered, and put where they were asked for."""

from __future__ import annotations

import base64
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from powerctl.cache import Store, digest_of, tool
from powerctl.charts.order import BINARY, SUFFIXES, Form, Order
from powerctl.errors import PowerctlError
from powerctl.source import WorkingTree
from powerctl.state import state_of
from powerctl.write import write_file

if TYPE_CHECKING:
    from powerctl.cli.chart_choice import Chart

Made = bytes | PowerctlError


@dataclass(frozen=True, slots=True)
class File:
    """A chart's path below the folder of charts, without suffix, and its content or why it cannot be drawn."""

    name: str
    made: Made


@dataclass(frozen=True, slots=True)
class Written:
    """How many charts there are, how many of their files were so already, and what could not be drawn."""

    count: int
    same: int
    refused: tuple[PowerctlError, ...]


@dataclass(frozen=True, slots=True)
class Shop:
    """Where charts are drawn, and remembered: each by its sketch, and all of a run by the files of the catalogues."""

    order: Order
    store: Store | None

    def files(self, terms: Sequence[str], roots: Sequence[Path], choose: Callable[[], Sequence[Chart]]) -> list[File]:
        """The charts of a run; ``choose`` is asked only where no earlier run had the same terms and files."""
        name = digest_of("charts", str(Path.cwd()), *map(str, roots), *terms)
        if self.store is None:
            return self._drawn(choose(), [])
        if self.store.has(name) and (known := self._recalled(self.store.get(name, self._key(roots)))) is not None:
            return known
        charts = choose()
        keys = [digest_of(tool(), self.order.state_of(chart.sketch), repr(chart.sketch)) for chart in charts]
        files = self._drawn(charts, keys)
        if all(isinstance(file.made, bytes) for file in files) and (key := self._key(roots)):
            self.store.put(name, key, [[chart.name, own] for chart, own in zip(charts, keys, strict=True)])
        return files

    def _key(self, roots: Sequence[Path]) -> str:
        """What decides the results of a run; "" where that cannot be told."""
        states = [state_of(WorkingTree(root)) for root in roots]
        return digest_of(tool(), self.order.state, *states) if all(states) else ""

    def _recalled(self, kept: object) -> list[File] | None:
        """Every chart of an earlier run; None if one of them is gone."""
        files = [File(name, self._content(name, key) or b"") for name, key in kept] if isinstance(kept, list) else []
        return files if files and all(file.made for file in files) else None

    def _drawn(self, charts: Sequence[Chart], keys: Sequence[str]) -> list[File]:
        """Every chart; what an earlier run has drawn is not drawn again."""
        from powerctl.charts.render import render

        known: list[Made | None] = [self._content(chart.name, key) for chart, key in zip(charts, keys, strict=False)]
        known += [None] * (len(charts) - len(known))
        missing = [number for number, made in enumerate(known) if made is None]
        for number, made in zip(
            missing, render([charts[number].sketch for number in missing], self.order), strict=True
        ):
            known[number] = made
            if self.store is not None and isinstance(made, bytes):
                self.store.put(self._name(charts[number].name), keys[number], base64.b64encode(made).decode())
        return [File(chart.name, made or b"") for chart, made in zip(charts, known, strict=True)]

    def _content(self, name: str, key: str) -> bytes | None:
        kept = self.store.get(self._name(name), key) if self.store is not None else None
        return base64.b64decode(kept) if isinstance(kept, str) else None

    def _name(self, chart: str) -> str:
        return f"chart {self.order.form} {self.order.engine} {self.order.wording.language} {chart}"


def put(files: Sequence[File], form: Form, folder: Path) -> Written:
    """Writes every chart below a folder, each file whole or not at all; PowerctlError if the disk will not have it."""
    refused = tuple(file.made for file in files if isinstance(file.made, PowerctlError))
    same = 0
    for file in files:
        if isinstance(file.made, bytes):
            same += _put(folder / f"{file.name}.{SUFFIXES.get(form, form.value)}", file.made)
    return Written(len(files) - len(refused), same, refused)


def show(files: Sequence[File], form: Form) -> None:
    """One chart to standard output; PowerctlError where it may not go there."""
    check_target(len(files), form, None)
    content = files[0].made
    if isinstance(content, PowerctlError):
        raise content
    sys.stdout.flush()
    sys.stdout.buffer.write(content if form in BINARY or content.endswith(b"\n") else content + b"\n")
    sys.stdout.buffer.flush()


def check_target(count: int, form: Form, out: Path | None) -> None:
    """PowerctlError, before anything is drawn, where the charts cannot go where they should."""
    if out is not None and out.exists() and not out.is_dir():
        raise PowerctlError("chart.out_is_file", path=str(out))
    if out is None and count > 1:
        raise PowerctlError("chart.many_charts", count=count)
    if out is None and form in BINARY and sys.stdout.isatty():
        raise PowerctlError("chart.binary_terminal", form=form.value)


def _put(path: Path, content: bytes) -> bool:
    """Whether the file was so already."""
    try:
        if path.is_file() and path.read_bytes() == content:
            return True
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, content)
    except OSError as error:
        raise PowerctlError("not_writable", path=str(path), problem=error.strerror or type(error).__name__) from None
    return False
