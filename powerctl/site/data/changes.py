"""``data/changes.json``: what changed between publications, in both languages; a site can be made again from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from powerctl.messages import LANGUAGES
from powerctl.site.frame import News

PATH = "data/changes.json"
_VERSION = 1


def write(news: Mapping[str, tuple[News, ...]]) -> bytes:
    """The file."""
    told = {language: [asdict(one) for one in news.get(language, ())] for language in LANGUAGES}
    return (json.dumps({"version": _VERSION, **told}, ensure_ascii=False, indent=1) + "\n").encode(
        "utf-8", "backslashreplace"
    )


def read(content: bytes) -> Mapping[str, tuple[News, ...]] | None:
    """What the file tells; None where it is none of ours."""
    try:
        data = json.loads(content)
        if data["version"] != _VERSION:
            return None
        return {language: tuple(map(_news, data[language])) for language in LANGUAGES if data[language]}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _news(entry: Any) -> News:
    values = {field.name: entry[field.name] for field in fields(News)}
    if not all(isinstance(value, str) for value in values.values()):
        raise TypeError
    return News(**values)
