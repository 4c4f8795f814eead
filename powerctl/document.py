"""A document: bytes → plain data, and where each value stands. Everything hostile about YAML is met here.

ruamel.yaml's own parser is the definition. libyaml, and before it the fast reader, stand in for it where a text is
plainly well formed and gives no cause for a finding: they change nothing but the time.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from powerctl import characters, fast
from powerctl.characters import Lines
from powerctl.libyaml import StumbleError, compiled_events, conflict_mark, gather
from powerctl.limits import MAX_BYTES, MAX_DEPTH, MAX_EVENTS, MAX_SCALAR
from powerctl.model.place import Key, Path
from powerctl.results import Fact, Finding, Location, Related, Severity
from powerctl.scalars import key_case, resolve

MAX_FACT = 80

_STARTS: dict[type, type] = {MappingStartEvent: dict, SequenceStartEvent: list}
_ENDS = (MappingEndEvent, SequenceEndEvent)


class Unread(Enum):
    """What stands for the data of a refused document; ``None`` is a document that says null."""

    UNREAD = "unread"


UNREAD: Final = Unread.UNREAD


@dataclass(slots=True)
class Place:
    """Where a value starts, where its key (or again the value), and the places of what it holds."""

    start: int
    key: int
    is_block: bool = False
    inner: dict[Key, Place] = field(default_factory=dict)

    @property
    def head(self) -> int:
        """Where to point for what is missing in this value; a block has no bracket to point to."""
        return self.key if self.is_block else self.start


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says as plain data, or ``UNREAD``, and what is wrong with it."""

    file: str
    data: object
    findings: tuple[Finding, ...] = ()
    lines: Lines | None = field(default=None, repr=False, compare=False)
    place: Place | None = field(default=None, repr=False, compare=False)

    @property
    def is_read(self) -> bool:
        """Whether there are data to judge."""
        return self.data is not UNREAD

    def locate(self, path: Path, *, key: bool = False) -> Location:
        """The place of a value, or of its key; what is missing is found where it should have been."""
        if self.lines is None or self.place is None:
            return Location(self.file)
        place = self.place
        for step in path:
            if step not in place.inner:
                return self.lines.at(place.head)
            place = place.inner[step]
        return self.lines.at(place.key if key else place.start)


def read(
    file: str, raw: bytes, *, positions: bool = False, accelerated: bool | None = None, deadline: float = 10.0
) -> Document:
    """The document in these bytes; ``file`` only names it in locations, ``positions`` make it locate."""
    if len(raw) > MAX_BYTES:
        return Document(file, UNREAD, (too_large(file),))
    decoded = characters.decode(file, raw)
    if decoded.text is None:
        return Document(file, UNREAD, decoded.findings)
    lines = Lines(file, decoded.text)
    odd = (*decoded.findings, *characters.findings(decoded.text, lines))
    if any(finding.rule == "S006" for finding in odd):
        return Document(file, UNREAD, odd)
    task = _Task(characters.readable(decoded.text) if odd else decoded.text, lines, positions, deadline)
    result = None if odd or accelerated is False else _fast(task)
    return _document(task, odd, result or _careful(task))


def too_large(file: str) -> Finding:
    """The finding about a file larger than any that a person writes."""
    return Finding("S006", Severity.ERROR, Location(file), {"limit": MAX_BYTES}, "size", file)


@dataclass(frozen=True, slots=True)
class _Task:
    """A text to be read, and how."""

    text: str
    lines: Lines
    positions: bool
    deadline: float

    def refusal(self, case: str, index: int, **facts: Fact) -> _RefusalError:
        """The refusal of a text that is no YAML."""
        place = self.lines.at(index)
        return _RefusalError(Finding("S001", Severity.ERROR, place, facts, case, place.file))


@dataclass(frozen=True, slots=True)
class _Result:
    """What came of reading a text."""

    data: object
    findings: list[Finding] = field(default_factory=list)
    place: Place | None = None


