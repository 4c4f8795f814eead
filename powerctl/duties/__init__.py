"""监督职责: what is owed, by whom, about whom, until when, from the rulebook and the ledgers of a catalogue."""

from __future__ import annotations

from powerctl.duties.following import following
from powerctl.duties.recurring import recurring
from powerctl.duty import Owed
from powerctl.model.catalogue import Catalogue
from powerctl.model.rulebook import Rulebook

__all__ = ["owed"]


def owed(catalogue: Catalogue, rulebook: Rulebook) -> tuple[Owed, ...]:
    """Everything that is still owed, the longest due first.

    It does not depend on the day: what is overdue on one day is so on every later one, as long as the ledger stays.
    """
    everything = (*recurring(catalogue, rulebook), *following(catalogue, rulebook))
    return tuple(sorted(everything, key=lambda one: (one.due, one.unit, one.duty, one.about, one.ref)))
