"""Duties that ought to be apart and that one post has in different powers of the same kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from powerctl.model.power import Power
from powerctl.model.rulebook import Rulebook, Separation
from powerctl.reckoning import Act, ToxicPair
from powerctl.table import Word


@dataclass(frozen=True, slots=True)
class Done:
    """A step that a post takes itself: its duty, its power, what it is."""

    duty: str
    power: Power
    act: Act


def toxic_pairs(rulebook: Rulebook, done: Iterable[Done]) -> tuple[ToxicPair, ...]:
    """The pairs of the rulebook's separation that a post holds in two powers of one matter, or of one type and axis.

    One power alone is the business of the workflow rules; powers of different kinds have different applicants, so that
    nobody is both the one who examines and the one who lets pass.
    """
    by_kind: defaultdict[tuple[str, ...], list[Done]] = defaultdict(list)
    for entry in done:
        by_kind[_kind(entry.power)].append(entry)
    found: dict[str, ToxicPair] = {}
    for kind in sorted(by_kind):
        for separation in rulebook.separation:
            pair = _pair(separation, by_kind[kind])
            if pair is not None:
                known = found.get(separation.id)
                powers = pair.powers + (known.powers if known is not None else 0)
                first, second = (known.first, known.second) if known is not None else (pair.first, pair.second)
                found[separation.id] = ToxicPair(separation.id, pair.label, first, second, powers)
    return tuple(found.values())


def _kind(power: Power) -> tuple[str, ...]:
    return ("matter", power.matter) if power.matter else ("type", power.type, power.axis)


def _pair(separation: Separation, done: list[Done]) -> ToxicPair | None:
    """Two steps of different duties in different powers; ``powers`` counts those that are in such a pair."""
    acts: defaultdict[str, dict[str, Act]] = defaultdict(dict)
    for entry in sorted(done, key=lambda entry: (entry.act.power, entry.act.step)):
        if entry.duty in separation.duties:
            acts[entry.duty].setdefault(entry.act.power, entry.act)
    pairs = list(_crossing(separation, acts))
    if not pairs:
        return None
    powers = {act.power for pair in pairs for act in pair}
    return ToxicPair(separation.id, Word(separation.label, separation.en), *pairs[0], len(powers))


def _crossing(separation: Separation, acts: dict[str, dict[str, Act]]) -> Iterator[tuple[Act, Act]]:
    """For each power with one of the duties, one other power with another of them: linear in the powers."""
    for index, one in enumerate(separation.duties):
        for other in separation.duties[index + 1 :]:
            firsts, seconds = acts.get(one, {}), acts.get(other, {})
            for power, act in firsts.items():
                partner = next((seconds[name] for name in seconds if name != power), None)
                if partner is not None:
                    yield act, partner
            for power, act in seconds.items():
                partner = next((firsts[name] for name in firsts if name != power), None)
                if partner is not None:
                    yield partner, act
