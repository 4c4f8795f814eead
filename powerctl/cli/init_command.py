"""``powerctl init``: a new catalogue that can be checked at once and edited piece by piece."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang

if TYPE_CHECKING:
    from powerctl.messages import Words

_UNIT = "sample-unit"
_TEMPLATES = {
    "catalogue.yaml": "catalogue.yaml",
    "rulebook.yaml": "rulebook.yaml",
    "laws.yaml": "laws.yaml",
    f"units/{_UNIT}/unit.yaml": "unit.yaml",
    f"units/{_UNIT}/regulations.yaml": "regulations.yaml",
    f"units/{_UNIT}/powers/large-payments.yaml": "power.yaml",
    "README.md": "README.md",
    ".editorconfig": "editorconfig",
    ".gitattributes": "gitattributes",
    ".gitignore": "gitignore",
    ".vscode/settings.json": "settings.json",
    ".vscode/extensions.json": "extensions.json",
    ".github/workflows/powerctl.yml": "workflow.yml",
}


def init(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="新目录的文件夹，默认当前文件夹。 The folder of the new catalogue."),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="地区名称。 Name of the place.")] = None,
    level: Annotated[
        str | None,
        typer.Option("--level", metavar="LEVEL", help="层级：county、township 等。 Level: county, township …"),
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", metavar="CODE", help="行政区划代码，如 330411。 Region code.")
    ] = None,
    rulebook: Annotated[
        str | None,
        typer.Option("--rulebook", metavar="NAME", help="以哪个内置规则为底本。 The built-in rulebook to extend."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不提问，用默认值。 Ask nothing.")] = False,
    lang: Lang = None,
) -> None:
    """新建一个目录，可以马上检查和编辑。 Start a new catalogue, ready to check and to edit."""
    from powerctl.cli import entered
    from powerctl.cli.language import choose
    from powerctl.layers import BUILT_IN, built_in_names
    from powerctl.schema import schema_of

    words = choose(lang)
    target = folder or Path()
    _refuse_taken(target)
    levels = tuple(schema_of("catalogue")["$defs"]["level"]["enum"])
    ask = _Asker(words, asks=not yes and _can_ask())
    rulebooks = built_in_names()
    answers = {
        "name": ask("name", name, words.text("init", "default_name"), entered.name),
        "level": ask("level", level, "county", lambda text: entered.one_of(text, levels, "--level"), " ".join(levels)),
        "region": ask("region", region, "", entered.region),
        "rulebook": ask(
            "rulebook",
            rulebook,
            BUILT_IN,
            lambda text: entered.one_of(text, rulebooks, "--rulebook"),
            " ".join(rulebooks),
        ),
    }
    _write(target, catalogue_files(target.absolute().name, answers), words)


def catalogue_files(folder: str, answers: Mapping[str, str]) -> dict[str, bytes]:
    """Every file of a new catalogue by its path below the folder."""
    import re

    from powerctl import __version__
    from powerctl.cli.options import day
    from powerctl.cli.trial import Nothing
    from powerctl.layout import PATTERNS, is_id, is_reserved
    from powerctl.rulebook import load_rulebook
    from powerctl.schema import KINDS, schema_text
    from powerctl.skeleton import fill, unit_type_at

    own = load_rulebook(Nothing(), answers["rulebook"])
    facts = {
        **answers,
        "id": folder if is_id(folder) and not is_reserved(folder) else "catalogue",
        "unit": _UNIT,
        "unit_type": unit_type_at(answers["level"], own.unit_types),
        "version": __version__,
        "today": day(None).isoformat(),
        "places": [(kind, re.sub("<[a-z]+>", "*", PATTERNS[kind])) for kind in KINDS],
    }
    texts = {file: fill(f"init/{template}", facts) for file, template in _TEMPLATES.items()}
    texts |= {f"schemas/{kind}.schema.json": schema_text(kind) for kind in KINDS}
    return {file: text.encode("utf-8") for file, text in sorted(texts.items())}


class _Asker:
    """Takes an answer from an option, from the person at the terminal, or the default."""

    def __init__(self, words: Words, *, asks: bool) -> None:
        self._words = words
        self._asks = asks

    def __call__(
        self, question: str, given: str | None, default: str, check: Callable[[str], str], known: str = ""
    ) -> str:
        if given is not None:
            return check(given)
        if not self._asks:
            return check(default)
        return self._ask(self._words.text("init", f"ask_{question}", known=known), default, check)

    def _ask(self, question: str, default: str, check: Callable[[str], str]) -> str:
        from powerctl.cli.screen import say
        from powerctl.errors import PowerctlError

        while True:
            try:
                answer = typer.prompt(question, default=default, show_default=bool(default), err=True)
                return check(str(answer))
            except PowerctlError as error:
                say(self._words.error(error))
            except typer.Abort:
                raise typer.Exit(130) from None


def _can_ask() -> bool:
    import sys

    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _refuse_taken(folder: Path) -> None:
    """One catalogue holds no other, so none may lie at, above or below the folder; nor any of the new files in it."""
    from powerctl.errors import PowerctlError
    from powerctl.plant import in_the_way
    from powerctl.schema import KINDS
    from powerctl.source import CATALOGUE, find_catalogues

    here = folder.absolute()
    above = next((parent for parent in (here, *here.parents) if (parent / CATALOGUE).is_file()), None)
    if above is not None:
        raise PowerctlError("catalogue_there", path=_shown(above))
    if folder.is_dir():
        for found in find_catalogues(folder)[:1]:
            raise PowerctlError("catalogue_there", path=_shown(found))
    taken = in_the_way(folder, [*_TEMPLATES, *(f"schemas/{kind}.schema.json" for kind in KINDS)])
    if taken is not None:
        raise PowerctlError("in_the_way", path=taken.as_posix())


def _shown(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else path.as_posix()


def _write(folder: Path, files: Mapping[str, bytes], words: Words) -> None:
    from powerctl.cli.options import day
    from powerctl.cli.screen import say, show
    from powerctl.cli.trial import Nothing, refuse_unfit
    from powerctl.errors import PowerctlError
    from powerctl.plant import plant
    from powerctl.visible import visible

    data = {file: content for file, content in files.items() if file.endswith(".yaml")}
    refuse_unfit(data, Nothing(), day(None))
    try:
        plant(folder, files)
    except FileExistsError as error:
        raise PowerctlError("in_the_way", path=str(error.filename2 or error.filename or folder)) from None
    except OSError as error:
        raise PowerctlError("not_writable", path=folder.as_posix(), problem=str(error.strerror)) from None
    show("".join(f"{visible((folder / file).as_posix())}\n" for file in files))
    say(words.text("init", "written", count=len(files)))
    say(words.text("init", "next", command=f"powerctl validate {shlex.quote(folder.as_posix())}"))
