"""监督 as the rulebook lays it down: who supervises whom, which duties recur."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.terms import PublicTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSupervisor:
    """One row of the matrix; ``unit`` is the id of a unit in the catalogue, where the supervisor is one."""

    id: str
    by: str
    whom: str
    what: str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDuty:
    """A duty that recurs every ``months`` or falls due ``within`` a time ``after`` something; who owes it to whom."""

    id: str
    label: str
    en: str = ""
    by: str = ""
    to: str = ""
    about: str = ""
    months: float = 0
    within: str = ""
    after: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicQuestion:
    """A question of a checklist; ``good`` is the answer that is in order."""

    id: str
    text: str
    en: str = ""
    good: str = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicChecklist:
    """The questions about one supervised power."""

    id: str
    label: str
    en: str = ""
    questions: tuple[PublicQuestion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSupervision:
    """The matrix, the duties, the question lists, the ``roles`` that duties are laid on; ``audit_after_years`` in one
    post, 0 where nothing is asked."""

    matrix: tuple[PublicSupervisor, ...] = ()
    duties: tuple[PublicDuty, ...] = ()
    checklists: tuple[PublicChecklist, ...] = ()
    roles: tuple[PublicTerm, ...] = ()
    audit_after_years: int = 0
