"""The comparison as one page that needs nothing beside it and prints: tables before and after, charts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from powerctl.charts.palette import stylesheet
from powerctl.comparison import Change, Comparison, Effect
from powerctl.formats.diff.courses import Course, drawn
from powerctl.formats.diff.told import covered, title, unadjusted, values, verdict
from powerctl.messages import LANGUAGES, Words
from powerctl.resources import resource
from powerctl.visible import visible

_LONGEST = 4_000
_COLUMNS = ("effect", "change", "subject", "before", "after")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def render(comparison: Comparison, words: Words, courses: Iterable[Course] = ()) -> str:
    """The page; every text in it escaped."""
    style = (resource("templates") / "office" / "diff.css").read_text("utf-8")
    name = _text(words.text("diff", "page"))
    body = "".join(_body(comparison, {course.subject: course for course in courses}, words))
    return (
        f'<!DOCTYPE html>\n<html lang="{LANGUAGES[words.language]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}</title>\n<style>{style}{stylesheet()}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{name}</h1>\n{body}</main>\n</body>\n</html>\n"
    )


def _body(comparison: Comparison, courses: dict[str, Course], words: Words) -> Iterator[str]:
    yield f"<p><strong>{_text(verdict(comparison, words))}</strong></p>\n<p>{_text(covered(comparison, words))}</p>\n"
    for finding in comparison.findings:
        place = f"{finding.location.file}:{finding.location.line}"
        yield f'<p class="fault">{_text(place)} {_text(words.sentence(finding))}</p>\n'
    for line in unadjusted(comparison, words):
        yield f'<p class="fault">{_text(line)}</p>\n'
    for file, changes in groupby(comparison.changes, key=file_of):
        yield from _section(file, tuple(changes), comparison, courses, words)


def file_of(change: Change) -> str:
    """The file that a change stands in, or stood in."""
    place = change.location or change.base_location
    return place.file if place else change.subject


def _section(
    file: str, changes: tuple[Change, ...], comparison: Comparison, courses: dict[str, Course], words: Words
) -> Iterator[str]:
    name = next((change.names[0] for change in changes if change.names), "")
    yield f"<section>\n<h2>{_text(name or file)}</h2>\n" + (f'<p class="file">{_text(file)}</p>\n' if name else "")
    heads = "".join(f'<th scope="col">{_text(words.text("diff", f"column.{key}"))}</th>' for key in _COLUMNS)
    yield f'<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n'
    yield from (_row(change, comparison, words) for change in changes)
    yield "</tbody></table></div>\n"
    for subject in dict.fromkeys("/".join(change.subject.split("/")[:2]) for change in changes):
        if subject in courses:
            yield _figures(drawn(courses[subject], changes, words), words)
    yield "</section>\n"


def _row(change: Change, comparison: Comparison, words: Words) -> str:
    effect = _text(words.text("diff", f"effect.{change.effect}"))
    note = comparison.approved.get(change.fingerprint)
    said = f"<br>{_text(words.text('diff', 'approved', note=note))}" if note else ""
    field = f"<br><code>{_text(change.field)}</code>" if change.field else ""
    loose = f"<strong>{effect}</strong>" if change.effect is Effect.LOOSENED else effect
    before, after = values(change, words, _LONGEST)
    cells = (
        f'<td class="{change.effect}">{loose}{said}</td>',
        f"<td>{_text(title(change.id, words))}{field}</td>",
        f"<td>{_text(' · '.join(change.names) or change.subject)}</td>",
        f'<td class="before">{_text(before)}</td>',
        f'<td class="after">{_text(after)}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _figures(pictures: tuple[str, str], words: Words) -> str:
    sides = (
        f"<figure><figcaption>{_text(words.text('diff', f'course.{side}'))}</figcaption>"
        f"{picture or _text(words.text('diff', 'nothing'))}</figure>\n"
        for side, picture in zip(("before", "after"), pictures, strict=True)
    )
    return f'<div class="sides">\n{"".join(sides)}</div>\n' if any(pictures) else ""


def _text(text: str) -> str:
    return escape("\n".join(visible(line) for line in text.split("\n")))
