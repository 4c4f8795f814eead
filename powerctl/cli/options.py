"""Options that several commands share, and how their texts become values."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from powerctl.errors import PowerctlError

Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help="语言，默认随系统。 Language; the locale's by default."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="按哪一天判断，默认今天。 The day to judge by; today by default."),
]


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
