"""YAML as people write it, made up at random: every shape of a value, comments, blank lines, odd indentation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from powerctl.schema import schema_of

PLAIN = (
    "甲",
    "乙 丙",
    "a#b",
    "http://x/?a=1",
    "10wd",
    "true",
    "null",
    "3",
    "0571",
    "12:30",
    "no",
    "1e5",
    "2026-03-01",
    "𠮷野",
)
QUOTED = ('"# 不是注释"', "'it''s: # 1'", '"\\u6743 \\"力\\""', '"一\n{pad}  二"', "'三\n\n{pad}  四'", '""')
BLOCKS = ("|", "|-", "|+", ">", ">-", "| # 块", "|2")
FLOWS = (
    "[]",
    "{{}}",
    "[甲, {{z: 1, a: 2}}]",
    "[一, # 注\n{pad}  二]",
    "{{id: a, name: b}}",
    '{{"name":"b", id: 0571}}',
)


@dataclass
class Writer:
    """One made-up file; every entry has a number, which its comments repeat."""

    random: Random
    kind: str = "power"
    lines: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def file(self) -> str:
        """The text of a file of a kind."""
        schema = schema_of(self.kind)
        self.lines += self.random.choice(([], ["# head"], ["---"], ["# head", "", "# more", ""]))
        self.mapping("", "", schema, schema, is_root=True)
        self.lines += self.random.choice(([], [], ["# end"], ["", "# end"], ["..."]))
        text = "\n".join(self.lines) + "\n"
        return text.replace("\n", "\r\n") if self.chance(0.2) else text

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def keys(self, schema: Mapping[str, Any], least: int) -> list[str]:
        known = list(schema.get("properties", {})) or ["a", "b-1", "丙"]
        return self.random.sample([*known, "x-own", '"x-two"', "0571", "stray", "x-3"], self.random.randint(least, 6))

    def mapping(self, pad: str, first: str, schema: Any, root: Any, *, is_root: bool = False) -> None:
        """A block; ``first`` stands before its first key, ``pad`` before the others."""
        schema = resolved(schema, root)
        names = self.keys(schema, 1)
        if is_root:
            names = [name for name in names if name != "kind"]
            names.insert(self.random.randint(0, len(names)), "kind")
        for place, name in enumerate(names):
            number = next(self.numbers)
            if place:
                self.lines += [""] * self.random.choice((0, 0, 0, 1, 2))
                self.remarks(pad, number)
            below = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            head = f"{first if not place else pad}{name}:"
            self.value(head, pad, {"const": self.kind} if name == "kind" and is_root else below, root, number)
            if self.chance(0.1):
                self.lines.append(f"{pad}   # in {number}")

    def remarks(self, pad: str, number: int) -> None:
        if self.chance(0.3):
            self.lines.append(f"{pad}# above {number}")
        if self.chance(0.1):
            self.lines += [f"{pad}# 同样的注释", f"{pad}# above {number}"]

    def value(self, head: str, pad: str, schema: Any, root: Any, number: int) -> None:
        schema = resolved(schema, root)
        beside = f" # beside {number}" if self.chance(0.4) else ""
        if "const" in schema:
            self.lines.append(f"{head} {schema['const']}{beside}")
        elif schema.get("properties") and self.chance(0.8):
            self.lines.append(head + beside)
            inner = pad + " " * self.random.choice((1, 2, 2, 4))
            self.mapping(inner, inner, schema, root)
        elif "items" in schema and self.chance(0.7):
            self.lines.append(head + beside)
            self.sequence(pad + " " * self.random.choice((0, 2, 2, 3)), schema["items"], root)
        else:
            self.lines += self.random.choice(SHAPES)(self, head, pad, beside)

    def sequence(self, pad: str, schema: Any, root: Any) -> None:
        for _ in range(self.random.randint(1, 3)):
            dash = pad + "-" + " " * self.random.choice((1, 1, 3))
            if self.chance(0.2):
                self.lines.append(f"{pad}# 关于这一项")
            if resolved(schema, root).get("properties") and self.chance(0.8):
                self.mapping(" " * len(dash), dash, schema, root)
            else:
                item = self.random.choice((*PLAIN, "", "{id: a, on: 2026-01-01}", "- 甲"))
                self.lines.append(f"{dash}{item}".rstrip() if item else f"{pad}-")

    def plain(self, head: str, pad: str, beside: str) -> list[str]:
        if self.chance(0.1):
            return [f"{head} 一行", f"{pad}  又一行{beside}"]
        return [f"{head} {self.random.choice(PLAIN)}{beside}"]

    def empty(self, head: str, _pad: str, beside: str) -> list[str]:
        return [head + beside]

    def quoted(self, head: str, pad: str, beside: str) -> list[str]:
        return f"{head} {self.random.choice(QUOTED).format(pad=pad)}{beside}".split("\n")

    def flow(self, head: str, pad: str, beside: str) -> list[str]:
        return f"{head} {self.random.choice(FLOWS).format(pad=pad)}{beside}".split("\n")

    def block(self, head: str, pad: str, _beside: str) -> list[str]:
        style = self.random.choice(BLOCKS)
        body = (
            [f"{pad}  # 不是注释", "", f"{pad}    缩进 "] if style == "|2" else [f"{pad}  文字", f"{pad}  # 不是注释"]
        )
        return [f"{head} {style}", *body, *[""] * self.random.choice((0, 0, 1, 2))]


SHAPES: tuple[Callable[[Writer, str, str, str], list[str]], ...] = (
    Writer.plain, Writer.plain, Writer.empty, Writer.quoted, Writer.flow, Writer.block,
)  # fmt: skip


def resolved(schema: Any, root: Any) -> Any:
    """The schema that is meant where another is referred to."""
    while isinstance(schema, dict) and "$ref" in schema:
        schema = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return schema if isinstance(schema, dict) else {}
