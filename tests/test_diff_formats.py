"""What ``powerctl diff`` prints: the formats against golden files, the options, the notes, the public."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import openpyxl
import pytest

from powerctl.cli.compared import Wanted, comparison, opened
from powerctl.comparison import Comparison, Effect
from powerctl.errors import PowerctlError
from powerctl.formats.diff import FORMATS, xlsx
from powerctl.messages import Words
from tests.test_diff import CATALOGUE

GOLDEN = Path(__file__).parent / "diff/golden"
HOSTILE = "\x1b[31m ⟦{x}⟧ <b>|`@all`| \u202e [a](http://x)"
EDITS = [
    ("units/town/powers/tender.yaml", "promised: 10wd", "promised: 15wd"),
    ("units/town/powers/tender.yaml", "rights: [陈述申辩, 申请复议]", "rights: [申请复议, 陈述申辩]"),
    ("units/town/powers/tender.yaml", "every: month", "every: quarter"),
    ("units/town/powers/tender.yaml", "scope: 五十万元以下的工程", "scope: 六十万元以下的工程"),
    ("units/town/powers/tender.yaml", "importance: 3", "importance: 2"),
    ("units/town/powers/tender.yaml", "channels: [website, notice-board]", "channels: [website, screen, hotline]"),
    ("units/town/unit.yaml", "portfolio: [discipline]", "portfolio: [discipline, finance]"),
    ("rulebook.yaml", "extends: base\n", "extends: base\nseverity: {P101: warning}\n"),
    ("units/town/unit.yaml", "amount: 50000", "amount: 20000"),
    ("units/town/powers/permit.yaml", "type: licence", "type: confirmation"),
]


def edited(into: Path) -> Path:
    """The catalogue with some edits of every effect; a power gone, a power new."""
    shutil.copytree(CATALOGUE, into)
    for file, before, after in EDITS:
        text = (into / file).read_text("utf-8")
        assert before in text, before
        (into / file).write_text(text.replace(before, after), "utf-8")
    (into / "units/town/powers/grant.yaml").unlink()
    (into / "units/town/powers/aid.yaml").write_text(
        f"kind: power\nid: aid\nname: {json.dumps('救助' + HOSTILE[5:])}\ntype: benefit\nholder: mayor\n", "utf-8"
    )
    return into


def note(root: Path, powers: str) -> None:
    path = root / "units/town/adjustments/review.yaml"
    path.parent.mkdir()
    path.write_text(
        f"kind: adjustment\nid: review\ntitle: 清理\nreason: 清理\ndate: 2026-01-01\npowers: {powers}\n", "utf-8"
    )


def compared(base: str, revision: str, wanted: Wanted) -> Comparison:
    with opened(base, revision, Path()) as sides:
        return comparison(*sides, wanted)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds both sides as ``old`` and ``new``."""
    shutil.copytree(CATALOGUE, tmp_path / "old")
    edited(tmp_path / "new")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_format_is_the_golden_one(form: str, language: str) -> None:
    found = compared("./old", "./new", Wanted(adjustments=True))
    text = FORMATS[form](found, Words(language))
    golden = GOLDEN / f"{form}.{language}.txt"
    if os.environ.get("POWERCTL_GOLDEN") == "renew":
        golden.write_text(text, "utf-8")
    assert text == golden.read_text("utf-8")
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_json_has_the_agreed_keys(there: Path) -> None:
    data = json.loads(FORMATS["json"](compared("./old", "./new", Wanted()), Words("zh")))
    assert list(data) == ["version", "base", "revision", "summary", "changes"]
    for change in data["changes"]:
        assert list(change) == [
            "id", "effect", "fingerprint", "subject", "field", "before", "after",
            "file", "line", "base_file", "base_line",
        ]  # fmt: skip
    (limit,) = (change for change in data["changes"] if change["field"] == "limits.promised")
    line = "limits: {statutory: 20wd, promised: 15wd}"
    assert (there / limit["file"]).read_text("utf-8").splitlines()[limit["line"] - 1] == line
    assert (limit["base_file"], limit["base_line"]) == ("old/units/town/powers/tender.yaml", limit["line"])
    gone = [change for change in data["changes"] if change["id"] == "power.removed"]
    assert [(change["file"], change["line"], change["base_line"]) for change in gone] == [(None, None, 1)]


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    "only, kinds",
    [
        (("tightened",), {"approval-limit.lowered"}),
        (("control",), {"control.interval-lengthened"}),
        (("limit", "severity.lowered"), {"limit.promised-lengthened", "severity.lowered"}),
    ],
)
def test_only_what_is_wanted(only: tuple[str, ...], kinds: set[str]) -> None:
    told = {change.id for change in compared("./old", "./new", Wanted(only=only)).changes}
    assert told == kinds


@pytest.mark.usefixtures("there")
def test_a_word_or_a_unit_that_is_not_there_is_refused() -> None:
    for wanted, key in ((Wanted(only=("controls",)), "diff.unknown_only"), (Wanted(unit="twon"), "diff.unknown_unit")):
        with pytest.raises(PowerctlError) as caught:
            compared("./old", "./new", wanted)
        assert caught.value.key == key
        assert caught.value.facts["nearest"] in ("control", "town")


