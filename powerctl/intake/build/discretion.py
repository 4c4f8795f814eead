"""Discretion benchmarks: one violation an item, one tier a row."""

from __future__ import annotations

import re

from powerctl.intake.build.scene import Scene, named, noted, without_nothing
from powerctl.intake.cells import lists
from powerctl.intake.desk import Data
from powerctl.intake.hand import LONGEST_TEXT, Hand, Taken

_TIMES = {"": 1, "千": 1000, "万": 10000, "百": 100}
_AMOUNT = r"(\d+(?:\.\d+)?)\s*([百千万]?)\s*元?"
_BAND = re.compile(rf"{_AMOUNT}(?:\s*以上)?\s*(?:[-－—~～至到]+|以上)\s*{_AMOUNT}(?:以下)?")
_MOST_TIERS = 50


def discretion(scene: Scene, hand: Hand) -> None:
    """A power to penalise a violation, with its tiers."""
    name = hand.name("violation", "discretion")
    codes = [lists.name(taken.text) for taken in hand.take("code", "code")]
    id_ = scene.desk.power_id(scene.unit, codes[0] if codes else "", (name,), scene.table_id)
    hand.subject = f"{scene.unit.id}/{id_}"
    hand.take("violation", "discretion")
    short, full = named(name)
    statutory, tiers = _tiers(hand)
    bases = scene.bases(hand, [*hand.take("basis", "basis")])
    bases = [basis for number, basis in enumerate(bases) if basis not in bases[:number]]
    holders = [f"实施机关：{lists.name(taken.text)}" for taken in hand.take("holder", "note")]
    entry: Data = {
        "violation": (full or name)[:LONGEST_TEXT],
        "basis": bases[0] if bases else None,
        "unit": "yuan" if any("from" in tier for tier in tiers) else "",
        "tiers": tiers[:_MOST_TIERS],
        "note": noted(*statutory, hand.text("range", "discretion")),
    }
    data: Data = {
        "name": short,
        "code": {"scheme": "local", "value": codes[0]} if codes else None,
        "type": "penalty" if "penalty" in scene.desk.rulebook.power_types else scene.type_of(hand, [], name),
        "basis": bases,
        "discretion": [without_nothing(entry)],
        "sources": [scene.origin(hand)],
        "note": noted(hand.text("note", "note"), *holders, *hand.notes()),
        "x-source": hand.source(),
    }
    scene.draft(hand, id_, without_nothing(data))


def _tiers(hand: Hand) -> tuple[list[str], list[Data]]:
    """What holds for all rows, and one tier a row."""
    shared = _shared(hand)
    notes = [f"{lists.name(taken.column.heading)}：{lists.whole(taken.text)}" for taken in shared]
    places = {taken.place for taken in shared}
    return notes, [tier for number, row in enumerate(hand.item.rows, 1) if (tier := _tier(hand, row, number, places))]


def _shared(hand: Hand) -> list[Taken]:
    """Cells that are merged over all rows of the item."""
    if len(hand.item.rows) < 2:
        return []
    found = []
    for slot in ("penalty", "when"):
        for taken in hand.take(slot, "discretion"):
            merge = hand.table.sheet.merge_at(taken.place)
            if merge and merge.bottom >= hand.item.rows[-1]:
                found.append(taken)
    return found


def _tier(hand: Hand, row: int, number: int, shared: set[tuple[int, int]]) -> Data:
    rows = (row,)

    def own(slot: str) -> list[Taken]:
        return [taken for taken in hand.take(slot, "discretion.tiers", rows) if taken.place not in shared]

    names = [lists.name(taken.text) for slot in ("class", "tier") for taken in own(slot)]
    when = [lists.whole(taken.text) for slot in ("class_when", "when") for taken in own(slot)]
    penalties = own("penalty")
    if not names and not when and not penalties:
        return {}
    texts = [_with_choice(taken, len(penalties)) for taken in penalties]
    tier: Data = {
        "name": "".join(names)[:200] or f"第{number}档",
        "when": noted(*when),
        **(_band(penalties[0].text) if len(penalties) == 1 else {}),
        "penalty": noted(*texts),
    }
    if not names and penalties:
        hand.guess("tier_name", penalties[0], name=tier["name"])
    return without_nothing(tier)


def _with_choice(taken: Taken, count: int) -> str:
    text = lists.whole(taken.text)
    return f"{taken.choice}：{text}" if count > 1 else text


def _band(text: str) -> Data:
    """From how many yuan to how many, where a text says one band."""
    bands = _BAND.findall(text)
    if len(bands) != 1 or "元" not in text:
        return {}
    low, low_unit, high, high_unit = bands[0]
    from_ = float(low) * _TIMES[low_unit or (high_unit if float(low) < float(high) else "")]
    to = float(high) * _TIMES[high_unit]
    return {"from": _number(from_), "to": _number(to)} if from_ <= to else {}


def _number(value: float) -> int | float:
    return int(value) if value == int(value) else value
