"""The report for people: a finding a line between two sentences; on a terminal with the lines at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from powerctl.messages import Words, place_text
from powerctl.results import Finding, Location, Report, Severity
from powerctl.visible import visible

Excerpt = Callable[[Location], str | None]
Paint = Callable[[str, str], str]

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_WIDTH = 100


def render(report: Report, words: Words) -> str:
    """``path:line:col: error P101 message``, one finding a line."""
    found = (line(finding, words) for finding in report.shown)
    return "\n".join([covered(report, words), *found, *_rest(report, words), verdict(report, words)]) + "\n"


def render_framed(report: Report, words: Words, excerpt: Excerpt, paint: Paint) -> str:
    """The same with colours, and below each finding the line at fault with a caret, and any second place."""
    lines = [covered(report, words)]
    for finding in report.shown:
        lines.append(line(finding, words, paint))
        lines += _frame(finding.location, excerpt, paint, _COLOURS.get(finding.severity, "red"), "")
        for part in finding.related:
            lines += _frame(part.location, excerpt, paint, "blue", words.text("notes", part.note))
    lines += _rest(report, words)
    return "\n".join([*lines, verdict(report, words, paint), *_hint(report, words)]) + "\n"


def _plain(text: str, _colour: str) -> str:
    return text


def line(finding: Finding, words: Words, paint: Paint = _plain) -> str:
    """One finding in one line."""
    colour = _COLOURS.get(finding.severity, "red")
    head = paint(f"{finding.severity} {finding.rule}", colour)
    return f"{place_text(finding.location)}: {head} {words.sentence(finding)}"


def covered(report: Report, words: Words) -> str:
    """The first sentence: what was checked."""
    return words.text("report", "covered", catalogues=report.catalogues, files=report.files)


def verdict(report: Report, words: Words, paint: Paint = _plain) -> str:
    """The last sentence: what was found; and how much was left aside, if anything was."""
    errors, warnings, infos = (report.count(severity) for severity in _COLOURS)
    sentence = words.text("report", "found", errors=errors, warnings=warnings, infos=infos or "")
    if not report.findings:
        sentence = words.text("report", "clean")
    rest = " " + words.text("report", "left_aside", left_aside=report.left_aside) if report.left_aside else ""
    return paint(sentence, "red" if errors else "yellow" if report.findings else "green") + rest


def more(report: Report, words: Words) -> Iterator[str]:
    """How many findings are not listed, if not all are."""
    if left := len(report.findings) - len(report.shown):
        yield words.text("report", "more", more=f"{left:,}")


def waived(report: Report, words: Words) -> Iterator[str]:
    """How many findings were set aside; nothing if none was."""
    if report.waived:
        yield words.text("report", "waived", waived=report.waived)


def _rest(report: Report, words: Words) -> Iterator[str]:
    """What stands between the findings and the last sentence."""
    yield from more(report, words)
    if report.view.statistics and report.findings:
        yield words.text("report", "statistics")
        yield from (f"{count:>8,}  {rule}  {words.rule(rule).title}" for rule, count in report.by_rule().items())
    yield from waived(report, words)


def _hint(report: Report, words: Words) -> Iterator[str]:
    if report.findings:
        yield words.text("report", "explain", rule=report.findings[0].rule)


def _frame(place: Location, excerpt: Excerpt, paint: Paint, colour: str, note: str) -> Iterator[str]:
    """The line of a place with a caret below the column; nothing where the line cannot be shown."""
    text = excerpt(place)
    if text is None:
        return
    start = max(0, place.column - 1 - _WIDTH // 2)
    before, rest = visible(text[start : place.column - 1]), visible(text[place.column - 1 : start + _WIDTH])
    gutter = f"{place.line:>6} "
    yield f"{paint(gutter + '|', 'dim')} {before}{rest}"
    caret = paint("^" + (f" {note}" if note else ""), colour)
    yield f"{paint(' ' * len(gutter) + '|', 'dim')} {' ' * _columns(before)}{caret}"


def _columns(text: str) -> int:
    """How many columns a terminal needs for a text: Chinese characters take two."""
    from rich.cells import cell_len

    return cell_len(text)
