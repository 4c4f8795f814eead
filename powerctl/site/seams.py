"""Public texts in the sentences that pages make of them: where a fact meets fixed words, or the next fact, the two may
read like a part of a private text, and prove nothing. Made from the public catalogue alone, never from a page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from powerctl.messages import LANGUAGES, Words
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicComplaints, PublicPower
from powerctl.public.register import PublicDecision
from powerctl.public.unit import PublicPost, PublicUnit
from powerctl.site.frame import Edition, Frame, number
from powerctl.site.pages.registers import part_name


def seams(catalogue: PublicCatalogue) -> Iterator[str]:
    """Every such sentence, in each language of the site."""
    edition = Edition(catalogue, date.min, has_charts=False)
    for language in LANGUAGES:
        frame = Frame(edition, Words(language))
        yield from _of_site(frame)
        for unit in catalogue.units:
            yield from _of_unit(frame, unit)
        for power in catalogue.powers:
            yield from _of_power(frame, power)
        for decision in catalogue.decisions:
            yield from _of_decision(frame, decision)
        for entry in catalogue.withheld:
            yield f"{frame.term(entry.basis)}，{entry.clause}"
            yield frame.text("part_of", field=part_name(frame, entry.field))


def _of_site(frame: Frame) -> Iterator[str]:
    about, site = frame.catalogue.about, frame.catalogue.about.site
    yield frame.text("lead_home", name=about.name)
    yield frame.text("sheet_units", name=about.name)
    for sketch in frame.courses.values():
        yield from (sketch.title, sketch.description)
    yield frame.text("site_name", name=about.name)
    yield " ".join(
        f"{frame.text(label)}{value}"
        for label, value in (("host", site.host), ("operator", site.operator), ("phone", site.phone))
        if value
    )
    yield "，".join(site.keywords)
    yield f"{frame.text('site_code')}{site.site_code} {site.icp} {site.police_record}"
    yield _complaints(site.complaints)


def _complaints(complaints: PublicComplaints | None) -> str:
    if complaints is None:
        return ""
    return f"{complaints.channel}{complaints.phone}{complaints.channel}{complaints.email}{complaints.note}"


def _of_unit(frame: Frame, unit: PublicUnit) -> Iterator[str]:
    powers = frame.catalogue.powers_by_unit[unit.id]
    yield frame.text("lead_unit", unit=unit.name, powers=len(powers))
    leaders = frame.text("leaders_of", unit=unit.name)
    yield f"{leaders}{frame.name}"
    yield f"{leaders}{frame.text('colon')}{frame.text('sheet_leaders')}"
    yield frame.text("group", name=unit.name, count=1)
    for type_ in {power.type.id: power.type for power in powers}.values():
        yield f"{unit.name}{type_.label}"
        yield frame.text("group", name=frame.term(type_), count=1)
    for post in unit.posts:
        yield from _of_post(frame, post)
    for entry in unit.regulations:
        yield f"{entry.title}（{entry.number}）"


def _of_post(frame: Frame, post: PublicPost) -> Iterator[str]:
    yield f"{post.name} {post.holder}"
    yield frame.text("portfolio_is", areas="、".join(map(frame.term, post.portfolio)))
    for limit in post.approval_limits:
        yield frame.text("approval_limit", area=frame.term(limit.area), amount=number(limit.amount))


def _of_power(frame: Frame, power: PublicPower) -> Iterator[str]:
    unit = frame.catalogue.units_by_id.get(power.unit)
    owner = unit.name if unit is not None else power.unit
    yield frame.text("lead_power", unit=owner, type=frame.term(power.type), power=power.name)
    yield f"{power.name}{owner}{frame.name}"
    yield f"{frame.text('also_called')}{'、'.join(power.aliases)}"
    yield _complaints(power.complaints)
    yield "；".join(f"{basis.title}{'、'.join(basis.articles)}" for basis in power.basis)
    if power.limits is not None and power.limits.note:
        yield f"{frame.duration(power.limits.promised)} {power.limits.note}"
        yield f"{frame.duration(power.limits.statutory)} {power.limits.note}"
    for entry in power.assignments:
        yield f"{frame.party(entry.post)}{frame.text('colon')}{'；'.join(entry.duties)}"
    for step in power.workflow.steps if power.workflow is not None else ():
        yield f"{frame.text('step_number', number='1')} {step.name}"
        yield f"{frame.text('documents')}{'、'.join(step.documents)}"


def _of_decision(frame: Frame, decision: PublicDecision) -> Iterator[str]:
    facts = {"body": frame.party(decision.body), "on": frame.day(decision.date)}
    yield frame.text("meeting_held", **facts)
    yield frame.text("meeting_counted", due=1, present=1, **facts)
    for item in decision.items:
        yield f"{frame.term(item.result)} {item.resolution}"
        for entry in item.follow_up:
            until, done = frame.day(entry.deadline), frame.day(entry.done)
            yield frame.text("owed_by", owner=frame.party(entry.owner), until=until, done=done)
