"""议决记录: one meeting of a body, with its matters, views, ballots and what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A member who was not there; ``written`` is the view that was sent in."""

    post: str
    reason: str = ""
    written: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper laid before the meeting: its kind in the rulebook's words, its date."""

    type: str
    on: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One member's view, in the order in which they spoke."""

    post: str
    stance: str
    reason: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """Votes counted; ``mode`` is ``oral``, ``show-of-hands``, ``named`` or ``secret``."""

    mode: str
    yes: int = 0
    no: int = 0
    abstain: int = 0
    invalid: int = 0
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Who carries it out, by when, and whether it is done."""

    owner: str
    deadline: str = ""
    done: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One matter on the agenda; ``amount`` in yuan; ``recused`` (回避) neither spoke nor voted on it."""

    id: str
    title: str
    matter: str
    power: str = ""
    amount: float | None = None
    payee: str = ""
    project: str = ""
    proposed_by: str = ""
    in_charge: str = ""
    recused: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    ballot: Ballot | None = None
    result: str = ""
    resolution: str = ""
    follow_up: tuple[FollowUp, ...] = ()
    scope: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """会议纪要: its number, who may have it, whether personnel papers were taken back."""

    number: str = ""
    secrecy: str = ""
    distribution: tuple[str, ...] = ()
    recalled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratification:
    """The meeting that later confirmed an emergency decision."""

    by: str
    on: str
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """``decisions/*.yaml``: one meeting."""

    id: str
    name: str
    body: str
    date: str
    place: str = ""
    chair: str = ""
    recorder: str = ""
    procedure: str = "meeting"
    notice_sent: str = ""
    materials_sent: str = ""
    due: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    absent: tuple[Absence, ...] = ()
    observers: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    ratified: Ratification | None = None
    minutes: Minutes | None = None
    note: str = ""
    unit: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
