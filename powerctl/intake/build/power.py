"""Power lists: one power an item, with its steps where every row of it is one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from powerctl.intake.build.flow import steps_of_rows
from powerctl.intake.build.scene import Scene, named, noted, without_nothing
from powerctl.intake.cells import lists, terms
from powerctl.intake.desk import Data, offices, owners
from powerctl.intake.hand import Hand, Taken
from powerctl.intake.vocabulary import label, squeezed, words


def power(scene: Scene, hand: Hand) -> None:
    """A power as its row or rows say it."""
    main, name = _names(hand)
    if not name:
        hand.leave_item("nameless")
        return
    code = _code(hand)
    id_ = scene.desk.power_id(scene.unit, code, (main, name) if main else (name,), scene.table_id)
    hand.subject = f"{scene.unit.id}/{id_}"
    main, name = _names(hand)
    short, full = named(name)
    type_ = scene.type_of(hand, hand.one("type", "type") + hand.one("type_code", "type"), name)
    steps = steps_of_rows(scene, hand)
    limits, limit_note = _limits(scene, hand) if not steps else ({}, "")
    who, who_notes = _who(scene, hand)
    service = _service(hand)
    data: Data = {
        "name": short,
        "main": main,
        "code": {"scheme": "local", "value": code} if code else None,
        "type": type_,
        **_words(scene, hand),
        **who,
        "basis": _bases(scene, hand),
        "content": noted(full, hand.text("content", "content")),
        "scope": hand.text("scope", "scope"),
        "conditions": hand.entries("conditions", "conditions"),
        "limits": limits,
        "duties": [] if steps else hand.entries("duties", "duties"),
        "commitments": hand.entries("commitments", "commitments"),
        "discipline": hand.entries("discipline", "discipline"),
        "accountability": hand.entries("accountability", "accountability"),
        "rights": hand.entries("rights", "rights"),
        "remedies": _remedies(scene, hand),
        "complaints": _complaints(hand),
        "service": service,
        "workflow": {"source": "working", "steps": steps} if steps else None,
        "disclosure": _disclosure(scene, hand),
        "sources": [scene.origin(hand)],
    }
    data["note"] = noted(
        hand.text("note", "note"), limit_note, *who_notes, *_levels(hand, data), *_labelled(hand), *hand.notes()
    )
    data = without_nothing(data)
    data["x-source"] = hand.source()
    scene.draft(hand, id_, without_nothing(data))


def _names(hand: Hand) -> tuple[str, str]:
    """The main item ("" for none) and the name: a sub-item, where there is one, is what the power is."""
    name, sub, main = (hand.name(slot, "name") for slot in ("name", "sub", "main"))
    if sub:
        return (main or name)[:200], sub
    return (main[:200], name) if name else ("", main)


def _code(hand: Hand) -> str:
    """The code as text; one that a spreadsheet has made a number or a date of cannot be trusted."""
    for taken in hand.one("code", "code"):
        cell = hand.table.sheet.cells[taken.place]
        if cell.kind in ("number", "date"):
            hand.ledger.refuse(f"code_{cell.kind}", hand.spot(taken.place), text=cell.text)
        text = "".join(taken.text.split())
        return text if len(text) <= 200 else ""
    return ""


def _words(scene: Scene, hand: Hand) -> Data:
    """Status, level and source, as the rulebook calls them."""
    rulebook = scene.desk.rulebook
    found: Data = {}
    sections: tuple[tuple[str, str, Mapping[str, terms.Labelled]], ...] = (
        ("status", "statuses", rulebook.statuses),
        ("source", "power_sources", rulebook.power_sources),
    )
    for slot, section, known in sections:
        for taken in hand.one(slot, slot):
            reading = terms.term(taken.text, section, known)
            found[slot] = reading.value
            if not reading.value:
                hand.keep(taken)
    for taken in hand.take("level", "level"):
        listed = terms.levels(taken.text, rulebook.levels)
        if len(listed) == 1:
            found["level"] = listed[0]
    return {key: found.get(key, "") for key in ("status", "level", "source")}


def _levels(hand: Hand, data: Data) -> list[str]:
    """Levels that are more than one, or none that is known, as a note."""
    lines = []
    for taken in hand.take("level", "level"):
        if not data.get("level"):
            lines.append(f"行使层级：{lists.name(taken.text)}")
            hand.guess("level_several", taken)
    return lines


def _who(scene: Scene, hand: Hand) -> tuple[Data, list[str]]:
    """Holder, deputy in charge, offices; a holder that is the unit itself needs no mention."""
    unit, desk = scene.unit, scene.desk
    notes: list[str] = []
    found: Data = {}
    for taken in hand.take("holder", "holder"):
        said = squeezed(lists.name(taken.text))
        if said in unit.known:
            found["holder"] = unit.known[said]
        elif not _is_unit(said, unit.name):
            notes.append(f"{label('powers', 'holder')}：{said}")
    leaders = owners(hand, desk, unit, hand.take("in_charge", "in_charge"))
    found["in_charge"] = leaders[0] if leaders else ""
    found["offices"] = offices(desk, unit, hand.take("office", "offices"))
    posts = owners(hand, desk, unit, hand.take("post", "assignments"))
    found["assignments"] = [{"post": post} for post in posts if not post.startswith("external:")]
    if duties := hand.entries("assignments", "note"):
        notes.append("人员职责分工：" + "；".join(duties))
    order = ("holder", "in_charge", "offices")
    return {**{key: found.get(key, "") for key in order}, "assignments": found["assignments"]}, notes


def _is_unit(said: str, name: str) -> bool:
    """Whether a holder is the unit, by its whole name or the end of it (市民政局 for 六盘水市民政局)."""
    own = squeezed(name)
    return said == own or own.endswith(said) or said.endswith(own)


def _bases(scene: Scene, hand: Hand) -> list[Data]:
    found = scene.bases(hand, hand.take("basis", "basis"))
    articles = [lists.name(taken.text) for taken in hand.take("articles", "basis")]
    if articles and len(found) == 1 and "articles" not in found[0]:
        found[0] = {**found[0], "articles": articles}
    elif articles:
        found.append({"title": "；".join(articles)[:200]})
    return found


def _limits(scene: Scene, hand: Hand) -> tuple[Data, str]:
    """Statutory and promised limit; a limit that is neither is taken for the promised one."""
    found: Data = {}
    notes: list[str] = []
    for taken in hand.take("limit", "limits"):
        limit = scene.limit(hand, taken)
        key = taken.variant or "promised"
        if limit.value and key not in found:
            found[key] = limit.value
            if not taken.variant:
                hand.guess("limit_which", taken, limit=limit.value)
        if not limit.is_whole or found.get(key) != limit.value:
            notes.append(f"{lists.name(taken.column.heading)}：{lists.whole(taken.text)}")
    ordered: Data = {key: found[key] for key in ("statutory", "promised") if key in found}
    if notes and ordered:
        return {**ordered, "note": noted(*notes)}, ""
    return ordered, noted(*notes)


def _remedies(scene: Scene, hand: Hand) -> list[str]:
    known = scene.desk.rulebook.remedies
    found: list[str] = []
    for taken in hand.take("remedies", "remedies"):
        held = [id_ for id_, said in words("remedies").items() if id_ in known and any(w in taken.text for w in said)]
        found += held
        if not held:
            hand.keep(taken)
    return list(dict.fromkeys(found))


def _complaints(hand: Hand) -> Data:
    return without_nothing({"phone": hand.line("phone", "complaints"), "channel": hand.line("channel", "complaints")})


def _service(hand: Hand) -> Data:
    one_line = {key: hand.line(slot, "service") for key, slot in _ONE_LINE.items()}
    return without_nothing(
        {
            "applicants": hand.text("applicants", "service"),
            "materials": hand.entries("materials", "service"),
            "fee": hand.text("fee", "service"),
            **one_line,
        }
    )


_ONE_LINE = {"place": "place", "hours": "hours", "phone": "service_phone", "result": "result"}


def _disclosure(scene: Scene, hand: Hand) -> Data:
    asks = scene.desk.rulebook.disclosure
    found: Data = {}
    sections: tuple[tuple[str, str, str, Mapping[str, terms.Labelled]], ...] = (
        ("scope", "scope_of_disclosure", "scopes", asks.scopes),
        ("timing", "timing", "timings", asks.timings),
    )
    for key, slot, section, known in sections:
        for taken in hand.take(slot, "disclosure"):
            found[key] = terms.term(taken.text, section, known).value
            if not found[key]:
                hand.keep(taken)
    found["channels"] = [id_ for taken in hand.take("channels", "disclosure") for id_ in channels(scene, hand, taken)]
    return without_nothing({key: found.get(key) for key in ("scope", "channels", "timing")})


def channels(scene: Scene, hand: Hand, taken: Taken) -> list[str]:
    """The channels that a cell ticks or lists; the cell is kept as it is where one of them is unknown."""
    known = scene.desk.rulebook.disclosure.channels
    text = taken.text
    parts = re.findall("[■☑√]([^■□☑√口]+)", text) if re.search("[■☑]", text) else re.split("[、,，;；\n]", text)
    said = [squeezed(part) for part in parts if squeezed(part)]
    found = [terms.term(part, "channels", known).value for part in said]
    if not all(found):
        hand.keep(taken)
    return list(dict.fromkeys(id_ for id_ in found if id_))


def _labelled(hand: Hand) -> list[str]:
    """A second code and what else has a slot but no field of its own."""
    return [
        f"{lists.name(taken.column.heading)}：{lists.name(taken.text)}" for taken in hand.take("other_code", "note")
    ]
