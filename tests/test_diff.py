"""Each edit is told as the change that it is, and nothing else is; backwards, each change is its opposite."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from powerctl import messages
from powerctl.changes import KINDS, Kind, State, compare
from powerctl.comparison import Change, Effect
from powerctl.formats.diff.told import title
from powerctl.messages import Words
from powerctl.partial import load_two
from powerctl.source import WorkingTree

CATALOGUE = Path(__file__).parent / "diff/catalogue"
Told = frozenset[tuple[str, str, str]]


def edits() -> list[tuple[str, str, str, Told]]:
    """File, text before, text after, and the changes as (kind, subject, field)."""
    found = []
    for line in (Path(__file__).parent / "diff/edits.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            file, before, after, told = re.split(r" \| ", line.replace("|  |", "| \0 |"))
            before, after = (text.replace("\\n", "\n").replace("\0", "") for text in (before, after))
            found.append((file if "/" not in file else f"units/{file}", before, after, _told(told)))
    return found


def _told(text: str) -> Told:
    parts = [[*part.split(), ""][:3] for part in text.split("; ")]
    return frozenset((kind, subject.replace("-", "", subject == "-"), field) for kind, subject, field in parts)


EDITS = edits()


def edited(into: Path, file: str, before: str, after: str) -> Path:
    shutil.copytree(CATALOGUE, into)
    text = (into / file).read_text("utf-8")
    assert before in text, before
    (into / file).write_text(text.replace(before, after, 1), "utf-8")
    return into


def changes(base: Path, revision: Path) -> tuple[Change, ...]:
    two = load_two(WorkingTree(base), WorkingTree(revision))
    assert not two.findings
    assert not two.base_findings
    return compare(State(two.base, two.base_rulebook), State(two.revision, two.rulebook))


def said(found: tuple[Change, ...]) -> Told:
    assert len({(change.id, change.subject, change.field) for change in found}) == len(found)
    return frozenset((change.id, change.subject, change.field) for change in found)


def named(value: Told | str) -> str:
    """The name of a case's part: the same in every process, whatever order a set has there."""
    return (value if isinstance(value, str) else str(sorted(value)))[:40]


@pytest.mark.parametrize("file, before, after, told", EDITS, ids=named)
def test_an_edit_is_told_as_what_it_is_and_backwards_as_its_opposite(
    file: str, before: str, after: str, told: Told, tmp_path: Path
) -> None:
    other = edited(tmp_path / "other", file, before, after)
    assert said(changes(CATALOGUE, other)) == told
    back = frozenset((KINDS[kind].opposite or kind, subject, field) for kind, subject, field in told)
    assert said(changes(other, CATALOGUE)) == back


# Kinds that whole files or several of them make; they have tests of their own below.
ELSEWHERE = frozenset(
    {"power.added", "power.removed", "power.renamed", "power.split", "power.merged", "record.added", "record.removed"}
)


def test_every_kind_with_an_effect_is_shown_by_an_edit() -> None:
    shown = {kind for *_, told in EDITS for kind, _, _ in told}
    shown |= {KINDS[kind].opposite for kind in shown}
    assert {kind.id for kind in KINDS.values() if kind.effect is not Effect.NEUTRAL} <= shown | ELSEWHERE


MIRROR = {Effect.LOOSENED: Effect.TIGHTENED, Effect.TIGHTENED: Effect.LOOSENED, Effect.NEUTRAL: Effect.NEUTRAL}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_a_kind_has_its_mirror_or_the_reason_why_not(kind: Kind) -> None:
    for language in ("zh", "en"):
        assert title(kind.id, Words(language))
        if not kind.opposite:
            assert Words(language).text("diff", f"alone.{kind.id}")
    if kind.opposite:
        mirror = KINDS[kind.opposite]
        assert (mirror.opposite, mirror.effect) == (kind.id, MIRROR[kind.effect])


def test_no_words_without_a_kind() -> None:
    text = (Path(messages.__file__).parent / "en/diff.yaml").read_text("utf-8")
    assert set(re.findall(r"^(?:kind|alone)\.([^:]+):", text, re.MULTILINE)) <= KINDS.keys()


@pytest.mark.parametrize("file", sorted(path.name for path in (CATALOGUE / "units/town/powers").iterdir()))
def test_order_form_and_comments_never_count(file: str, tmp_path: Path) -> None:
    shutil.copytree(CATALOGUE, tmp_path / "other")
    path = tmp_path / "other/units/town/powers" / file
    data = _reversed(YAML(typ="safe").load(path.read_text("utf-8")))
    path.write_text("# 整理\n" + json.dumps(data, ensure_ascii=False, indent=2), "utf-8")
    assert changes(CATALOGUE, tmp_path / "other") == ()


