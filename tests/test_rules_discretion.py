"""T601-T606 at their edges: what a pair of samples is too short to show."""

from __future__ import annotations

from math import inf

import pytest

from powerctl.model.power import Range, Tier
from powerctl.rules.spans import gaps, is_empty, overlaps, spans
from tests.briefs import hits, told

POWER = "units/town/powers/noise.yaml"
HEAD = "kind: power\nid: noise\nname: 噪声扰民处罚\ntype: penalty\n"
Told = list[tuple[str, str]]


def benchmark(*tiers: str, more: str = "unit: yuan", head: str = "") -> dict[str, str]:
    """A power with one benchmark; each tier is written as the inside of a flow mapping."""
    lines = [
        f"      - {{name: 第{number}档, when: 情形{number}, {tier}}}" if "when" not in tier else f"      - {{{tier}}}"
        for number, tier in enumerate(tiers)
    ]
    entry = ["discretion:", "  - violation: 夜间施工", *(f"    {line}" for line in more.splitlines())]
    return {POWER: "\n".join([f"{HEAD}{head}{entry[0]}", *entry[1:], "    tiers:" if lines else "", *lines, ""])}


def at(*places: str, tiers: bool = True) -> list[str]:
    """``1.from`` as the whole path."""
    return [f"discretion.0.{'tiers.' if tiers else ''}{place}" for place in places]


def paths(rule: str, files: dict[str, str]) -> list[str]:
    return [path for _, path in told(rule, files)]


@pytest.mark.parametrize(
    "tiers, expected",
    [
        (["from: 5, to: 6", "from: 6, to: 8"], []),  # the usual notation
        (["from: 5, to: 6", "from: 6, to: 8, open_from: true"], []),
        (["from: 5, to: 6, open_to: true", "from: 6, to: 8"], []),
        (["from: 5, to: 6", "from: 5.99, to: 8"], ["1.from"]),
        (["from: 5, to: 6, open_to: true", "from: 5.99, to: 8, open_from: true"], ["1.from"]),
        (["from: 5, to: 6", "from: 7, to: 8"], []),  # a gap is no overlap
        (["from: 0, to: 0.3", "from: 0.3, to: 0.6"], []),
        (["from: 5, to: 10", "from: 6, to: 7"], ["1.from"]),  # one inside another
        (["from: 5, to: 10", "from: 6, to: 7", "from: 8, to: 9"], ["1.from", "2.from"]),
        (["from: 6, to: 8", "from: 5, to: 7"], ["0.from"]),  # the one that begins later, wherever it is written
        (["from: 5, to: 5", "from: 5, to: 8"], []),  # one amount, then a stretch from it on
        (["from: 3, to: 8", "from: 5, to: 5"], ["1.from"]),
        (["from: 5, to: 8", "from: 5, to: 8"], ["1.from"]),
        (["to: 10000", "to: 30000"], ["1.from"]),  # both from nothing up
        (["to: 10000", "from: 10000, to: 30000"], []),
        (["from: 5", "from: 8, to: 10"], ["1.from"]),  # the first has no end
        (["from: 5", "from: 8"], ["1.from"]),
        (["from: 5, to: 8", "penalty: 警告", "penalty: 不予处罚"], []),
        (["from: 5, to: 8", "from: 10, to: 8"], []),  # reversed: taken for 8 to 10
        (["from: 5, to: 8, penalty: 没收", "from: 7, to: 9"], ["1.from"]),  # with a number it is on the scale
        (["from: 5, to: 8"], []),
        (["penalty: 警告"], []),
        ([], []),
    ],
)
def test_overlaps(tiers: list[str], expected: list[str]) -> None:
    assert paths("T601", benchmark(*tiers)) == at(*expected)


