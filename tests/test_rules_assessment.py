"""A031, A032 and the measures behind them, case by case."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.model.catalogue import Catalogue
from powerctl.rules import Brief
from powerctl.rules.measures import MEASURES, measured
from powerctl.scores import Measured, is_reached
from tests.briefs import brief, told

TABLE = """kind: rulebook
id: sample
name: 样例规则
extends: base
assessment:
  total: 30
  items:
    led: {label: 领导, points: 20}
    found: {label: 排查, points: 10, measure: powers_with_risk}
"""
YEAR = "kind: assessment\nid: a\nyear: 2025\n"


def assessed(scores: str, total: str = "") -> dict[str, str]:
    text = f"{YEAR}scores: [{scores}]\n" + (f"total: {total}\n" if total else "")
    return {"rulebook.yaml": TABLE, "units/town/assessments/a.yaml": text}


@pytest.mark.parametrize(
    "scores, total, wanted",
    [
        ("{item: led, points: 20, evidence: 记录}", "20", []),
        ("{item: led, points: 20, evidence: 记录}, {item: found, points: 10}", "30", []),
        ("{item: led, points: 20, evidence: 记录}, {item: found, points: 9.5, reason: 漏}", "29.5", []),
        ("{item: led, points: 20, evidence: 记录}", "", []),
        ("{item: led, points: 20, evidence: 记录}", "21", [("", "total")]),
        ("{item: led, points: 0, reason: 没有开展}", "0", []),
        ("{item: led, points: 0}", "0", [("reason", "scores.0.points")]),
        ("{item: led, points: 20.5, evidence: 记录}", "20.5", [("most", "scores.0.points")]),
        ("{item: led, points: -1, reason: 扣}", "-1", [("most", "scores.0.points")]),
        ("{item: led, points: 20}", "20", [("evidence", "scores.0.item")]),
        ("{item: found, points: 10}", "10", [("missing", "scores")]),
        ("{item: lead, points: 5}", "5", [("unknown", "scores.0.item"), ("missing", "scores")]),
    ],
)
def test_what_is_told_of_points(scores: str, total: str, wanted: list[tuple[str, str]]) -> None:
    assert told("A031", assessed(scores, total)) == wanted


@settings(deadline=None)
@given(st.lists(st.integers(0, 99), min_size=1, max_size=30))
def test_tenths_add_up_as_people_add_them(tenths: list[int]) -> None:
    """0.1 + 0.2 is 0.3 in an assessment."""
    scores = ", ".join(f"{{item: x{n}, points: {points / 10}}}" for n, points in enumerate(tenths))

    def faults(total: int) -> list[tuple[str, str]]:
        text = f"{YEAR}scores: [{scores}]\ntotal: {total / 10}\n"
        return told("A031", {"units/town/assessments/a.yaml": text})

    assert faults(sum(tenths)) == []
    assert faults(abs(sum(tenths) - 1)) == [("", "total")]


def phase(targets: str, to: str = "2026-03-31") -> dict[str, str]:
    return {
        "programme.yaml": f"kind: programme\nphases: [{{id: p, name: 一, from: 2026-01-01, to: {to}, "
        f"targets: {{{targets}}}}}]\n"
    }


BARE = {"units/town/powers/bare.yaml": "kind: power\nid: bare\nname: 无风险点\ntype: licence\nholder: committee\n"}
RISK = {
    "units/town/powers/full.yaml": "kind: power\nid: full\nname: 有风险点\ntype: licence\nholder: committee\n"
    "risk_points: [{id: r, behaviour: 拖延, post: mayor}]\n"
}


@pytest.mark.parametrize(
    "targets, to, files, wanted",
    [
        ("powers_with_risk: 100%", "2026-03-31", RISK, []),
        ("powers_with_risk: 100%", "2026-03-31", BARE, [("", "phases.0.targets.powers_with_risk")]),
        ("powers_with_risk: 50%", "2026-03-31", BARE | RISK, []),
        ("powers_with_risk: 51%", "2026-03-31", BARE | RISK, [("", "phases.0.targets.powers_with_risk")]),
        # On its last day a phase has not ended.
        ("powers_with_risk: 100%", "2026-06-30", BARE, []),
        ("powers_with_risk: 100%", "2026-06-29", BARE, [("", "phases.0.targets.powers_with_risk")]),
        ("powers_with_flow: 100%", "2026-12-31", {}, [("unknown", "phases.0.targets.powers_with_flow")]),
        ("powers_with_risk: 100%", "2025-12-31", RISK, [("dates", "phases.0.to")]),
    ],
)
def test_what_is_told_of_phases(targets: str, to: str, files: dict[str, str], wanted: list[tuple[str, str]]) -> None:
    assert told("A032", phase(targets, to) | files) == wanted


def share(files: dict[str, str], measure: str, year: str = "") -> Measured:
    handed = brief(files)
    found = [measured(one, measure, year) for one in handed.shares]
    return sum(found, Measured())


POWER = "kind: power\nid: p\nname: 事项\ntype: licence\nholder: committee\n"
LAWS = """kind: laws
laws:
  - {id: old, title: 旧法, rank: law, effective: 2000-01-01, repealed: 2020-01-01}
  - {id: new, title: 新法, rank: law, effective: 2020-01-01}
