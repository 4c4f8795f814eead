"""What the rulebook and a unit already tell about a file that is to be written: one function a kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from powerctl.model.catalogue import Catalogue
    from powerctl.model.power import Power
    from powerctl.model.rulebook import Rulebook
    from powerctl.model.unit import Unit

_TO_FILL = "待填写"
Facts = dict[str, object]


class _Labelled(Protocol):
    """A word of the rulebook."""

    @property
    def label(self) -> str: ...


class _Named(Protocol):
    """A thing with an id and a name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


def _labels(words: Mapping[str, _Labelled]) -> dict[str, str]:
    return {id_: word.label for id_, word in words.items()}


def _names_of(things: Iterable[_Named]) -> dict[str, str]:
    return {thing.id: thing.name for thing in things}


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for, and where."""

    catalogue: Catalogue
    rulebook: Rulebook
    unit: Unit | None
    today: str
    type: str | None
    name: str | None

    def named(self, default: str = _TO_FILL) -> str:
        """The name that was typed, or the default."""
        from powerctl.cli import entered

        return default if self.name is None else entered.name(self.name)

    def typed(self, known: Mapping[str, _Labelled], default: str = "") -> Facts:
        """The type that was typed, the default or the first that is known, and all of them."""
        from powerctl.cli import entered

        fallback = default if default in known else next(iter(known), "other")
        chosen = fallback if self.type is None else entered.one_of(self.type, known, "--type")
        return {"type": chosen, "known": _labels(known)}

    @property
    def owner(self) -> Unit:
        """The unit, for kinds that belong to one."""
        assert self.unit is not None
        return self.unit

    def powers(self) -> tuple[Power, ...]:
        """The powers of the unit."""
        return self.catalogue.powers_by_unit.get(self.owner.id, ())


def _unit_facts(order: Order) -> Facts:
    from powerctl.skeleton import unit_type_at

    rulebook, about = order.rulebook, order.catalogue.about
    typed = order.typed(rulebook.unit_types, unit_type_at(about.level, rulebook.unit_types))
    own = rulebook.unit_types.get(str(typed["type"]))
    return {
        **typed,
        "name": order.named(),
        "level": own.level if own and own.level else about.level,
        "region": about.region,
        "parent": order.unit.id if order.unit else "",
        "areas": _labels(rulebook.areas),
    }


def _power_facts(order: Order) -> Facts:
    rulebook, unit = order.rulebook, order.owner
    typed = order.typed(rulebook.power_types, "internal-management")
    own = rulebook.power_types.get(str(typed["type"]))
    unit_type = rulebook.unit_types.get(unit.type)
    bodies, offices, posts = _names_of(unit.bodies), _names_of(unit.offices), _names_of(unit.posts)
    return {
        **typed,
        "name": order.named(),
        "matters": _labels(rulebook.matters),
        "axes": _labels(rulebook.axes),
        "status": "proposed" if "proposed" in rulebook.statuses else next(iter(rulebook.statuses), "proposed"),
        "level": unit.level or (unit_type.level if unit_type else ""),
        "bodies": bodies,
        "offices": offices,
        "posts": posts,
        "holder": next(iter([*bodies, *posts, *offices]), ""),
        "laws": {law.id: law.title for law in order.catalogue.laws.laws},
        "remedies": own.remedies if own else (),
        "steps": list(_steps(rulebook, str(typed["type"]))),
        "categories": _labels(rulebook.risk.categories),
        "controls": _labels(rulebook.controls.types),
        "factors": tuple(rulebook.risk.factors),
        "scopes": _labels(rulebook.disclosure.scopes),
        "scope": own.scope if own and own.scope else next(iter(rulebook.disclosure.scopes), "public"),
        "channels": _labels(rulebook.disclosure.channels),
    }


def _steps(rulebook: Rulebook, type_: str) -> Iterator[Mapping[str, str]]:
    """The general course of a type of power as steps; a plain one where the rulebook has none."""
    from powerctl.model.rulebook import ProcedureStep

    own = rulebook.power_types.get(type_)
    plain = (ProcedureStep(name="提出"), ProcedureStep(name="审核"), ProcedureStep(name="决定"))
    seen: set[str] = set()
    for number, step in enumerate((own.procedure if own else ()) or plain, 1):
        id_ = f"step-{number}" if not step.duty or step.duty in seen else step.duty
        seen.add(id_)
        yield {"id": id_, "name": step.name, "duty": step.duty, "limit": step.limit}


def _decision_facts(order: Order) -> Facts:
    from powerctl.errors import PowerctlError

    meeting, unit = order.rulebook.meeting, order.owner
    body = next(iter(unit.bodies), None)
    if body is None:
        raise PowerctlError("no_body", unit=unit.id)
    return {
        **order.typed(order.rulebook.matters),
        "name": order.named(body.name),
        "today": order.today,
        "body": body.id,
        "chair": body.chair,
        "members": body.members,
        "papers": _labels(meeting.papers),
        "stances": _labels(meeting.stances),
        "results": _labels(meeting.results),
    }


def _warning_facts(order: Order) -> Facts:
    asks, posts = order.rulebook.warnings, order.owner.posts
    watching = [post.id for post in posts if "discipline" in (*post.portfolio, *post.roles)]
    return {
        **order.typed(asks.levels),
        "name": order.named(),
        "today": order.today,
        "posts": _names_of(posts),
        "powers": _names_of(order.powers()),
        "collector": next(iter([*watching, *(post.id for post in posts)]), f"external:{_TO_FILL}"),
        "sources": _labels(asks.sources),
        "measures": _labels(asks.measures),
        "notices": _labels(asks.notices),
    }


def _adjustment_facts(order: Order) -> Facts:
    asks = order.rulebook.adjustment
    return {
        **order.typed(asks.causes),
        "name": order.named(),
        "today": order.today,
        "actions": _labels(asks.actions),
        "powers": _names_of(order.powers()),
    }


KINDS: dict[str, Callable[[Order], Facts]] = {
    "unit": _unit_facts,
    "power": _power_facts,
    "decision": _decision_facts,
    "warning": _warning_facts,
    "adjustment": _adjustment_facts,
}
