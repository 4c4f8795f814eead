"""The search index: pairs of characters → powers, units and risks, in classic scripts that also load from ``file://``.

A page loads ``index.js`` once, then the shards of the pairs that were typed and the blocks of titles that were found.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from powerctl.public.catalogue import PublicCatalogue
from powerctl.resources import resource
from powerctl.site.frame import power_path, unit_path
from powerctl.visible import json_safe

_RUN = re.compile("[\u3400-\u9fff]+|[a-z0-9]+")
_BLOCK = 16  # titles a file at least, about 2.5 KB
_MOST_BLOCKS = 128
_LEAST = 250  # pairs a shard, about 6 KB
_MODULUS = 65_521


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be found: the page, its title, what stands below the title, what it is called, what else leads to it."""

    path: str
    title: str
    about: str
    names: tuple[str, ...]
    texts: tuple[str, ...]


def grams(text: str) -> Iterator[str]:
    """Pairs of Han characters, whole words of letters and digits; a lone character stands for itself."""
    for run in _RUN.findall(text.lower()):
        if run.isascii() or len(run) == 1:
            yield run
        else:
            yield from (run[at : at + 2] for at in range(len(run) - 1))


@cache
def _everyday() -> Mapping[str, Sequence[str]]:
    """What people say for the words of the authorities: 低保 for 最低生活保障."""
    words: dict[str, list[str]] = json.loads((resource("templates") / "site/everyday.json").read_text("utf-8"))
    return words


def _spoken(name: str) -> Iterator[str]:
    """The everyday words for what a name speaks of."""
    for formal, spoken in _everyday().items():
        if formal in name:
            yield from spoken


def entries(catalogue: PublicCatalogue) -> Iterator[Entry]:
    """Powers with their everyday names, contents and risks; units."""
    for power in catalogue.powers:
        unit = catalogue.units_by_id.get(power.unit)
        owner = unit.name if unit is not None else power.unit
        risks = tuple(risk.behaviour for risk in power.risk_points)
        code = power.code.value if power.code is not None else ""
        names = (power.name, *power.aliases, *_spoken(power.name))
        texts = (owner, power.type.label, code, power.content, *risks)
        yield Entry(power_path(power.subject), power.name, f"{owner} · {power.type.label}", names, texts)
    for unit in catalogue.units:
        yield Entry(unit_path(unit), unit.name, unit.type.label, (unit.name,), unit.functions)


def index_files(found: Iterable[Entry]) -> Iterator[tuple[str, bytes]]:
    """The scripts with their names below ``static/search/``."""
    listed = list(found)
    posts = _posts(listed)
    block = max(_BLOCK, -(-len(listed) // _MOST_BLOCKS))
    shards = max(1, -(-len(posts) // _LEAST))
    yield "index.js", _script(f"window.POWERS={_json({'shards': shards, 'block': block, 'docs': {}, 'grams': {}})}")
    for at in range(shards):
        own = {gram: ";".join(map(_delta, posts[gram])) for gram in sorted(posts) if shard(gram, shards) == at}
        yield f"g{at}.js", _script(f"Object.assign(window.POWERS.grams,{_json(own)})")
    for at in range(0, len(listed), block):
        titles = {at + i: (e.path, e.title, e.about) for i, e in enumerate(listed[at : at + block])}
        yield f"d{at // block}.js", _script(f"Object.assign(window.POWERS.docs,{_json(titles)})")


def _posts(listed: Sequence[Entry]) -> Mapping[str, Sequence[list[int]]]:
    """Pair → who is called so, who only speaks of it: the order of what is found is known before any title is."""
    posts: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, entry in enumerate(listed):
        called = {gram for text in entry.names for gram in grams(text)}
        spoken_of = {gram for text in entry.texts for gram in grams(text)} - called
        for kind, found in enumerate((called, spoken_of)):
            for gram in found:
                posts[gram][kind].append(number)
    return posts


def shard(gram: str, shards: int) -> int:
    """Which shard holds a pair; the page reckons the same."""
    total = 0
    for char in gram:
        total = (total * 31 + ord(char)) % _MODULUS
    return total % shards


def _delta(numbers: Sequence[int]) -> str:
    """Ascending numbers as steps in base 36."""
    steps = (number - before for number, before in zip(numbers, [0, *numbers], strict=False))
    return ",".join(map(_base36, steps))


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


def _json(value: object) -> str:
    return json_safe(json.dumps(value, ensure_ascii=False, separators=(",", ":"))).replace("<", "\\u003c")


def _script(text: str) -> bytes:
    return f"{text};\n".encode()
