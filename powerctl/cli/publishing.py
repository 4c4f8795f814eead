"""From a loaded catalogue to a published folder: the gate, the guard with what the gate held back, the place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from powerctl import __version__, cache, messages
from powerctl.cache import Store
from powerctl.cli.publication import public_catalogue
from powerctl.gate.private import private_values
from powerctl.gate.told import neighbours, texts_of
from powerctl.load import Loaded
from powerctl.messages import Words
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.public.plain import digest
from powerctl.resources import resource
from powerctl.secrecy import Mark, find_marks
from powerctl.site.guard import Guard, Leak
from powerctl.site.publish import Each, Order, Parcel, Published, in_turn, publish
from powerctl.site.record.manifest import Manifest
from powerctl.site.seams import seams
from powerctl.source import Source

Render = Callable[[PublicCatalogue], Sequence[Parcel]]
_FORMAT = 1
_WORDED = frozenset({".html", ".jinja", ".j2", ".yaml", ".css", ".js", ".svg", ".xml", ".txt", ".md", ".json"})


@dataclass(frozen=True, slots=True)
class Publication:
    """What the audience may see and what must not slip out with it; what was read is not needed any more.

    ``input`` is the digest of everything public, ``watch`` that of what the guard looks for and how.
    """

    public: PublicCatalogue
    input: str
    guard: Guard
    watch: str
    as_of: date
    has_charts: bool = True
    has_wall: bool = False

    @classmethod
    def of(
        cls,
        loaded: Loaded,
        source: Source,
        audience: Audience,
        as_of: date,
        *,
        has_charts: bool = True,
        has_wall: bool = False,
    ) -> Publication:
        """Through the gate; PowerctlError where that stays shut."""
        public = public_catalogue(loaded, source, audience)
        guard = guard_for(loaded, public)
        watch = cache.digest_of(cache.tool(), guard.fingerprint, repr(loaded.rulebook.secrecy))
        return cls(public, digest(public), guard, watch, as_of, has_charts, has_wall)

    def to(self, order: Order, render: Render, each: Each = in_turn, store: Store | None = None) -> Published:
        """Renders what the audience may see and puts it in its place; LeakError where it would tell more.

        ``store`` remembers in which files this guard found nothing."""
        clean = self._remembered(store)
        done = publish(order, render(self.public), self.stamp(), self.guard, each=each, clean=clean)
        if store is not None and clean != done.verdicts:
            store.put(self._name, self.watch, dict(done.verdicts))
        return done

    def _remembered(self, store: Store | None) -> Mapping[str, str]:
        known = store.get(self._name, self.watch) if store is not None else None
        return known if isinstance(known, dict) else {}

    @property
    def _name(self) -> str:
        return f"clean:{self.public.about.id}:{self.public.audience.value}"

    def stamp(self) -> Manifest:
        """What the site will say it was made from."""
        return Manifest(
            tool=__version__,
            format=_FORMAT,
            audience=self.public.audience.value,
            as_of=self.as_of.isoformat(),
            input=self.input,
            files=0,
            sums="",
            charts=self.has_charts,
            wall=self.has_wall,
        )


def guard_for(loaded: Loaded, public: PublicCatalogue) -> Guard:
    """A guard that knows everything these readers were not given."""
    given = texts_of(public)
    # What the rulebook says is a rule for everybody.
    told = chain(given, neighbours(public), seams(public), texts_of(loaded.rulebook), _fixed_texts())
    secrecy = loaded.rulebook.secrecy

    def marks(text: str) -> Iterator[Mark]:
        return (mark for mark in find_marks(text, secrecy) if mark.case == "mark")

    return Guard(private_values(loaded.catalogue, given), told, marks)


def leak_lines(leaks: Iterable[Leak], words: Words) -> Iterator[str]:
    """One line a leak: the file, what kind it is, the field, in which form. Never the value."""
    for leak in leaks:
        kind = leak.field if leak.kind == "personal" else leak.kind
        yield words.text("publish", f"leak_{kind}", file=leak.file, field=leak.field, how=leak.how)


def _fixed_texts() -> Iterator[str]:
    """The words of the templates and of the messages, which stand on every site; those of the rules do not."""
    for folder in (resource("templates"), Path(messages.__file__).parent):
        for path in sorted(folder.rglob("*")):
            if len(path.stem) > 1 and path.suffix in _WORDED:
                yield path.read_text("utf-8")
