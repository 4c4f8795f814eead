"""Catalogues of what is made public: one matter an item, with content, channels and deadline."""

from __future__ import annotations

from powerctl.intake.build.power import channels
from powerctl.intake.build.scene import Scene, named, noted, without_nothing
from powerctl.intake.cells import lists, terms
from powerctl.intake.desk import Data
from powerctl.intake.hand import Hand
from powerctl.intake.vocabulary import listed, squeezed


def disclosure(scene: Scene, hand: Hand) -> None:
    """A power whose disclosure the row describes; a table of this kind says no type, so that is a guess."""
    group, name = hand.name("group", "main"), hand.name("matter", "name").rstrip("；;。")
    main, name = (group, name) if name else ("", group)
    id_ = scene.desk.power_id(scene.unit, "", (main, name), scene.table_id)
    hand.subject = f"{scene.unit.id}/{id_}"
    hand.take("group", "main"), hand.take("matter", "name")
    short, full = named(name)
    deadline, deadline_note = _deadline(scene, hand)
    holders = [f"公开主体：{lists.name(taken.text)}" for taken in hand.take("holder", "note")]
    ticks = [f"{lists.name(h)}：{v}" for h, v in _ticked(hand, "noted")]
    data: Data = {
        "name": short,
        "main": main[:200],
        "type": scene.type_of(hand, [], name),
        "basis": scene.bases(hand, hand.take("basis", "basis")),
        "content": noted(full, *hand.entries("content", "content")),
        "disclosure": _how(scene, hand, deadline),
        "sources": [scene.origin(hand)],
        "note": noted(hand.text("note", "note"), *dict.fromkeys(holders), *deadline_note, *ticks),
        "x-source": hand.source(),
    }
    scene.draft(hand, id_, without_nothing(data))


def _how(scene: Scene, hand: Hand, deadline: str) -> Data:
    asks = scene.desk.rulebook.disclosure
    found = [id_ for taken in hand.take("channels", "disclosure") for id_ in channels(scene, hand, taken)]
    scopes = [
        terms.term(taken.text, "scopes", asks.scopes).value for taken in hand.take("scope_of_disclosure", "disclosure")
    ]
    timings = [terms.term(taken.text, "timings", asks.timings).value for taken in hand.take("timing", "disclosure")]
    public = "public" if "public" in asks.scopes else ""
    return without_nothing(
        {
            "scope": next(iter(scopes), public),
            "channels": list(dict.fromkeys(found)),
            "timing": next(iter(timings), ""),
            "deadline": deadline,
            "form": "、".join(value for _, value in _ticked(hand, "form"))[:200],
            "audience": "、".join(value for _, value in _ticked(hand, "audience"))[:200],
            "reason": hand.text("reason", "disclosure"),
        }
    )


def _ticked(hand: Hand, slot: str) -> list[tuple[str, str]]:
    """Upper heading and value of each cell: the lower heading where the cell is ticked."""
    found = []
    for taken in hand.take(slot, "disclosure"):
        upper = taken.column.heading.partition("/")[0]
        is_tick = squeezed(taken.text) in listed("ticked")
        found.append((upper, taken.choice if is_tick else lists.name(taken.text)))
    return list(dict.fromkeys(found))


def _deadline(scene: Scene, hand: Hand) -> tuple[str, list[str]]:
    for taken in hand.take("deadline", "disclosure.deadline"):
        limit = scene.limit(hand, taken)
        note = [] if limit.is_whole else [f"公开时限：{lists.whole(taken.text)}"]
        return limit.value, note
    return "", []
