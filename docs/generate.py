"""Writes the reference: the rules from their words and samples, the file formats from their schemas."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from powerctl.formats import manual
from powerctl.messages import Words
from powerctl.rules.specs import SPECS
from powerctl.samples import samples_of
from powerctl.schema import KINDS, schema_of

REFERENCE = Path(__file__).parent / "reference"
Rows = Iterator[tuple[str, Mapping[str, Any], bool]]


def pages() -> dict[str, str]:
    """Every page of the reference by its file name."""
    return {"rules.md": rules("zh"), "rules.en.md": rules("en"), "formats.md": formats()}


def rules(language: str) -> str:
    """The manual of the rules in one language."""
    words = Words(language)
    return manual.book([manual.page(spec, samples_of(spec.id), words) for spec in SPECS.values()], words)


def formats() -> str:
    """The keys of every kind of file, with what goes in."""
    title = "# 文件格式 File formats"
    lead = "由 `schemas/` 生成，带 * 的键必填。Generated from `schemas/`; keys with * are required."
    head = f"{title}\n\n{lead}\n"
    return "\n".join([head, *(kind_page(kind) for kind in KINDS)])


def kind_page(kind: str) -> str:
    """One kind of file: its title, its purpose, a table of its keys."""
    schema = schema_of(kind)
    lines = [f"## `{kind}` {schema['title']}", "", _cell(schema["description"]), ""]
    lines += ["| 键 Key | 名称 Title | 说明 Description |", "| --- | --- | --- |"]
    for path, node, required in _keys(schema, schema, ""):
        lines.append(f"| `{path}`{'*' if required else ''} | {_cell(node['title'])} | {_cell(node['description'])} |")
    return "\n".join([*lines, ""])


def _keys(schema: Mapping[str, Any], node: Mapping[str, Any], path: str) -> Rows:
    for key, child in node.get("properties", {}).items():
        below = f"{path}.{key}" if path else key
        yield below, child, key in node.get("required", ())
        yield from _inside(schema, _resolved(schema, child), below)


def _inside(schema: Mapping[str, Any], node: Mapping[str, Any], path: str) -> Rows:
    """The keys of an object, of the objects in a list, or of the entries of a map with free keys."""
    yield from _keys(schema, node, path)
    if isinstance(node.get("items"), dict):
        yield from _keys(schema, _resolved(schema, node["items"]), f"{path}[]")
    if isinstance(node.get("additionalProperties"), dict):
        yield from _inside(schema, _resolved(schema, node["additionalProperties"]), f"{path}.*")


def _resolved(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = node.get("$ref")
    return node if reference is None else {**schema["$defs"][reference.removeprefix("#/$defs/")], **node}


def _cell(text: str) -> str:
    return text.replace("\n", "<br>").replace("|", "\\|")


if __name__ == "__main__":
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, "utf-8")
        sys.stdout.write(f"{(REFERENCE / name).relative_to(Path.cwd())}\n")
