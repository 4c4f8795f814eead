"""Rules tried on YAML that is written in the test itself: texts laid over the base sample, without a disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from powerctl.listing import Listing
from powerctl.load import load
from powerctl.results import Finding, Hit, Judged, Location, Severity
from powerctl.rules import Brief, judge
from tests.samples import AS_OF, RULES


@dataclass(frozen=True)
class Texts:
    """A source that holds its files in memory."""

    files: Mapping[str, str]

    def listing(self) -> Listing:
        return Listing(tuple(sorted(self.files)), ())

    def read(self, file: str) -> bytes | Finding:
        if file not in self.files:
            return Finding("S006", Severity.ERROR, Location(file))
        return self.files[file].encode()


@cache
def _base() -> dict[str, str]:
    folder = RULES / "base"
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.yaml")}


def brief(files: Mapping[str, str]) -> Brief:
    """What a rule is handed for these files over the base sample."""
    loaded = load(Texts({**_base(), **files}))
    return Brief(loaded.catalogue, loaded.rulebook, AS_OF)


def hits(rule: str, files: Mapping[str, str]) -> list[Hit]:
    """What one rule yields for these files over the base sample."""
    judged = list(judge(brief(files), {rule}))
    assert all(isinstance(entry, Judged) for entry in judged), judged
    return [entry.hit for entry in judged if isinstance(entry, Judged)]


def told(rule: str, files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Case and place (``risk_points.0.grade``) of each hit."""
    return [(hit.case, ".".join(str(step) for step in hit.ref.path)) for hit in hits(rule, files)]
