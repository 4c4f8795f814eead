"""``powerctl rules`` and ``powerctl explain``: what is checked, why, and how to put it right."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from powerctl.cli.options import Lang


class ListFormat(StrEnum):
    """How the rules are listed."""

    text = "text"
    markdown = "markdown"


def rules(
    form: Annotated[ListFormat, typer.Option("--format", help="输出格式。 Output format.")] = ListFormat.text,
    lang: Lang = None,
) -> None:
    """列出全部规则。 List all rules."""
    from powerctl.cli.language import choose
    from powerctl.cli.screen import show
    from powerctl.formats import manual
    from powerctl.rules.specs import SPECS
    from powerctl.samples import samples_of

    words = choose(lang)
    specs = tuple(SPECS.values())
    if form is ListFormat.text:
        show(manual.listing(specs, words))
    else:
        show(manual.book([manual.page(spec, samples_of(spec.id), words) for spec in specs], words))


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="规则号，如 P101。 A rule's id.")],
    lang: Lang = None,
) -> None:
    """解释一条规则：理由、改法和样例。 Explain a rule: reason, remedy, samples."""
    from powerctl.cli.language import choose
    from powerctl.cli.screen import show
    from powerctl.errors import PowerctlError
    from powerctl.formats import manual
    from powerctl.rules.specs import SPECS, guess
    from powerctl.samples import samples_of

    words = choose(lang)
    spec = SPECS.get(rule.upper())
    if spec is None:
        raise PowerctlError("unknown_rule", rule=rule, nearest=guess(rule))
    show(manual.page(spec, samples_of(spec.id), words))