@pytest.mark.parametrize(
    "limits, tiers, expected",
    [
        ("{min: 5, max: 10}", ["from: 5, to: 6", "from: 6, to: 10"], []),
        ("{min: 5, max: 10}", ["from: 5, to: 6, open_to: true", "from: 6, to: 10"], []),
        ("{min: 5, max: 10}", ["from: 5, to: 6", "from: 6, to: 10, open_from: true"], []),
        (
            "{min: 5, max: 10}",
            ["from: 5, to: 6, open_to: true", "from: 6, to: 10, open_from: true"],
            [("point", "1.from")],
        ),
        ("{min: 5, max: 10}", ["from: 5, to: 6", "from: 6.01, to: 10"], [("", "1.from")]),
        ("{min: 5, max: 10}", ["from: 5.5, to: 6", "from: 6, to: 10"], [("start", "0.from")]),
        ("{min: 5, max: 10}", ["from: 5, to: 6", "from: 6, to: 9.5"], [("end", "1.to")]),
        ("{min: 5, max: 10}", ["from: 5, to: 6, open_from: true", "from: 6, to: 10"], [("point", "0.from")]),
        ("{min: 5, max: 10}", ["from: 5, to: 6", "from: 6, to: 10, open_to: true"], [("point", "1.to")]),
        ("{min: 5, max: 10}", ["to: 6", "from: 6"], []),  # without an end: as far as the range goes
        ("{min: 5, max: 10}", ["from: 6, to: 10", "from: 5, to: 6"], []),  # the order is T605's
        ("{min: 5, max: 10}", ["from: 5, to: 8", "from: 6, to: 7", "from: 8, to: 10"], []),
        ("{min: 5, max: 10}", ["from: 5, to: 9", "from: 6, to: 7", "from: 8, to: 10"], []),
        ("{min: 0.1, max: 0.7}", ["from: 0.1, to: 0.3", "from: 0.3, to: 0.6", "from: 0.60, to: 0.7"], []),
        ("{min: 5, max: 10}", ["from: 3, to: 6", "from: 6, to: 12"], []),  # outside is T603's
        ("{min: 5, max: 10}", ["from: 5, to: 8", "from: 12, to: 15"], [("end", "0.to")]),
        ("{min: 5, max: 10}", ["from: 1, to: 2", "from: 12, to: 15"], []),  # all of it is T603's
        ("{min: 5, max: 10}", ["from: 5, to: 8", "from: 10, to: 8"], []),  # reversed is T605's
        ("{min: 5, max: 10}", ["penalty: 警告"], []),
        ("{min: 5, max: 10}", [], []),  # T604's
        ("{min: 10, max: 5}", ["from: 6, to: 8"], []),  # T605's
        ("{min: 3, max: 5}", ["from: 3, to: 3", "from: 4, to: 4", "from: 5, to: 5"], []),  # fixed amounts
        ("{min: 3, max: 5}", ["from: 3, to: 3", "from: 4, to: 5"], [("", "1.from")]),
        ("{max: 10}", ["from: 0, to: 10"], []),
        ("{max: 10}", ["from: 0, to: 10, open_from: true"], []),
        ("{min: 0, max: 10}", ["from: 0, to: 10, open_from: true"], []),
        ("{max: 10}", ["to: 10"], []),
        ("{max: 10}", ["from: 1, to: 10"], [("start", "0.from")]),
        ("{max: 10}", ["to: 10, open_to: true"], [("point", "0.to")]),
        ("{min: 5}", ["from: 5, to: 8", "from: 8, to: 9"], []),  # no most to reach
        ("{min: 5}", ["from: 5, to: 8", "from: 8.5"], [("", "1.from")]),
        ("{min: 0}", ["from: 0, to: 8", "from: 8.5"], [("", "1.from")]),
        ("{}", ["from: 5, to: 6", "from: 7, to: 8"], []),
    ],
)
def test_gaps(limits: str, tiers: list[str], expected: Told) -> None:
    files = benchmark(*tiers, more=f"unit: yuan\nrange: {limits}")
    assert told("T602", files) == [(case, f"discretion.0.tiers.{path}") for case, path in expected]


@pytest.mark.parametrize(
    "tiers, expected",
    [
        (["from: 5, to: 7", "from: 8, to: 10", "from: 11, to: 15"], []),
        (["from: 5, to: 7", "from: 9, to: 15"], [("", "1.from")]),
        (["from: 5, to: 7, open_to: true", "from: 8, to: 15"], [("", "1.from")]),  # the 7th day
        (["from: 5, to: 7", "from: 7, to: 15, open_from: true"], []),
        (["from: 4, to: 7, open_from: true", "from: 8, to: 16, open_to: true"], []),
        (["from: 6, to: 7", "from: 8, to: 14"], [("start", "0.from"), ("end", "1.to")]),
        (["from: 5, to: 15, open_to: true"], [("point", "0.to")]),
    ],
)
def test_gaps_in_whole_days(tiers: list[str], expected: Told) -> None:
    files = benchmark(*tiers, more="unit: days\nrange: {min: 5, max: 15}")
    assert told("T602", files) == [(case, f"discretion.0.tiers.{path}") for case, path in expected]


def test_without_a_range_no_gap_and_nothing_left() -> None:
    files = benchmark("from: 5, to: 6", "from: 7, to: 8", "from: 90, to: 95")
    assert told("T602", files) == told("T603", files) == told("T604", files) == []


