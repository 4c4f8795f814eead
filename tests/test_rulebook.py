"""Rulebooks: what extends means, what is refused, and that the built-in one is whole."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from powerctl.errors import PowerctlError
from powerctl.layers import Layer, built_in_names, chain
from powerctl.model.rulebook import Rulebook
from powerctl.resources import resource
from powerctl.results import Severity
from powerctl.rulebook import load_rulebook, merged, origins
from powerctl.source import WorkingTree
from powerctl.vocabulary import unknown_words

HEAD = "kind: rulebook\nid: sample\nname: 样例\nextends: base\n"


def load(root: Path, text: str) -> Rulebook:
    (root / "rulebook.yaml").write_text(HEAD + text, "utf-8")
    return load_rulebook(WorkingTree(root), "rulebook.yaml")


def layers(*data: dict[str, Any]) -> tuple[Layer, ...]:
    return tuple(Layer(f"{number}.yaml", b"", entry) for number, entry in enumerate(data))


@pytest.mark.parametrize(
    "base, own, result",
    [
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}}, {"a": {"x": 1, "y": 3}}),
        ({"a": [1, 2]}, {"a": [3]}, {"a": [3]}),
        ({"a": {"x": {"l": 1}, "y": {"l": 2}}}, {"a": {"x": None}}, {"a": {"y": {"l": 2}}}),
        ({"a": {"x": 1}}, {"a": None}, {}),
        ({}, {"a": {"x": None, "y": 1}}, {"a": {"y": 1}}),
        ({"a": 1, "extends": "base"}, {}, {"a": 1}),
    ],
)
def test_merging(base: dict[str, Any], own: dict[str, Any], result: dict[str, Any]) -> None:
    assert merged(layers(base, own)) == result


def test_merging_leaves_the_layers_as_they_were() -> None:
    base = {"a": {"x": [1]}}
    both = layers(base, {"a": {"y": 2}})
    merged(both)["a"]["x"].append(9)
    assert base == {"a": {"x": [1]}}


def test_a_catalogue_without_a_rulebook_has_the_built_in_one(tmp_path: Path) -> None:
    rulebook = load_rulebook(WorkingTree(tmp_path), "")
    assert rulebook.id == "base"
    assert rulebook.risk.method is not None
    assert [band.from_ for band in rulebook.risk.method.bands] == [12, 6, 1]


def test_what_a_place_changes(tmp_path: Path) -> None:
    rulebook = load(
        tmp_path,
        "risk:\n  categories: {ethics: null}\nseverity: {P104: error, X041: 'off'}\n"
        "matters: {emergency: {label: 突发事件, collective: false}}\n",
    )
    assert "ethics" not in rulebook.risk.categories
    assert "process" in rulebook.risk.categories
    assert rulebook.severity == {"P104": Severity.ERROR, "X041": Severity.OFF}
    assert rulebook.matters["decision"].collective
    assert not rulebook.matters["emergency"].collective


def test_a_rulebook_may_extend_a_file_that_extends_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "province.yaml").write_text(HEAD + "chief: {speaks_last: true}\n", "utf-8")
    (tmp_path / "rulebook.yaml").write_text(
        "kind: rulebook\nid: county\nname: 县\nextends: province.yaml\nchief: {limit_areas: [finance]}\n", "utf-8"
    )
    rulebook = load_rulebook(WorkingTree(tmp_path), "rulebook.yaml")
    assert rulebook.id == "county"
    assert rulebook.chief.speaks_last
    assert rulebook.chief.limit_areas == ("finance",)
    files = [layer.file for layer in chain(WorkingTree(tmp_path), "rulebook.yaml")]
    assert files == ["base.yaml", "province.yaml", "rulebook.yaml"]


@pytest.mark.parametrize(
    "text, key, case",
    [
        ("riks: {}\n", "rulebook_fault", "unknown_key"),
        ("risk: {review_months: soon}\n", "rulebook_fault", "type"),
        ("severity: {P101: fatal}\n", "rulebook_fault", "value"),
        ("severity: {everything: 'off'}\n", "rulebook_fault", "key_form"),
        ("areas: {parks: {en: parks}}\n", "rulebook_fault", "missing_key"),
        ("separation: [{id: x, label: 分离, duties: [review, aprove]}]\n", "rulebook_fault", "value"),
        ("risk: {method: {factors: [importanse]}}\n", "rulebook_fault", "value"),
        ("name: 又一个\n", "rulebook_fault", "duplicate"),
        ("x: &a 1\n", "rulebook_fault", "anchor"),
    ],
)
def test_what_is_refused(text: str, key: str, case: str, tmp_path: Path) -> None:
    with pytest.raises(PowerctlError) as caught:
        load(tmp_path, text)
    assert caught.value.key == key
    assert caught.value.finding is not None
    assert caught.value.finding.case == case
    assert caught.value.finding.location.file == "rulebook.yaml"
    assert caught.value.finding.location.line == 5


def test_a_rulebook_outside_the_catalogue_is_not_read(tmp_path: Path) -> None:
    inside = tmp_path / "c"
    inside.mkdir()
    (tmp_path / "secret.yaml").write_text(HEAD, "utf-8")
    with pytest.raises(PowerctlError):
        load_rulebook(WorkingTree(inside), "../secret.yaml")


def test_origins_name_the_layer_that_set_each_value(tmp_path: Path) -> None:
    load(tmp_path, "chief:\n  speaks_last: true\n")
    found = {origin.path: origin for origin in origins(chain(WorkingTree(tmp_path), "rulebook.yaml"))}
    own = found["chief", "speaks_last"].location
    assert (own.file, own.line) == ("rulebook.yaml", 6)
    assert found["chief", "not_in_charge_of"].location.file == "base.yaml"
    assert found["name",].value == "样例"


def test_unknown_words_are_told_with_their_place() -> None:
    data = {"duties": {"review": {}}, "separation": [{"duties": ["review", "approve"]}]}
    assert list(unknown_words(data)) == [(("separation", 0, "duties", 1), "approve", ["review"])]


@pytest.mark.parametrize("name", built_in_names())
def test_every_number_of_a_built_in_rulebook_tells_its_source(name: str) -> None:
    """A number that somebody could dispute has a clause, a standard or 自定 beside it or in the comment above."""
    lines = (resource("schemas") / "rulebooks" / f"{name}.yaml").read_text("utf-8").splitlines()
    keys = "review_months low_share at_least repeats split_within least_tiers likeness deadline within quorum majority"
    asked = re.compile(rf"({'|'.join([*keys.split(), 'persons', 'from', 'total'])}): .*[0-9]")
    source = re.compile("自定|条|通行|附录|GB/T|办法|惯例")
    for number, line in enumerate(lines):
        if asked.search(line.split("#")[0]) and not line.lstrip().startswith("#"):
            nearby = [line, *lines[max(0, number - 9) : number]]
            assert any("#" in text and source.search(text.split("#", 1)[1]) for text in nearby), line
