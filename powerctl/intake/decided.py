"""Who may see what is imported, where no cell says it: decided once by whoever imports, and never guessed."""

from __future__ import annotations

from powerctl.errors import PowerctlError
from powerctl.intake.desk import Data
from powerctl.model.rulebook import Rulebook
from powerctl.nearest import nearest


def check_scope(rulebook: Rulebook, scope: str) -> None:
    """PowerctlError for what is no scope, and for withholding, which needs its basis and reason item by item."""
    scopes = rulebook.disclosure.scopes
    known = [id_ for id_, entry in scopes.items() if not entry.withheld]
    if scope in scopes and scope not in known:
        raise PowerctlError("import.withheld_at_once", scope=scope, known=" ".join(known))
    if scope and scope not in scopes:
        guess = nearest(scope, known, 0.5)
        raise PowerctlError("import.unknown_scope", scope=scope, nearest=guess, known=" ".join(known))


def scoped(data: Data, scope: str) -> Data:
    """A power with the scope that was decided, unless it has one."""
    if not scope or has_scope(data):
        return data
    said = data.get("disclosure")
    return {**data, "disclosure": {"scope": scope, **(said if isinstance(said, dict) else {})}}


def has_scope(data: Data) -> bool:
    """Whether a power says to whom it is disclosed."""
    said = data.get("disclosure")
    return isinstance(said, dict) and bool(said.get("scope"))
