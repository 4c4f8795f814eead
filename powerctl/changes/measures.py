"""Which kind of change it is when a key goes up or down: one row a key, as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Any

from powerctl.changes.differences import Difference
from powerctl.changes.state import State, days
from powerctl.model.place import NOWHERE
from powerctl.results import Severity


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a comparison."""

    base: State
    revision: State


# Whether a value went up (> 0), down (< 0), or neither can be said (0).
Measure = Callable[[Difference, Sides], float]


def _ordered(level: Callable[[State, Any], float]) -> Measure:
    """Up where the level is higher, each value read by the rulebook of its own side."""

    def measure(difference: Difference, sides: Sides) -> float:
        before, after = level(sides.base, difference.before), level(sides.revision, difference.after)
        return (after > before) - (after < before)

    return measure


def _number(_: State, value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _share(_: State, value: Any) -> float:
    try:
        return float(Fraction(str(value)))
    except (ValueError, ZeroDivisionError):
        return 0.0


def _presence(_: State, value: Any) -> float:
    return float(bool(value))


def _last_day(_: State, value: Any) -> float:
    """ISO days as numbers; no day at all is the farthest."""
    digits = str(value or "").replace("-", "")
    return float(digits) if digits.isdigit() else inf


def _items(difference: Difference, _: Sides) -> float:
    """Up where things were only added or more than were taken away; as many new as old is neither."""
    before, after = set(difference.before), set(difference.after)
    if before < after or after < before:
        return len(after) - len(before)
    return (len(after) > len(before)) - (len(after) < len(before))


def _members(difference: Difference, _: Sides) -> float:
    """Down where anything was taken away, whatever came instead: these are words that each mean something."""
    before, after = set(difference.before), set(difference.after)
    return -1 if before - after else len(after - before)


def _bound(difference: Difference, _: Sides) -> float:
    """Up where more types of units are bound by a rule; naming none binds all."""
    before, after = set(difference.before), set(difference.after)
    if not before or not after:
        return 1 if before else -1
    return -1 if before - after else len(after - before)


def _counted(_: State, value: Any) -> float:
    """Those who are due are never fewer than those who are present."""
    return float(value == "due")


def _owners(difference: Difference, sides: Sides) -> float:
    """Lower where the highest owner stands lower."""
    return _stand(difference, sides, tuple(difference.before), tuple(difference.after))


def _holder(difference: Difference, sides: Sides) -> float:
    return _stand(difference, sides, (difference.before,), (difference.after,))


def _actor(difference: Difference, sides: Sides) -> float:
    """Lower where the one who settles a case or watches over it stands lower; of any other duty nothing is said."""
    before, after = difference.things[-1]
    if not (sides.base.checks(before.duty) and sides.revision.checks(after.duty)):
        return 0
    return _stand(difference, sides, (difference.before,), (difference.after,))


def _stand(difference: Difference, sides: Sides, before: tuple[str, ...], after: tuple[str, ...]) -> float:
    units = [(place or NOWHERE).file.split("/") for place in (difference.base_place, difference.place)]
    was, is_ = (unit[1] if len(unit) > 1 else "" for unit in units)
    old, new = sides.base.highest(was, before), sides.revision.highest(is_, after)
    return new - old if old and new else 0


def _forbidden(difference: Difference, sides: Sides) -> float:
    """Up where the chief has more of the areas that the rulebook keeps from the chief."""
    before, after = difference.things[-1]
    unit = difference.things[0][1]
    asks = sides.revision.rulebook.chief
    if asks.unit_types and unit.type not in asks.unit_types:
        return 0
    held = [len(set(post.portfolio) & set(asks.not_in_charge_of)) if post.chief else 0 for post in (before, after)]
    return held[1] - held[0]


def _severity(difference: Difference, _: Sides) -> float:
    """By how much a rule's findings weigh more; a rule that the rulebook leaves alone has its own severity."""
    from powerctl.rules.specs import SPECS  # all rules are loaded only where a severity differs

    spec = SPECS.get(difference.field[-1])
    own = spec.severity if spec else Severity.WARNING
    before, after = difference.before or own, difference.after or own
    return Severity(after).weight - Severity(before).weight


NUMBER = _ordered(_number)
PRESENCE = _ordered(_presence)
LIMIT = _ordered(lambda _, value: days(value))
UNTIL = _ordered(_last_day)


@dataclass(frozen=True, slots=True)
class Row:
    """How a key is measured, and the kinds of change when it goes down and up."""

    measure: Measure
    down: str
    up: str


def _row(measure: Measure, down: str, up: str) -> Row:
    return Row(measure, down, up)


# (thing, field) → rows, the first that can say something counts.
MEASURES: Mapping[tuple[str, str], tuple[Row, ...]] = {
    ("risk", "grade"): (_row(_ordered(State.grade), "grade.lowered", "grade.raised"),),
    ("risk", "residual"): (_row(_ordered(State.grade), "residual.lowered", "residual.raised"),),
    ("risk", "factors.*"): (_row(NUMBER, "factor.lowered", "factor.raised"),),
    ("risk", "flags"): (_row(_members, "flag.removed", "flag.added"),),
    ("control", "every"): (
        _row(_ordered(State.interval), "control.interval-shortened", "control.interval-lengthened"),
    ),
    ("control", "owners"): (
        _row(_owners, "control.owner-lowered", "control.owner-raised"),
        _row(_items, "control.owner-removed", "control.owner-added"),
    ),
    ("control", "in_force"): (_row(NUMBER, "control.suspended", "control.enforced"),),
    ("control", "regulation"): (_row(PRESENCE, "control.regulation-dropped", "control.regulation-given"),),
    ("control", "evidence"): (_row(PRESENCE, "control.evidence-dropped", "control.evidence-given"),),
    ("step", "duty"): (_row(_ordered(State.checks), "step.duty-weakened", "step.duty-strengthened"),),
    ("step", "actor"): (_row(_actor, "step.actor-lowered", "step.actor-raised"),),
    ("step", "persons"): (_row(NUMBER, "step.persons-fewer", "step.persons-more"),),
    ("step", "with"): (_row(_items, "step.persons-fewer", "step.persons-more"),),
    ("step", "supervised_by"): (_row(_members, "step.supervisor-removed", "step.supervisor-added"),),
    ("step", "notifies"): (_row(_members, "step.notice-removed", "step.notice-added"),),
    ("step", "limit"): (_row(LIMIT, "step.limit-shortened", "step.limit-lengthened"),),
    ("step", "discretion"): (_row(NUMBER, "step.discretion-taken", "step.discretion-given"),),
    ("step", "internal"): (_row(NUMBER, "step.shown", "step.hidden"),),
    ("power", "limits.promised"): (_row(LIMIT, "limit.promised-shortened", "limit.promised-lengthened"),),
    ("power", "limits.statutory"): (_row(LIMIT, "limit.statutory-shortened", "limit.statutory-lengthened"),),
    ("power", "holder"): (_row(_holder, "power.holder-lowered", "power.holder-raised"),),
    ("power", "matter"): (_row(PRESENCE, "power.matter-dropped", "power.matter-given"),),
    ("power", "veto"): (_row(PRESENCE, "power.veto-dropped", "power.veto-given"),),
    ("power", "remedies"): (_row(_members, "power.remedy-removed", "power.remedy-added"),),
    ("power", "rights"): (_row(_items, "power.remedy-removed", "power.remedy-added"),),
    **{
        ("power", key): (_row(_items, "power.demand-removed", "power.demand-added"),)
        for key in ("conditions", "duties", "commitments", "discipline", "accountability")
    },
    **{
        ("power", f"complaints.{key}"): (_row(PRESENCE, "power.complaints-dropped", "power.complaints-given"),)
        for key in ("phone", "email", "channel")
    },
    ("basis", "rank"): (
        _row(_ordered(State.order), "basis.rank-raised", "basis.rank-lowered"),
    ),
    ("law", "rank"): (_row(_ordered(State.order), "law.rank-raised", "law.rank-lowered"),),
    ("discretion", "range.max"): (
        _row(_ordered(lambda _, value: inf if value is None else value),
             "discretion.range-narrowed", "discretion.range-widened"),
    ),
    ("discretion", "range.min"): (
        _row(_ordered(lambda _, value: -inf if value is None else value),
             "discretion.range-widened", "discretion.range-narrowed"),
    ),
    ("tier", "to"): (
        _row(_ordered(lambda _, value: inf if value is None else value), "tier.narrowed", "tier.widened"),
    ),
    ("tier", "from"): (
        _row(_ordered(lambda _, value: -inf if value is None else value), "tier.widened", "tier.narrowed"),
    ),
    ("disclosure", "scope"): (
        _row(_ordered(State.scope), "disclosure.scope-widened", "disclosure.scope-narrowed"),
    ),
    ("disclosure", "channels"): (_row(_members, "disclosure.channel-removed", "disclosure.channel-added"),),
    ("disclosure", "deadline"): (
        _row(LIMIT, "disclosure.deadline-shortened", "disclosure.deadline-lengthened"),
    ),
    ("withheld", "until"): (_row(UNTIL, "withheld.shortened", "withheld.prolonged"),),
    ("post", "duties"): (_row(_items, "post.duty-removed", "post.duty-added"),),
    ("post", "portfolio"): (_row(_forbidden, "post.forbidden-area-taken", "post.forbidden-area-given"),),
    ("post", "chief"): (
        _row(_forbidden, "post.forbidden-area-taken", "post.forbidden-area-given"),
        _row(PRESENCE, "post.chief-dropped", "post.chief-named"),
    ),
    ("approval-limit", "amount"): (_row(NUMBER, "approval-limit.lowered", "approval-limit.raised"),),
    ("regulation", "repealed"): (_row(PRESENCE, "regulation.revived", "regulation.repealed"),),
    ("waiver", "until"): (_row(UNTIL, "waiver.shortened", "waiver.prolonged"),),
}  # fmt: skip

_REQUIRED = "requirement.removed", "requirement.added"
_LEVEL = "requirement.lowered", "requirement.raised"
_PERIOD = "period.shortened", "period.lengthened"

# Keys of the rulebook in the same way; "*" is any one key.
RULEBOOK: tuple[tuple[str, Measure, str, str], ...] = (
    ("matters.*", PRESENCE, *_REQUIRED),
    ("matters.*.collective", NUMBER, *_LEVEL),
    ("matters.*.ballot", PRESENCE, *_REQUIRED),
    ("matters.*.papers", _members, *_REQUIRED),
    ("matters.*.thresholds.*", PRESENCE, *_REQUIRED),
    ("matters.*.thresholds.*.amount", NUMBER, "threshold.lowered", "threshold.raised"),
    ("power_types.*.least_rank", _ordered(State.order), "requirement.raised", "requirement.lowered"),
    ("power_types.*.remedies", _members, *_REQUIRED),
    ("power_types.*.scope", _ordered(State.scope), "requirement.raised", "requirement.lowered"),
    ("catalogue.fields", _members, *_REQUIRED),
    ("risk.method.bands.*.from", NUMBER, "threshold.lowered", "threshold.raised"),
    ("risk.layers", _members, *_REQUIRED),
    ("risk.focus.*", PRESENCE, *_REQUIRED),
    ("risk.approvers.*", PRESENCE, "requirement.raised", "requirement.lowered"),
    ("risk.flags.*", PRESENCE, *_REQUIRED),
    ("risk.review_months", _ordered(lambda _, value: value or inf), *_PERIOD),
    ("controls.intervals.*.months", NUMBER, *_PERIOD),
    ("controls.by_grade.*", PRESENCE, *_REQUIRED),
    ("controls.by_grade.*.types", _members, *_REQUIRED),
    ("controls.by_grade.*.owners", _members, *_REQUIRED),
    ("controls.by_grade.*.at_least", NUMBER, *_LEVEL),
    ("controls.by_grade.*.every", _ordered(State.interval), *_PERIOD),
    ("separation.*", PRESENCE, *_REQUIRED),
    ("min_persons.*", PRESENCE, *_REQUIRED),
    ("min_persons.*.persons", NUMBER, *_LEVEL),
    ("chief.not_in_charge_of", _members, *_REQUIRED),
    ("chief.required_areas", _members, *_REQUIRED),
    ("chief.limit_areas", _members, *_REQUIRED),
    ("chief.unit_types", _bound, *_REQUIRED),
    ("chief.speaks_last", NUMBER, *_LEVEL),
    ("meeting.quorum.share", _ordered(_share), *_LEVEL),
    ("meeting.quorum.base", _ordered(_counted), *_LEVEL),
    ("meeting.quorum.more", NUMBER, *_LEVEL),
    ("meeting.majority.share", _ordered(_share), *_LEVEL),
    ("meeting.majority.base", _ordered(_counted), *_LEVEL),
    ("meeting.majority.more", NUMBER, *_LEVEL),
    ("meeting.in_charge_present", NUMBER, *_LEVEL),
    ("meeting.reasons", NUMBER, *_LEVEL),
    ("meeting.observers", _members, *_REQUIRED),
    ("meeting.substitutes.*", PRESENCE, *_REQUIRED),
    ("meeting.recall_personnel_papers", NUMBER, *_LEVEL),
    ("meeting.split_within_months", NUMBER, *_LEVEL),
    ("meeting.ratify_within", LIMIT, *_PERIOD),
    ("disclosure.bases.*", PRESENCE, "exception.removed", "exception.added"),
    ("disclosure.deadline", LIMIT, *_PERIOD),
    ("disclosure.least_scope", _ordered(State.scope), "requirement.raised", "requirement.lowered"),
    ("disclosure.filing", NUMBER, *_LEVEL),
    ("disclosure.public_fields", _members, *_REQUIRED),
    ("warnings.levels.*", PRESENCE, *_REQUIRED),
    ("warnings.reply_within", LIMIT, *_PERIOD),
    ("warnings.reports.*", PRESENCE, *_REQUIRED),
    ("warnings.reports.*.months", NUMBER, *_PERIOD),
    ("regulations.*", PRESENCE, *_REQUIRED),
    ("regulations.*.unit_types", _bound, *_REQUIRED),
    ("supervision.matrix.*", PRESENCE, *_REQUIRED),
    ("supervision.duties.*", PRESENCE, *_REQUIRED),
    ("supervision.duties.*.months", _ordered(lambda _, value: value or inf), *_PERIOD),
    ("supervision.duties.*.within", LIMIT, *_PERIOD),
    ("supervision.duties.*.times", NUMBER, *_LEVEL),
    ("supervision.checklists.*", PRESENCE, *_REQUIRED),
    ("supervision.checklists.*.questions.*", PRESENCE, *_REQUIRED),
    ("supervision.audit_after_years", _ordered(lambda _, value: value or inf), *_PERIOD),
    ("review.*.*", PRESENCE, *_REQUIRED),
    ("discretion.least_tiers", NUMBER, *_LEVEL),
    ("charts.named.*", PRESENCE, *_REQUIRED),
    ("charts.named.*.unit_types", _bound, *_REQUIRED),
    ("adjustment.within", LIMIT, *_PERIOD),
    ("secrecy.words", _members, *_REQUIRED),
    ("secrecy.harmless", _items, "exception.removed", "exception.added"),
    ("unwaivable", _members, *_REQUIRED),
    ("ladder.*.rules", _members, *_REQUIRED),
    ("severity.*", _severity, "severity.lowered", "severity.raised"),
)


def rows_for(thing: str, field: tuple[str, ...]) -> tuple[Row, ...]:
    """How a key of a thing is measured; nothing for a key that only differs."""
    if thing == "rulebook":
        return next(((Row(*row[1:]),) for row in RULEBOOK if _fits(row[0], field)), ())
    exact = MEASURES.get((thing, ".".join(field)))
    return exact or MEASURES.get((thing, ".".join([*field[:-1], "*"])), ())


def _fits(pattern: str, field: tuple[str, ...]) -> bool:
    steps = pattern.split(".")
    return len(steps) == len(field) and all(step in ("*", key) for step, key in zip(steps, field, strict=True))