@pytest.mark.usefixtures("there")
def test_only_one_unit() -> None:
    assert {change.unit for change in compared("./old", "./new", Wanted(unit="town")).changes} == {"town"}


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "POWERCTL_LANG": "en"}
    command = [sys.executable, "-m", "powerctl", "diff", "./old", "./new", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize(
    "options, code",
    [
        ((), 0),
        (("--fail-on", "loosened"), 1),
        (("--fail-on", "loosened", "--only", "tightened"), 0),
        (("--fail-on", "any", "--only", "neutral"), 1),
        (("--fail-on", "loosened", "--only", "neutral"), 0),
        (("--require-adjustments",), 1),
        (("--require-adjustments", "--only", "limit"), 1),
        (("--only", "nonsense"), 2),
    ],
)
def test_the_exit_code_says_what_was_asked(options: tuple[str, ...], code: int) -> None:
    ended = run(*options)
    assert ended.returncode == code, ended.stderr


def test_output_goes_to_a_file_and_stat_counts(there: Path) -> None:
    ended = run("--stat", "--output", "out.txt")
    assert (ended.returncode, ended.stdout) == (0, "")
    lines = (there / "out.txt").read_text("utf-8").splitlines()
    assert "       1  loosened  limit.promised-lengthened  promised limit lengthened" in lines


@pytest.mark.parametrize(
    "powers, missing",
    [
        (None, ["town/aid", "town/grant", "town/permit"]),
        ("[{power: grant, action: cancelled}]", ["town/aid", "town/permit"]),
        ("[{power: grant, action: cancelled}, {power: town/aid, action: added}, {power: permit, action: retyped}]", []),
    ],
)
def test_powers_that_come_go_or_change_their_type_need_a_note(
    powers: str | None, missing: list[str], there: Path
) -> None:
    if powers:
        note(there / "new", powers)
    found = compared("./old", "./new", Wanted(adjustments=True))
    assert found.unadjusted is not None
    assert sorted(change.subject for change in found.unadjusted) == missing


def test_an_old_note_explains_nothing_new(there: Path) -> None:
    for side in ("old", "new"):
        note(there / side, "[{power: grant, action: cancelled}]")
    found = compared("./old", "./new", Wanted(adjustments=True))
    assert "town/grant" in {change.subject for change in found.unadjusted or ()}


def test_an_approved_change_fails_nothing_and_one_like_it_does(there: Path) -> None:
    loose = [change for change in compared("./old", "./new", Wanted()).changes if change.effect is Effect.LOOSENED]
    covers: Any = ", ".join(f'"{change.fingerprint}"' for change in loose)
    note(there / "new", f"[{{power: tender, action: changed, covers: [{covers}]}}]")
    assert run("--fail-on", "loosened").returncode == 0
    tender = there / "new/units/town/powers/tender.yaml"
    tender.write_text("# 注释\n" + tender.read_text("utf-8"), "utf-8")
    assert run("--fail-on", "loosened").returncode == 0
    tender.write_text(tender.read_text("utf-8").replace("promised: 15wd", "promised: 16wd"), "utf-8")
    assert run("--fail-on", "loosened").returncode == 1


# What the public may learn of an edit to a power that it sees, and of one that it does not.
SEEN = [
    ("promised: 10wd", "promised: 15wd", True),
    ("name: 审查,", "name: 审核,", True),
    ("name: 集体研究,", "name: 研究,", False),
    ("name: 整理,", "name: 归档,", False),
    ("duty: review", "duty: handle", True),
    ("duty: accept, limit: 1wd", "duty: accept, limit: 1wd, next: review", False),
    ("importance: 3", "importance: 2", False),
    ("grade: high", "grade: low", True),
    ("evidence: 会审记录", "evidence: 记录", False),
    ("measure: 集体会审", "measure: 会审", True),
    ("scope: public", "scope: internal", False),
    ("reason: 过程信息", "reason: 过程", False),
]


@pytest.mark.parametrize("before, after, is_told", SEEN)
def test_the_public_learns_only_what_it_sees_on_both_sides(
    before: str, after: str, is_told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for side in ("old", "new"):
        shutil.copytree(CATALOGUE, tmp_path / side)
    path = tmp_path / "new/units/town/powers/tender.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")
    assert compared("./old", "./new", Wanted()).changes
    assert bool(compared("./old", "./new", Wanted(public=True)).changes) == is_told


@pytest.mark.usefixtures("there")
@pytest.mark.parametrize("form", [*sorted(FORMATS), "xlsx"])
def test_every_payload_in_a_change_is_inert(form: str) -> None:
    found = compared("./old", "./new", Wanted())
    pattern = next(change for change in found.changes if change.field and change.before and change.after)
    values = [
        entry["value"] for entry in json.loads((GOLDEN.parent.parent / "hostile/payloads.json").read_text("utf-8"))
    ]
    cursed = tuple(replace(pattern, names=(value, value), before=value, after=value) for value in values)
    comparison = replace(found, changes=cursed)
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(xlsx.render(comparison, Words("zh"))))
        assert {cell.data_type for row in book.worksheets[0] for cell in row if cell.value is not None} <= {"s", "n"}
        return
    text = FORMATS[form](comparison, Words("zh"))
    assert not [char for char in text if char in "\x00\x07\x08\x1b\x7f\x85\u2028\u2029\u202e\u2066"]
    if form == "html":
        plain = lxml.html.fromstring(FORMATS[form](found, Words("zh")))
        page = lxml.html.fromstring(text)
        told, known = ({element.tag for element in tree.iter(lxml.etree.Element)} for tree in (page, plain))
        assert told <= known
        assert not [
            key for element in page.iter(lxml.etree.Element) for key in element.attrib if str(key).startswith("on")
        ]
    elif form == "markdown":
        assert not re.search(r"(?<!\\)<(?!br>)[a-z!/]", text, re.IGNORECASE)
    elif form in ("json", "sarif"):
        json.loads(text)
