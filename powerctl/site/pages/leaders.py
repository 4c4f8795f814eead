"""领导干部个人权力清单: what each leading post of a unit holds, is in charge of and takes part in."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.public.power import PublicPower
from powerctl.public.terms import PublicParty
from powerctl.public.unit import PublicPost, PublicUnit
from powerctl.site.frame import Frame, number, power_path, unit_path
from powerctl.site.page import Crumb, Page
from powerctl.site.sheet import Cell, Link, Section, sheet


def pages(frame: Frame) -> Iterator[Page]:
    """A page a unit with leading posts, and a list of them."""
    parts: dict[tuple[str, str], list[tuple[str, PublicPower]]] = {}
    for power in frame.catalogue.powers:
        for part, party in _parts(power):
            parts.setdefault((party.unit, party.id), []).append((part, power))
    for unit in frame.catalogue.units:
        if unit.leading_posts:
            yield _page(frame, unit, parts)


def leaders_path(unit: str) -> str:
    """The page of a unit's leading posts."""
    return f"leaders/{unit}.html"


def _page(frame: Frame, unit: PublicUnit, parts: dict[tuple[str, str], list[tuple[str, PublicPower]]]) -> Page:
    bodies = {member.id: body for body in unit.bodies for member in body.members}
    sections = []
    for post in unit.leading_posts:
        own = parts.get((unit.id, post.id), [])
        body = bodies.get(post.id)
        collective = parts.get((unit.id, body.id), []) if body is not None else []
        sections.append(_section(frame, post, own, collective))
    page = sheet(frame, leaders_path(unit.id), "leaders", tuple(sections), here="units.html")
    title = frame.text("leaders_of", unit=unit.name)
    crumbs = (Crumb(frame.text("menu_index"), "index.html"), Crumb(unit.name, unit_path(unit)), Crumb(title))
    return Page(
        path=page.path, template=page.template, title=title, here=page.here, crumbs=crumbs,
        description=f"{title}{frame.text('colon')}{page.description}",
        values={**page.values, "heading": title},
    )  # fmt: skip


def _section(
    frame: Frame,
    post: PublicPost,
    own: list[tuple[str, PublicPower]],
    collective: list[tuple[str, PublicPower]],
) -> Section:
    rows: list[tuple[Cell, ...]] = []
    for power, how in _joined(frame, own, collective):
        rows.append(
            (Link(power.name, power_path(power.subject)), frame.term(power.type), how, frame.grade(power.grade))
        )
    areas = "、".join(frame.term(area) for area in post.portfolio)
    limits = "；".join(
        frame.text("approval_limit", area=frame.term(limit.area), amount=number(limit.amount))
        for limit in post.approval_limits
    )
    lead = " ".join(part for part in (frame.text("portfolio_is", areas=areas) if areas else "", limits) if part)
    columns = tuple(frame.text(key) for key in ("power", "type", "part", "highest_level"))
    none = () if rows else (frame.text("holds_nothing"),)
    return Section(anchor=post.id, title=post.name, columns=columns, rows=tuple(rows), lead=lead, items=none)


def _joined(
    frame: Frame, own: list[tuple[str, PublicPower]], collective: list[tuple[str, PublicPower]]
) -> Iterator[tuple[PublicPower, tuple[str, ...]]]:
    """Each power once, with every part that the post has in it."""
    found: dict[str, tuple[PublicPower, list[str]]] = {}
    for part, power in own:
        found.setdefault(power.subject, (power, []))[1].append(frame.text(part))
    for part, power in collective:
        found.setdefault(power.subject, (power, []))[1].append(frame.text(f"{part}_as_member"))
    for subject in sorted(found):
        power, how = found[subject]
        yield power, tuple(dict.fromkeys(how))


def _parts(power: PublicPower) -> Iterator[tuple[str, PublicParty]]:
    named = (
        ("holder", power.holder),
        ("in_charge", power.in_charge),
        ("proposal", power.proposal),
        ("veto", power.veto),
    )
    yield from ((part, party) for part, party in named if party is not None)
    yield from (("part_assigned", entry.post) for entry in power.assignments)
    for step in power.workflow.steps if power.workflow is not None else ():
        yield from (("part_step", party) for party in (step.actor, *step.with_) if party is not None)
        yield from (("part_supervises", party) for party in step.supervised_by)