@pytest.mark.parametrize(
    "tier, expected",
    [
        ("from: 5, to: 10", []),
        ("from: 4.99, to: 10", [("below", "0.from")]),
        ("from: 5, to: 10.01", [("", "0.to")]),
        ("from: 4, to: 11", [("below", "0.from"), ("", "0.to")]),
        ("from: 2, to: 3", [("below", "0.from")]),  # told once
        ("from: 12, to: 13", [("", "0.to")]),
        ("to: 3", [("below", "0.to")]),
        ("from: 12", [("", "0.from")]),
        ("to: 8", []),
        ("from: 8", []),
        ("from: 4, to: 8, open_from: true", [("below", "0.from")]),
        ("from: 10, to: 5", []),  # reversed is T605's
        ("penalty: 减轻处罚", []),
    ],
)
def test_the_statutory_range(tier: str, expected: Told) -> None:
    files = benchmark(tier, more="unit: yuan\nrange: {min: 5, max: 10}")
    assert told("T603", files) == [(case, f"discretion.0.tiers.{path}") for case, path in expected]


@pytest.mark.parametrize(
    "limits, tier, expected",
    [
        ("{max: 10}", "from: 0, to: 10", []),
        ("{max: 10}", "from: 0, to: 11", ["0.to"]),
        ("{min: 5}", "from: 5, to: 1000000000", []),
        ("{min: 5}", "from: 4, to: 8", ["0.from"]),
        ("{min: 10, max: 5}", "from: 6, to: 8", []),  # T605 speaks of the range
        ("{}", "from: 6, to: 8", []),
    ],
)
def test_a_range_with_one_end(limits: str, tier: str, expected: list[str]) -> None:
    assert paths("T603", benchmark(tier, more=f"unit: yuan\nrange: {limits}")) == at(*expected)


THREE = ["from: 1, to: 2", "from: 2, to: 3", "from: 3, to: 4"]


@pytest.mark.parametrize(
    "more, tiers, expected",
    [
        ("unit: yuan", THREE, []),
        ("unit: yuan", THREE[:2], ["tiers"]),
        ("unit: yuan", [*THREE[:2], "penalty: 警告", "penalty: 不予处罚"], ["tiers"]),
        ("unit: yuan", [*THREE[:2], "from: 3, to: 4, penalty: 吊销"], []),
        ("unit: yuan", [], ["tiers"]),
        ("unit: yuan\nrange: {min: 1, max: 4}", ["penalty: 警告"], ["tiers"]),
        ("unit: yuan\nrange: {min: 200, max: 200}", ["from: 200, to: 200"], []),  # no room
        ("note: 只有非罚款", ["penalty: 警告", "penalty: 吊销许可证"], []),
        ("note: 没有单位", THREE[:2], ["tiers"]),
        ("note: 什么也没有", [], ["tiers"]),
    ],
)
def test_how_many_tiers(more: str, tiers: list[str], expected: list[str]) -> None:
    assert paths("T604", benchmark(*tiers, more=more)) == at(*expected, tiers=False)


@pytest.mark.parametrize("least, expected", [(0, 0), (1, 0), (2, 0), (3, 1)])
def test_the_rulebook_says_how_many(least: int, expected: int) -> None:
    rulebook = f"kind: rulebook\nid: sample\nname: 样例规则\nextends: base\ndiscretion: {{least_tiers: {least}}}\n"
    assert len(hits("T604", {**benchmark(*THREE[:2]), "rulebook.yaml": rulebook})) == expected


@pytest.mark.parametrize(
    "tiers, expected",
    [
        (THREE, []),
        (["from: 1, to: 2", "from: 1, to: 2"], []),  # equal ends do not fall
        (["from: 2, to: 3", "from: 1, to: 2"], [("", "tiers.1.from")]),
        (["from: 1, to: 3", "from: 1, to: 2"], [("", "tiers.1.to")]),
        (["from: 1, to: 3", "penalty: 警告", "from: 1, to: 2"], [("", "tiers.2.to")]),  # apart from the order
        (["to: 3", "to: 2"], [("", "tiers.1.to")]),
        (["from: 3", "from: 2"], [("", "tiers.1.from")]),
        (["from: 3", "to: 2"], []),  # nothing to compare; T601 sees that they do not overlap
        (["from: 1, to: 2", "from: 3, to: 4", "from: 2, to: 3"], [("", "tiers.2.from")]),
        (list(reversed(THREE)), [("descending", "tiers")]),
        ([*reversed(THREE), "from: 5, to: 6"], [("", "tiers.1.from"), ("", "tiers.2.from")]),
        (["from: 3, to: 2"], [("reversed", "tiers.0.from")]),
        (["from: 3, to: 3"], []),  # one amount
        (["from: 3, to: 3, open_to: true"], [("reversed", "tiers.0.from")]),
        (["from: 3, to: 3, open_from: true"], [("reversed", "tiers.0.from")]),
        (["from: 1, to: 2", "from: 9, to: 3", "from: 3, to: 4"], [("reversed", "tiers.1.from")]),
        (["penalty: 吊销", "penalty: 警告"], []),
    ],
)
def test_rising(tiers: list[str], expected: Told) -> None:
    assert told("T605", benchmark(*tiers)) == [(case, f"discretion.0.{path}") for case, path in expected]