class _RefusalError(Exception):
    """The rest of the document will not be read."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding)
        self.finding = finding


def _document(task: _Task, before: tuple[Finding, ...], result: _Result) -> Document:
    found = sorted((*before, *result.findings), key=lambda finding: finding.location)
    if task.positions:
        return Document(task.lines.file, result.data, tuple(found), task.lines, result.place)
    return Document(task.lines.file, result.data, tuple(found))


def _fast(task: _Task) -> _Result | None:
    """What a quick reader makes of a text, unless there is something to explain."""
    if not task.positions and (plain := fast.read(task.text, MAX_DEPTH)) is not None:
        return _Result(plain)
    try:
        stream = compiled_events(task.text)
        return _Reader(task).read(stream) if task.positions else _Result(gather(stream))
    except (YAMLError, _RefusalError, StumbleError):
        return None


def _careful(task: _Task) -> _Result:
    """What ruamel.yaml makes of a text, explained."""
    reader = _Reader(task)
    try:
        return reader.read(_careful_events(task))
    except _RefusalError as refused:
        return _Result(UNREAD, [*reader.findings, refused.finding])


_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_INDENTED_BY_TAB = re.compile(r" *\t")
_WORD = re.compile(r"\S{1,80}")


def _careful_events(task: _Task) -> Iterator[Any]:
    """The definition: what ruamel.yaml's own parser says, however it fails."""
    if (index := conflict_mark(task.text)) >= 0:
        raise task.refusal("conflict", index, mark=task.text[index : index + 7])
    try:
        yield from YAML(typ="safe", pure=True, plug_ins=[]).parse(task.text)
    except MarkedYAMLError as error:
        raise _misspelt(task, error) from error
    except Exception as error:  # hostile texts make it assert, or worse
        raise task.refusal("internal", 0, problem=type(error).__name__) from error


def _misspelt(task: _Task, error: MarkedYAMLError) -> _RefusalError:
    mark = error.problem_mark or error.context_mark
    index = mark.index if mark else 0
    started = error.context_mark.index if error.context_mark else index
    case = _cause(task.text, started, index)
    return task.refusal(case, index, problem=str(error.problem or error.context))


def _cause(text: str, started: int, index: int) -> str:
    """What people most often do to make a parser fail here; ``syntax`` for all the rest."""
    line = text[text.rfind("\n", 0, index) + 1 : index + 1]
    if line.endswith("\t") or _INDENTED_BY_TAB.match(line):
        return "tab"
    return "colon" if "：" in text[started:index] else "syntax"


@dataclass(slots=True)
class _Frame:
    """A collection being read: its data and places, its keys as they are compared, the key in hand."""

    data: Any
    place: Place
    is_mapping: bool
    seen: dict[str, int] = field(default_factory=dict)
    key: str | None = None
    key_start: int = 0

    @property
    def wants_key(self) -> bool:
        """Whether the next event is a key."""
        return self.is_mapping and self.key is None

    def put(self, value: object, start: int, is_block: bool = False) -> Place:
        """Enter a value and its place."""
        if self.key is None:
            place = self.place.inner[len(self.data)] = Place(start, start, is_block)
            self.data.append(value)
        else:
            place = self.place.inner[self.key] = Place(start, self.key_start, is_block)
            self.data[self.key] = value
            self.key = None
        return place


