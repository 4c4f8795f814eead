"""The personal list of each leading post: what it is in charge of, holds, does, risks and answers for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from powerctl.lists.risks import Bound, bound_risks, control_text
from powerctl.lists.wording import Value, term
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.power import PublicPower
from powerctl.public.terms import PartyKind, PublicParty
from powerctl.public.unit import PublicPost, PublicUnit
from powerctl.public.workflow import PublicStep
from powerctl.table import Label, Paper, Table, Word

_COLUMNS = ("kind", "text")
_Key = tuple[str, str]


@dataclass(slots=True)
class Share:
    """What has been found of one post in all powers."""

    powers: dict[str, None] = field(default_factory=dict)
    collective: dict[str, None] = field(default_factory=dict)
    steps: dict[str, list[str]] = field(default_factory=dict)
    assignments: list[Value] = field(default_factory=list)
    risks: list[Bound] = field(default_factory=list)
    controls: dict[_Key, Value] = field(default_factory=dict)


def leaders(catalogue: PublicCatalogue) -> Paper:
    """A table a post."""
    shares = shares_of(catalogue)
    tables = tuple(
        Table(_COLUMNS, tuple(_rows(unit, post, shares.get((unit.id, post.id), Share()))), _title(unit, post))
        for unit in catalogue.units
        for post in unit.leading_posts
    )
    return Paper("leader", Word(catalogue.about.name), tables, len(tables))


def _title(unit: PublicUnit, post: PublicPost) -> Word:
    return Word(f"{unit.name} {post.name}")


def _rows(unit: PublicUnit, post: PublicPost, share: Share) -> Iterator[tuple[Label, tuple[Value, ...]]]:
    """The kinds of which there is something to tell."""
    return ((Label(f"kind_{kind}"), values) for kind, values in told(unit, post, share).items() if values)


def told(unit: PublicUnit, post: PublicPost, share: Share) -> Mapping[str, tuple[Value, ...]]:
    """What there is to tell of a post, by kind."""
    limits = tuple(
        Label("amount", {"area": term(limit.area), "amount": f"{limit.amount:,.0f}"}) for limit in post.approval_limits
    )
    return {
        "chief": (Label("yes"),) if post.chief else (),
        "since": (post.since,) if post.since else (),
        "areas": tuple(term(area) for area in post.portfolio),
        "limits": limits,
        "bodies": tuple(body.name for body in unit.bodies if _is_member(unit, post, body.members)),
        "duties": post.duties,
        "powers": tuple(share.powers),
        "collective": tuple(share.collective),
        "steps": tuple(_steps(power, steps) for power, steps in share.steps.items()),
        "assignments": tuple(share.assignments),
        "risks": tuple(_risk(bound) for bound in share.risks),
        "controls": tuple(share.controls.values()),
    }


def _is_member(unit: PublicUnit, post: PublicPost, members: tuple[PublicParty, ...]) -> bool:
    return any((member.unit, member.id) == (unit.id, post.id) for member in members)


def _steps(power: str, steps: list[str]) -> Label:
    return Label("step", {"power": power, "steps": "、".join(steps)})


def _risk(bound: Bound) -> Label:
    facts = {"behaviour": bound.risk.behaviour, "power": bound.power.name if bound.power is not None else ""}
    return Label("graded", {**facts, "grade": term(bound.risk.grade)}) if bound.risk.grade else Label("ungraded", facts)


@dataclass(slots=True)
class _Shares:
    """The shares of all posts, found in one pass over the powers."""

    catalogue: PublicCatalogue
    found: dict[_Key, Share] = field(default_factory=dict)

    def of(self, who: PublicParty | None) -> tuple[Share, ...]:
        """That of a post; of nobody else."""
        is_post = who is not None and who.kind is PartyKind.POST
        return (self.found.setdefault((who.unit, who.id), Share()),) if is_post and who is not None else ()

    def of_members(self, who: PublicParty | None) -> tuple[Share, ...]:
        """Those of the members of a body that these readers see."""
        if who is None or who.kind is not PartyKind.BODY or who.unit not in self.catalogue.units_by_id:
            return ()
        bodies = self.catalogue.units_by_id[who.unit].bodies
        members = next((body.members for body in bodies if body.id == who.id), ())
        return tuple(share for member in members for share in self.of(member))


def shares_of(catalogue: PublicCatalogue) -> dict[_Key, Share]:
    shares = _Shares(catalogue)
    for power in catalogue.powers:
        if power.in_force:
            _enter_power(shares, power)
    for unit in catalogue.units:
        for bound in bound_risks(catalogue, unit):
            _enter_risk(shares, bound)
    return shares.found


def _enter_power(shares: _Shares, power: PublicPower) -> None:
    for who in (power.holder, power.in_charge):
        for share in shares.of(who):
            share.powers[power.name] = None
    for share in shares.of_members(power.holder):
        share.collective[power.name] = None
    for assignment in power.assignments:
        facts = {"power": power.name, "duties": "、".join(assignment.duties)}
        for share in shares.of(assignment.post):
            share.assignments.append(Label("assigned", facts) if assignment.duties else power.name)
    for step in power.workflow.steps if power.workflow is not None else ():
        for share in (share for who in _takers(step) for share in shares.of(who)):
            share.steps.setdefault(power.name, []).append(step.name)


def _takers(step: PublicStep) -> tuple[PublicParty, ...]:
    found = (step.actor, *step.with_) if step.actor is not None else step.with_
    return tuple(dict.fromkeys(found))


def _enter_risk(shares: _Shares, bound: Bound) -> None:
    """A risk point is that of the post it names, or of all who take its step, by themselves or as a body."""
    workflow = bound.power.workflow if bound.power is not None else None
    steps = [step for step in (workflow.steps if workflow is not None else ()) if step.id == bound.risk.step]
    for who in dict.fromkeys((bound.risk.post, *(taker for step in steps for taker in _takers(step)))):
        for share in (*shares.of(who), *shares.of_members(who)):
            if bound not in share.risks[-1:]:
                share.risks.append(bound)
    for control in bound.risk.controls:
        key = control.measure, control.every.id if control.every is not None else ""
        for owner in dict.fromkeys(control.owners):
            for share in shares.of(owner):
                share.controls[key] = control_text(control)
