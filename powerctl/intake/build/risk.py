"""Risk tables: risk points of a power, or of an office, a post or the unit, with their controls."""

from __future__ import annotations

from powerctl.intake.build.flow import unique
from powerctl.intake.build.scene import Scene, named, noted, without_nothing
from powerctl.intake.cells import lists, terms
from powerctl.intake.desk import Data, offices, owners
from powerctl.intake.hand import LONGEST_TEXT, Hand, Taken, slug
from powerctl.intake.vocabulary import squeezed

_MOST_CONTROLS = 100


def risk(scene: Scene, hand: Hand) -> None:
    """The risk points of a row, on their power where it has one."""
    cells = hand.take("power", "name")
    name = lists.name(lists.entries(cells[0].text)[0]).rstrip("：:") if cells else ""
    if name:
        _of_power(scene, hand, name, cells[0])
    else:
        _of_unit(scene, hand)


def _of_power(scene: Scene, hand: Hand, name: str, cell: Taken) -> None:
    id_ = scene.desk.power_id(scene.unit, "", (name,), "")
    hand.subject = f"{scene.unit.id}/{id_}"
    hand.take("power", "name")
    short, full = named(name)
    steps = _steps(scene, hand)
    points = _points(scene, hand, {"step": steps[0]["id"]} if steps else {})
    rest = lists.entries(cell.text)[1:]
    data: Data = {
        "name": short,
        "type": scene.type_of(hand, hand.take("power_type", "type"), name),
        "offices": offices(scene.desk, scene.unit, hand.take("office", "offices")),
        "content": noted(full, *rest),
        "workflow": {"source": "working", "steps": steps} if steps else None,
        "risk_points": points,
        "sources": [scene.origin(hand)],
        "note": noted(hand.text("note", "note"), *_count(hand, points), *hand.notes()),
        "x-source": hand.source(),
    }
    scene.draft(hand, id_, without_nothing(data))


def _of_unit(scene: Scene, hand: Hand) -> None:
    hand.subject = f"{scene.unit.id}/risks"
    bound: Data = {}
    posts = owners(hand, scene.desk, scene.unit, hand.take("post", "risk_points"))
    found = offices(scene.desk, scene.unit, hand.take("office", "risk_points"))
    if posts and not posts[0].startswith("external:"):
        bound["post"] = posts[0]
    elif found:
        bound["office"] = found[0]
    else:
        bound["unit"] = True
    notes = [f"环节：{lists.name(taken.text)}" for taken in hand.take("step", "risk_points")]
    if len(posts) > 1 or (posts and found):
        notes.append("涉及：" + "、".join(_names(scene, [*posts, *found])))
    origin = scene.origin(hand)
    points = _points(scene, hand, bound)
    for point in points:
        point["note"] = noted(
            point.get("note", ""), *notes, *_count(hand, points), *hand.notes(), hand.text("note", "note"), origin
        )
    source = hand.source()
    if source and points:
        points[0]["x-source"] = source
    scene.draft(hand, "", {"risk_points": points})


def _names(scene: Scene, ids: list[str]) -> list[str]:
    by_id = {id_: name for name, id_ in scene.unit.known.items()}
    return [by_id.get(id_, id_) for id_ in ids]


def _steps(scene: Scene, hand: Hand) -> list[Data]:
    """The step that a row names; a post beside it acts there."""
    steps = []
    for taken in hand.take("step", "workflow.steps"):
        name = lists.name(taken.text)[:200]
        step: Data = {"id": slug("step", name), "name": name}
        people = owners(hand, scene.desk, scene.unit, hand.take("post", "workflow.steps"))
        if people:
            step["actor"], step["with"] = people[0], people[1:]
        step["duty"] = terms.held_term(name, "duties", scene.desk.rulebook.duties)
        order = ("id", "name", "actor", "with", "duty")
        steps.append(without_nothing({key: step.get(key) for key in order}))
    return unique(steps)