@pytest.mark.parametrize(
    "limits, expected",
    [("{min: 9, max: 5}", ["range.min"]), ("{min: 5, max: 5}", []), ("{max: 5}", []), ("{min: 5}", []), ("{}", [])],
)
def test_a_range_upside_down(limits: str, expected: list[str]) -> None:
    assert paths("T605", benchmark(*THREE, more=f"range: {limits}")) == at(*expected, tiers=False)


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("占地 5 平方米以下", "占地5平方米以下", True),
        ("占地５平方米以下", "占地5平方米以下。", True),
        ("A 级", "a级；", True),
        ("占地 5 平方米以下", "占地 5 平方米以上", False),
        ("不满 1.5 倍", "不满 15 倍", False),
        ("数量 <5", "数量 >5", False),
    ],
)
def test_the_same_condition(one: str, other: str, expected: bool) -> None:
    files = benchmark(f'name: 较轻, when: "{one}", from: 1, to: 2', f'name: 警告, when: "{other}", penalty: 警告')
    assert told("T606", files) == ([("", "discretion.0.tiers.1.when")] if expected else [])


@pytest.mark.parametrize("when, expected", [("", 1), (', when: "。 "', 1), (", when: 初次", 0), (", when: ", 0)])
def test_no_condition(when: str, expected: int) -> None:
    """A key without a value is refused by the schema (S002)."""
    text = f"{HEAD}discretion: [{{violation: 夜间施工, tiers: [{{name: 不予处罚{when}}}]}}]\n"
    assert [hit.case for hit in hits("T606", {POWER: text})] == ["no_condition"] * expected


def test_a_third_tier_with_the_condition_is_told_of_the_first() -> None:
    tier = "name: 一档, when: 初次"
    assert [hit.other and hit.other[0].path[3] for hit in hits("T606", benchmark(tier, tier, tier))] == [0, 0]


WRONG = ["from: 5, to: 9", "from: 8, to: 12, when: 情形0, name: 甲", "from: 14, to: 13"]
FAULTS = {"T601", "T602", "T603", "T605", "T606"}


@pytest.mark.parametrize(
    "head, tiers, expected",
    [
        ("", WRONG, FAULTS),
        ("status: retained\n", WRONG, FAULTS),
        ("status: cancelled\n", WRONG, set()),
        ("status: proposed\n", WRONG, set()),
        ("", [*WRONG, "from: 五千"], set()),  # S002 has spoken: what is missing may have been right
        ("", [*WRONG, "form: 5"], set()),
        ("note: {}\n", WRONG, FAULTS),  # refused elsewhere
    ],
)
def test_whose_benchmarks_are_looked_at(head: str, tiers: list[str], expected: set[str]) -> None:
    files = benchmark(*tiers, more="unit: yuan\nrange: {min: 4, max: 10}", head=head)
    assert {rule for rule in ("T601", "T602", "T603", "T604", "T605", "T606") if hits(rule, files)} == expected


def test_an_unknown_unit_is_told_by_the_power_rules() -> None:
    files = benchmark(*THREE, more="unit: dollars\nrange: {min: 1, max: 4}")
    assert [rule for rule in ("T601", "T602", "T603", "T604", "T605", "T606") if hits(rule, files)] == []
    assert paths("P102", files) == ["discretion.0.unit"]


def test_facts_are_as_people_write_them() -> None:
    files = benchmark("from: 1.50, to: 2.0", "from: 3.0", more="unit: times\nrange: {min: 1.0, max: 4}")
    start, inner = hits("T602", files)
    assert start.facts == {"violation": "夜间施工", "unit": "倍", "low": 1, "high": 1.5, "after": "第0档"}
    assert inner.facts["low"] == 2
    assert str(inner.facts["low"]) == "2"
    (overlap,) = hits("T601", benchmark("from: 1", "from: 2"))
    assert overlap.facts["high"] == ""


def tier(low: float | None, high: float | None) -> Tier:
    return Tier(name="一档", from_=low, to=high)


def test_spans_of_the_model() -> None:
    ordered = spans([tier(6, None), Tier(name="警告", penalty="警告"), tier(None, 6)])
    assert [(span.start.value, span.end.value) for span in ordered] == [(0, 6), (6, inf)]
    assert not list(overlaps(ordered))
    assert not list(gaps(ordered, Range(min=1, max=9), whole=False))
    assert not list(overlaps([]))
    assert not list(gaps([], Range(min=1, max=9), whole=False))
    assert not is_empty(tier(None, None))
