"""The page over several sites that stand side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import quote

from powerctl.messages import Words
from powerctl.public.catalogue import PublicCatalogue
from powerctl.site.assets import style
from powerctl.site.tally import all_risks
from powerctl.site.templates import environment


@dataclass(frozen=True, slots=True)
class Entry:
    """A site: where it stands and what it holds."""

    path: str
    name: str
    units: int
    powers: int
    risks: int

    @classmethod
    def of(cls, public: PublicCatalogue, path: str) -> Entry:
        """The figures of a site."""
        risks = sum(1 for _ in all_risks(public))
        name = public.about.site.title or public.about.name
        return cls(path, name, len(public.units), len(public.powers), risks)


def portal(entries: Sequence[Entry], on: date) -> Iterator[tuple[str, bytes]]:
    """The page and its style sheet."""
    words = Words("zh")
    templates = environment(partial(words.text, "site"), {}, {"url": quote})
    text = templates.get_template("portal.html.j2").render(entries=entries, on=on.isoformat())
    yield "index.html", str(text).encode("utf-8", "backslashreplace")
    yield "static/site.css", style("site").encode()
