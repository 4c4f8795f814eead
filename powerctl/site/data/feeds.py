"""Feeds of changes (Atom, RFC 4287; JSON Feed 1.1) and the map of pages for search engines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from powerctl.site.frame import Frame, News, power_path, unit_path
from powerctl.visible import visible

_MOST = 100


def files(frame: Frame) -> Iterator[tuple[str, bytes]]:
    """The feeds; the map only where the site has an address, since it must hold whole ones."""
    yield "feed.atom", _atom(frame).encode("utf-8", "backslashreplace")
    yield "feed.json", _json_feed(frame).encode("utf-8", "backslashreplace")
    if frame.catalogue.about.site.base_url:
        yield "sitemap.xml", _sitemap(frame).encode("utf-8")


def _address(frame: Frame, path: str) -> str:
    """Where a page will be: whole where the site says its address, else relative to the feed."""
    return frame.address(path) or quote(path)


def _id(frame: Frame, news: News) -> str:
    """The same for a change in every edition, wherever the site stands."""
    parts = "\0".join((frame.catalogue.about.id, news.on, news.kind, news.text, news.href))
    return f"urn:sha256:{hashlib.sha256(parts.encode('utf-8', 'backslashreplace')).hexdigest()}"


def _atom(frame: Frame) -> str:
    updated = f"{frame.edition.on.isoformat()}T00:00:00Z"
    entries = "".join(
        f"<entry><id>{_id(frame, news)}</id><title>{_text(news.text)}</title><updated>{news.on}T00:00:00Z</updated>"
        f'<link href="{_text(_address(frame, news.href or "changes.html"))}"/><category term="{_text(news.kind)}"/>'
        f"<summary>{_text(news.text)}</summary></entry>\n"
        for news in frame.news[:_MOST]
    )
    name, site = _text(frame.name), frame.catalogue.about.site
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">\n'
        f"<id>urn:powerctl:{_text(frame.catalogue.about.id)}</id><title>{name}</title><updated>{updated}</updated>"
        f"<author><name>{_text(site.host or site.operator) or name}</name></author>\n"
        f'<link rel="self" href="feed.atom"/><link href="changes.html"/>\n{entries}</feed>\n'
    )


def _json_feed(frame: Frame) -> str:
    items = [
        {
            "id": _id(frame, news),
            "url": _address(frame, news.href or "changes.html"),
            "title": news.text,
            "content_text": news.text,
            "date_published": f"{news.on}T00:00:00Z",
            "tags": [news.kind],
        }
        for news in frame.news[:_MOST]
    ]
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": frame.name,
        "home_page_url": _address(frame, "index.html"),
        "feed_url": _address(frame, "feed.json"),
        "language": "zh-CN",
        "items": items,
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"


def _sitemap(frame: Frame) -> str:
    paths = ["index.html", "units.html", "risks.html", "charts.html", "changes.html", "data.html", "help.html"]
    paths += [unit_path(unit) for unit in frame.catalogue.units]
    paths += [power_path(power.subject) for power in frame.catalogue.powers]
    urls = "".join(f"<url><loc>{_text(_address(frame, path))}</loc></url>\n" for path in paths)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{head}{urls}</urlset>\n"


def _text(text: str) -> str:
    return escape(visible(text), {'"': "&quot;"})
