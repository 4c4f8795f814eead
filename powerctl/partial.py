"""As much of a catalogue as a comparison needs: the files that differ, and the few that say what these mean."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from powerctl.alike import unlike
from powerctl.layers import rulebook_file
from powerctl.layout import standing
from powerctl.listing import Listing
from powerctl.load import Loaded, load
from powerctl.model.catalogue import About, Catalogue
from powerctl.model.rulebook import Rulebook
from powerctl.results import Finding, Severity
from powerctl.rulebook import load_rulebook
from powerctl.source import CATALOGUE, Source

_NOT_COMPARED = frozenset({"S001", "S002", "S005", "S006"})
_WHOLE = ("laws", "waivers", "programme")
_MANY = (
    "units",
    "powers",
    "risks",
    "regulations",
    "decisions",
    "warnings",
    "supervision",
    "assessments",
    "adjustments",
)
_GRADED = frozenset({"power", "risks"})


@dataclass(frozen=True, slots=True)
class Part:
    """Some files of a source."""

    whole: Source
    files: tuple[str, ...]

    def listing(self) -> Listing:
        """Only those files."""
        return Listing(self.files, ())

    def read(self, file: str) -> bytes | Finding:
        """As the whole has it."""
        return self.whole.read(file)


@dataclass(frozen=True, slots=True)
class Two:
    """Both sides of one catalogue as far as they differ, what could not be compared in each, the files that differ."""

    base: Catalogue
    revision: Catalogue
    base_rulebook: Rulebook
    rulebook: Rulebook
    base_findings: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    files: tuple[str, ...]


def load_two(base: Source, revision: Source) -> Two:
    """Reads what differs; PowerctlError for a rulebook that cannot be used."""
    found = unlike(base, revision)
    sides = (base, found.base), (revision, found.revision)
    around = _context(found.files)
    old, new = (_load(source, files | _there(source, around)) for source, files in sides)
    if more := _owners(old, new) - around - found.files:
        old, new = (_load(source, files | _there(source, around | more)) for source, files in sides)
    rulebooks = _rulebook(base, revision, old), _rulebook(revision, base, new)
    spoilt = old.catalogue.left_out.keys() | new.catalogue.left_out.keys()
    before, after = _without(old.catalogue, spoilt), _without(new.catalogue, spoilt)
    if _grades_otherwise(*rulebooks):
        rest = _graded(revision.listing().files) - found.files
        same = load(Part(revision, tuple(sorted(rest))), rules=revision).catalogue
        before, after = _with(before, same), _with(after, same)
    findings = (*found.base_findings, *_faults(old)), (*found.findings, *_faults(new))
    return Two(before, after, *rulebooks, *findings, tuple(sorted(found.files)))


def _load(source: Source, files: Iterable[str]) -> Loaded:
    return load(Part(source, tuple(sorted(files))), rules=source)


def _rulebook(source: Source, other: Source, loaded: Loaded) -> Rulebook:
    """The rulebook of a side; of one that has no catalogue, that of the other."""
    has = isinstance(source.read(CATALOGUE), bytes)
    return loaded.rulebook if has else load_rulebook(other, rulebook_file(other))


def _context(changed: Iterable[str]) -> frozenset[str]:
    """The files that say who and what is meant in those that differ."""
    units = {place.unit for place in map(standing, changed) if place is not None and place.unit}
    return frozenset({"laws.yaml", *(f"units/{unit}/unit.yaml" for unit in units)})


def _there(source: Source, files: Iterable[str]) -> frozenset[str]:
    return frozenset(file for file in files if isinstance(source.read(file), bytes))


def _owners(*sides: Loaded) -> frozenset[str]:
    """The files of other units whose posts are named."""
    catalogues = [side.catalogue for side in sides]
    references = (
        reference
        for catalogue in catalogues
        for power in catalogue.powers
        for reference in (power.holder, *(owner for risk in power.risk_points for control in risk.controls
                                          for owner in control.owners), *_people(power))
    )  # fmt: skip
    return frozenset(f"units/{text.partition('/')[0]}/unit.yaml" for text in references if "/" in text)


def _people(power: Any) -> tuple[str, ...]:
    return tuple(person for step in (power.workflow.steps if power.workflow else ()) for person in step.people)


def _grades_otherwise(base: Rulebook, revision: Rulebook) -> bool:
    """Whether a risk point in an unchanged file may have another grade: by the rulebook, or by others of its post."""
    methods = (base.risk.method, revision.risk.method)
    counts = any(method is not None and method.kind == "risk-count" for method in methods)
    return counts or (base.risk, base.grades) != (revision.risk, revision.grades)


def _graded(files: Iterable[str]) -> frozenset[str]:
    return frozenset(file for file in files if (place := standing(file)) is not None and place.kind in _GRADED)


def _without(catalogue: Catalogue, files: Iterable[str]) -> Catalogue:
    """Files that could be read only in part say nothing for certain on either side."""
    spoilt = frozenset(files)
    if not spoilt:
        return catalogue
    blank = Catalogue(about=About(id="", name=""))
    whole: dict[str, Any] = {name: getattr(blank, name) for name in _WHOLE if _is_in(getattr(catalogue, name), spoilt)}
    many: dict[str, Any] = {
        name: tuple(part for part in getattr(catalogue, name) if not _is_in(part, spoilt)) for name in _MANY
    }
    about = blank.about if _is_in(catalogue.about, spoilt) else catalogue.about
    return dataclasses.replace(catalogue, about=about, **whole, **many)


def _is_in(part: Any, files: frozenset[str]) -> bool:
    return part is not None and part.ref.file in files


def _with(catalogue: Catalogue, rest: Catalogue) -> Catalogue:
    return dataclasses.replace(
        catalogue, powers=(*catalogue.powers, *rest.powers), risks=(*catalogue.risks, *rest.risks)
    )


def _faults(loaded: Loaded) -> tuple[Finding, ...]:
    """Why files of a side were not compared, or not whole."""
    left_out = loaded.catalogue.left_out
    return tuple(
        finding
        for finding in loaded.findings
        if finding.location.file in left_out and finding.rule in _NOT_COMPARED and finding.severity is Severity.ERROR
    )
