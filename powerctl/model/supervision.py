"""监督: duties done, and the answers to the question lists of the supervised powers."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.model.place import NOWHERE, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A duty of the rulebook carried out once: by whom, about whom, when, for which period (``2011Q3``)."""

    duty: str
    by: str
    on: str
    about: str = ""
    period: str = ""
    evidence: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question of a checklist answered; ``answer`` is ``yes``, ``no``, ``partly`` or ``not-applicable``."""

    checklist: str
    question: str
    answer: str
    about: str = ""
    by: str = ""
    on: str = ""
    evidence: str = ""
    note: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """``supervision.yaml`` of a unit."""

    done: tuple[Done, ...] = ()
    answers: tuple[Answer, ...] = ()
    unit: str = ""
    ref: Ref = field(default=NOWHERE, compare=False, repr=False)
