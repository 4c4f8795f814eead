"""What a power rests on, in words."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.terms import PublicBasis
from powerctl.site.frame import Frame

_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Ground:
    """A law with its number and the articles; ``url`` where it can be read on the web."""

    title: str
    number: str
    articles: str
    url: str


def ground(frame: Frame, basis: PublicBasis) -> Ground:
    """《…》第35条; articles that are more than a number (附件2 第三项) stay as they are written."""
    numbers = (frame.text("article", number=text) if text.isdigit() else text for text in basis.articles)
    return Ground(
        title=f"《{basis.title}》" if not basis.title.startswith("《") else basis.title,
        number=basis.number,
        articles="、".join(numbers),
        url=basis.url if basis.url.startswith(_WEB) else "",
    )