def _reversed(data: Any, key: str = "") -> Any:
    """The same in another order: keys and lists backwards, but for steps, whose order is their way."""
    if isinstance(data, dict):
        return {name: _reversed(part, name) for name, part in reversed(data.items())}
    if isinstance(data, list):
        return [_reversed(part) for part in (data if key == "steps" else reversed(data))]
    return data.isoformat() if isinstance(data, date) else data


def rewritten(into: Path, files: dict[str, str | None]) -> Path:
    """The catalogue with other powers; None takes one away."""
    shutil.copytree(CATALOGUE, into)
    for name, text in files.items():
        path = into / "units/town/powers" / f"{name}.yaml"
        path.unlink() if text is None else path.write_text(f"kind: power\nid: {name}\n{text}", "utf-8")
    return into


GRANT = "name: 临时救助\ntype: benefit\nholder: mayor\n"
MOVES: list[tuple[dict[str, str | None], set[tuple[str, str]]]] = [
    ({"new": GRANT}, {("power.added", "town/new")}),
    ({"grant": None}, {("power.removed", "town/grant")}),
    ({"grant": None, "aid": GRANT}, {("power.removed", "town/grant"), ("power.added", "town/aid")}),
    ({"grant": None, "aid": GRANT + "replaces: [grant]\n"}, {("power.renamed", "town/aid")}),
    ({"grant": None, "aid": GRANT + "replaces: [town/grant]\n"}, {("power.renamed", "town/aid")}),
    ({"grant": None, "aid": GRANT + "replaces: [grant]\nscope: 全镇\n"},
     {("power.renamed", "town/aid"), ("power.changed", "town/aid")}),
    ({"grant": None, "one": GRANT + "replaces: [grant]\n", "two": GRANT + "replaces: [grant]\n"},
     {("power.split", "town/grant")}),
    ({"grant": None, "permit": None, "both": GRANT + "replaces: [grant, permit]\n"}, {("power.merged", "town/both")}),
    ({"permit": None, "grant": GRANT + "replaces: [permit]\n"}, {("power.merged", "town/grant")}),
    ({"grant": GRANT + "replaces: [permit]\n"}, set()),
    ({"tender": None, "grant": GRANT + "replaces: [tender]\n"},
     {("power.merged", "town/grant"), ("risk.removed", "town/grant/tailored"), ("basis.removed", "town/grant"),
      ("power.demand-removed", "town/grant"), ("power.remedy-removed", "town/grant"),
      ("discretion.removed", "town/grant")}),
]  # fmt: skip


@pytest.mark.parametrize("files, told", MOVES)
def test_powers_come_go_and_become_others(
    files: dict[str, str | None], told: set[tuple[str, str]], tmp_path: Path
) -> None:
    found = changes(CATALOGUE, rewritten(tmp_path / "other", files))
    assert {(change.id, change.subject) for change in found} == told


def test_a_record_that_comes_and_goes(tmp_path: Path) -> None:
    shutil.copytree(CATALOGUE, tmp_path / "other")
    (tmp_path / "other/units/town/decisions/first-meeting.yaml").unlink()
    (gone,) = changes(CATALOGUE, tmp_path / "other")
    (new,) = changes(tmp_path / "other", CATALOGUE)
    assert (gone.id, gone.effect, gone.subject) == ("record.removed", Effect.LOOSENED, "town/first-meeting")
    assert (new.id, new.effect, new.place is None, new.base_place) == ("record.added", Effect.NEUTRAL, False, None)


def test_a_grade_that_only_the_rulebook_changed_is_told_of_unchanged_files(tmp_path: Path) -> None:
    bands = (
        "risk: {method: {kind: product, factors: [importance, frequency, likelihood], bands: [{grade: low, from: 1}]}}"
    )
    other = edited(tmp_path / "other", "rulebook.yaml", "risk:\n  flags:\n    noted: {label: 曾被提醒}\n", bands + "\n")
    found = changes(CATALOGUE, other)
    assert ("computed-grade.lowered", "town/tender/tailored", "computed") in said(found)


def test_a_fingerprint_does_not_hang_on_lines(tmp_path: Path) -> None:
    file = "units/town/powers/tender.yaml"
    near = edited(tmp_path / "near", file, "promised: 10wd", "promised: 15wd")
    far = edited(
        tmp_path / "far",
        file,
        "limits: {statutory: 20wd, promised: 10wd}",
        "\n\nlimits:\n  promised: 15wd\n  statutory: 20wd",
    )
    (one,), (other,) = changes(CATALOGUE, near), changes(CATALOGUE, far)
    assert one.fingerprint == other.fingerprint
    assert one.place == other.place


def test_the_fingerprint_of_what_came_is_that_of_all_of_it(tmp_path: Path) -> None:
    one = rewritten(tmp_path / "one", {"new": GRANT})
    two = rewritten(tmp_path / "two", {"new": GRANT + "scope: 全镇\n"})
    (first,), (second,) = changes(CATALOGUE, one), changes(CATALOGUE, two)
    assert first.fingerprint != second.fingerprint
