"""The same sentences with the same placeholders stand in every language; facts are shown harmless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from powerctl import messages
from powerctl.errors import PowerctlError
from powerctl.messages import LANGUAGES, Words, placeholders
from powerctl.results import Finding, Location, Severity
from powerctl.rules.specs import SPECS

FOLDER = Path(messages.__file__).parent
FILES = sorted(path.name for path in (FOLDER / "zh-CN").glob("*.yaml"))


def sentences(data: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from sentences(value, (*path, str(key)))
    else:
        yield path, str(data)


def load(language: str, name: str) -> dict[tuple[str, ...], str]:
    return dict(sentences(YAML(typ="safe").load((FOLDER / language / name).read_text("utf-8"))))


@pytest.mark.parametrize("name", FILES)
def test_languages_have_the_same_keys_and_placeholders(name: str) -> None:
    chinese, english = load("zh-CN", name), load("en", name)
    assert chinese.keys() == english.keys()
    for key, text in chinese.items():
        assert placeholders(text) == placeholders(english[key]), key


@pytest.mark.parametrize("name", FILES)
def test_chinese_is_chinese_and_english_has_none(name: str) -> None:
    for key, text in load("zh-CN", name).items():
        assert any("\u4e00" <= char <= "\u9fff" for char in text) or len(text) <= 12, key
    for key, text in load("en", name).items():
        is_example = key[-1] == "fix"  # what to write into a Chinese file is Chinese
        assert is_example or not any("\u4e00" <= char <= "\u9fff" for char in text), key


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("rule", sorted(SPECS))
def test_every_rule_and_case_has_its_words(rule: str, language: str) -> None:
    words = Words(language).rule(rule)
    assert words.title and words.message and words.why.strip() and words.fix.strip()
    assert set(SPECS[rule].cases) <= {*words.cases, "crashed"} or not words.cases.keys() ^ SPECS[rule].cases.keys()


def test_no_words_without_a_rule() -> None:
    told = {key[0] for name in FILES if name[0].isupper() for key in load("zh-CN", name)}
    assert told == set(SPECS)


def test_a_fact_with_braces_or_controls_changes_nothing() -> None:
    facts = {"id": "{name} \x1b[31m ⟦x⟧ \u202e"}
    finding = Finding("S004", Severity.ERROR, Location("a.yaml"), facts)
    sentence = Words("zh").sentence(finding)
    assert "{name} \\x1b[31m ⟦x⟧ \\u202e" in sentence


@pytest.mark.parametrize("guess, shown", [("power", "did you mean power"), ("", "")])
def test_a_part_without_its_fact_is_left_out(guess: str, shown: str) -> None:
    text = Words("en").error(PowerctlError("unknown_kind", kind="x", nearest=guess, known="power"))
    assert shown in text
    assert ("did you mean" in text) == bool(guess)
    assert "⟦" not in text


@pytest.mark.parametrize(("files", "told"), [(0, "0 files"), (1, "1 file "), (2, "2 files"), ("1,000", "1,000 files")])
def test_a_number_agrees_with_its_word(files: object, told: str) -> None:
    assert told in Words("en").text("build", "written", name="x", files=files, path="y")


def test_english_counts_nothing_as_one_of_many() -> None:
    counted = re.compile(r"\{(?:count|files|changes|commits|findings|errors|days|times|items|more|total)\} [a-z]+s\b")
    for name in FILES:
        for key, text in load("en", name).items():
            assert not counted.search(text), (name, key)


def test_the_section_of_a_file_and_one_of_common_never_share_a_name() -> None:
    sections = {key[0] for key in load("zh-CN", "common.yaml")}
    assert not sections & {Path(name).stem for name in FILES}


def test_an_error_of_a_section_is_worded_there(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"common": {"errors": {}, "terms": {}}, "chart": {"no_dot": "dot: {name}"}}
    monkeypatch.setattr(messages, "_file", lambda _, name: told[name])
    assert Words("zh").error(PowerctlError("chart.no_dot", name="x")) == "dot: x"
