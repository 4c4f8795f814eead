"""A book that is not read: the reason travels up as an exception and is told as a fault."""

from __future__ import annotations

from powerctl.receipt import Fault, Spot
from powerctl.results import Fact


class RefusedError(Exception):
    """The whole book, or a sheet of it, is refused before its content is used."""

    def __init__(self, case: str, sheet: str = "", **facts: Fact) -> None:
        super().__init__(case, facts)
        self.case = case
        self.sheet = sheet
        self.facts = facts

    def fault(self, book: str) -> Fault:
        """The same as a fault of a book."""
        return Fault(self.case, Spot(book, self.sheet), self.facts)
