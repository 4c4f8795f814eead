"""Options that several commands share, and how their texts become values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from powerctl.errors import PowerctlError

Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help="语言，默认随系统。 Language; the locale's by default."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="按哪一天判断，默认今天。 The day to judge by; today by default."),
]


_ORDER = "powerctl.order"


class OrderedCommand(TyperCommand):
    """Remembers in which order its options were written: ``--output`` belongs to the ``--format`` before it."""

    # Any: depending on its version, typer takes this class from click or from a copy of its own.
    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As ever, after a first look at the order."""
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        ctx.meta[_ORDER] = [parameter.name for parameter in order]
        return super().parse_args(ctx, args)


def in_order(context: typer.Context, values: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Repeated options as (name, value) in the order of the command line."""
    left = {name: iter(texts) for name, texts in values.items()}
    return [(name, next(left[name])) for name in context.meta[_ORDER] if name in left]


def day(text: str | None) -> date:
    """The date of ``--as-of``, or today: the one place where the clock is read."""
    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise PowerctlError("bad_date", value=text) from None


def words_of(texts: list[str] | None) -> tuple[str, ...]:
    """``P,R401`` and repeated options as one list."""
    return tuple(word.strip() for text in texts or () for word in text.split(",") if word.strip())
