"""Every rule has a pair of samples, and says what they say: neither less nor more."""

from __future__ import annotations

from pathlib import Path

import pytest

from powerctl.messages import Words
from powerctl.rules.specs import SPECS
from tests.samples import RULES, expected, found, lay_out, places

# What git cannot hold, or what would make the repository heavy, is made in test_source.py and test_document.py.
_ELSEWHERE_S006 = "size events depth scalar deadline marks outside device unreadable deep vanished submodule"
# The day on which samples are judged lies in a year that is known: test_rules_workflow.py goes beyond.
ELSEWHERE = {"S006": frozenset(_ELSEWHERE_S006.split(" ")), "F304": frozenset({"unknown_year"})}
SAMPLED = sorted(folder.name for folder in RULES.iterdir() if folder.name != "base")


def test_every_rule_has_a_pair_and_every_pair_a_rule() -> None:
    assert sorted(SPECS) == SAMPLED


@pytest.mark.parametrize("rule", SAMPLED)
def test_the_bad_sample_is_found_where_it_says(rule: str, tmp_path: Path) -> None:
    sample = RULES / rule / "bad"
    wanted = expected(sample, rule)
    assert wanted, "a bad sample marks at least one line"
    catalogue = lay_out(sample, tmp_path / "c")
    assert places(found(catalogue, rule), catalogue) == wanted


@pytest.mark.parametrize("rule", SAMPLED)
def test_the_good_sample_has_none(rule: str, tmp_path: Path) -> None:
    catalogue = lay_out(RULES / rule / "ok", tmp_path / "c")
    assert found(catalogue, rule) == []


@pytest.mark.parametrize("rule", SAMPLED)
def test_every_case_of_a_rule_is_shown_by_its_bad_sample(rule: str, tmp_path: Path) -> None:
    catalogue = lay_out(RULES / rule / "bad", tmp_path / "c")
    seen = {finding.case for finding in found(catalogue, rule)}
    assert set(SPECS[rule].cases) - ELSEWHERE.get(rule, frozenset()) <= seen


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rule", SAMPLED)
def test_every_finding_of_the_bad_sample_can_be_said(rule: str, language: str, tmp_path: Path) -> None:
    catalogue = lay_out(RULES / rule / "bad", tmp_path / "c")
    for finding in found(catalogue, rule):
        sentence = Words(language).sentence(finding)
        assert sentence and "{" not in sentence and "⟦" not in sentence
