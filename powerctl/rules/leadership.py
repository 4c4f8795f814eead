"""L801–L804: who is in charge of what, up to how much, and whether it can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from powerctl.model.place import Ref
from powerctl.model.power import Power
from powerctl.model.unit import Post, Unit
from powerctl.naming import leading_posts, posts_behind, split_reference
from powerctl.nearest import nearest
from powerctl.results import Hit, Severity
from powerctl.rules.registry import Brief, Notes, Reach, comparison, rule


@rule("L801", Severity.ERROR, reach=Reach.UNIT)
def chief_in_charge_of_forbidden_area(brief: Brief) -> Iterator[Hit]:
    """The chief is in charge of none of the areas that the rulebook keeps from chiefs."""
    areas = brief.rulebook.areas
    for unit in _units(brief):
        for post, area, ref in _portfolios(unit):
            if post.chief and area in brief.rulebook.chief.not_in_charge_of:
                label = areas[area].label if area in areas else area
                yield Hit(ref, {"unit": unit.name, "post": post.name, "area": label})


@rule("L802", Severity.ERROR, reach=Reach.UNIT, twice=Severity.ERROR, unknown=Severity.ERROR)
def area_in_nobodys_portfolio(brief: Brief) -> Iterator[Hit]:
    """Each area that the rulebook requires is in exactly one portfolio of the unit; areas are words of the rulebook."""
    for unit in brief.catalogue.units:
        yield from _unknown_areas(brief, unit)
    for unit in _units(brief):
        for area in brief.rulebook.chief.required_areas:
            yield from _not_just_one(brief, unit, area)


def _not_just_one(brief: Brief, unit: Unit, area: str) -> Iterator[Hit]:
    holders = [(post, ref) for post, own, ref in _portfolios(unit) if own == area]
    facts = {"unit": unit.name, "area": brief.rulebook.areas[area].label}
    if not holders:
        yield Hit(unit.ref.at("posts"), facts, on_key=True)
    for post, ref in holders[1:]:
        names = {"post": post.name, "first": holders[0][0].name}
        yield Hit(ref, facts | names, "twice", other=(holders[0][1], "first_here"))


def _unknown_areas(brief: Brief, unit: Unit) -> Iterator[Hit]:
    known = brief.rulebook.areas
    for _, area, ref in _portfolios(unit):
        if area not in known:
            yield Hit(ref, {"area": area, "nearest": nearest(area, known), "known": " ".join(sorted(known))}, "unknown")


@rule("L803", Severity.WARNING, reach=Reach.UNIT)
def area_without_approval_limit(brief: Brief) -> Iterator[Hit]:
    """A post in charge of an area that needs one has a limit up to which it may approve alone."""
    for unit in _units(brief):
        for post, area, ref in _portfolios(unit):
            limited = {limit.area for limit in post.approval_limits}
            if area in brief.rulebook.chief.limit_areas and area not in limited:
                yield Hit(ref, {"post": post.name, "area": brief.rulebook.areas[area].label})


def _posts_at_work(brief: Brief) -> Notes:
    """The units that have powers in this share, and the posts that appear in them."""
    powers = brief.catalogue.powers
    return [
        sorted({power.unit for power in powers}),
        sorted({holder for power in powers for holder in _posts_in(brief, power)}),
    ]


@comparison("L804", Severity.WARNING, gather=_posts_at_work)
def leading_post_without_powers(brief: Brief, notes: Mapping[str, Notes]) -> Iterator[Hit]:
    """Every leading post appears in the powers of the catalogue: as holder, in charge, or acting in a step."""
    at_work = {unit for units, _ in notes.values() for unit in units}
    seen = {(unit, post) for _, posts in notes.values() for unit, post in posts}
    for unit in brief.catalogue.units:
        if unit.id in at_work:
            for post in leading_posts(unit):
                if (unit.id, post.id) not in seen:
                    yield Hit(post.ref.at("id"), {"unit": unit.name, "post": post.name})


def _posts_in(brief: Brief, power: Power) -> Iterator[tuple[str, str]]:
    """The posts that a power speaks of one by one, and those behind its holder."""
    named = [power.in_charge, power.proposal, power.veto, *(entry.post for entry in power.assignments)]
    for step in power.workflow.steps if power.workflow else ():
        named += [*step.people, *step.supervised_by]
    for reference in filter(None, {*named, power.holder}):
        yield split_reference(reference, power.unit)
    for unit, post in posts_behind(brief.catalogue, power.unit, power.holder):
        yield unit.id, post.id


def _units(brief: Brief) -> Iterator[Unit]:
    """The units that the demands on chiefs hold for: those of the types named, of all types if none is."""
    types = brief.rulebook.chief.unit_types
    for unit in brief.catalogue.units:
        if unit.chief is not None and (not types or unit.type in types):
            yield unit


def _portfolios(unit: Unit) -> Iterator[tuple[Post, str, Ref]]:
    for post in unit.posts:
        for index, area in enumerate(post.portfolio):
            yield post, area, post.ref.at("portfolio", index)
