"""W011–W013 case by case."""

from __future__ import annotations

import pytest

from tests.briefs import told

FILE = "units/town/warnings/w.yaml"
LEVELS = """kind: rulebook
id: sample
name: 样例规则
extends: base
warnings:
  reply_within: 30d
  levels:
    yellow: {label: 黄色预警, colour: yellow, measures: [admonition], notice: rectification}
    blue: {label: 蓝色预警, colour: blue, measures: [correction], notice: warning}
"""


def warning(*lines: str) -> dict[str, str]:
    head = "kind: warning\nid: w\nlevel: yellow\ndescription: 核查走过场\npost: works-clerk\n"
    return {FILE: head + "\n".join(lines) + "\n", "rulebook.yaml": LEVELS}


SERVED = "notice: {type: rectification, served: 2026-05-01}"
REPLY = "reply: {on: 2026-05-30, causes: 人手不足, measures: [加派一人]}"


@pytest.mark.parametrize(
    "rule, lines, wanted",
    [
        ("W011", ["measures: [admonition]"], []),
        ("W011", ["measures: [admonition, correction]"], [("", "measures.1")]),
        ("W011", ["measures: [talk]"], [("unknown", "measures.0")]),
        ("W011", ["collected: {by: works-head, on: 2026-03-01, source: rumour}"], [("unknown", "collected.source")]),
        ("W011", ["notice: {type: warning}"], [("notice", "notice.type")]),
        ("W011", ["state: issued"], [("missing", "state")]),
        ("W011", ["state: collected"], []),
        # The reply is due on the thirtieth day after service: 31 May for 1 May.
        ("W012", [SERVED, REPLY], []),
        ("W012", [SERVED, REPLY.replace("05-30", "05-31")], []),
        ("W012", [SERVED, REPLY.replace("05-30", "06-01")], [("late", "reply.on")]),
        ("W012", [SERVED], [("", "notice.served")]),
        ("W012", [SERVED.replace("05-01", "05-31")], []),
        ("W012", [SERVED.replace("05-01", "05-30")], [("", "notice.served")]),
        ("W012", [SERVED, "state: escalated"], []),
        ("W012", ["reply: {on: 2026-05-30, causes: 人手不足}"], [("empty", "reply.measures")]),
        ("W012", ["reply: {on: 2026-05-30, measures: [加派一人]}"], [("empty", "reply.causes")]),
        ("W013", ["state: closed"], [("", "state")]),
        ("W013", ["closed: 2026-06-01"], [("", "closed")]),
        ("W013", ["state: replied"], []),
        ("W013", ["state: escalated"], [("nowhere", "state")]),
    ],
)
def test_what_is_told_of_a_warning(rule: str, lines: list[str], wanted: list[tuple[str, str]]) -> None:
    assert told(rule, warning(*lines)) == wanted


@pytest.mark.parametrize(
    "outcome, closed, wanted",
    [
        ("passed", "2026-06-10", []),
        ("passed", "2026-06-09", [("early", "closed")]),
        ("returned", "2026-06-10", [("failed", "review.outcome")]),
    ],
)
def test_what_is_told_of_a_closing(outcome: str, closed: str, wanted: list[tuple[str, str]]) -> None:
    review = f"review: {{by: works-head, on: 2026-06-10, outcome: {outcome}}}"
    assert told("W013", warning(review, "state: closed", f"closed: {closed}")) == wanted
