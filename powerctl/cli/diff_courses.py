"""The powers whose workflow changed, as the gate shows them on both sides: what the page draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from powerctl.changes import State
from powerctl.changes.matching import matched
from powerctl.cli.compared import Compared
from powerctl.comparison import Change
from powerctl.formats.diff.courses import Course, changes_course
from powerctl.gate import UnsettledError, project
from powerctl.model.catalogue import Catalogue
from powerctl.model.disclosure import Disclosure
from powerctl.model.power import Power
from powerctl.public.audience import Audience
from powerctl.public.power import PublicPower


def courses(every: Iterable[Compared], changes: Iterable[Change], *, public: bool) -> tuple[Course, ...]:
    """Each power that is there on both sides and whose changes are told."""
    wanted = {"/".join(change.subject.split("/")[:2]) for change in changes if changes_course(change)}
    audience = Audience.PUBLIC if public else Audience.INTERNAL
    return tuple(course for one in every for course in _courses(one, wanted, audience) if wanted)


def _courses(one: Compared, wanted: set[str], audience: Audience) -> Iterator[Course]:
    found = matched(one.base.catalogue.powers_by_subject, one.revision.catalogue.powers_by_subject)
    for match in found.matches:
        if match.after.subject in wanted and match.before:
            before = _shown(one.base, match.before[0], audience)
            after = _shown(one.revision, match.after, audience)
            if before is not None and after is not None:
                yield Course(match.after.subject, before, after)


def _shown(state: State, power: Power, audience: Audience) -> tuple[PublicPower, str] | None:
    """A power and the name of its unit as these readers see them; None where they see neither, or the gate is shut."""
    power = power if audience is Audience.PUBLIC else _whole(power)
    alone = Catalogue(
        about=state.catalogue.about, laws=state.catalogue.laws, units=state.catalogue.units, powers=(power,)
    )
    try:
        shown = project(alone, state.rulebook, audience)
    except UnsettledError:
        return None
    seen, unit = shown.powers_by_subject.get(power.subject), shown.units_by_id.get(power.unit)
    return (seen, unit.name) if seen is not None and unit is not None else None


def _whole(power: Power) -> Power:
    """With every step: a page that tells all changes of a course does not draw half of it."""
    workflow = power.workflow
    if workflow is not None:
        workflow = replace(workflow, steps=tuple(replace(step, internal=False) for step in workflow.steps))
    return replace(power, disclosure=Disclosure(scope=Audience.PUBLIC), workflow=workflow)
