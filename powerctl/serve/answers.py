"""A path of the preview → what is sent: the file as it would be published, or a page that tells why it cannot be."""

from __future__ import annotations

import mimetypes
import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from powerctl.cli.publishing import leak_lines
from powerctl.messages import Words
from powerctl.serve.state import Site, State
from powerctl.serve.wrapping import notice, wrapped
from powerctl.site.guard import Leak

_HTML = "text/html; charset=utf-8"
_KINDS = {
    ".html": _HTML, ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
    ".json": "application/json", ".csv": "text/csv; charset=utf-8", ".atom": "application/atom+xml",
    ".xml": "application/xml", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """The status, what the body is, the body; ``location`` where another address is meant."""

    status: int
    kind: str
    body: bytes
    location: str = ""


def answer(state: State, path: str, version: str, language: str) -> Answer:
    """What a path (decoded, without its first slash) gives; pages below ``en/`` are told about in English."""
    words = Words("en" if path.startswith("en/") or "/en/" in path else language)
    if state.problem is not None:
        return _told(503, words, "problem", (words.error(state.problem),), state, version)
    asked = f"{path}index.html" if path.endswith("/") or not path else path
    if posixpath.normpath(asked) != asked:
        return _not_found(words, state, version)
    folder, site = _site_of(state, asked)
    content = _content(state, site, folder, asked)
    if content is None and _content(state, site, folder, f"{asked}/index.html") is not None:
        return Answer(301, _HTML, b"", f"/{quote(asked)}/")
    if content is None:
        return _not_found(words, state, version)
    if site is not None and (leaks := site.leaks(asked.removeprefix(folder), content)):
        return _leaked(words, leaks, state, version)
    kind = _kind(asked)
    return Answer(200, kind, wrapped(content, state, words, version) if kind == _HTML else content)


def _site_of(state: State, path: str) -> tuple[str, Site | None]:
    folder = "" if "" in state.sites else f"{path.partition('/')[0]}/"
    return folder, state.sites.get(folder)


def _content(state: State, site: Site | None, folder: str, path: str) -> bytes | None:
    return state.portal.get(path) if site is None else site.file(path.removeprefix(folder))


def _kind(path: str) -> str:
    suffix = posixpath.splitext(path)[1]
    return _KINDS.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"


def _not_found(words: Words, state: State, version: str) -> Answer:
    return _told(404, words, "not_found", (), state, version)


def _leaked(words: Words, leaks: Sequence[Leak], state: State, version: str) -> Answer:
    return _told(503, words, "leak", tuple(leak_lines(leaks, words)), state, version)


def _told(status: int, words: Words, key: str, lines: tuple[str, ...], state: State, version: str) -> Answer:
    page = notice(words, key, lines)
    return Answer(status, _HTML, wrapped(page, state, words, version))
