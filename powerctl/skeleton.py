"""Templates filled in: whatever is inserted is quoted for its kind of file, so that no text can break out of it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from powerctl.model.rulebook import UnitType
from powerctl.resources import resource
from powerctl.visible import json_safe, visible

if TYPE_CHECKING:
    from jinja2 import Environment

# Letters, digits, Chinese and a few signs that mean nothing in YAML, neither in a block nor in brackets; 20wd; a day.
_PLAIN = re.compile(
    r"(?:\.\./)*[A-Za-z\u4e00-\u9fa5]"
    r"(?:[A-Za-z0-9\u4e00-\u9fa5（）《》“”、，。；：·〔〕_/.+-]| (?=[A-Za-z0-9\u4e00-\u9fa5]))*"
    r"|[0-9]{1,4}(?:wd|d|h|mo)|[12][0-9]{3}-[01][0-9]-[0-3][0-9]"
)
_TRUTHS = frozenset({"y", "yes", "n", "no", "on", "off", "true", "false", "null"})
_YAML_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\xa0\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    "\u3164\ud800-\uf8ff\ufeff\uffa0\ufff9-\uffff\U000e0000-\U0010ffff]"
)
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+!|<>~&$-])")


def fill(template: str, facts: Mapping[str, object]) -> str:
    """A template below ``templates/``, named without its ``.j2``, filled with the facts."""
    suffix = template.rpartition(".")[2]
    return _environment(suffix).get_template(f"{template}.j2").render(facts)


def yaml_text(text: str) -> str:
    """A text as one YAML scalar on one line: as it is where every reader takes it for that text, else quoted."""
    if _PLAIN.fullmatch(text) and text.lower() not in _TRUTHS and not text.endswith((".", "-", "+")):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _YAML_UNSAFE.sub(_escape, escaped) + '"'


def unit_type_at(level: str, types: Mapping[str, UnitType]) -> str:
    """The first type of unit that acts at a level and at the fewest others; the first of all if none acts there."""
    acting = [id_ for id_, type_ in types.items() if level in (type_.level, *type_.levels)]
    return min(acting, key=lambda id_: len(types[id_].levels), default=next(iter(types), ""))


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _in_yaml(value: object) -> object:
    if isinstance(value, tuple | list):
        return "[" + ", ".join(str(_in_yaml(part)) for part in value) + "]"
    return value if isinstance(value, bool | int) else yaml_text(str(value))


def _in_json(value: object) -> str:
    return json_safe(json.dumps(value, ensure_ascii=False))


def _in_markdown(value: object) -> str:
    return _MARKUP.sub(r"\\\1", " ".join(str(value).split()))


def _in_html(value: object) -> str:
    return html.escape(visible(str(value)), quote=True)


def _nowhere(value: object) -> object:
    raise TypeError(f"nothing is inserted into a file of this kind: {value!r}")


_QUOTING: dict[str, Callable[[object], object]] = {
    "yaml": _in_yaml,
    "yml": _in_yaml,
    "json": _in_json,
    "md": _in_markdown,
    "html": _in_html,
}


@cache
def _environment(suffix: str) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(resource("templates"), encoding="utf-8"),
        autoescape=False,  # these are no web pages: ``finalize`` quotes all that is inserted, nothing can forget it
        finalize=_QUOTING.get(suffix, _nowhere),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["told"] = _told
    return environment


def _told(words: Mapping[str, str]) -> str:
    """Ids with what people call them, for a comment."""
    return " ".join(f"{id_}（{label}）" for id_, label in words.items())
