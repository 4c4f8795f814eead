"""Templates: whatever is inserted comes back as the same text, in every kind of file."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from ruamel.yaml import YAML

from powerctl.layers import built_in_names
from powerctl.resources import resource
from powerctl.rulebook import load_rulebook
from powerctl.skeleton import fill, unit_type_at, yaml_text
from powerctl.source import WorkingTree

HOSTILE = (
    "{{7*7}}", "{% raw %}", '"', "'", '"}', "a: b", "a # b", "a #", ": #", "- x", "&a", "*a", "!t x", "%d", "@x", "`x`",
    "yes", "NO", "null", "~", "0571", "1e5", "12:30", "2026-01-01", "{a}", "[a]", "a, b", "a\\b", "\\", "|", ">", "? x",
    "...", "---", "=", "<<", "a:", "阳光镇", "阳光镇（示例）", "Sample County", "😀", "𠮷", "x\ny: 1", "\t", "\x1b[31m",
    "\u2028", "\xa0",
    "\ue000", "\U000e0001", "", " a ", "#", "a\u202eb",
)  # fmt: skip


def comes_back(text: str) -> bool:
    """Alone, in a flow mapping and in a flow list it is read as the text it was."""
    scalar = yaml_text(text)
    raw = f"a: {scalar}\nb: {{x: {scalar}, y: [{scalar}, z]}}   # {scalar}\nc: end\n".encode()
    same = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else text
    expected = {"a": same, "b": {"x": same, "y": [same, "z"]}, "c": "end"}
    return bool(YAML(typ="safe", pure=True).load(raw) == expected)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_a_text(text: str) -> None:
    assert comes_back(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_text_stays_a_text(text: str) -> None:
    assert comes_back(text)


@pytest.mark.parametrize("text", ["阳光镇（示例）", "Sample County", "town-works", "20wd", "../schemas/x.schema.json"])
def test_a_plain_text_is_not_quoted(text: str) -> None:
    assert yaml_text(text) == text


@pytest.mark.parametrize("text", ["yes", "Off", "null", "0571", "1e5", "-", "a:", "a #b", "a  b", "a "])
def test_what_readers_differ_about_is_quoted(text: str) -> None:
    assert yaml_text(text) == f'"{text}"'


def test_json_and_markdown_are_quoted_too() -> None:
    settings = fill("init/settings.json", {"places": [('"x', "</script>\n")]})
    assert json.loads(settings)["yaml.schemas"] == {'./schemas/"x.schema.json': ["</script>\n"]}
    page = fill("init/README.md", {"name": "[a](b) <i> `c`\n# d"})
    assert page.splitlines()[0] == "# \\[a\\]\\(b\\) \\<i\\> \\`c\\` \\# d"


def test_a_missing_fact_is_no_blank() -> None:
    with pytest.raises(UndefinedError):
        fill("init/README.md", {})


def test_templates_are_marked_as_such() -> None:
    """Nothing below templates/ is taken for a file of a catalogue or of this repository."""
    folders = [resource("templates") / name for name in ("init", "new")]
    assert all(path.suffix == ".j2" and path.name[0] != "." for folder in folders for path in folder.iterdir())


@pytest.mark.parametrize(
    "level, type_",
    [
        ("national", "government"),
        ("province", "department"),
        ("county", "department"),
        ("township", "town"),
        ("village", "village"),
    ],
)
def test_a_unit_fits_its_level(level: str, type_: str) -> None:
    for name in built_in_names():
        types = load_rulebook(WorkingTree(resource("schemas")), name).unit_types
        assert unit_type_at(level, types) == type_
    assert unit_type_at(level, {}) == ""
