"""Matters for collective decision: one power to decide an item."""

from __future__ import annotations

from powerctl.intake.build.scene import Scene, named, noted, without_nothing
from powerctl.intake.cells import lists, terms
from powerctl.intake.desk import Data
from powerctl.intake.hand import Hand
from powerctl.intake.vocabulary import squeezed


def decision(scene: Scene, hand: Hand) -> None:
    """The power to decide a matter; without a column for the matter its class is it."""
    class_, matter = hand.name("class", "main"), hand.name("matter_text", "name").rstrip("；;。")
    main, name = (class_, matter) if matter else ("", class_)
    id_ = scene.desk.power_id(scene.unit, "", (main, name), scene.table_id)
    hand.subject = f"{scene.unit.id}/{id_}"
    hand.take("class", "main"), hand.take("matter_text", "name")
    short, full = named(name)
    rulebook = scene.desk.rulebook
    bodies = [squeezed(lists.name(taken.text)) for taken in hand.take("body", "holder")]
    type_ = "internal-decision" if "internal-decision" in rulebook.power_types else scene.type_of(hand, [], name)
    data: Data = {
        "name": short,
        "main": main[:200],
        "type": type_,
        "matter": terms.held_term(class_ or name, "matters", rulebook.matters),
        "holder": scene.desk.reference(scene.unit, bodies[0], "body") if bodies else "",
        "content": noted(full, hand.text("criterion", "content")),
        "scope": hand.text("amount", "scope"),
        "sources": [scene.origin(hand)],
        "note": noted(hand.text("note", "note"), *hand.notes()),
        "x-source": hand.source(),
    }
    scene.draft(hand, id_, without_nothing(data))
