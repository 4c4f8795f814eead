"""监督: who supervises whom in what, which duties recur, the questions about each supervised power."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from powerctl.public.supervision import PublicDuty
from powerctl.site.frame import Frame
from powerctl.site.page import Page
from powerctl.site.sheet import Cell, Section, sheet

_FIXED = ("supervised-chief", "high-risk", "public")  # parties of duties that no catalogue lists


def pages(frame: Frame) -> Iterator[Page]:
    """One page."""
    yield sheet(frame, "supervision.html", "supervision", _supervision(frame), here="help.html")


def _supervision(frame: Frame) -> tuple[Section, ...]:
    supervision, names = frame.catalogue.supervision, _names(frame)
    matrix = Section(
        anchor="matrix",
        title=frame.text("matrix"),
        columns=tuple(frame.text(key) for key in ("who", "whom", "in_what")),
        rows=tuple((row.by, row.whom, row.what) for row in supervision.matrix),
    )
    duties = Section(
        anchor="duties",
        title=frame.text("duties"),
        columns=tuple(frame.text(key) for key in ("duty", "who", "to_whom", "how_often")),
        rows=tuple(_duty(frame, duty, names) for duty in supervision.duties),
    )
    questions = (
        Section(
            anchor=f"list-{checklist.id}",
            title=checklist.en if frame.is_english and checklist.en else checklist.label,
            items=tuple(q.en if frame.is_english and q.en else q.text for q in checklist.questions),
        )
        for checklist in supervision.checklists
    )
    return matrix, duties, *questions


def _duty(frame: Frame, duty: PublicDuty, names: Mapping[str, str]) -> tuple[Cell, ...]:
    label = duty.en if frame.is_english and duty.en else duty.label
    if duty.months:
        often = frame.text("every_months", months=f"{duty.months:g}")
    else:
        often = frame.text("after_event", event=duty.after, within=frame.duration(duty.within)) if duty.after else ""
    by, to, about = (names.get(text, text) for text in (duty.by, duty.to, duty.about))
    return label, by, "；".join(text for text in (to, about) if text), often


def _names(frame: Frame) -> dict[str, str]:
    """What the parties of duties are called: roles, posts, rows of the matrix, whom the rulebook means by a word."""
    supervision = frame.catalogue.supervision
    roles = {role.id: frame.term(role) for role in supervision.roles}
    posts = {post.id: post.name for unit in frame.catalogue.units for post in unit.posts}
    rows = {row.id: row.by for row in supervision.matrix}
    return {**roles, **posts, **rows, **{word: frame.text(f"party_{word.replace('-', '_')}") for word in _FIXED}}
