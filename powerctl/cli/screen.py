"""What is printed, and where: results to stdout, everything for people's eyes only to stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from powerctl.messages import Words

Progress = Callable[[int, int], None]

_CODES = {"red": "31", "yellow": "33", "cyan": "36", "blue": "34", "green": "32", "dim": "2"}


def prepare() -> None:
    """UTF-8 on pipes and files on every system; what a terminal cannot show is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace", **({} if stream.isatty() else {"encoding": "utf-8"}))


def show(text: str) -> None:
    """A result, as it is."""
    sys.stdout.write(text)


def say(line: str) -> None:
    """One line for people."""
    sys.stdout.flush()
    sys.stderr.write(line + "\n")


def is_terminal() -> bool:
    """Whether results go to a terminal."""
    return sys.stdout.isatty()


def paint(text: str, colour: str) -> str:
    """The text in a colour, unless the user wants none (NO_COLOR) or the terminal has none."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"\x1b[{_CODES[colour]}m{text}\x1b[0m"


@contextmanager
def progress(words: Words) -> Iterator[Progress | None]:
    """A bar on stderr while files are read; nothing at all where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words.text("report", "progress"), total=None)

        def show_progress(done: int, total: int) -> None:
            if done % 50 == 0 or done == total:
                bar.update(task, completed=done, total=total)

        yield show_progress
