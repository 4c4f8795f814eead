"""Words of a place, and what is asked of whatever is called by them: types, matters, roles, ranks, codes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of the rulebook: what people call it in Chinese and in English."""

    label: str
    en: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeTerm:
    """高 中 低 as this place calls them; ``rank`` rises with gravity."""

    label: str
    rank: int
    en: str = ""
    colour: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTerm:
    """行使层级, with the digit that stands for it in item codes."""

    label: str
    en: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyTerm:
    """A duty of a step; a ``weighty`` one moves a case, so it is where risk sits; one that ``decides`` settles it."""

    label: str
    en: str = ""
    weighty: bool = False
    decides: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusTerm:
    """A status of a power: is it ``in_force``, does coming to it need an ``adjustment`` note?"""

    label: str
    en: str = ""
    in_force: bool = True
    adjustment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStep:
    """A step of the general course of a power type (类别流程图)."""

    name: str
    duty: str = ""
    limit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerType:
    """权力类型; ``least_rank`` is the lowest rank of law that may found it, ``abolished`` the day it ended.

    ``announce`` are the duties of which one must follow the decision on every way through (告知、公开).
    """

    label: str
    en: str = ""
    code: str = ""
    letters: str = ""
    outward: bool = False
    least_rank: str = ""
    remedies: tuple[str, ...] = ()
    announce: tuple[str, ...] = ()
    scope: str = ""
    abolished: str = ""
    procedure: tuple[ProcedureStep, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitType:
    """单位类型, the level at which such a unit acts, and whether its list must match its peers'."""

    label: str
    en: str = ""
    level: str = ""
    levels: tuple[str, ...] = ()
    same_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From how many yuan a matter goes to which body in units of which types."""

    amount: float
    unit_types: tuple[str, ...] = ()
    per: str = "single"
    body: str = ""
    filed_with: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """重大事项: a class of matters that a body must decide, with papers and thresholds."""

    label: str
    en: str = ""
    collective: bool = True
    ballot: str = ""
    secret_ballot: bool = False  # 可以无记名票决: a secret ballot will do as well
    papers: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A kind of post by what it is: chief, head of an office, in charge, or in charge of certain areas."""

    label: str
    en: str = ""
    chief: bool = False
    head: bool = False
    in_charge: bool = False
    areas: tuple[str, ...] = ()
    unit_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """效力位阶: a rank of law; ``order`` falls with rank (1 is the highest), ``articles``: must they be cited?"""

    label: str
    order: int
    en: str = ""
    articles: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeScheme:
    """How a code is built: a ``pattern`` (regular expression, whole value) or a built-in ``check``."""

    label: str
    en: str = ""
    pattern: str = ""
    check: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueAsks:
    """Which fields each power in force must fill in (职权目录要素)."""

    fields: tuple[str, ...] = ()
    note: str = ""
