"""Pages → bytes: templates fill in and loop; every text is escaped; links lead from page to page without an address."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache, partial
from typing import Any, NamedTuple
from urllib.parse import quote

from powerctl.messages import LANGUAGES
from powerctl.site.frame import FOLDERS, Frame, ShownGrade
from powerctl.site.kept import DAY, ON, REVISION, Keeper
from powerctl.site.page import Page
from powerctl.site.sheet import Link
from powerctl.site.templates import environment
from powerctl.visible import json_safe

_MENU = ("index", "units", "risks", "charts", "changes", "data", "help")
_KINDS = {"grade": ShownGrade, "link": Link}  # what templates tell apart
_MOST_KEPT = 4096  # paths that recur


class Published(NamedTuple):
    """The marks for what changes with every publication."""

    on: Any
    day: Any
    revision: Any


class Renderer:
    """Writes the pages of one frame; the templates are read once."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._keeper = Keeper(frame, self._written)

    def render(self, page: Page) -> bytes:
        """The page as UTF-8, from the shelf where it has not changed."""
        return self._keeper.page(page)

    def _written(self, page: Page) -> str:
        root = "../" * page.depth
        top = root + ("../" if self._frame.is_english else "")
        values: dict[str, Any] = {
            **page.values,
            "page": page,
            "root": root,
            "top": top,
            "other": self._other(page, top),
            "addresses": self._addresses(page),
            "linked": _linked(page.linked) if page.linked is not None else "",
        }
        return str(self._template(page.template).render(values))

    def _other(self, page: Page, top: str) -> str:
        """The same page in the other language."""
        return f"{top}{'' if self._frame.is_english else 'en/'}{address(page.path)}"

    def _addresses(self, page: Page) -> Mapping[str, str]:
        """The page in each language by its tag; search engines take whole addresses only, so often there are none."""
        if not self._frame.domain:
            return {}
        return {LANGUAGES[name]: self._frame.address(f"{folder}{page.path}") for name, folder in FOLDERS.items()}

    def _template(self, name: str) -> Any:
        return self._environment.get_template(f"{name}.html.j2")

    @cached_property
    def _environment(self) -> Any:
        frame = self._frame
        made = environment(frame.text, _names(frame), {**_filters(frame), "pill": cache(self._pill)})
        made.tests.update({name: partial(_is, kind) for name, kind in _KINDS.items()})
        return made

    def _pill(self, grade: ShownGrade | None) -> Any:
        """A grade as it stands on every page that shows it."""
        return self._template("parts").module.pill(grade)


def _names(frame: Frame) -> Mapping[str, Any]:
    return {
        "frame": frame,
        "site": frame.catalogue.about.site,
        "domain": frame.domain,
        "about": frame.catalogue.about,
        "menu": [(f"{entry}.html", frame.text(f"menu_{entry}")) for entry in _MENU],
        "published": Published(markup(ON), markup(DAY), markup(REVISION)),
    }


def _is(kind: type, value: object) -> bool:
    return type(value) is kind


def _filters(frame: Frame) -> Mapping[str, Callable[..., Any]]:
    return {"term": frame.term, "party": frame.party, "duration": frame.duration, "url": address}


@lru_cache(_MOST_KEPT)
def address(path: str) -> str:
    """A path as links write it."""
    return quote(path)


def markup(text: str) -> Any:
    """What we wrote ourselves, with every text in it escaped: a chart, a style sheet."""
    from markupsafe import Markup

    return Markup(text)


def _linked(value: Mapping[str, Any]) -> Any:
    """JSON-LD that no text can end: ``<`` and ``&`` are written as escapes, as are characters that hide."""
    text = json_safe(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
