"""A duty that is owed, as commands and pages tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from powerctl.model.place import Ref


class Kind(StrEnum):
    """Where a duty comes from."""

    RECURRING = "recurring"  # 定期职责
    REPORT = "report"  # 预警信息报送
    TENURE = "tenure"  # 任期审计
    REPLY = "reply"  # 预警回告
    FOLLOW_UP = "follow-up"  # 决议落实
    ADJUSTMENT = "adjustment"  # 调整备案
    REGRADE = "regrade"  # 风险等级复核


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A duty owed once: by whom, about whom, the day it was last done or fell to them, the last day (ISO 8601).

    Without ``due`` it was never done and nothing says from when on: it is overdue from the beginning. ``unit`` is the
    id of the unit that owes it, empty for somebody outside the catalogue; ``estimated``: the year's working days are
    not known, the day is a generous estimate. ``clause`` is what the rulebook notes about it,
    or the meeting that decided it.
    """

    kind: Kind
    duty: str
    label: str
    en: str = ""
    owner: str
    unit: str = ""
    about: str = ""
    last: str = ""
    since: str = ""
    due: str = ""
    estimated: bool = False
    clause: str = ""
    ref: Ref

    def is_overdue(self, today: str) -> bool:
        """Whether its last day lies before this one."""
        return self.due < today

    def days_over(self, as_of: date) -> int:
        """How many days it is overdue; 0 where it is not, or where no day is known."""
        return max((as_of - date.fromisoformat(self.due)).days, 0) if self.due else 0
