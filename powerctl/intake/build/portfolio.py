"""Divisions of work: the posts of a unit with what they are in charge of."""

from __future__ import annotations

import re

from powerctl.intake.build.scene import Scene, noted, without_nothing
from powerctl.intake.cells import lists
from powerctl.intake.desk import offices, owners
from powerctl.intake.hand import Hand
from powerctl.intake.vocabulary import words

_SENTENCE = re.compile(r"(?<=[。；;])\s*")


def portfolio(scene: Scene, hand: Hand) -> None:
    """A post, added to its unit or completed there."""
    named = hand.take("post", "posts")
    posts = owners(hand, scene.desk, scene.unit, named)
    if not posts or posts[0].startswith("external:"):
        return
    hand.subject = f"{scene.unit.id}:{posts[0]}"
    hand.take("post", "posts")
    duties = [part for entry in hand.entries("duties", "posts.duties") for part in _SENTENCE.split(entry) if part]
    areas = _areas(scene, "".join(duties))
    if areas:
        hand.guess("areas", named[0], areas="、".join(areas))
    found = offices(scene.desk, scene.unit, hand.take("office", "posts.office"))
    serial = [f"{scene.origin(hand)}"] if scene.table.title else []
    post = scene.unit.posts.setdefault(posts[0], {"id": posts[0], "name": lists.name(named[0].text)})
    added = {
        "office": found[0] if found else "",
        "portfolio": areas,
        "duties": duties,
        "note": noted(hand.text("note", "posts.note"), *hand.notes(), *serial),
        "x-source": hand.source(),
    }
    post |= without_nothing(added)


def _areas(scene: Scene, text: str) -> list[str]:
    """The rulebook's areas whose words stand in the duties."""
    known = scene.desk.rulebook.areas
    return [id_ for id_, held in words("areas").items() if id_ in known and any(word in text for word in held)]
