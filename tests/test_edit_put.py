"""One value put into somebody's YAML: what else stands there stays byte for byte."""

from __future__ import annotations

import pytest

from powerctl.edit.put import Put, put

AFTER = ("id", "factors")


@pytest.mark.parametrize(
    "before, after",
    [
        ("- id: a\n  factors: {b: 1}\n  controls: []\n", "- id: a\n  factors: {b: 1}\n  grade: high\n  controls: []\n"),
        ("- id: a\n", "- id: a\n  grade: high\n"),
        ("- id: a", "- id: a\n  grade: high\n"),
        ("-   id: a # 甲\n    # 乙\n    x: 1\n", "-   id: a # 甲\n    grade: high\n    # 乙\n    x: 1\n"),
        ("- id: a\r\n  x: 1\r\n", "- id: a\r\n  grade: high\r\n  x: 1\r\n"),
        ("- id: a\n  grade: low  # 说明\n", "- id: a\n  grade: high  # 说明\n"),
        ("- id: a\n  grade: 'low'\n", "- id: a\n  grade: 'high'\n"),
        ('- {id: a, grade: "low", x: 1}\n', '- {id: a, grade: "high", x: 1}\n'),
        ("- {id: a, factors: {b: 1}, x: 1}\n", "- {id: a, factors: {b: 1}, grade: high, x: 1}\n"),
        ("- {\n    id: a,\n    x: 1 }\n", "- {\n    id: a, grade: high,\n    x: 1 }\n"),
        (
            "- id: a\n  factors:\n    b: 1\n    # 丙\n  x: 1\n",
            "- id: a\n  factors:\n    b: 1\n    # 丙\n  grade: high\n  x: 1\n",
        ),
        ("- id: |\n    a\n  x: 1\n", "- id: |\n    a\n  grade: high\n  x: 1\n"),
        ("\ufeff- id: a\n", "\ufeff- id: a\n  grade: high\n"),
    ],
)
def test_a_value_is_put_where_it_belongs(before: str, after: str) -> None:
    head = "kind: risks\nrisk_points:\n"
    mark = "\ufeff" if before.startswith("\ufeff") else ""
    if "\r\n" in before:
        head = head.replace("\n", "\r\n")
    raw = (mark + head + before.removeprefix("\ufeff")).encode()
    result = put("units/town/risks.yaml", raw, [Put(("risk_points", 0, "grade"), "high", AFTER)])
    assert result is not None
    assert result.decode() == mark + head + after.removeprefix("\ufeff")


@pytest.mark.parametrize(
    "text, path",
    [
        ("kind: risks\nrisk_points: [\n", ("risk_points", 0, "grade")),  # no YAML
        ("kind: risks\nrisk_points: []\n", ("risk_points", 0, "grade")),  # not there
        ("kind: risks\nrisk_points: x\n", ("risk_points", 0, "grade")),
        ("kind: risks\nrisk_points: [{grade: {x: 1}}]\n", ("risk_points", 0, "grade")),  # no scalar
        ("kind: risks\nrisk_points: [{}]\n", ("risk_points", 0, "grade")),
    ],
)
def test_what_cannot_be_done_safely_is_not_done(text: str, path: tuple[str | int, ...]) -> None:
    assert put("units/town/risks.yaml", text.encode(), [Put(path, "high", AFTER)]) is None


def test_several_values_at_once_or_none() -> None:
    raw = b"kind: risks\nrisk_points:\n  - id: a\n  - {id: b, grade: low}\n"
    puts = [Put(("risk_points", index, "grade"), "high", AFTER) for index in range(3)]
    assert put("units/town/risks.yaml", raw, puts) is None
    done = put("units/town/risks.yaml", raw, puts[:2])
    assert done == b"kind: risks\nrisk_points:\n  - id: a\n    grade: high\n  - {id: b, grade: high}\n"
