"""Where every cell of a book goes: nothing is lost without being told."""

from __future__ import annotations

from dataclasses import dataclass, field

from powerctl.intake.grid import Book
from powerctl.receipt import Account, Concern, Fate, Fault, Remark, Spot
from powerctl.results import Fact

_WORTH = {Fate.REPORT: 0, Fate.SOURCE: 1, Fate.FRAME: 2, Fate.FIELD: 3}


@dataclass(slots=True)
class Ledger:
    """The fates of cells while a book is taken apart, and what is to be told."""

    book: str
    fates: dict[Spot, tuple[Fate, str]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    shown: dict[Spot, str] = field(default_factory=dict)  # instead of the text of cells that held names

    def put(self, spot: Spot, fate: Fate, target: str) -> None:
        """Notes where a cell went; the best place counts where several items share a cell."""
        held = self.fates.get(spot)
        if held is None or _WORTH[fate] > _WORTH[held[0]]:
            self.fates[spot] = (fate, target)

    def tell(self, concern: Concern, case: str, spot: Spot, **facts: Fact) -> None:
        """Something to report about a cell, once."""
        remark = Remark(concern, case, spot, facts)
        if remark not in self.remarks[-50:]:
            self.remarks.append(remark)

    def refuse(self, case: str, spot: Spot, **facts: Fact) -> None:
        """A cell that cannot be taken; nothing will be written."""
        self.faults.append(Fault(case, spot, facts))

    def accounts(self, book: Book) -> list[Account]:
        """Every cell with its fate; one of which nothing is known is only in the report."""
        found = []
        for spot, cell in book.spots():
            fate, target = self.fates.get(spot, (Fate.REPORT, ""))
            found.append(Account(spot, self.shown.get(spot, cell.text), fate, target))
        return found
