"""What stands beside the powers: laws, decisions, adjustments, what is withheld."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.terms import PublicParty, PublicTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicLaw:
    """A law that something these readers see rests on."""

    id: str
    title: str
    rank: PublicTerm
    number: str = ""
    issuer: str = ""
    issued: str = ""
    effective: str = ""
    amended: tuple[str, ...] = ()
    repealed: str = ""
    superseded_by: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicBallot:
    """Votes counted."""

    mode: PublicTerm
    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFollowUp:
    """Who carries it out, by when, and whether it is done."""

    owner: PublicParty
    deadline: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicItem:
    """One matter decided; ``power`` is the ``unit/power`` of one that these readers see; ``amount`` in yuan."""

    id: str
    title: str
    matter: PublicTerm | None = None
    power: str = ""
    amount: float | None = None
    payee: str = ""
    project: str = ""
    proposed_by: PublicParty | None = None
    in_charge: PublicParty | None = None
    ballot: PublicBallot | None = None
    result: PublicTerm | None = None
    resolution: str = ""
    follow_up: tuple[PublicFollowUp, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDecision:
    """议决: a meeting with those of its matters that these readers see. Never views, papers or minutes."""

    id: str
    unit: str
    name: str
    body: PublicParty | None = None
    date: str = ""
    procedure: str = ""
    chair: PublicParty | None = None
    due: tuple[PublicParty, ...] = ()
    present: tuple[PublicParty, ...] = ()
    items: tuple[PublicItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAdjustedPower:
    """What happened to one power; ``to`` are the powers or units that took it over."""

    power: str
    action: PublicTerm
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAdjustment:
    """调整说明; it is shown only to readers who see every power in it."""

    id: str
    unit: str
    title: str
    reason: str = ""
    date: str = ""
    cause: PublicTerm | None = None
    arose: str = ""
    powers: tuple[PublicAdjustedPower, ...] = ()
    approved_by: str = ""
    filed_with: str = ""
    filed_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWithheld:
    """不予公开: on what ground, why, until when. ``power`` and ``field`` are empty where a whole power is withheld.

    ``field`` holds the keys of the data format down to the part (``workflow.steps``), never the id of the part.
    """

    unit: str
    power: str = ""
    field: str = ""
    basis: PublicTerm | None = None
    clause: str = ""
    reason: str = ""
    until: str = ""
