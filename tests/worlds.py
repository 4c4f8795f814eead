"""Catalogues made to measure for the gate: every text of every class a mark of its own, and worlds that differ in
nothing but what the public may not see."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from powerctl.gate.fields import ESSENTIAL, FIELDS, PARTS
from powerctl.load import Loaded, load
from powerctl.model.adjustment import AdjustedPower, Adjustment
from powerctl.model.assessment import Assessment
from powerctl.model.basis import Law, Laws
from powerctl.model.catalogue import About, Catalogue
from powerctl.model.decision import Decision, Item
from powerctl.model.disclosure import Disclosure
from powerctl.model.place import Ref
from powerctl.model.power import Code, Complaints, Discretion, Limits, Power, Service
from powerctl.model.programme import Programme
from powerctl.model.regulation import Regulation, Regulations
from powerctl.model.risk import Control, RiskPoint, Risks
from powerctl.model.rulebook import Rulebook
from powerctl.model.supervision import Supervision
from powerctl.model.unit import Body, Office, Post, Unit
from powerctl.model.waiver import Waivers
from powerctl.model.warning import EarlyWarning
from powerctl.model.workflow import Exit, Step, Workflow
from powerctl.source import WorkingTree

T = TypeVar("T")
CATALOGUES = Path(__file__).parent.parent / "catalogues"
# The class behind each kind of the rulebook's table.
KINDS: Mapping[str, type[Any]] = {
    "power": Power, "workflow": Workflow, "step": Step, "risk_point": RiskPoint, "control": Control,
    "discretion": Discretion, "disclosure": Disclosure, "unit": Unit, "body": Body, "office": Office, "post": Post,
    "regulation": Regulation, "decision": Decision, "item": Item, "adjustment": Adjustment,
    "limits": Limits, "complaints": Complaints, "service": Service, "code": Code,
}  # fmt: skip


@cache
def shipped(name: str) -> Loaded:
    """One of the catalogues of the repository."""
    return load(WorkingTree(CATALOGUES / name))


# ---------------------------------------------------------------------------------------------------------
# A mark in every text
# ---------------------------------------------------------------------------------------------------------


def mark(cls: type[Any], field: str) -> str:
    """What stands in every text of this field."""
    return f"〔{cls.__name__}.{field}〕"


def marked(cls: type[T]) -> T:
    """An object whose every text is the mark of its field, with everything below it."""
    hints = get_type_hints(cls)
    fields: Any = dataclasses.fields(cls)  # type: ignore[arg-type]
    return cls(**{field.name: _value(hints[field.name], mark(cls, field.name)) for field in fields})


def _value(hint: Any, text: str) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not types.NoneType)
    if get_origin(hint) is tuple:
        return (_value(get_args(hint)[0], text),)
    if get_origin(hint) is Mapping:
        return {text: _value(get_args(hint)[1], text)}
    if hint is Ref:
        return Ref("file.yaml")
    if dataclasses.is_dataclass(hint):
        return marked(hint)  # type: ignore[arg-type]
    return {str: text, bool: False, int: 7, float: 7.0}[hint]


def marked_catalogue() -> Catalogue:
    """A catalogue of marks in which everything that has a scope is public and every id is in order."""
    step = replace(marked(Step), id="step", next=(replace(marked(Exit), to="step"),), internal=False)
    control = replace(marked(Control), id="control", regulation="regulation")
    risk = replace(marked(RiskPoint), id="risk", step="step", grade="high", residual="low", controls=(control,))
    own_risk = replace(risk, id="own", step="")
    power = replace(
        marked(Power),
        id="power",
        unit="unit",
        workflow=replace(marked(Workflow), steps=(step,)),
        risk_points=(risk,),
        disclosure=replace(marked(Disclosure), scope="public", withheld=()),
        basis=(replace(marked(Power).basis[0], law=""),),
    )
    unit = replace(
        marked(Unit),
        id="unit",
        bodies=(replace(marked(Body), id="body"),),
        offices=(replace(marked(Office), id="office"),),
        posts=(replace(marked(Post), id="post"),),
    )
    item = replace(marked(Item), scope="public", power="")
    adjusted = replace(marked(AdjustedPower), power="power", to=())
    return Catalogue(
        about=marked(About),
        laws=Laws(laws=(marked(Law),)),
        waivers=marked(Waivers),
        programme=marked(Programme),
        units=(unit,),
        powers=(power,),
        risks=(Risks(risk_points=(own_risk,), unit="unit"),),
        regulations=(Regulations(regulations=(replace(marked(Regulation), id="regulation"),), unit="unit"),),
        decisions=(replace(marked(Decision), unit="unit", items=(item,)),),
        warnings=(replace(marked(EarlyWarning), unit="unit"),),
        supervision=(replace(marked(Supervision), unit="unit"),),
        assessments=(replace(marked(Assessment), unit="unit"),),
        adjustments=(replace(marked(Adjustment), unit="unit", powers=(adjusted,)),),
    )


# ---------------------------------------------------------------------------------------------------------
# Worlds with the same public part
# ---------------------------------------------------------------------------------------------------------


def other_world(catalogue: Catalogue, rulebook: Rulebook, seed: int) -> Catalogue:
    """The same public part; of all the rest, as much as possible is another."""
    return _Weaver(Random(seed), rulebook).woven(catalogue)


class _Weaver:
    """Changes what is private, adds and removes private things, and leaves the rest as it is."""

    def __init__(self, random: Random, rulebook: Rulebook) -> None:
        self._random = random
        self._kind_of = {cls: kind for kind, cls in KINDS.items()}
        asks = rulebook.disclosure
        self._public = {
            kind: {key for key in keys if asks.fields[kind][key] == "public"} for kind, keys in FIELDS.items()
        }
        self._scopes = [scope for scope, asked in asks.scopes.items() if asked.rank > 1 and not asked.withheld]
        self._rank = {scope: asked.rank for scope, asked in asks.scopes.items()}

    def woven(self, catalogue: Catalogue) -> Catalogue:
        """The catalogue in another world."""
        return replace(
            catalogue,
            about=replace(catalogue.about, note=self._text()),
            waivers=self._some(marked(Waivers), Waivers()),
            programme=self._some(marked(Programme), None),
            units=tuple(self._changed(unit) for unit in catalogue.units),
            powers=tuple(sorted(self._powers(catalogue), key=lambda power: power.subject)),
            risks=tuple(self._changed(risks) for risks in catalogue.risks),
            regulations=tuple(self._changed(register) for register in catalogue.regulations),
            decisions=tuple(self._decision(decision) for decision in catalogue.decisions),
            warnings=tuple(self._secret(EarlyWarning) for _ in range(self._random.randrange(3))),
            supervision=tuple(self._secret(Supervision) for _ in range(self._random.randrange(3))),
            assessments=tuple(self._secret(Assessment) for _ in range(self._random.randrange(3))),
            laws=replace(catalogue.laws, laws=(*catalogue.laws.laws, *self._laws())),
        )

    def _powers(self, catalogue: Catalogue) -> Iterator[Power]:
        """Public powers changed inside; the others are left out or not, and new ones are there."""
        for power in catalogue.powers:
            rank = self._rank[power.disclosure.scope] if power.disclosure else 0
            if rank == 1:
                yield self._power(power)
            elif rank == max(self._rank.values()) or self._random.random() < 0.5:
                yield power
        for number in range(self._random.randrange(3)):
            pattern = self._random.choice(catalogue.powers)
            yield self._hidden_power(pattern, f"hidden-{number}-{self._random.randrange(99)}")

    def _hidden_power(self, pattern: Power, name: str) -> Power:
        scope = self._random.choice(self._scopes)
        return replace(
            pattern, id=name, name=self._text(), content=self._text(), disclosure=Disclosure(scope=scope), type="secret"
        )

    def _power(self, power: Power) -> Power:
        changed = self._changed(power)
        if changed.workflow is not None:
            changed = replace(changed, workflow=self._detours(changed.workflow))
        return replace(changed, risk_points=(*changed.risk_points, *self._hidden_risks(changed)))

    def _hidden_risks(self, power: Power) -> Iterator[RiskPoint]:
        """A risk point at each step that nobody is told of."""
        for step in power.workflow.steps if power.workflow else ():
            if step.internal:
                yield replace(marked(RiskPoint), id=f"risk-{self._random.randrange(999)}", step=step.id, grade="high")

    def _detours(self, workflow: Workflow) -> Workflow:
        """Internal steps put in the way: behind a step, one or two of them, with names nobody may read."""
        steps: list[Step] = []
        for index, step in enumerate(workflow.steps):
            steps.append(step)
            runs_on = not step.next and not step.end and index + 1 < len(workflow.steps)
            if runs_on and self._random.random() < 0.3:
                steps += [self._hidden_step(f"{step.id}-{number}") for number in range(self._random.randrange(1, 3))]
        return replace(workflow, steps=tuple(steps))

    def _hidden_step(self, name: str) -> Step:
        return Step(id=f"in-{name}", name=self._text(), actor=self._text(), internal=True, note=self._text())

    def _decision(self, decision: Decision) -> Decision:
        items = [item for item in decision.items if item.scope == "public" or self._random.random() < 0.5]
        changed = replace(self._changed(decision), items=tuple(self._changed(item) for item in items))
        extra = Item(id="secret", title=self._text(), matter="", scope=self._random.choice([*self._scopes, ""]))
        return replace(changed, items=(*changed.items, extra) if self._random.random() < 0.5 else changed.items)

    def _laws(self) -> Iterator[Law]:
        for number in range(self._random.randrange(3)):
            yield replace(marked(Law), id=f"unused-{number}", title=self._text())

    def _changed(self, thing: T) -> T:
        """The same thing with other texts in every field that is not public."""
        kind = self._kind_of.get(type(thing))
        changes: dict[str, Any] = {}
        for field in dataclasses.fields(thing):  # type: ignore[arg-type]
            key, value = field.name.rstrip("_"), getattr(thing, field.name)
            if field.name == "ref":
                changes["ref"] = Ref(f"{self._random.randrange(9)}.yaml")
            elif kind is None or self._is_public(kind, key):
                changes[field.name] = self._below(value)
            elif isinstance(value, str) and key != "unit":
                changes[field.name] = self._text()
        return replace(thing, **changes)  # type: ignore[type-var]

    def _is_public(self, kind: str, key: str) -> bool:
        return key in (*self._public.get(kind, PARTS.get(kind, ())), *ESSENTIAL.get(kind, ()), "internal", "withheld")

    def _below(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(self._below(part) for part in value)
        return self._changed(value) if dataclasses.is_dataclass(value) else value

    def _secret(self, cls: type[T]) -> T:
        return marked(cls)

    def _some(self, one: T, other: T | None) -> Any:
        return one if self._random.random() < 0.5 else other

    def _text(self) -> str:
        return "密" * self._random.randrange(1, 5) + str(self._random.randrange(10**6))