class _Reader:
    """One careful pass over the events of a text, without recursion: plain data, places and findings."""

    def __init__(self, task: _Task) -> None:
        self.task = task
        self.findings: list[Finding] = []
        self.root = _Frame([], Place(0, 0), False)
        self.top = self.root
        self.stack: list[_Frame] = []
        self.escaped: set[str] = set()

    def read(self, stream: Iterable[Any]) -> _Result:
        """Take in every event."""
        ends = time.monotonic() + self.task.deadline
        take = self._takers()
        for count, event in enumerate(stream):
            if count == MAX_EVENTS:
                raise self._refusal("S006", "events", event, limit=MAX_EVENTS)
            if time.monotonic() > ends:
                raise self._refusal("S006", "deadline", event)
            take[event.__class__](event)
        if not self.root.data:
            raise self.task.refusal("empty", 0)
        refused = any(finding.rule == "S001" for finding in self.findings)
        return _Result(UNREAD if refused else self.root.data[0], self.findings, self.root.place.inner[0])

    def _takers(self) -> dict[type, Callable[[Any], None]]:
        return {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._open,
            SequenceStartEvent: self._open,
            MappingEndEvent: self._close,
            SequenceEndEvent: self._close,
            AliasEvent: self._alias,
            DocumentStartEvent: self._start,
            DocumentEndEvent: self._pass,
            StreamStartEvent: self._pass,
            StreamEndEvent: self._pass,
        }

    def _fault(self, rule: str, case: str, event: Any, **facts: Fact) -> Finding:
        place = self.task.lines.at(event.start_mark.index)
        return Finding(rule, Severity.ERROR, place, facts, case, place.file)

    def _refusal(self, rule: str, case: str, event: Any, **facts: Fact) -> _RefusalError:
        return _RefusalError(self._fault(rule, case, event, **facts))

    def _word(self, event: Any) -> str:
        found = _WORD.match(self.task.text, event.start_mark.index)
        return found.group() if found else ""

    def _pass(self, _event: Any) -> None:
        pass

    def _start(self, event: Any) -> None:
        if self.root.data:
            raise self._refusal("S001", "documents", event)
        if _DIRECTIVE.search(self.task.text, 0, event.start_mark.index):
            raise self._refusal("S001", "directive", event)

    def _alias(self, event: Any) -> None:
        raise self._refusal("S006", "alias", event, text=self._word(event))

    def _check_properties(self, event: Any) -> None:
        if event.ctag is not None:
            raise self._refusal("S006", "tag", event, text=self._word(event))
        if event.anchor is not None:
            raise self._refusal("S006", "anchor", event, text=self._word(event))

    def _open(self, event: Any) -> None:
        self._check_properties(event)
        if self.top.wants_key:
            raise self._refusal("S001", "key", event, text=self._word(event))
        if len(self.stack) == MAX_DEPTH:
            raise self._refusal("S006", "depth", event, limit=MAX_DEPTH)
        data = _STARTS[event.__class__]()
        place = self.top.put(data, event.start_mark.index, not event.flow_style)
        self.stack.append(self.top)
        self.top = _Frame(data, place, isinstance(data, dict))

    def _close(self, _event: Any) -> None:
        self.top = self.stack.pop()

    def _scalar(self, event: Any) -> None:
        self._check_properties(event)
        if len(event.value) > MAX_SCALAR:
            raise self._refusal("S006", "scalar", event, limit=MAX_SCALAR)
        if self.top.wants_key:
            self._key(event)
        else:
            self.top.put(self._value(event), self._place(event))

    def _place(self, event: Any) -> int:
        # Where nothing is written, the two parsers point to different places: the key is as good as any.
        is_empty = self.top.is_mapping and not event.value and not event.style
        start: int = self.top.key_start if is_empty else event.start_mark.index
        return start

    def _value(self, event: Any) -> object:
        if event.style:
            return self._quoted(event)
        value, case = resolve(event.value)
        if case:
            self._dispute(case, event, Severity.WARNING if value is None else Severity.ERROR)
        return value

    def _dispute(self, case: str, event: Any, severity: Severity = Severity.ERROR) -> None:
        found = self._fault("S008", case, event, text=_brief(event.value))
        self.findings.append(replace(found, severity=severity))

    def _key(self, event: Any) -> None:
        """The key of the value to come is a text, and not there yet."""
        name = self._quoted(event) if event.style else self._plain_key(event)
        if not name:
            raise self._refusal("S001", "key", event, text="")
        composed = unicodedata.normalize("NFC", name)
        if composed in self.top.seen:
            self._repeat(name, self.top.seen[composed], event)
        self.top.seen.setdefault(composed, event.start_mark.index)
        self.top.key, self.top.key_start = name, event.start_mark.index

    def _repeat(self, name: str, first: int, event: Any) -> None:
        related = (Related(self.task.lines.at(first), "first_here"),)
        fault = self._fault("S001", "duplicate", event, key=_brief(name))
        self.findings.append(replace(fault, related=related))

    def _plain_key(self, event: Any) -> str:
        name: str = event.value
        case = key_case(name)
        if name == "<<":
            raise self._refusal("S006", "merge", event)
        if case == "key":
            raise self._refusal("S001", "key", event, text=_brief(name))
        if case:
            self._dispute(case, event)
        return name

    def _quoted(self, event: Any) -> str:
        """A quoted text as it is meant, if its escapes hide nothing, and as it can be written down again."""
        written = self.task.text[event.start_mark.index : event.end_mark.index]
        if event.style != '"' or "\\" not in written:
            return str(event.value)
        text = characters.joined(event.value)
        if characters.piled_marks(text) >= 0:
            raise self._refusal("S006", "marks", event, limit=characters.MAX_MARKS)
        self._check_escapes(set(characters.suspects(text)) - set(written), event)
        return characters.readable(text)

    def _check_escapes(self, hidden: set[str], event: Any) -> None:
        for char in sorted(hidden - self.escaped):
            self.findings.append(self._fault("S007", "escaped", event, codepoint=characters.codepoint(char)))
        self.escaped |= hidden


def _brief(text: str) -> str:
    return text if len(text) <= MAX_FACT else text[:MAX_FACT] + "…"
