"""The files of a rulebook: the one that a catalogue names and those that it extends, each as its schema asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from powerctl import document, schema
from powerctl.errors import PowerctlError
from powerctl.resources import resource
from powerctl.results import Finding, Severity
from powerctl.source import CATALOGUE, Source

BUILT_IN = "base"
DEFAULT_FILE = "rulebook.yaml"


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of the chain: its name for people, its bytes, and its data, which follow from them."""

    file: str
    raw: bytes
    data: Mapping[str, Any] = field(compare=False)


def rulebook_file(source: Source) -> str:
    """The rulebook that ``catalogue.yaml`` names; else the usual file where there is one; else the built-in one."""
    raw = source.read(CATALOGUE)
    data = document.read(CATALOGUE, raw).data if isinstance(raw, bytes) else None
    named = data.get("rulebook") if isinstance(data, dict) else None
    if isinstance(named, str):
        return named
    return DEFAULT_FILE if DEFAULT_FILE in source.listing().files else ""


def chain(source: Source, file: str) -> tuple[Layer, ...]:
    """The files from the outermost that is extended to the catalogue's own."""
    layers: list[Layer] = []
    seen: list[str] = []
    name = file or BUILT_IN
    while name:
        if name in seen:
            raise PowerctlError("rulebook_ring", ring=" → ".join([*seen, name]))
        seen.append(name)
        layers.append(_layer(source, name))
        name = str(layers[-1].data.get("extends") or "")
    return tuple(reversed(layers))


def built_in_names() -> tuple[str, ...]:
    """The ids of the rulebooks that travel with the tool."""
    return tuple(sorted(path.stem for path in (resource("schemas") / "rulebooks").glob("*.yaml")))


def _layer(source: Source, name: str) -> Layer:
    if not name.endswith(".yaml"):
        return _built_in(name)
    raw = source.read(name)
    if isinstance(raw, Finding):
        raise PowerctlError("rulebook_unreadable", raw, file=name)
    return _checked(name, raw)


@cache
def _built_in(name: str) -> Layer:
    if name not in built_in_names():
        raise PowerctlError("rulebook_unknown", name=name, known=" ".join(built_in_names()))
    return _checked(f"{name}.yaml", (resource("schemas") / "rulebooks" / f"{name}.yaml").read_bytes())


def _checked(file: str, raw: bytes) -> Layer:
    read = document.read(file, raw)
    for finding in read.findings:
        if finding.severity is Severity.ERROR:
            raise PowerctlError("rulebook_fault", finding, file=file)
    data: Any = read.data
    for fault in schema.faults("rulebook", data):
        place = document.read(file, raw, positions=True).locate(fault.path, key=fault.on_key)
        finding = Finding("S002", Severity.ERROR, place, fault.facts, fault.case)
        raise PowerctlError("rulebook_fault", finding, file=file)
    return Layer(file, raw, data)
