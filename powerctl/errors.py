"""What stops the tool, and what a person can do about it."""

from __future__ import annotations

from powerctl.results import Fact, Finding


class PowerctlError(Exception):
    """The user can mend this: one line in the user's language, exit code 2.

    ``key`` names the sentence in ``messages/*.yaml`` under ``errors``; ``facts`` fill its placeholders, and
    ``finding`` is the fault in a file that is the reason, where there is one.
    """

    def __init__(self, key: str, finding: Finding | None = None, **facts: Fact) -> None:
        super().__init__(key, facts)
        self.key = key
        self.finding = finding
        self.facts = facts
