"""The progress of programmes: bars for people, tables for papers, numbers for machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from powerctl.formats.bars import bar, shown
from powerctl.formats.dump import dump
from powerctl.formats.markdown import escaped
from powerctl.messages import Words
from powerctl.scores import Measured, PhaseStatus, ProgrammeStatus, Stage, Target
from powerctl.visible import visible

SECTION = "status"
Paint = Callable[[str, str], str]
Told = Sequence[ProgrammeStatus]


def plain(text: str, _colour: str) -> str:
    """The text without a colour."""
    return text


def text(told: Told, words: Words, paint: Paint = plain) -> str:
    """A bar for each target and each unit, then what is missing, then the verdict."""
    return "\n".join("".join(f"{line}\n" for line in _programme(one, words, paint)) for one in told)


def markdown(told: Told, words: Words) -> str:
    """A heading a programme, a table of targets, a table of units, a list of what is missing."""
    return "\n".join("\n\n".join(_sections(one, words)) + "\n" for one in told)


def as_json(told: Told, _words: Words) -> str:
    """Ids, dates and counts, the same in every language."""
    return dump({"version": 1, "programmes": [_data(one) for one in told]})


FORMATS: Mapping[str, Callable[[Told, Words], str]] = {"text": text, "json": as_json, "markdown": markdown}


def _programme(one: ProgrammeStatus, words: Words, paint: Paint) -> Iterator[str]:
    yield _title(one, words)
    if not one.phases:
        return
    for phase in one.phases:
        yield from ("", _head(phase, words, paint))
        yield from (f"  {_bar(target, words, paint)}" for target in phase.targets)
        if not phase.targets:
            yield f"  {words.text(SECTION, 'unmeasured')}"
    if any(percent is not None for _, _, percent in one.units):
        yield from ("", words.text(SECTION, "units"))
        for _, name, percent in one.units:
            if percent is not None:
                yield f"  {paint(bar(percent), _colour(percent))}  {shown(percent)}  {visible(name)}"
    lacking = list(_lacking(one, words))
    if lacking:
        yield from ("", words.text(SECTION, "missing_head"), *(f"  {line}" for line in lacking))
    yield from ("", *_unknown(one, words), paint(_verdict(one, words), _mood(one)))


def _title(one: ProgrammeStatus, words: Words) -> str:
    facts = {"owner": visible(one.name), "programme": visible(one.programme), "as_of": one.as_of}
    return words.text(SECTION, "title" if one.phases else "none", **facts)


def _head(phase: PhaseStatus, words: Words, paint: Paint) -> str:
    state = _state(phase, words)
    shown_state = paint(state, "red") if phase.is_late else state
    dates = {"from": phase.from_, "to": phase.to}
    return words.text(SECTION, "phase", phase=visible(phase.name), state=shown_state, **dates)


def _state(phase: PhaseStatus, words: Words) -> str:
    key = "late" if phase.is_late else phase.stage.value
    return words.text(SECTION, key, days=abs(phase.days), **{"from": phase.from_})


def _bar(target: Target, words: Words, paint: Paint) -> str:
    percent, seen = target.measured.percent, target.measured
    facts = {"met": seen.met, "of": seen.of, "wanted": f"{target.wanted}%", "label": _label(target, words)}
    drawn = paint(bar(percent), _colour(target.done(seen)) if seen.of else "dim")
    return words.text(SECTION, "target" if seen.of else "empty", bar=drawn, percent=shown(percent), **facts)


def _label(target: Target, words: Words) -> str:
    return visible(target.label.in_(words.language))


def _unmet(one: ProgrammeStatus) -> Iterator[Target]:
    """Each measure once, as far as a target asks for it that is not reached."""
    seen: set[str] = set()
    for target in (target for phase in one.phases for target in phase.targets):
        if not target.is_met and target.measure not in seen:
            seen.add(target.measure)
            yield target


def _lacking(one: ProgrammeStatus, words: Words) -> Iterator[str]:
    for target in _unmet(one):
        misses = visible(" ".join(target.measured.misses))
        lacking = len(target.measured.misses)
        yield words.text(SECTION, "missing", label=_label(target, words), lacking=lacking, misses=misses)


def _unknown(one: ProgrammeStatus, words: Words) -> Iterator[str]:
    if one.unknown:
        yield words.text(SECTION, "unknown", measures=" ".join(one.unknown))


def _verdict(one: ProgrammeStatus, words: Words) -> str:
    late = sum(phase.is_late for phase in one.phases)
    lacking = sum(len(target.measured.misses) for target in _unmet(one))
    key = "verdict_late" if late else "verdict_open" if lacking else "verdict_done"
    return words.text(SECTION, key, late=late, lacking=lacking)


def _mood(one: ProgrammeStatus) -> str:
    if any(phase.is_late for phase in one.phases):
        return "red"
    return "yellow" if any(True for _ in _unmet(one)) else "green"


def _colour(percent: float) -> str:
    return "green" if percent >= 100 else "yellow"


def _sections(one: ProgrammeStatus, words: Words) -> Iterator[str]:
    yield f"# {escaped(_title(one, words))}"
    if not one.phases:
        return
    head = [words.text(SECTION, f"column_{key}") for key in ("phase", "state", "label", "wanted", "now", "lacking")]
    rows = [
        (phase.name, _state(phase, words), _label(target, words), f"{target.wanted}%", _now(target.measured),
         str(target.measured.of - target.measured.met))
        for phase in one.phases
        for target in phase.targets
    ]  # fmt: skip
    yield _table(head, rows)
    units = [(name, f"{bar(percent)} {shown(percent)}") for _, name, percent in one.units if percent is not None]
    yield _table([words.text(SECTION, f"column_{key}") for key in ("unit", "now")], units)
    lacking = list(_lacking(one, words))
    if lacking:
        yield "\n".join(f"- {escaped(line)}" for line in lacking)
    yield "\n".join((*_unknown(one, words), f"**{escaped(_verdict(one, words))}**"))


def _now(seen: Measured) -> str:
    return f"{shown(seen.percent)} ({seen.met}/{seen.of})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *([escaped(visible(cell)) for cell in row] for row in rows))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _data(one: ProgrammeStatus) -> dict[str, object]:
    return {
        "catalogue": one.catalogue,
        "name": one.programme,
        "as_of": one.as_of,
        "phases": [_phase_data(phase) for phase in one.phases],
        "units": [{"unit": unit, "percent": percent} for unit, _, percent in one.units],
        "unknown": list(one.unknown),
    }


def _phase_data(phase: PhaseStatus) -> dict[str, object]:
    return {
        "id": phase.id,
        "from": phase.from_,
        "to": phase.to,
        "stage": phase.stage.value,
        "late": phase.is_late,
        "days_over": max(phase.days, 0) if phase.stage is Stage.OVER else 0,
        "progress": phase.progress,
        "targets": [
            {
                "measure": target.measure,
                "wanted": target.wanted,
                "met": target.measured.met,
                "of": target.measured.of,
                "reached": target.is_met,
                "misses": list(target.measured.misses),
                "units": {unit: {"met": seen.met, "of": seen.of} for unit, seen in target.by_unit},
            }
            for target in phase.targets
        ],
    }