"""
REPLIED = "reply: {on: 2026-05-20, causes: 人手不足, measures: [加派一人]}\n"
WARNING = (
    "kind: warning\nid: w\nlevel: yellow\ndescription: 走过场\nnotice: {type: rectification, served: 2026-05-01}\n"
)
CLOSED = "review: {by: mayor, on: 2026-06-25, outcome: passed}\nstate: closed\n"
CONTROLLED = """risk_points:
  - {id: r, behaviour: 拖延, post: mayor, controls: [{id: c, type: inspection, measure: 抽查, owners: [mayor]}]}
"""


@pytest.mark.parametrize(
    "measure, files, met, of",
    [
        ("powers_with_basis", {"p": "basis: [{law: new, articles: ['1']}]\n"}, 1, 1),
        ("powers_with_basis", {"p": "basis: [{law: old}, {law: new}]\n"}, 1, 1),
        ("powers_with_basis", {"p": "basis: [{law: old}]\n"}, 0, 1),
        ("powers_with_basis", {"p": ""}, 0, 1),
        ("powers_with_basis", {"p": "status: proposed\n"}, 0, 0),
        ("powers_complete", {"p": "content: 审批\n"}, 1, 1),
        ("powers_complete", {"p": ""}, 0, 1),
        ("powers_with_chart", {"p": "workflow: {steps: [{id: s, name: 审, actor: mayor}]}\n"}, 1, 1),
        ("powers_with_chart", {"p": ""}, 0, 1),
        ("powers_disclosed", {"p": "disclosure: {scope: public, channels: [website]}\n"}, 1, 1),
        ("powers_disclosed", {"p": "disclosure: {scope: public}\n"}, 0, 1),
        ("powers_disclosed", {"p": "disclosure: {scope: withheld, basis: art14_law, reason: 法律禁止}\n"}, 0, 0),
        ("powers_disclosed", {"p": "disclosure: {scope: withheld, basis: art14_law}\n"}, 0, 1),
        ("risks_graded", {"p": "risk_points: [{id: r, behaviour: 拖延, post: mayor, grade: low}]\n"}, 1, 1),
        ("risks_graded", {"p": "risk_points: [{id: r, behaviour: 拖延, post: mayor}]\n"}, 0, 1),
        ("risks_controlled", {"p": "risk_points: [{id: r, behaviour: 拖延, post: mayor}]\n"}, 0, 1),
        ("risks_controlled", {"p": CONTROLLED}, 1, 1),
        ("warnings_closed", {"w": REPLIED + CLOSED}, 1, 1),
        ("warnings_closed", {"w": REPLIED + CLOSED.replace("passed", "returned")}, 0, 1),
        ("warnings_closed", {"w": REPLIED.replace("05-20", "06-20") + CLOSED}, 0, 1),
        ("warnings_closed", {"w": ""}, 0, 1),
        ("warnings_closed", {"w": "state: escalated\n"}, 0, 1),
        ("warnings_closed", {"w": "", "served": "2026-06-20"}, 0, 0),
    ],
)
def test_what_a_measure_counts(measure: str, files: dict[str, str], met: int, of: int) -> None:
    texts = {"laws.yaml": LAWS}
    if "p" in files:
        texts["units/town/powers/p.yaml"] = POWER + files["p"]
    if "w" in files:
        text = (WARNING + files["w"]).replace("served: 2026-05-01", f"served: {files.get('served', '2026-05-01')}")
        texts["units/town/warnings/w.yaml"] = text
    found = share(texts, measure)
    assert (found.met, found.of, len(found.misses)) == (met, of, of - met)


MEETING = """kind: decision
id: {id}
name: 会议
body: committee
date: {on}
present: {present}
absent: {absent}
"""


def test_meetings_of_a_year_are_in_order_or_not() -> None:
    names = ["secretary", "mayor", "vice-mayor", "discipline-secretary"]
    full = MEETING.format(id="full", on="2026-01-10", present=names, absent=[])
    few = MEETING.format(id="few", on="2025-01-10", present=names[:1], absent=[{"post": name} for name in names[1:]])
    files = {"units/town/decisions/full.yaml": full, "units/town/decisions/few.yaml": few}
    files = {name: text.replace("'", "") for name, text in files.items()}
    assert share(files, "decisions_in_order") == Measured(1, 2, ("town/few",))
    assert share(files, "decisions_in_order", "2026") == Measured(1, 1)
    assert share(files, "decisions_in_order", "2025") == Measured(0, 1, ("town/few",))


def test_required_regulations_are_looked_for_in_each_unit() -> None:
    asks = "kind: rulebook\nid: s\nname: s\nextends: base\nregulations: {talk: {title: 议事规则, unit_types: [town]}}\n"
    register = "kind: regulations\nregulations: [{id: r, title: 规则, issued: 2020-01-01, meets: [talk]}]\n"
    assert share({"rulebook.yaml": asks}, "regulations_in_place") == Measured(0, 1, ("town/talk",))
    files = {"rulebook.yaml": asks, "units/town/regulations.yaml": register}
    assert share(files, "regulations_in_place") == Measured(1, 1)
    gone = files | {"units/town/regulations.yaml": register.replace("meets", "repealed: 2026-01-01, meets")}
    assert share(gone, "regulations_in_place") == Measured(0, 1, ("town/talk",))


def test_every_measure_of_the_base_rulebook_can_be_computed() -> None:
    assert set(brief({}).rulebook.measures) == set(MEASURES)


def test_nothing_to_look_at_lacks_nothing() -> None:
    assert is_reached(Measured(), 100)
    assert Measured().percent is None


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 999))
def test_a_target_once_reached_stays_so_with_more(met: int, more: int, wanted: int) -> None:
    whole = met + more
    if is_reached(Measured(met, whole), wanted):
        assert is_reached(Measured(min(met + 1, whole), whole), wanted)
    assert is_reached(Measured(whole, whole), 100)


def test_units_are_measured_alone_as_together() -> None:
    """What is noted of each share adds up to what the whole would come to."""
    handed = brief(BARE | RISK)
    whole = Brief(handed.catalogue, handed.rulebook, date(2026, 6, 30))
    assert isinstance(whole.catalogue, Catalogue)
    for measure in MEASURES:
        assert share(BARE | RISK, measure) == measured(whole, measure)
