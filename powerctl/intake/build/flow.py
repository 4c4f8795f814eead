"""Workflows: tables of steps, and power lists in which every row of an item is a step."""

from __future__ import annotations

import re

from powerctl.intake.build.scene import Scene, named, noted, without_nothing
from powerctl.intake.cells import lists, terms
from powerctl.intake.desk import Data
from powerctl.intake.hand import Hand, slug

_HEAD = re.compile(r"^([^：:，。；]{2,12}?)(?:阶段责任|环节责任|阶段|责任|环节)?[：:]")
_MOST_STEPS = 200


def flow(scene: Scene, hand: Hand) -> None:
    """A power with its steps; without a column for it, the title names the power."""
    name = hand.name("power", "name") or scene.table.title or scene.table.sheet.name
    id_ = scene.desk.power_id(scene.unit, "", (name,), scene.table_id)
    hand.subject = f"{scene.unit.id}/{id_}"
    hand.take("power", "name")
    short, full = named(name)
    steps = [step for row in hand.item.rows if (step := _step(scene, hand, row))]
    _warn_of_sums(hand, steps)
    data: Data = {
        "name": short,
        "type": scene.type_of(hand, [], name),
        "content": full,
        "workflow": {"source": "working", "steps": unique(steps)[:_MOST_STEPS]},
        "sources": [scene.origin(hand)],
        "note": noted(hand.text("note", "note"), *hand.notes()),
        "x-source": hand.source(),
    }
    scene.draft(hand, id_, without_nothing(data))


def _step(scene: Scene, hand: Hand, row: int) -> Data:
    rows = (row,)
    hand.take("number", "workflow.steps", rows)
    names = [lists.name(taken.text) for taken in hand.take("step", "workflow.steps", rows)]
    content = [lists.whole(taken.text) for taken in hand.take("content", "workflow.steps", rows)]
    if not names and not content:
        return {}
    name = (names or content)[0][:200]
    notes = content if names else content[1:]
    step: Data = {"id": slug("step", name), "name": name}
    for taken in hand.take("actor", "workflow.steps", rows):
        step["actor"] = scene.desk.actor(scene.unit, lists.name(taken.text))
    step["duty"] = terms.held_term(name, "duties", scene.desk.rulebook.duties)
    for taken in hand.take("limit", "workflow.steps", rows):
        limit = scene.limit(hand, taken)
        step["limit"] = limit.value
        if not limit.is_whole:
            notes = [*notes, f"时限：{lists.whole(taken.text)}"]
    for taken in hand.take("supervision", "workflow.steps", rows):
        step["supervised_by"] = [scene.desk.actor(scene.unit, lists.name(taken.text))]
    step["note"] = noted(*notes)
    return without_nothing(step)


def steps_of_rows(scene: Scene, hand: Hand) -> list[Data]:
    """The steps of an item of a power list: one a row, if it has several rows and each says a duty of its own."""
    named = bool(hand.table.places(hand.item, "step"))
    duties = hand.table.places(hand.item, "duties")
    if len(hand.item.rows) < 2 or (not named and len(duties) < 2):
        return []
    return unique([step for row in hand.item.rows if (step := _row_step(scene, hand, row))])[:_MOST_STEPS]


def _row_step(scene: Scene, hand: Hand, row: int) -> Data:
    rows = (row,)
    duty = "\n".join(lists.whole(taken.text) for taken in hand.take("duties", "workflow.steps", rows))
    names = [lists.name(taken.text) for taken in hand.take("step", "workflow.steps", rows)]
    entries = lists.entries(duty)
    head = _HEAD.match(entries[0]) if entries and not names else None
    name = (names or [head[1] if head else ""])[0] or (entries[0] if entries else "")
    if not name:
        return {}
    step: Data = {"id": slug("step", name), "name": lists.name(name)[:200]}
    for taken in [*hand.take("step_post", "workflow.steps", rows), *hand.take("office", "workflow.steps", rows)]:
        step.setdefault("actor", scene.desk.actor(scene.unit, lists.name(taken.text)))
    step["duty"] = terms.held_term(name, "duties", scene.desk.rulebook.duties)
    notes = [duty]
    for taken in hand.take("limit", "workflow.steps", rows):
        limit = scene.limit(hand, taken)
        wanted = taken.variant in ("", "promised") or "limit" not in step
        if limit.value and wanted:
            step["limit"] = limit.value
        if not limit.is_whole or not wanted or taken.variant == "statutory":
            notes.append(f"{lists.name(taken.column.heading)}：{lists.whole(taken.text)}")
    step["note"] = noted(*notes)
    return without_nothing(step)


def unique(steps: list[Data]) -> list[Data]:
    """Steps with ids of their own: the second of one name has a number behind it."""
    seen: dict[str, int] = {}
    found = []
    for step in steps:
        seen[step["id"]] = seen.get(step["id"], 0) + 1
        number = seen[step["id"]]
        found.append({**step, "id": f"{step['id']}-{number}" if number > 1 else step["id"]})
    return found


def _warn_of_sums(hand: Hand, steps: list[Data]) -> None:
    """Limits that only rise may be counted from the beginning, not from the step before."""
    amounts = [float(re.sub("[a-z]+", "", step["limit"])) for step in steps if step.get("limit", "0d") != "0d"]
    if len(amounts) >= 3 and amounts == sorted(set(amounts)):
        taken = hand.take("limit", "workflow.steps")
        hand.guess("limit_rising", taken[0])
