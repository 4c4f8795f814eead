"""``powerctl import``: workbooks and tables of documents become a catalogue; every cell is accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang

if TYPE_CHECKING:
    from powerctl.intake.desk import Desk
    from powerctl.intake.files import Harvest
    from powerctl.intake.grid import Book
    from powerctl.intake.ledger import Ledger
    from powerctl.intake.work import Wish
    from powerctl.messages import Words
    from powerctl.model.catalogue import Catalogue
    from powerctl.receipt import Fault, Outline, Receipt

REPORTS = ("text", "json", "html")


def _complete_kind(incomplete: str) -> Iterator[str]:
    from powerctl.intake.vocabulary import kinds

    yield from (kind for kind in ("auto", *kinds()) if kind.startswith(incomplete))


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="工作簿或文档：xlsx、xls、ods、csv、docx。 Workbooks or documents."),
    ],
    into: Annotated[
        Path | None,
        typer.Option("--into", metavar="CATALOGUE", help="写进哪个目录，默认向上寻找。 The catalogue; found upward."),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="ID", help="全部归这个单位。 All of it belongs to this unit.")
    ] = None,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="表的种类，默认自动判断：powers、risks、workflow、discretion、disclosure、decisions、portfolio。"
            " The kind of the tables; found out by default.",
            autocompletion=_complete_kind,
        ),
    ] = "auto",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="不写入，只报告。 Write nothing; report.")] = False,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="FILE", help="列的对应关系：有就照办，没有就写下。 Which column is what."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不提问。 Ask nothing.")] = False,
    report: Annotated[
        str, typer.Option("--report", metavar="FORMAT", help="报告的格式：text、json、html。 Format of the report.")
    ] = "text",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="报告写进文件。 The report goes to a file.")
    ] = None,
    redact_names: Annotated[
        bool,
        typer.Option("--redact-names/--keep-names", help="公布的姓名换成职务，默认如此。 Names become posts."),
    ] = True,
    lang: Lang = None,
) -> None:
    """读进工作簿，逐格说明去向。 Read workbooks in, and account for every cell."""
    from powerctl.cli.home import catalogue_at
    from powerctl.cli.language import choose
    from powerctl.cli.screen import say
    from powerctl.formats.receipt import mapping_lines

    words = choose(lang)
    _check_words(kind, report)
    root = catalogue_at(into)
    wish = _wish(unit, kind, mapping, hides=redact_names)
    job = _Job(root, words, yes=yes or dry_run)
    books = job.read(files)
    desk, ledgers, outlines = job.work(books, wish)
    for line in mapping_lines(outlines, words):
        say(line)
    job.confirm("ask_mapping", outlines, mapping)
    found = job.harvest(desk, ledgers)
    job.show_diff(found)
    if found.changed:
        job.confirm("ask_changes", (), None)
    receipt = _receipt(books, ledgers, outlines, found)
    job.try_out(found)
    if not dry_run:
        job.write(found)
        _write_mapping(mapping, outlines)
    _print(receipt, report, output, words)
    say(
        words.text(
            "import", "dry" if dry_run else "done", new=len(found.new), changed=len(found.changed), same=found.same
        )
    )


def _check_words(kind: str, report: str) -> None:
    from powerctl.errors import PowerctlError
    from powerctl.intake.vocabulary import kinds
    from powerctl.nearest import nearest

    for option, value, known in (("--kind", kind, ("auto", *kinds())), ("--report", report, REPORTS)):
        if value not in known:
            guess = nearest(value, known, 0.5)
            raise PowerctlError("unknown_value", option=option, value=value, nearest=guess, known=" ".join(known))


def _check_unit(catalogue: Catalogue, unit: str) -> None:
    from powerctl.errors import PowerctlError
    from powerctl.nearest import nearest

    known = catalogue.units_by_id
    if unit and unit not in known:
        raise PowerctlError("unknown_unit", unit=unit, nearest=nearest(unit, known), known=" ".join(sorted(known)))


def _wish(unit: str | None, kind: str, mapping: Path | None, *, hides: bool) -> Wish:
    from powerctl.intake.mapping import read_mapping
    from powerctl.intake.work import Wish

    settled = read_mapping(mapping) if mapping is not None and mapping.exists() else {}
    return Wish(unit or "", kind, settled, hides)


@dataclass(frozen=True, slots=True)
class _Job:
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
        from powerctl.intake.desk import Desk
        from powerctl.intake.entire import is_entire, read_entire
        from powerctl.intake.ledger import Ledger
        from powerctl.intake.work import work
        from powerctl.load import load
        from powerctl.source import WorkingTree

        loaded = load(WorkingTree(self.root))
        _check_unit(loaded.catalogue, wish.unit)
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

    def confirm(self, question: str, outlines: Sequence[Outline], mapping: Path | None) -> None:
        """Asks on a terminal; elsewhere the answer must have been given with the command."""
        import sys

        from powerctl.cli.screen import say
        from powerctl.errors import PowerctlError

        if self.yes or (question == "ask_mapping" and not outlines):
            return
        if not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
            raise PowerctlError("import.not_confirmed")
        try:
            agreed = typer.confirm(self.words.text("import", question), default=True, err=True)
        except typer.Abort:
            raise typer.Exit(130) from None
        if not agreed:
            _write_mapping(mapping, outlines)
            say(self.words.text("import", "stopped", path=str(mapping or "map.yaml")))
            raise typer.Exit(1)

    def harvest(self, desk: Desk, ledgers: Sequence[Ledger]) -> Harvest:
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
        return harvest(desk, source, heads)

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


def _write_mapping(mapping: Path | None, outlines: Sequence[Outline]) -> None:
    """The mapping for next time, where a file was named that is not there yet."""
    from powerctl.errors import PowerctlError
    from powerctl.intake.mapping import mapping_text
    from powerctl.write import write_file

    if mapping is None or mapping.exists() or not outlines:
        return
    try:
        write_file(mapping, mapping_text(outlines).encode("utf-8"))
    except OSError as error:
        raise PowerctlError("not_writable", path=mapping.as_posix(), problem=str(error.strerror)) from None


def _receipt(books: Sequence[Book], ledgers: Sequence[Ledger], outlines: Sequence[Outline], found: Harvest) -> Receipt:
    from powerctl.receipt import Receipt

    accounts = [account for book, ledger in zip(books, ledgers, strict=True) for account in ledger.accounts(book)]
    remarks = [remark for ledger in ledgers for remark in ledger.remarks]
    return Receipt(
        tuple(outlines),
        tuple(accounts),
        tuple(sorted(remarks, key=lambda remark: (remark.concern, remark.spot, remark.case))),
        tuple(sorted(found.new)),
        tuple(sorted(found.changed)),
        found.same,
    )


def _print(receipt: Receipt, report: str, output: Path | None, words: Words) -> None:
    from powerctl.cli.screen import show
    from powerctl.errors import PowerctlError
    from powerctl.formats.receipt import RECEIPTS
    from powerctl.write import write_file

    text = RECEIPTS[report](receipt, words)
    if output is None:
        show(text)
        return
    try:
        write_file(output, text.encode("utf-8"))
    except OSError as error:
        raise PowerctlError("not_writable", path=output.as_posix(), problem=str(error.strerror)) from None
