"""Pages → bytes: templates fill in and loop; every text is escaped; links lead from page to page without an address."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote

from powerctl.resources import resource
from powerctl.site.frame import Frame
from powerctl.site.kept import DAY, ON, REVISION, Keeper
from powerctl.site.page import Page
from powerctl.visible import json_safe

_SENTENCE = re.compile(r'\{\{ t\("(\w+)"\) \}\}')
_MENU = ("index", "units", "risks", "charts", "changes", "data", "help")


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
            "linked": _linked(page.linked) if page.linked is not None else "",
        }
        return str(self._template(page.template).render(values))

    def _other(self, page: Page, top: str) -> str:
        """The same page in the other language."""
        return f"{top}{'' if self._frame.is_english else 'en/'}{quote(page.path)}"

    def _template(self, name: str) -> Any:
        return self._environment.get_template(f"{name}.html.j2")

    @cached_property
    def _environment(self) -> Any:
        return environment(_globals(self._frame))


def environment(names: Mapping[str, Any]) -> Any:
    """Templates that escape every text and know these names."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    made = Environment(
        loader=FunctionLoader(
            lambda name: _worded((resource("templates") / "site" / name).read_text("utf-8"), names["t"])
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    made.globals.update(names)
    return made


def _worded(template: str, text: Callable[[str], str]) -> str:
    """A template with its fixed sentences in it, so that they are not looked up and escaped for every page."""
    from markupsafe import escape

    def put_in(match: re.Match[str]) -> str:
        sentence = str(escape(text(match[1])))
        return match[0] if "{" in sentence else sentence

    return _SENTENCE.sub(put_in, template)


@cache
def _compiled() -> Any:
    """Templates compiled before in this process: all catalogues have the same, each language its own."""
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

    class Compiled(BytecodeCache):
        def __init__(self) -> None:
            self._known: dict[tuple[str, str], bytes] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            known = self._known.get((bucket.key, bucket.checksum))
            if known is not None:
                bucket.bytecode_from_string(known)

        def dump_bytecode(self, bucket: Bucket) -> None:
            self._known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()

    return Compiled()


def _globals(frame: Frame) -> Mapping[str, Any]:
    return {
        "t": frame.text,
        "term": frame.term,
        "party": frame.party,
        "duration": frame.duration,
        "grade_of": frame.grade,
        "day": frame.day,
        "frame": frame,
        "site": frame.catalogue.about.site,
        "about": frame.catalogue.about,
        "menu": [(f"{entry}.html", frame.text(f"menu_{entry}")) for entry in _MENU],
        "url": quote,
        "published": {"on": markup(ON), "day": markup(DAY), "revision": markup(REVISION)},
    }


def markup(text: str) -> Any:
    """What we wrote ourselves, with every text in it escaped: a chart, a style sheet."""
    from markupsafe import Markup

    return Markup(text)


def _linked(value: Mapping[str, Any]) -> Any:
    """JSON-LD that no text can end: ``<`` and ``&`` are written as escapes, as are characters that hide."""
    text = json_safe(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    return markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))
