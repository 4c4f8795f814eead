"""``powerctl import``: workbooks and tables of documents become a catalogue; every cell is accounted for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang

if TYPE_CHECKING:
    from powerctl.intake.files import Harvest
    from powerctl.intake.grid import Book
    from powerctl.intake.ledger import Ledger
    from powerctl.intake.work import Wish
    from powerctl.messages import Words
    from powerctl.receipt import Outline, Receipt

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
    disclosure: Annotated[
        str | None,
        typer.Option(
            "--disclosure",
            metavar="SCOPE",
            help="没有写明公开范围的职权向谁公开：public、inner-party、internal。没有默认。"
            " To whom powers are disclosed that do not say it; no default.",
        ),
    ] = None,
    redact_names: Annotated[
        bool,
        typer.Option("--redact-names/--keep-names", help="公布的姓名换成职务，默认如此。 Names become posts."),
    ] = True,
    lang: Lang = None,
) -> None:
    """读进工作簿，逐格说明去向。 Read workbooks in, and account for every cell."""
    from powerctl.cli.home import catalogue_at
    from powerctl.cli.importing import Job, Settling
    from powerctl.cli.language import choose
    from powerctl.cli.screen import say
    from powerctl.formats.receipt import mapping_lines

    words = choose(lang)
    _check_words(kind, report)
    root = catalogue_at(into)
    wish = _wish(unit, kind, mapping, disclosure, hides=redact_names)
    job = Job(root, words, yes=yes or dry_run)
    books = job.read(files)
    desk, ledgers, outlines = job.work(books, wish)
    for line in mapping_lines(outlines, words):
        say(line)
    job.confirm("ask_mapping", Settling(mapping, outlines, wish.scope))
    found = job.harvest(desk, ledgers, wish.scope)
    job.show_diff(found)
    if found.changed:
        job.confirm("ask_changes", Settling())
    receipt = _receipt(books, ledgers, outlines, found)
    job.try_out(found)
    if not dry_run:
        job.write(found)
        Settling(mapping, outlines, wish.scope).write()
    _print(receipt, report, output, words)
    say(
        words.text(
            "import", "dry" if dry_run else "done", new=len(found.new), changed=len(found.changed), same=found.same
        )
    )
    if found.unscoped:
        say(words.text("import", "unscoped", count=found.unscoped))


def _check_words(kind: str, report: str) -> None:
    from powerctl.errors import PowerctlError
    from powerctl.intake.vocabulary import kinds
    from powerctl.nearest import nearest

    for option, value, known in (("--kind", kind, ("auto", *kinds())), ("--report", report, REPORTS)):
        if value not in known:
            guess = nearest(value, known, 0.5)
            raise PowerctlError("unknown_value", option=option, value=value, nearest=guess, known=" ".join(known))


def _wish(unit: str | None, kind: str, mapping: Path | None, disclosure: str | None, *, hides: bool) -> Wish:
    from powerctl.intake.mapping import Settlement, read_mapping
    from powerctl.intake.work import Wish

    settled = read_mapping(mapping) if mapping is not None and mapping.exists() else Settlement()
    return Wish(unit or "", kind, settled.tables, hides, disclosure or settled.scope)


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
