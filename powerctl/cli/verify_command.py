"""``powerctl verify``: whether a published folder is as it was published, and what a revision's public part gives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang

if TYPE_CHECKING:
    from powerctl.messages import Words
    from powerctl.public.catalogue import PublicCatalogue
    from powerctl.site.record.manifest import Manifest


Against = Annotated[
    str | None,
    typer.Option("--against", metavar="REV", help="与这个版本的公开部分核对。 The revision it should be made from."),
]
In = Annotated[
    Path,
    typer.Option("--catalogue", metavar="PATH", help="目录所在的路径，默认当前文件夹。 Where the catalogue is."),
]


def verify(
    site: Annotated[Path, typer.Argument(metavar="SITE", help="发布出来的文件夹。 The published folder.")],
    against: Against = None,
    place: In = Path(),
    lang: Lang = None,
) -> None:
    """核对发布出来的网站：文件齐全、没有改动、出自某个版本。 Check that a published site is whole and unchanged."""
    from powerctl.cli.language import choose
    from powerctl.cli.screen import say, show
    from powerctl.site.record.verify import verify as verified

    words = choose(lang)
    _refuse_no_folder(site)
    found = verified(site)
    lines = [
        words.text("verify", fault.kind, file=f"{site.as_posix()}/{fault.file}", line=fault.line or "")
        for fault in found.faults
    ]
    if against is not None and found.manifest is not None:
        lines += _against(site, found.manifest, against, place, words)
    show("".join(f"{line}\n" for line in lines))
    if lines:
        say(words.text("verify", "bad", path=site.as_posix(), count=len(lines)))
        raise typer.Exit(1)
    show(words.text("verify", "well", path=site.as_posix(), files=found.files, revision=against or "") + "\n")


def _refuse_no_folder(site: Path) -> None:
    from powerctl.errors import PowerctlError

    if not site.is_dir():
        raise PowerctlError("no_such_path", path=site.as_posix())


def _against(site: Path, manifest: Manifest, revision: str, place: Path, words: Words) -> list[str]:
    """What is not as the revision's public part gives it: the input, and where that is right, each page made again."""
    from powerctl import __version__
    from powerctl.public.plain import digest

    public = _public(manifest, revision, place, site)
    if digest(public) != manifest.input or manifest.tool != __version__:
        tool = manifest.tool if manifest.tool != __version__ else ""
        return [words.text("verify", "input", path=site.as_posix(), revision=revision, tool=tool)]
    files = _unlike(site, manifest, public)
    return [words.text("verify", "unlike", file=f"{site.as_posix()}/{file}", revision=revision) for file in files]


def _unlike(site: Path, manifest: Manifest, public: PublicCatalogue) -> list[str]:
    """The files that are not what a build gives; the texts of changes are taken as the site tells them."""
    from datetime import date

    from powerctl.public.plain import digest
    from powerctl.site.data import changes
    from powerctl.site.frame import Edition
    from powerctl.site.record.verify import RECORDS
    from powerctl.site.whole import files

    def content(file: str) -> bytes:
        path = site / file
        return path.read_bytes() if path.is_file() else b""

    news = changes.read(content(changes.PATH))
    if news is None:
        return [changes.PATH]
    on = date.fromisoformat(manifest.as_of)
    edition = Edition(public, on, digest(public), news, None, manifest.charts, manifest.wall)
    made = {file: made == content(file) for file, made in files(edition)}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} - RECORDS
    return sorted({file for file, is_same in made.items() if not is_same} | (there - made.keys()))


def _public(manifest: Manifest, revision: str, place: Path, site: Path) -> PublicCatalogue:
    """What the revision makes public to the audience of the site."""
    from powerctl.cli.publication import public_catalogue
    from powerctl.errors import PowerctlError
    from powerctl.load import load
    from powerctl.public.audience import Audience
    from powerctl.sides import Sides, repository_around

    if manifest.audience not in {audience.value for audience in Audience}:
        raise PowerctlError("verify.no_audience", path=site.as_posix(), audience=manifest.audience)
    repository = repository_around(place)
    try:
        side = Sides(place, repository).named(revision)
        if len(side.roots) != 1:
            raise PowerctlError("verify.one_catalogue", place=place.as_posix(), count=len(side.roots))
        source = side.source(side.roots[0])
        return public_catalogue(load(source), source, Audience(manifest.audience))
    finally:
        if repository is not None:
            repository.close()
