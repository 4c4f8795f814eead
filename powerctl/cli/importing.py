"""One import: books are read, taken apart, shown, tried out and written; it stops where somebody has to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from powerctl.intake.desk import Desk
    from powerctl.intake.files import Harvest
    from powerctl.intake.grid import Book
    from powerctl.intake.ledger import Ledger
    from powerctl.intake.work import Wish
    from powerctl.messages import Words
    from powerctl.model.catalogue import Catalogue
    from powerctl.receipt import Fault, Outline


@dataclass(frozen=True, slots=True)
class Settling:
    """What this import settles, for the file of ``--mapping``; it is written where a file is named and not there."""

    path: Path | None = None
    outlines: Sequence[Outline] = ()
    scope: str = ""

    def write(self) -> None:
        """The mapping for next time; one that is there may hold a person's changes."""
        from powerctl.errors import PowerctlError
        from powerctl.intake.mapping import mapping_text
        from powerctl.write import write_file

        if self.path is None or self.path.exists() or not self.outlines:
            return
        try:
            write_file(self.path, mapping_text(self.outlines, self.scope).encode("utf-8"))
        except OSError as error:
            raise PowerctlError("not_writable", path=self.path.as_posix(), problem=str(error.strerror)) from None


@dataclass(frozen=True, slots=True)
class Job:
    """One run: where to, in which language, and whether somebody is there to be asked."""

    root: Path
    words: Words
    yes: bool

    def read(self, files: Sequence[Path]) -> list[Book]:
        """The books; all their faults are told before the run ends."""
        from powerctl.errors import PowerctlError
        from powerctl.intake.reading import read_file

        books = []
        for path in dict.fromkeys(files):
            try:
                books.append(read_file(path))
            except FileNotFoundError:
                raise PowerctlError("no_such_path", path=path.as_posix()) from None
            except OSError as error:
                raise PowerctlError("import.not_readable", path=path.as_posix(), problem=str(error.strerror)) from None
        self._stop_at_faults([fault for book in books for fault in book.faults])
        return books

    def work(self, books: Sequence[Book], wish: Wish) -> tuple[Desk, list[Ledger], list[Outline]]:
        """Takes the books apart."""
        from powerctl.intake.decided import check_scope
        from powerctl.intake.desk import Desk
        from powerctl.intake.entire import is_entire, read_entire
        from powerctl.intake.ledger import Ledger
        from powerctl.intake.work import work
        from powerctl.load import load
        from powerctl.source import WorkingTree

        loaded = load(WorkingTree(self.root))
        _check_unit(loaded.catalogue, wish.unit)
        check_scope(loaded.rulebook, wish.scope)
        desk = Desk(loaded.catalogue, loaded.rulebook)
        ledgers, outlines = [], []
        for book in books:
            ledgers.append(Ledger(book.name))
            if is_entire(book):
                desk.documents.update(read_entire(book, ledgers[-1]))
            else:
                outlines += work(book, desk, ledgers[-1], wish)
        self._stop_at_faults([fault for ledger in ledgers for fault in ledger.faults])
        return desk, ledgers, outlines

    def _stop_at_faults(self, faults: Sequence[Fault]) -> None:
        from powerctl.cli.screen import say
        from powerctl.formats.receipt import fault_line

        for fault in faults:
            say(fault_line(fault, self.words))
        if faults:
            say(self.words.text("import", "faults", count=len(faults)))
            raise typer.Exit(1)

    def confirm(self, question: str, settling: Settling) -> None:
        """Asks on a terminal; elsewhere the answer must have been given with the command."""
        import sys

        from powerctl.cli.screen import say
        from powerctl.errors import PowerctlError

        if self.yes or (question == "ask_mapping" and not settling.outlines):
            return
        if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
            raise PowerctlError("import.not_confirmed")
        try:
            agreed = typer.confirm(self.words.text("import", question), default=True, err=True)
        except typer.Abort:
            raise typer.Exit(130) from None
        if not agreed:
            settling.write()
            say(self.words.text("import", "stopped", path=str(settling.path or "map.yaml")))
            raise typer.Exit(1)

    def harvest(self, desk: Desk, ledgers: Sequence[Ledger], scope: str) -> Harvest:
        """What the files shall be."""
        from powerctl.cli.home import schema_beside
        from powerctl.intake.files import harvest, tell_missing
        from powerctl.layout import PATTERNS, path_of
        from powerctl.source import WorkingTree

        source = WorkingTree(self.root)
        heads = {}
        for kind in PATTERNS:
            way = schema_beside(self.root / path_of(kind, "u", "p"), kind)
            heads[kind] = f"# yaml-language-server: $schema={way}\n" if way else ""
        if ledgers:
            tell_missing(desk, ledgers[0], source)
        return harvest(desk, source, heads, scope)

    def show_diff(self, found: Harvest) -> None:
        """What would change in files that are there, before anything is written."""
        from powerctl.cli.screen import say
        from powerctl.formats.receipt import diff_lines

        for file, (before, after) in sorted(found.changed.items()):
            for line in diff_lines(file, before.decode("utf-8"), after.decode("utf-8")):
                say(line)

    def try_out(self, found: Harvest) -> None:
        """Nothing is written unless all of it can be read again."""
        from powerctl.cli.options import day
        from powerctl.cli.trial import refuse_unfit
        from powerctl.errors import PowerctlError
        from powerctl.plant import in_the_way
        from powerctl.source import WorkingTree

        taken = in_the_way(self.root, found.new)
        if taken is not None:
            raise PowerctlError("in_the_way", path=taken.as_posix())
        if found.contents:
            refuse_unfit(found.contents, WorkingTree(self.root), day(None), gravely=True)

    def write(self, found: Harvest) -> None:
        """Puts all files in place, or none."""
        from powerctl.errors import PowerctlError
        from powerctl.plant import exchange

        try:
            exchange(self.root, found.new, found.changed)
        except OSError as error:
            raise PowerctlError("not_writable", path=self.root.as_posix(), problem=str(error.strerror)) from None


def _check_unit(catalogue: Catalogue, unit: str) -> None:
    from powerctl.errors import PowerctlError
    from powerctl.nearest import nearest

    known = catalogue.units_by_id
    if unit and unit not in known:
        raise PowerctlError("unknown_unit", unit=unit, nearest=nearest(unit, known), known=" ".join(sorted(known)))
