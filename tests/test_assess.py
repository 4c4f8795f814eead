"""The hundred-point score, the index and the progress of programmes, by reckoning and by command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.assessing.index import index
from powerctl.assessing.progress import programme_status
from powerctl.assessing.scoring import unit_scores
from powerctl.formats.bars import bar, shown
from powerctl.scores import How, Index, Measured, Part, Stage, UnitScore
from powerctl.table import Word
from tests.briefs import brief
from tests.repositories import commit, git, repository
from tests.test_cli import powerctl

TABLE = """kind: rulebook
id: sample
name: 样例
extends: base
warnings:
  levels:
    red: {label: 红, colour: red, deduction: 2}
    yellow: {label: 黄, colour: yellow, deduction: 1}
    blue: {label: 蓝, colour: blue, deduction: 0.5}
assessment:
  total: 100
  items:
    led: {label: 领导, points: 60}
    found: {label: 排查, points: 40, measure: powers_with_risk}
  weight: 10
  bonus: {from: 95, points: 5}
"""
POWER = "kind: power\nid: p{n}\nname: 事项\ntype: licence\nholder: committee\n"
RISK = "risk_points: [{id: r, behaviour: 拖延, post: mayor}]\n"


def files(led: float | None, risky: int = 1, bare: int = 0, asks: str = "", levels: str = "") -> dict[str, str]:
    texts = {"rulebook.yaml": TABLE + asks}
    for n in range(risky + bare):
        texts[f"units/town/powers/p{n}.yaml"] = POWER.format(n=n) + (RISK if n < risky else "")
    if led is not None:
        scores = f"scores: [{{item: led, points: {led}, evidence: 记录}}]\n"
        texts["units/town/assessments/a.yaml"] = f"kind: assessment\nid: a\nyear: 2025\n{scores}"
    for n, level in enumerate(levels.split()):
        head = f"kind: warning\nid: w{n}\nlevel: {level}\ndescription: 走过场\nstate: issued\n"
        texts[f"units/town/warnings/w{n}.yaml"] = head + "notice: {type: warning, issued: 2025-05-01}\n"
    return texts


def scored(texts: dict[str, str], year: int = 2025) -> UnitScore:
    (score,) = unit_scores(brief(texts).shares, year)
    return score


@pytest.mark.parametrize(
    "led, bare, levels, asks, score, outer",
    [
        (60, 0, "", "", 100, 15),  # 95 and more: five points in the outer assessment
        (55, 0, "", "", 95, 14.5),
        (54.9, 0, "", "", 94.9, 9.49),
        (60, 1, "", "", 80, 8),  # one of two powers has a risk point: half of forty
        (60, 0, "red yellow blue", "", 96.5, 14.65),
        (60, 0, "red red", "", 96, 14.6),
        (60, 0, "red red", "  deduct_per: unit\n", 98, 14.8),
        (60, 0, "red red red", "", 94, 9.4),
        (60, 0, "", "  bonus_on: inner\n", 105, 10.5),
        (54, 0, "", "  bonus_on: inner\n", 94, 9.4),
    ],
)
def test_what_a_unit_scores(led: float, bare: int, levels: str, asks: str, score: float, outer: float) -> None:
    found = scored(files(led, 1, bare, asks, levels))
    assert (found.score, found.outer, found.rank) == (score, outer, 1)


def test_what_nobody_scored_and_nothing_computes_is_open_and_has_no_rank() -> None:
    found = scored(files(None))
    assert [(point.item, point.how, point.points) for point in found.points] == [
        ("led", How.OPEN, 0),
        ("found", How.COMPUTED, 40),
    ]
    assert found.rank == 0


def test_warnings_of_another_year_and_forms_handed_in_take_nothing_off() -> None:
    texts = files(60, levels="red blue")
    texts["units/town/warnings/w0.yaml"] = texts["units/town/warnings/w0.yaml"].replace("2025-05", "2024-05")
    texts["units/town/warnings/w1.yaml"] = texts["units/town/warnings/w1.yaml"].replace("issued\n", "collected\n", 1)
    assert scored(texts).taken == 0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["red", "yellow", "blue"]), max_size=6))
def test_once_a_level_never_takes_more_than_each_warning(levels: list[str]) -> None:
    each = scored(files(60, levels=" ".join(levels)))
    once = scored(files(60, levels=" ".join(levels), asks="  deduct_per: unit\n"))
    assert once.taken <= each.taken
    assert each.taken == sum({"red": 2, "yellow": 1, "blue": 0.5}[level] for level in levels)


PARTS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9), st.integers(0, 9)), max_size=8)


@given(PARTS)
def test_the_index_lies_between_its_parts(parts: list[tuple[int, int, int]]) -> None:
    found = Index(
        tuple(
            Part(id=str(n), label=Word(""), weight=weight, measure="", measured=Measured(met, met + missed))
            for n, (weight, met, missed) in enumerate(parts)
        )
    )
    values = [part.value or 0 for part in found.counted]
    if values:
        assert found.value is not None
        assert min(values) - 1e-9 <= found.value <= max(values) + 1e-9
    else:
        assert found.value is None


def test_parts_with_nothing_to_measure_do_not_count() -> None:
    found = index(brief(files(60, 1, 1)).shares)
    measured = {part.id: part.value for part in found.parts}
    assert measured["risks"] == 50
    assert measured["decisions"] is None
    assert found.weight == 100 - 10 - 5, "no meeting was held, no warning given"


@pytest.mark.parametrize(
    "percent, drawn, said",
    [(0, 0, "0%"), (0.1, 1, "0.1%"), (50, 10, "50%"), (99.99, 19, "99.9%"), (100, 20, "100%"), (None, 0, "—")],
)
def test_bars_are_full_when_all_is_done_and_not_before(percent: float | None, drawn: int, said: str) -> None:
    assert (bar(percent).count("█"), len(bar(percent)), shown(percent)) == (drawn, 20, said)


PROGRAMME = """kind: programme
name: 步骤
phases:
  - {id: one, name: 一, from: 2026-01-01, to: 2026-06-29, targets: {powers_with_risk: 50%}}
  - {id: two, name: 二, from: 2026-06-30, to: 2026-06-30, targets: {powers_with_risk: 100%}}
  - {id: three, name: 三, from: 2026-07-01, to: 2026-08-01, tasks: [总结]}