def _points(scene: Scene, hand: Hand, bound: Data) -> list[Data]:
    behaviours = _behaviours(hand)
    measures = hand.entries("measures", "risk_points.controls")
    grades = _grades(hand, len(behaviours))
    category, category_note = _category(scene, hand)
    shared = _controls(scene, hand, measures)
    paired = len(behaviours) == len(measures) > 1
    points: list[Data] = []
    seen: dict[str, int] = {}
    for index, behaviour in enumerate(behaviours):
        id_ = slug("risk", *map(str, bound.values()), behaviour)
        seen[id_] = seen.get(id_, 0) + 1
        point: Data = {
            "id": id_ if seen[id_] == 1 else f"{id_}-{seen[id_]}",
            **bound,
            "category": category,
            "behaviour": behaviour[:LONGEST_TEXT],
            "grade": grades[index] if index < len(grades) else "",
            "controls": [shared[index]] if paired else shared,
            "note": category_note,
        }
        points.append(without_nothing(point))
    if not measures and (people := owners(hand, scene.desk, scene.unit, _people(hand))):
        for point in points:
            point["note"] = noted(point.get("note", ""), "责任人：" + "、".join(_names(scene, people)))
    return points


def _behaviours(hand: Hand) -> list[str]:
    """What can go wrong; a short name of the risk stands before each of its forms."""
    names = hand.entries("risk", "risk_points")
    forms = hand.entries("behaviour", "risk_points")
    if not forms:
        return names
    if not names:
        return forms
    head = "；".join(names)
    return [form if form.startswith(head) else f"{head}：{form}" for form in forms]


def _grades(hand: Hand, count: int) -> list[str]:
    """The grade of each risk point; where a cell only counts grades, none can be said."""
    for taken in hand.take("grade", "risk_points.grade"):
        found = terms.grades(taken.text)
        if found.case:
            hand.guess(found.case, taken, grade=found.one)
        if found.counts and sum(found.counts.values()) != count:
            hand.fault_found("grade_count", taken, count=count)
        if found.one:
            return [found.one] * count
        if found.counts:
            hand.leave("grade_which", taken)
        else:
            hand.keep(taken)
    return []


def _count(hand: Hand, points: list[Data]) -> list[str]:
    """Grades that could not be given to one risk point, and a number of risk points that is not theirs."""
    lines = [
        f"风险等级：{lists.name(taken.text)}（未指明各是哪个）"
        for taken in hand.take("grade", "risk_points.grade")
        if not terms.grades(taken.text).one and terms.grades(taken.text).counts
    ]
    for taken in hand.take("count", "risk_points"):
        said = squeezed(taken.text)
        if said.isdigit() and int(said) != len(points):
            hand.fault_found("risk_count", taken, count=len(points))
    return lines


def _category(scene: Scene, hand: Hand) -> tuple[str, str]:
    known = scene.desk.rulebook.risk.categories
    for taken in hand.take("category", "risk_points.category"):
        said = squeezed(taken.text).removesuffix("风险")
        found = terms.term(said, "categories", known).value
        return (found, "") if found else ("", f"风险类别：{lists.name(taken.text)}")
    return "", ""


def _people(hand: Hand) -> list[Taken]:
    return [*hand.take("owners", "risk_points.controls"), *hand.take("leaders", "risk_points.controls")]


def _controls(scene: Scene, hand: Hand, measures: list[str]) -> list[Data]:
    rulebook = scene.desk.rulebook.controls
    people = owners(hand, scene.desk, scene.unit, _people(hand)) if measures else []
    controls: dict[str, Data] = {}
    first = next(iter(hand.take("measures", "risk_points.controls")), None)
    for measure in measures[:_MOST_CONTROLS]:
        type_ = terms.held_term(measure, "controls", rulebook.types) or next(iter(rulebook.types), "regulation")
        control: Data = {
            "id": slug("control", measure),
            "type": type_,
            "measure": measure[:LONGEST_TEXT],
            "owners": people,
            "every": terms.held_term(measure, "intervals", rulebook.intervals),
        }
        controls[control["id"]] = without_nothing(control)
    if first is not None and controls:
        hand.guess("control_type", first)
    return list(controls.values())
