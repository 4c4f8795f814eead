"""All rules there are: those of judgement and those of reading."""

from __future__ import annotations

from powerctl.nearest import nearest
from powerctl.reading_rules import READING_RULES
from powerctl.results import RuleSpec
from powerctl.rules import RULES

SPECS: dict[str, RuleSpec] = dict(
    sorted(
        {
            **{spec.id: spec for spec in READING_RULES},
            **{id_: rule.spec for id_, rule in RULES.items()},
        }.items()
    )
)


def selected(select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
    """The ids of the rules that are wanted; each word is an id (``P101``) or a family (``P``).

    KeyError with the first word that names nothing.
    """
    wanted = _named(select) if select else frozenset(SPECS)
    return wanted - _named(ignore)


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
