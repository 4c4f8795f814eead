"""What is owed, for people, for machines, and for the calendar on a desk."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from powerctl.duty import Owed
from powerctl.formats.markdown import escaped
from powerctl.messages import Words
from powerctl.visible import visible


@dataclass(frozen=True, slots=True)
class Owing:
    """What several catalogues owe, as of a day; each entry with its catalogue's id and name."""

    as_of: date
    entries: tuple[tuple[str, str, Owed], ...]

    @property
    def overdue(self) -> int:
        """How many are overdue."""
        return sum(one.is_overdue(self.as_of.isoformat()) for _, _, one in self.entries)


def text(owing: Owing, words: Words) -> str:
    """One duty a line, the longest overdue first, and the count."""
    lines = [_line(_state(owing.as_of, one, words), one, words) for _, _, one in owing.entries]
    return "".join(f"{line}\n" for line in (*lines, _count(owing, words)))


def markdown(owing: Owing, words: Words) -> str:
    """A table under a heading that counts."""
    head = [words.text("due", key) for key in ("state", "duty", "owner", "about", "last", "until", "clause")]
    rows = [
        (
            _state(owing.as_of, one, words),
            _label(one, words),
            one.owner,
            one.about,
            one.last or one.since,
            one.due,
            one.clause,
        )
        for _, _, one in owing.entries
    ]
    table = [head, ["---"] * len(head), *([escaped(visible(text)) for text in row] for row in rows)]
    return f"# {_count(owing, words)}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in table)


def as_json(owing: Owing, _words: Words) -> str:
    """Each duty with its ids and days; the same in every language."""
    today = owing.as_of.isoformat()
    duties = [
        {
            "catalogue": catalogue,
            "unit": one.unit,
            "kind": one.kind.value,
            "duty": one.duty,
            "label": one.label,
            "owner": one.owner,
            "about": one.about,
            "since": one.since,
            "last": one.last,
            "due": one.due,
            "estimated": one.estimated,
            "overdue": one.is_overdue(today),
            "days_over": one.days_over(owing.as_of),
            "clause": one.clause,
            "file": one.ref.file,
        }
        for catalogue, _, one in owing.entries
    ]
    summary = {"as_of": today, "duties": len(duties), "overdue": owing.overdue}
    return json.dumps({"version": 1, "duties": duties, "summary": summary}, ensure_ascii=False, indent=2) + "\n"


def ics(owing: Owing, words: Words) -> str:
    """An iCalendar file (RFC 5545): a whole day for each duty; what is overdue from the beginning stands on the day."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//powerctl//due//ZH")
    calendar.add("version", "2.0")
    stamp = datetime.combine(owing.as_of, time(), UTC)
    for catalogue, name, one in owing.entries:
        event = Event()
        on = date.fromisoformat(one.due) if one.due else owing.as_of
        event.add("uid", _uid(catalogue, one))
        event.add("dtstamp", stamp)
        event.add("dtstart", on)
        event.add("dtend", on + timedelta(days=1))
        event.add("summary", visible(_label(one, words)))
        event.add("description", visible(_line("", one, words)))
        event.add("location", visible(name))
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


FORMATS: Mapping[str, Callable[[Owing, Words], str]] = {"text": text, "json": as_json, "markdown": markdown, "ics": ics}


def _uid(catalogue: str, one: Owed) -> str:
    """The same for one duty on every run, so that a desk's calendar renews its entry instead of adding another."""
    parts = (catalogue, one.kind.value, one.unit, one.duty, one.owner, one.about, one.ref.file)
    return f"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}@powerctl"


def _line(state: str, one: Owed, words: Words) -> str:
    facts = {"duty": _label(one, words), "owner": one.owner, "about": one.about, "last": one.last, "since": one.since}
    clause, estimated = one.clause, words.text("due", "estimated") if one.estimated else ""
    return words.text("due", "line", state=state, due=one.due, clause=clause, estimated=estimated, **facts)


def _state(as_of: date, one: Owed, words: Words) -> str:
    if not one.due:
        return words.text("due", "never")
    if one.is_overdue(as_of.isoformat()):
        return words.text("due", "overdue", days=one.days_over(as_of))
    return words.text("due", "ahead", days=(date.fromisoformat(one.due) - as_of).days)


def _label(one: Owed, words: Words) -> str:
    label = one.en if words.language == "en" and one.en else one.label
    return words.text("due", one.kind.value.replace("-", "_"), label=label)


def _count(owing: Owing, words: Words) -> str:
    key = "count" if owing.entries else "none"
    return words.text("due", key, count=len(owing.entries), overdue=owing.overdue, as_of=owing.as_of.isoformat())
