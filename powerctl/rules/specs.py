"""All rules there are: those of reading, those of judgement, and the one about waivers."""

from __future__ import annotations

from collections.abc import Mapping

from powerctl.model.rulebook import Rung
from powerctl.nearest import nearest
from powerctl.reading_rules import READING_RULES
from powerctl.results import RuleSpec
from powerctl.rules import RULES
from powerctl.waivers import SPEC as WAIVERS

SPECS: dict[str, RuleSpec] = dict(
    sorted(
        {
            **{spec.id: spec for spec in READING_RULES},
            **{id_: rule.spec for id_, rule in RULES.items()},
            WAIVERS.id: WAIVERS,
        }.items()
    )
)


def selected(select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
    """The ids of the rules that are wanted; each word is an id (``P101``) or a family (``P``).

    KeyError with the first word that names nothing.
    """
    wanted = _named(select) if select else frozenset(SPECS)
    return wanted - _named(ignore)


def on_rung(ladder: Mapping[str, Rung], level: str) -> frozenset[str]:
    """The rules of a rung and of those below it; KeyError for a rung that is not there."""
    rank = ladder[level].rank
    words = {word for rung in ladder.values() if rung.rank <= rank for word in rung.rules}
    return frozenset(rule_id for rule_id in SPECS if words & {rule_id, rule_id[0]})


def guess(word: str) -> str:
    """The id or family that was probably meant, or ""."""
    return nearest(word.upper(), {*SPECS, *(rule_id[0] for rule_id in SPECS)}, least=0.5)


def _named(words: tuple[str, ...]) -> frozenset[str]:
    named: set[str] = set()
    for word in words:
        matching = {rule_id for rule_id in SPECS if word.upper() in (rule_id, rule_id[0])}
        if not matching:
            raise KeyError(word)
        named |= matching
    return frozenset(named)
