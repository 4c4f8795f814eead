"""The colours of a chart, light and dark, and what every part of it looks like: as attributes for programs that know
no style sheets, and as a style sheet that swaps the colours for dark screens and print."""

from __future__ import annotations

from types import MappingProxyType

FONTS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "HarmonyOS Sans SC",
    "WenQuanYi Micro Hei",
)

# Contrast of text at least 4.5:1, of borders and lines 3:1, on both grounds.
COLOURS = MappingProxyType(
    {
        "ink": ("#16202b", "#e8edf2"),
        "muted": ("#4a5868", "#a9b6c3"),
        "line": ("#536274", "#9fb0c0"),
        "box": ("#ffffff", "#1c2630"),
        "edge": ("#6b7b8c", "#71859a"),
        "lane": ("#f3f6f9", "#141b22"),
        "lane2": ("#fafbfc", "#10161c"),
        "head": ("#e3eaf1", "#1f2b37"),
        "rule": ("#d5dde5", "#2c3945"),
        "terminator": ("#1d4f7c", "#8fc1ef"),
        "on-terminator": ("#ffffff", "#0b1b2a"),
        "decision": ("#fff9e8", "#2a2513"),
        "decision-edge": ("#a8851f", "#d3ad45"),
        "high": ("#b4232a", "#ff8f86"),
        "medium": ("#9a5200", "#f5b366"),
        "low": ("#1f5f99", "#8cc3f5"),
        "added": ("#1b6e3c", "#7ed3a1"),
        "removed": ("#a0218a", "#f3a3e2"),
        "changed": ("#0b6477", "#74d0e4"),
    }
)

GRADES = MappingProxyType({"high": "1.75", "medium": "1.5", "low": "1.25"})
"""How heavy the border of a graded step is: the grade is never colour alone."""

# By class: the attributes, a colour by its name in braces.
_LOOKS = {
    "lane": 'fill="{lane}"',
    "lane o": 'fill="{lane2}"',
    "rule": 'fill="none" stroke="{rule}"',
    "lh": 'fill="{head}"',
    "lt": 'fill="{ink}" font-weight="600" text-anchor="middle"',
    "b": 'fill="{box}" stroke="{edge}" stroke-width="1.25"',
    "b dec": 'fill="{decision}" stroke="{decision-edge}" stroke-width="1.25"',
    "b term": 'fill="{terminator}"',
    "bars": 'fill="none" stroke="{edge}" stroke-width="1.25"',
    "t": 'fill="{ink}" text-anchor="middle"',
    "t tt": 'fill="{on-terminator}" font-weight="600" text-anchor="middle"',
    "s": 'fill="{muted}" font-size="12.5" text-anchor="middle"',
    "e": 'fill="none" stroke="{line}" stroke-width="1.5" stroke-linejoin="round"',
    "e back": 'fill="none" stroke="{line}" stroke-width="1.5" stroke-linejoin="round" stroke-dasharray="5 3.5"',
    "ah": 'fill="{line}"',
    "el": 'fill="{ink}" font-size="13"',
    "pt": 'fill="{box}" font-size="12" font-weight="600" text-anchor="middle"',
    "n": 'fill="{box}" stroke="{edge}"',
    "nt": 'fill="{muted}" font-size="11" font-weight="600" text-anchor="middle"',
    "mt": 'fill="{ink}" font-size="12" font-weight="600" text-anchor="middle"',
    "k": 'fill="{muted}" font-size="12.5"',
}
LITERALS = MappingProxyType(
    {name: look.format(**{key: light for key, (light, _) in COLOURS.items()}) for name, look in _LOOKS.items()}
)

_SHEET = """
.pc{font-family:FONTS,sans-serif;font-size:15px;--halo:var(--lane)}
.pc .lane{fill:var(--lane)}.pc .lane.o{fill:var(--lane2)}.pc .rule{stroke:var(--rule)}.pc .lh{fill:var(--head)}
.pc .lt,.pc .t,.pc .el,.pc .mt{fill:var(--ink)}.pc .s,.pc .k,.pc .nt{fill:var(--muted)}
.pc .b,.pc .n,.pc .mk{fill:var(--box)}.pc .b,.pc .n,.pc .bars{stroke:var(--edge)}
.pc .dec{fill:var(--decision);stroke:var(--decision-edge)}.pc .term{fill:var(--terminator);stroke:none}
.pc .tt{fill:var(--on-terminator)}.pc .e{stroke:var(--line)}.pc .ah{fill:var(--line)}.pc .pt{fill:var(--box)}
.pc .el{paint-order:stroke;stroke:var(--halo);stroke-width:4px;stroke-linejoin:round}
GRADED
.pc a:focus-visible .b{stroke-width:3.5}.pc a:hover .t{text-decoration:underline}
@media print{.pc{PRINTED;--lane:#fff;--lane2:#fff;--head:#f2f2f2;-webkit-print-color-adjust:exact;\
print-color-adjust:exact}}
"""


def stylesheet() -> str:
    """The style sheet of every chart: once a picture, or once a page of inline pictures."""
    fonts = ",".join(f'"{font}"' for font in FONTS)
    light, dark = (";".join(f"--{key}:{both[side]}" for key, both in COLOURS.items()) for side in (0, 1))
    rules = _SHEET.replace("FONTS", fonts).replace("GRADED", _graded()).replace("PRINTED", light).replace("\n", "")
    # The dark colours stand before the print rules, which put paper back into its light ones.
    shown, at, printed = rules.partition("@media print")
    return f".pc{{{light}}}@media (prefers-color-scheme:dark){{.pc{{{dark}}}}}{shown}{at}{printed}"


def _graded() -> str:
    grades = "".join(
        f".pc .{grade} .b,.pc .{grade} .bars{{stroke:var(--{grade})}}.pc .{grade} .pill{{fill:var(--{grade})}}"
        for grade in GRADES
    )
    marks = "".join(
        f".pc .{mark} .mk,.pc .e.{mark}{{stroke:var(--{mark})}}.pc .{mark} .mt{{fill:var(--{mark})}}"
        for mark in ("added", "removed", "changed")
    )
    return grades + marks
