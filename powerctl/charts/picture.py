"""PNG and PDF from our SVG, by the optional package typst: the same machine and fonts give the same bytes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal

from powerctl.charts.palette import FONTS
from powerctl.errors import PowerctlError

if TYPE_CHECKING:
    import typst

_HAN = (
    "cjk",
    "han sans",
    "han serif",
    "simsun",
    "simhei",
    "songti",
    "heiti",
    "kaiti",
    "fangsong",
    "droid sans fallback",
)
_PAGE = """
#set document(date: none, title: sys.inputs.title)
#set page(width: auto, height: auto, margin: 8pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", alt: sys.inputs.title)
"""
_PPI = 192  # two pixels to each of ours, for good screens and print


def picture(svg: str, title: str, form: Literal["png", "pdf"]) -> bytes:
    """The picture as ``png`` or ``pdf``; the SVG must be without its style sheet, which typst does not understand."""
    compiler = _compiler()
    try:
        made = compiler.compile(_PAGE.encode(), format=form, ppi=_PPI, sys_inputs={"svg": svg, "title": title})
    except RuntimeError as error:
        raise PowerctlError("chart.typst_failed", problem=str(error).partition("\n")[0]) from None
    if isinstance(made, bytes):
        return made
    raise PowerctlError("chart.typst_failed", problem=form)


@cache
def version() -> str:
    """What decides how a picture comes out: the version of typst and the fonts it finds."""
    from importlib import metadata

    return " ".join((metadata.version("typst"), *sorted(_fonts().families())))


@cache
def _compiler() -> typst.Compiler:
    fonts = _fonts()  # first, since it tells whether there is a typst
    import typst

    return typst.Compiler(font_paths=fonts)


@cache
def _fonts() -> typst.Fonts:
    """The system's fonts; PowerctlError where there is no typst, or no font for Chinese: blanks are no picture."""
    try:
        import typst
    except ImportError:
        raise PowerctlError("chart.typst_missing") from None
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    if not any(_is_han(family) for family in fonts.families()):
        raise PowerctlError("chart.no_font")
    return fonts


def _is_han(family: str) -> bool:
    return family in FONTS or any(word in family.casefold() for word in _HAN)