"""


def test_where_each_phase_stands() -> None:
    found = programme_status(brief(files(None, 1, 2) | {"programme.yaml": PROGRAMME}))
    assert found is not None
    assert [(phase.stage, phase.is_late) for phase in found.phases] == [
        (Stage.OVER, True),
        (Stage.RUNNING, False),
        (Stage.AHEAD, False),
    ]
    assert found.phases[0].targets[0].measured == Measured(1, 3, ("town/p1", "town/p2"))
    assert [phase.progress for phase in found.phases] == [pytest.approx(200 / 3), pytest.approx(100 / 3), None]
    assert programme_status(brief({})) is None


def run(*arguments: str) -> str:
    result = powerctl(*arguments)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_each_point_is_traced_to_its_facts() -> None:
    told = json.loads(run("assess", "2025", "catalogues/qidaojiang", "--as-of", "2026-06-30", "--format", "json"))
    (catalogue,) = told["catalogues"]
    assert catalogue["as_of"] == "2025-12-31", "a year that is over is judged by its last day"
    for score in catalogue["scores"]:
        for point in score["points"]:
            sources = (point["reason"], point["evidence"], point["measured"], point["how"] == "open")
            assert any(sources), point
        assert score["score"] == pytest.approx(sum(p["points"] for p in score["points"]) - score["taken"])


def test_the_readings_of_what_is_left_open_are_told() -> None:
    text = run("assess", "2025", "catalogues/qidaojiang", "--lang", "zh")
    assert "每次预警都扣分（deduct_per: warning）" in text
    assert "95 分及以上的，在上一级考核中加 5 分（bonus_on: outer）" in text
    page = run("assess", "2025", "catalogues/qidaojiang", "--format", "html")
    assert "<table>" in page
    assert "bonus_on: outer" in page


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("assess", "26", "catalogues/qidaojiang"), "2026"),
        (("assess", "2025", "catalogues", "--format", "html"), "catalogues/qidaojiang"),
        (("assess", "2025", "catalogues", "--unit", "service-center"), "service-centre"),
        (("status", "catalogues", "--unit", "sunshine-twon"), "sunshine-town"),
        (("status", "nowhere"), "nowhere"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_the_next_step(arguments: tuple[str, ...], said: str) -> None:
    result = powerctl(*arguments)
    assert result.returncode == 2
    assert said in result.stderr


def test_the_trend_goes_from_tag_to_tag(tmp_path: Path) -> None:
    root = repository(tmp_path / "r")
    commit(root, "empty")
    git(root, "tag", "v0")
    for version, texts in (("v1", files(None, 0, 2)), ("v2", files(None, 1, 1))):
        for name, text in (brief_files() | texts).items():
            path = root / "c" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        commit(root, version)
        git(root, "tag", version)
    told = json.loads(run("assess", "2026", str(root / "c"), "--trend", "--format", "json", "--as-of", "2026-06-30"))
    trend = told["catalogues"][0]["trend"]
    assert [entry["revision"] for entry in trend][:3] == ["v0", "v1", "v2"]
    assert trend[0]["index"] is None
    before, after, now = (entry["index"]["value"] for entry in trend[1:])
    assert before < after == now
    git(root, "tag", "-d", "v0", "v1", "v2")
    untagged = powerctl("assess", "2026", str(root / "c"), "--trend")
    assert (untagged.returncode, "git tag" in untagged.stderr) == (2, True)


def brief_files() -> dict[str, str]:
    base = Path(__file__).parent / "rules" / "base"
    return {path.relative_to(base).as_posix(): path.read_text("utf-8") for path in base.rglob("*.yaml")}


def test_the_progress_of_the_shipped_programmes() -> None:
    chinese, english = (
        run("status", "catalogues", "--as-of", "2026-06-30", "--format", "json", "--lang", lang)
        for lang in ("zh", "en")
    )
    assert chinese == english
    programmes = {one["catalogue"]: one["phases"] for one in json.loads(chinese)["programmes"]}
    assert len(programmes["xiuzhou"]) == 3
    assert len(programmes["menyuan"]) == 4
    assert not any(phase["late"] for phases in programmes.values() for phase in phases)


def test_what_is_late_and_missing_is_named_and_a_pipe_gets_no_colours() -> None:
    text = run("status", "examples/faulty", "--as-of", "2026-06-30", "--lang", "zh")
    assert "逾期 91 天未完成" in text
    assert "town/charges" in text
    assert "\x1b" not in text
    table = run("status", "examples/faulty", "--as-of", "2026-06-30", "--format", "markdown", "--lang", "en")
    assert "1 phase is late" in table
    alone = run("status", "catalogues/xiuzhou", "--unit", "sunshine-town")
    assert "阳光镇" in alone
    assert "财政局" not in alone
