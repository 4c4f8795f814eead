"""Every sentence the tool says, by language: one file a rule family (``P.yaml``), one a command or subject with many
sentences (``chart.yaml``: key → sentence), and ``common.yaml``, section by section, for the rest."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from powerctl.errors import PowerctlError
from powerctl.results import Finding, Location
from powerctl.visible import visible

LANGUAGES = {"zh": "zh-CN", "en": "en"}
_HERE = Path(__file__).parent
_ROW = " / "  # between several words of one fact


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What is told about a rule: title, sentence, further sentences by case, the reason, the remedy."""

    title: str
    message: str
    why: str
    fix: str
    cases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language (``zh`` or ``en``)."""

    language: str

    def rule(self, rule_id: str) -> RuleWords:
        """All that is told about a rule; KeyError for a rule that has no words."""
        entry = _file(LANGUAGES[self.language], rule_id[0])[rule_id]
        return RuleWords(entry["title"], entry["message"], entry["why"], entry["fix"], entry.get("cases") or {})

    def sentence(self, finding: Finding) -> str:
        """What is wrong, with the values."""
        if finding.case == "crashed":
            return self.text("report", "crashed", **finding.facts)
        words = self.rule(finding.rule)
        return self._fill(words.cases.get(finding.case, words.message), finding.facts)

    def error(self, error: PowerctlError) -> str:
        """One line for what stops the tool, with the next step."""
        facts = dict(error.facts)
        if error.finding is not None:
            facts["place"] = place_text(error.finding.location)
            facts["problem"] = self.sentence(error.finding)
        section, dot, key = error.key.rpartition(".")
        return self.text(section if dot else "errors", key, **facts)

    def text(self, section: str, key: str, **facts: object) -> str:
        """A sentence of the section's own file, else of the section in ``common.yaml``."""
        language = LANGUAGES[self.language]
        common = _file(language, "common")
        sentences = common[section] if section in common else _file(language, section)
        return self._fill(sentences[key], facts)

    def _fill(self, template: str, facts: Mapping[str, object]) -> str:
        return _Filler(self._terms()).fill(template, facts)

    def _terms(self) -> Mapping[str, str]:
        terms: Mapping[str, str] = _file(LANGUAGES[self.language], "common")["terms"]
        return terms


def place_text(location: Location) -> str:
    """``path:line:column``, safe to show."""
    return f"{visible(location.file)}:{location.line}:{location.column}"


@cache
def _file(language: str, name: str) -> Any:
    from ruamel.yaml import YAML

    return YAML(typ="safe").load((_HERE / language / f"{name}.yaml").read_text("utf-8"))


class _Filler(string.Formatter):
    """Fills placeholders: ``{name}`` a fact made safe to show, ``{name!t}`` its translation (word by word),
    ``{count:file|files}`` a number with the word that goes with it, ``⟦…{name}…⟧`` a part that is left out where the
    fact is empty."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._terms = terms

    def fill(self, template: str, facts: Mapping[str, object]) -> str:
        return "".join(
            self.vformat(part, (), facts)
            for part, needed in _parts(template)
            if all(facts.get(name) not in ("", None) for name in needed)
        )

    def convert_field(self, value: Any, conversion: Any) -> Any:
        if conversion == "t":
            return _ROW.join(self._terms.get(word, visible(word)) for word in str(value).split(_ROW))
        return visible(str(value))

    def format_field(self, value: Any, format_spec: str) -> Any:
        one, bar, many = format_spec.partition("|")
        return f"{value} {one if value == '1' else many}" if bar else super().format_field(value, format_spec)


@cache
def _parts(template: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The parts of a sentence, each with the facts without which it is left out; sentences are few and told often."""
    parts = enumerate(template.replace("⟧", "⟦").split("⟦"))
    return tuple((part, placeholders(part) if index % 2 else frozenset()) for index, part in parts)


def placeholders(template: str) -> frozenset[str]:
    """The names that a sentence needs."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)
