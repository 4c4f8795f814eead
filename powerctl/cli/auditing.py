"""Two revisions → the files of an audit pack. The same commits, day, language and tool give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import powerctl
from powerctl import __version__
from powerctl.cli.check import Checked, Wanted, check_one, chosen, report_of
from powerctl.cli.compared import Wanted as Told
from powerctl.cli.compared import compared_all
from powerctl.cli.diff_courses import courses
from powerctl.cli.watch import Watch
from powerctl.cli.where import shown_root
from powerctl.comparison import Change, Comparison
from powerctl.errors import PowerctlError
from powerctl.formats import FORMATS
from powerctl.formats.diff import FORMATS as DIFF_FORMATS
from powerctl.formats.diff import html, xlsx
from powerctl.formats.dump import dump
from powerctl.formats.grade import GRADE_FORMATS
from powerctl.grading.whole import graded_catalogue
from powerctl.layers import chain, rulebook_file
from powerctl.messages import Words
from powerctl.reckoning import GradeReport
from powerctl.resources import resource
from powerctl.results import Location, Severity
from powerctl.sides import Opened

_TOOL = (".py", ".yaml", ".json", ".css", ".html", ".js")


@dataclass(frozen=True, slots=True)
class Judged:
    """One side: the day it was judged by, its catalogues by their folders."""

    side: Opened
    on: date
    checked: Mapping[str, Checked]


def pack(base: Opened, revision: Opened, as_of: date | None, words: Words) -> dict[str, bytes]:
    """Every file by its name; PowerctlError where a side is no commit."""
    old, new = (_judged(side, as_of) for side in (base, revision))
    found, every = compared_all(base, revision, Told(adjustments=True))
    told = _from_here(found, f"{shown_root(base.place)}/")
    files = {
        "diff.json": DIFF_FORMATS["json"](told, words).encode(),
        "diff.md": DIFF_FORMATS["markdown"](told, words).encode(),
        "diff.html": html.render(told, words, courses(every, told.changes, public=False)).encode(),
        "diff.xlsx": xlsx.render(told, words),
        **{f"base/{name}": content for name, content in _verdicts(old, words)},
        **{f"revision/{name}": content for name, content in _verdicts(new, words)},
    }
    files["audit.json"] = _record(old, new, files).encode()
    files["SHA256SUMS"] = "".join(f"{_digest(files[name])}  {name}\n" for name in sorted(files)).encode()
    return files


def _judged(side: Opened, as_of: date | None) -> Judged:
    """A side judged by all rules on the day of its commit, unless another is named."""
    if side.repository is None:
        raise PowerctlError("audit.no_commit", name=side.side.name)
    seconds = side.repository.signed(side.side.commit).seconds
    on = as_of or datetime.fromtimestamp(seconds, UTC).date()
    wanted = Wanted(on, chosen((), ()))
    return Judged(side, on, {
        root: check_one(Path(root), wanted, None, Watch(), source=side.source(root), whole=True) for root in side.roots
    })  # fmt: skip


def _verdicts(judged: Judged, words: Words) -> Iterator[tuple[str, bytes]]:
    """Findings and grades of one side; of a side without catalogues, none."""
    every = tuple(judged.checked.values())
    if not every:
        return
    report = report_of(every)
    for name, form in (("findings.json", "json"), ("findings.sarif", "sarif"), ("findings.md", "markdown")):
        yield name, FORMATS[form](report, words).encode()
    graded = tuple(
        graded_catalogue(one.loaded.catalogue, one.loaded.rulebook, judged.on, is_explained=True) for one in every
    )
    unread = sum(found.severity is Severity.ERROR for one in every for found in one.loaded.findings)
    grades = GradeReport(graded, is_explained=True, unread=unread)
    for name, form in (("grades.json", "json"), ("grades.csv", "csv")):
        yield name, GRADE_FORMATS[form](grades, words).encode()


def _from_here(found: Comparison, above: str) -> Comparison:
    """Paths from the folder that was asked for, wherever the command ran."""

    def moved(place: Location | None) -> Location | None:
        return replace(place, file=place.file.removeprefix(above)) if place is not None else None

    def placed(change: Change) -> Change:
        return replace(change, location=moved(change.location), base_location=moved(change.base_location))

    findings = tuple(
        replace(finding, location=replace(finding.location, file=finding.location.file.replace(above, "", 1)))
        for finding in found.findings
    )
    return replace(
        found,
        changes=tuple(map(placed, found.changes)),
        findings=findings,
        unadjusted=None if found.unadjusted is None else tuple(map(placed, found.unadjusted)),
    )


def _record(old: Judged, new: Judged, files: Mapping[str, bytes]) -> str:
    """What was compared, with what, and the digest of each file."""
    return dump({
        "version": 1,
        "tool": {"name": "powerctl", "version": __version__, "digest": _tool_digest()},
        "base": _side(old),
        "revision": _side(new),
        "files": {name: {"sha256": _digest(files[name]), "bytes": len(files[name])} for name in sorted(files)},
    })  # fmt: skip


def _side(judged: Judged) -> dict[str, object]:
    repository, commit = judged.side.repository, judged.side.side.commit
    assert repository is not None
    signed, tag = repository.signed(commit), repository.tag(judged.side.side.name)
    at = datetime.fromtimestamp(signed.seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "name": judged.side.side.name,
        "commit": commit,
        "tree": signed.tree,
        "committed": at,
        "signature": {"kind": signed.signature, "verified": False},
        **({"tag": {"id": tag[0], "signature": {"kind": tag[1], "verified": False}}} if tag else {}),
        "as_of": judged.on.isoformat(),
        "catalogues": {root or ".": _rulebook(judged.side, root) for root in judged.side.roots},
    }


def _rulebook(side: Opened, root: str) -> dict[str, object]:
    """The rulebook in force as the files it is made of, each with its digest, and one of all."""
    source = side.source(root)
    layers = {layer.file: f"sha256:{_digest(layer.raw)}" for layer in chain(source, rulebook_file(source))}
    return {"rulebook": {"layers": layers, "digest": f"sha256:{_digest(json.dumps(layers).encode())}"}}


def _tool_digest() -> str:
    """One digest of the program, its messages, schemas and templates as they are installed."""
    package = Path(powerctl.__file__).parent
    folders = {"powerctl": package, "schemas": resource("schemas"), "templates": resource("templates")}
    parts = {
        f"{name}/{path.relative_to(folder).as_posix()}": _digest(path.read_bytes())
        for name, folder in folders.items()
        for path in folder.rglob("*")
        if path.suffix in _TOOL and (name != "powerctl" or "data" not in path.relative_to(folder).parts[:1])
    }
    return f"sha256:{_digest(json.dumps(parts, sort_keys=True).encode())}"


def _digest(raw: bytes) -> str:
    return sha256(raw).hexdigest()
