"""Who holds how much: loads of posts, duties that belong apart, years in a post, how steps spread."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powerctl.grading.concentration import years_since
from powerctl.grading.spread import herfindahl
from powerctl.grading.whole import graded_catalogue
from powerctl.reckoning import Concentration, Load
from tests.briefs import brief

UNIT = """\
kind: unit
id: town
name: 样例镇
type: town
bodies: [{id: committee, name: 镇党委会, members: [secretary, mayor]}]
offices: [{id: works, name: 城建办, head: works-head}]
posts:
  - {id: secretary, name: 党委书记, chief: true, since: 2018-03-01, portfolio: [overall]}
  - {id: mayor, name: 镇长, since: 2025-03-01}
  - {id: works-head, name: 城建办主任, office: works, since: 2021-07-01}
  - {id: works-clerk, name: 城建办经办人, office: works}
"""


def power(name: str, *steps: str, more: str = "matter: project") -> tuple[str, str]:
    """A power with steps of "id actor duty" and a grave risk point in the first."""
    parts = [step.split() for step in steps]
    written = [f"    - {{id: {id_}, name: 环节, actor: {actor}, duty: {duty}}}" for id_, actor, duty in parts]
    first = parts[0][0]
    risk = f"  - {{id: r, step: {first}, behaviour: 泄露, grade: high}}"
    lines = ["kind: power", f"id: {name}", f"name: 事项{name}", "type: licence", more]
    return f"units/town/powers/{name}.yaml", "\n".join(
        [*lines, "workflow:", "  steps:", *written, "risk_points:", risk, ""]
    )


def held(*powers: tuple[str, str], rulebook: str = "") -> Concentration:
    """The concentration in a catalogue of these powers."""
    head = "kind: rulebook\nid: sample\nname: 样例规则\nextends: base\n"
    told = brief({"units/town/unit.yaml": UNIT, "rulebook.yaml": head + rulebook, **dict(powers)})
    found = graded_catalogue(told.catalogue, told.rulebook, told.as_of, by="post").concentration
    assert found is not None
    return found


def load(found: Concentration, post: str) -> Load:
    """What one post holds."""
    return next(one for one in found.loads if one.post == f"town/{post}")


def test_what_a_post_does_itself_is_apart_from_what_it_does_in_a_body() -> None:
    found = held(power("a", "x works-head review", "y committee approve"), power("b", "x works-head accept"))
    head, mayor = load(found, "works-head"), load(found, "mayor")
    assert (head.powers, dict(head.risks), dict(head.duties), head.collective) == (
        2,
        {"high": 2},
        {"review": 1, "accept": 1},
        0,
    )
    assert (mayor.powers, dict(mayor.risks), dict(mayor.duties), mayor.collective) == (0, {}, {}, 1)


def test_an_office_acts_by_its_head_and_staff_and_supervisors_count() -> None:
    supervised = power("a", "x works handle")
    text = supervised[1].replace("duty: handle", "duty: handle, supervised_by: mayor")
    found = held((supervised[0], text))
    assert dict(load(found, "works-clerk").duties) == {"handle": 1}
    assert dict(load(found, "works-head").duties) == {"handle": 1}
    assert dict(load(found, "mayor").duties) == {"supervise": 1}


def test_the_heaviest_come_first_and_a_portfolio_alone_is_enough_to_be_seen() -> None:
    found = held(
        power("a", "x works-head review"), power("b", "x works-head review"), power("c", "x works-clerk accept")
    )
    assert [one.post for one in found.loads] == ["town/works-head", "town/works-clerk", "town/secretary"]
    assert [area.label for area in load(found, "secretary").areas] == ["全面工作"]


def test_powers_that_are_not_in_force_hold_nothing() -> None:
    found = held(power("a", "x works-head review", more="matter: project\nstatus: cancelled"))
    assert [one.post for one in found.loads] == ["town/secretary"]
    assert found.spreads == ()


@pytest.mark.parametrize(
    "first, second, more, is_toxic",
    [
        ("x works-head review", "x works-head approve", ("matter: project", "matter: project"), True),
        ("x works-head review", "x works-head approve", ("matter: project", "matter: personnel"), False),
        ("x works-head review", "x works-clerk approve", ("matter: project", "matter: project"), False),
        ("x works-head review", "x works-head review", ("matter: project", "matter: project"), False),
        ("x works-head review", "x works-head approve", ("axis: funds", "axis: funds"), True),
        ("x works-head review", "x works-head approve", ("axis: funds", "axis: assets"), False),
        ("x mayor review", "x committee approve", ("matter: project", "matter: project"), False),  # not alone
    ],
)
def test_duties_that_belong_apart_across_powers(first: str, second: str, more: tuple[str, str], is_toxic: bool) -> None:
    found = held(power("a", first, more=more[0]), power("b", second, more=more[1]))
    toxic = [pair for one in found.loads for pair in one.toxic]
    assert bool(toxic) == is_toxic
    for pair in toxic:
        assert (pair.id, pair.powers) == ("review-approve", 2)
        assert (pair.first.power, pair.second.power) == ("town/a", "town/b")


def test_both_duties_in_one_power_are_the_business_of_the_workflow_rules() -> None:
    found = held(power("a", "x works-head review", "y works-head approve"))
    assert load(found, "works-head").toxic == ()


@pytest.mark.parametrize("limit, too_long", [(5, {"secretary"}), (4, {"secretary", "works-head"}), (0, set())])
def test_too_many_years_in_a_post(limit: int, too_long: set[str]) -> None:
    rulebook = f"risk: {{concentration: {{years: {limit}}}}}\n"
    found = held(power("a", "x works-head review", "y mayor approve", "z works-clerk accept"), rulebook=rulebook)
    assert {one.post.removeprefix("town/") for one in found.loads if one.is_too_long} == too_long
    assert load(found, "works-clerk").years is None


@pytest.mark.parametrize(
    "since, years",
    [("2021-06-30", 5), ("2021-07-01", 4), ("2026-06-30", 0), ("2026-07-01", None), ("", None), ("x", None),
     ("2020-02-29", 6)],
)  # fmt: skip
def test_whole_years(since: str, years: int | None) -> None:
    assert years_since(since, date(2026, 6, 30)) == years


def test_how_weighty_steps_spread() -> None:
    alone = held(power("a", "x works-head review", "y works-head approve", "z works-clerk accept")).spreads
    assert [(one.unit, one.steps, one.posts, one.index) for one in alone] == [("town", 2, 1, 1.0)]
    shared = held(power("a", "x works-head review", "y committee approve")).spreads
    assert [(one.steps, one.posts, one.index) for one in shared] == [(2, 3, 0.375)]  # 1/2, 1/4, 1/4


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=30))
def test_the_index_lies_between_even_and_alone_and_order_means_nothing(shares: list[float]) -> None:
    assert 1 / len(shares) - 0.001 <= herfindahl(shares) <= 1.001
    assert herfindahl(shares) == herfindahl(shares[::-1])
