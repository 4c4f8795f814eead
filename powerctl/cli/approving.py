"""One approval → the bytes of the file with it; the file is replaced whole or left alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from powerctl import document
from powerctl.changes.approval import Approved, approved_of_power, approved_of_risk
from powerctl.cli.opened import Opened
from powerctl.cli.rewrite import put as put_file
from powerctl.cli.rewrite import still_as_judged
from powerctl.edit.append import appending
from powerctl.edit.checked import edited, same, text_of
from powerctl.edit.put import Put, put
from powerctl.errors import PowerctlError
from powerctl.model.power import Power, SignOff
from powerctl.model.risk import RiskPoint
from powerctl.model.rulebook import ReviewStage, Rulebook
from powerctl.naming import find, is_outside
from powerctl.nearest import nearest

PASSED = "passed"
_POWER_KEYS = tuple(field.name for field in dataclasses.fields(Power))
_RISK_KEYS = tuple(field.name for field in dataclasses.fields(RiskPoint))
_SIGN_OFF_KEYS = ("chain", "stage", "by", "on", "outcome", "of", "parts")
_GRADED_KEYS = ("by", "on", "reason", "of", "parts")


@dataclass(frozen=True, slots=True)
class Approval:
    """What a person says was approved, at which stage of which chain ("" for the only one), by whom and when."""

    subject: str
    stage: str
    chain: str
    by: str
    on: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A power, or a risk point with the power it belongs to, in its catalogue."""

    read: Opened
    unit: str
    power: Power | None
    risk: RiskPoint | None = None

    @property
    def file(self) -> str:
        """The file that it stands in."""
        thing = self.risk or self.power
        assert thing is not None
        return thing.ref.file


def found(read: Sequence[Opened], subject: str) -> Subject:
    """The one thing that a subject names; PowerctlError for none, for several, and for a file with faults."""
    named = [(text, one) for catalogue in read for text, one in _subjects(catalogue)]
    meant = [one for text, one in named if text == subject]
    if len(meant) > 1:
        raise PowerctlError("approve.several", subject=subject)
    if not meant:
        raise PowerctlError("approve.unknown", subject=subject, nearest=nearest(subject, [text for text, _ in named]))
    if meant[0].file in meant[0].read.catalogue.left_out:
        path = (meant[0].read.root / meant[0].file).as_posix()
        raise PowerctlError("approve.faulty", path=path)
    return meant[0]


def _subjects(read: Opened) -> Iterator[tuple[str, Subject]]:
    for power in read.catalogue.powers:
        yield power.subject, Subject(read, power.unit, power)
    for unit, owner, risk in read.catalogue.risk_points():
        yield f"{owner.subject if owner else unit}/{risk.id}", Subject(read, unit, owner, risk)


def record(subject: Subject, approval: Approval) -> str:
    """Writes the approval and returns the path of the file as people see it."""
    _check(subject, approval)
    target = still_as_judged(subject.read, subject.file)
    result = _written(subject, approval, target.raw) if isinstance(target.raw, bytes) else None
    if result is None:
        raise PowerctlError("approve.unsafe", path=target.shown)
    put_file(target, result)
    return target.shown


def _check(subject: Subject, approval: Approval) -> None:
    if not is_outside(approval.by) and find(subject.read.catalogue, subject.unit, approval.by) is None:
        owner = subject.read.catalogue.units_by_id.get(subject.unit)
        known = sorted(owner.named) if owner else []
        guess = nearest(approval.by, known)
        raise PowerctlError(
            "approve.unknown_post", unit=subject.unit, value=approval.by, nearest=guess, known=" ".join(known)
        )
    if subject.risk is not None and (approval.stage or approval.chain):
        raise PowerctlError("approve.stage_of_risk", subject=approval.subject)


def _written(subject: Subject, approval: Approval, raw: bytes) -> bytes | None:
    if subject.risk is not None:
        return _graded(subject.risk, approval, raw, approved_of_risk(subject.risk, subject.power))
    assert subject.power is not None
    chain = _chain(subject.read.rulebook, approval)
    return _signed(subject.power, chain, approval, raw, approved_of_power(subject.power, chain))


def _chain(rulebook: Rulebook, approval: Approval) -> str:
    """The chain that a stage belongs to; PowerctlError for a stage that the rulebook has not, or has twice."""
    review = rulebook.review
    chains: Mapping[str, tuple[ReviewStage, ...]] = {
        "catalogue": review.catalogue, "chart": review.chart, "risk": review.risk,
    }  # fmt: skip
    if approval.chain and approval.chain not in chains:
        raise PowerctlError(
            "unknown_value", option="--chain", value=approval.chain,
            nearest=nearest(approval.chain, chains), known=" ".join(chains),
        )  # fmt: skip
    asked = {approval.chain: chains[approval.chain]} if approval.chain else chains
    having = [name for name, stages in asked.items() if approval.stage in {stage.stage for stage in stages}]
    if len(having) > 1:
        raise PowerctlError("approve.which_chain", stage=approval.stage, known=" ".join(having))
    if not having:
        known = sorted({stage.stage for stages in asked.values() for stage in stages})
        guess = nearest(approval.stage, known)
        raise PowerctlError("approve.unknown_stage", value=approval.stage, nearest=guess, known=" ".join(known))
    return having[0]


def _signed(power: Power, chain: str, approval: Approval, raw: bytes, now: Approved) -> bytes | None:
    """A new entry of ``review``; a passed one of the same stage, post and day gets the digests instead."""
    signs = [(index, entry) for index, entry in enumerate(power.review) if _is_same(entry, chain, approval.stage)]
    if signs and (signs[-1][1].by, signs[-1][1].on, signs[-1][1].outcome) == (approval.by, approval.on, PASSED):
        at = ("review", signs[-1][0])
        digests = {"of": now.of, "parts": now.parts}
        puts = [Put((*at, key), value, _before(_SIGN_OFF_KEYS, key)) for key, value in digests.items()]
        return put(power.ref.file, raw, puts)
    entry = {
        **({} if chain == "catalogue" else {"chain": chain}),
        "stage": approval.stage, "by": approval.by, "on": approval.on, "outcome": PASSED, "of": now.of,
        "parts": now.parts,
    }  # fmt: skip
    before = document.read(power.ref.file, raw)
    if not isinstance(before.data, dict):
        return None
    wanted = {**before.data, "review": [*before.data.get("review", ()), entry]}
    edits = appending(text_of(raw), "review", [entry], _before(("kind", *_POWER_KEYS), "review"))
    return edited(before, raw, edits, lambda result: same(result, wanted))


def _is_same(entry: SignOff, chain: str, stage: str) -> bool:
    return (entry.chain, entry.stage) == (chain, stage)


def _graded(risk: RiskPoint, approval: Approval, raw: bytes, now: Approved) -> bytes | None:
    values = {"by": approval.by, "on": approval.on, "of": now.of, "parts": now.parts}
    at = (*risk.ref.path, "graded")
    if risk.graded is None:
        return put(risk.ref.file, raw, [Put(at, values, _before(_RISK_KEYS, "graded"))])
    puts = [Put((*at, key), value, _before(_GRADED_KEYS, key)) for key, value in values.items()]
    return put(risk.ref.file, raw, puts)


def _before(keys: Sequence[str], key: str) -> tuple[str, ...]:
    return tuple(keys[: keys.index(key)])
