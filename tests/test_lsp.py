"""The language server as an editor meets it: a real process, real catalogues, texts that are mid-edit."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from powerctl.schema import schema_of
from tests.editor import Editor
from tests.samples import one_power
from tests.test_cli import powerctl

ROOT = Path(__file__).parent.parent
UNIT = "units/town/unit.yaml"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue whose unit has no finding, in a folder whose name must be escaped in an address."""
    return one_power("ok", tmp_path_factory.mktemp("目 录") / "c")


@pytest.fixture(scope="module")
def zhenping(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real") / "zhenping"
    shutil.copytree(ROOT / "catalogues" / "zhenping", folder)
    return folder


@pytest.fixture(scope="module")
def shared() -> Iterator[Editor]:
    """One server for all questions that change nothing."""
    with Editor() as editor:
        yield editor


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def find(text: str, part: str) -> tuple[int, int]:
    """Line and UTF-16 column of the first place where a part stands; ``|`` in it is the cursor."""
    cut = part.index("|") if "|" in part else 0
    index = text.index(part.replace("|", "", 1)) + cut
    before = text[:index].split("\n")
    return len(before) - 1, utf16(before[-1])


def span(text: str, part: str) -> dict[str, dict[str, int]]:
    """The range of a part on one line."""
    line, start = find(text, part)
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": start + utf16(part)}}


def power(catalogue: Path) -> Path:
    return catalogue / "units/town/powers/tender.yaml"


def labels(answer: Any) -> dict[str, str]:
    return {item["label"]: item.get("detail", "") for item in answer["items"]}


def complete(editor: Editor, path: Path, text: str, part: str) -> dict[str, str]:
    editor.change(path, text)
    return labels(editor.at("completion", path, *find(text, part)))


def test_findings_come_while_typing_and_go_when_mended(catalogue: Path) -> None:
    unit = catalogue / UNIT
    good = unit.read_text("utf-8")
    bad = good.replace("name: 城建办, head: works-head", "name: 城建𠮷𠮷办, head: works-haed")
    with Editor("--lang", "zh") as editor:
        assert editor.capabilities.get("positionEncoding", "utf-16") == "utf-16"
        editor.open(unit, bad)
        (told,) = [found for found in editor.diagnostics(unit) if found["code"] == "S003"]
        assert told["range"] == span(bad, "works-haed")
        assert (told["severity"], told["source"]) == (1, "powerctl")
        assert told["message"].startswith("没有")
        hover = editor.at("hover", unit, *find(bad, "works-|haed"))
        assert "**S003 " in hover["contents"]["value"]
        assert "**改法**" in hover["contents"]["value"]
        editor.change(unit, good)
        assert editor.diagnostics(unit) == []
        assert editor.leave() == 0
        assert editor.complaints() == ""
    assert unit.read_text("utf-8") == good


def test_positions_are_counted_as_the_editor_asks(catalogue: Path) -> None:
    unit = catalogue / UNIT
    bad = unit.read_text("utf-8").replace("name: 城建办, head: works-head", "name: 城𠮷办, head: works-haed")
    with Editor(encodings=("utf-32",)) as editor:
        assert editor.capabilities["positionEncoding"] == "utf-32"
        editor.open(unit, bad)
        (told,) = [found for found in editor.diagnostics(unit) if found["code"] == "S003"]
        line = next(line for line in bad.split("\n") if "haed" in line)
        assert told["range"]["start"]["character"] == line.index("works-haed")


def test_unsaved_text_counts_in_other_files_and_closing_clears(catalogue: Path) -> None:
    unit, tender = catalogue / UNIT, power(catalogue)
    renamed = unit.read_text("utf-8").replace("{id: committee,", "{id: council,")
    with Editor("--lang", "en") as editor:
        editor.open(tender)
        assert "S003" not in {entry["code"] for entry in editor.diagnostics(tender)}
        editor.open(unit, renamed)
        found = [entry for entry in editor.diagnostics(tender) if entry["code"] == "S003"]
        assert {entry["range"]["start"]["line"] for entry in found} == {4, 10}
        assert "committee" in found[0]["message"]
        editor.close(tender)
        assert editor.diagnostics(tender) == []


def test_a_second_place_comes_with_its_finding(catalogue: Path) -> None:
    unit = catalogue / UNIT
    text = unit.read_text("utf-8").replace("type: town\n", "type: town\nname: 再一次\n")
    with Editor("--lang", "en") as editor:
        editor.open(unit, text)
        (told,) = editor.diagnostics(unit)[:1]
        assert told["code"] == "S001"
        assert told["range"] == {"start": {"line": 5, "character": 0}, "end": {"line": 5, "character": 4}}
        (related,) = told["relatedInformation"]
        assert related["location"]["uri"] == unit.as_uri()
        assert related["location"]["range"] == span(text, "name")
        assert related["message"] == "first written here"


def test_a_rulebook_that_cannot_be_used_is_told_in_its_file(catalogue: Path) -> None:
    unit, rulebook = catalogue / UNIT, catalogue / "rulebook.yaml"
    with Editor() as editor:
        editor.open(unit)
        assert editor.diagnostics(unit) == []
        editor.open(rulebook, rulebook.read_text("utf-8") + "\nno-such-key: 1\n")
        (told,) = editor.diagnostics(rulebook)
        assert told["code"] == "S002"
        editor.change(rulebook, rulebook.read_text("utf-8"))
        assert editor.diagnostics(rulebook) == []


def test_a_file_outside_every_catalogue_has_no_finding(tmp_path: Path, shared: Editor) -> None:
    stray = tmp_path / "stray.yaml"
    shared.open(stray, "a: [")
    assert shared.diagnostics(stray) == []
    assert shared.at("completion", stray, 0, 3) is None
    assert shared.at("hover", stray, 0, 0) is None
    shared.close(stray)


@pytest.mark.parametrize(
    "before, after, cursor, wanted",
    [
        ("actor: deputy-director", "actor: ", "actor: |\n      duty", {"deputy-director", "public", "review-office"}),
        ("in_charge: deputy-director", "in_charge: de", "in_charge: de|", {"deputy-director"}),
        ("with: [auditor]", "with: [auditor, ", "with: [auditor, |", {"review-head"}),
        ("offices: [responsibility-office,", "offices: [", "offices: [|", {"review-office"}),
        ("{law: audit-law,", "{law: ,", "{law: |,", {"audit-law"}),
        ("    step: field\n", "    step: \n", "    step: |\n", {"field", "examine"}),
        ("limit: 3wd, next: field}", "limit: 3wd, next: }", "next: |}", {"field"}),
        ("owners: [deputy-director]", "owners: [", "owners: [|", {"deputy-director"}),
        ("regulation: field-discipline", "regulation: ", "regulation: |", {"field-discipline"}),
        ("type: supervision", "type: ", "type: |", {"supervision", "licence"}),
        ("axis: funds", "axis: ", "axis: |", {"funds", "personnel"}),
        ("level: county", "level: ", "level: |", {"county", "township"}),
        ("duty: propose", "duty: ", "duty: |", {"decide", "review"}),
        ("category: process", "category: ", "category: |", {"process"}),
        ("type: technology", "type: ", "id: draft-trace, type: |", {"technology", "collective"}),
        ("every: year", "every: ", "every: |", {"year", "each-time"}),
        ("scope: public\n", "scope: \n", "disclosure:\n  scope: |", {"public"}),
        ("timing: periodic", "timing: ", "timing: |", {"periodic"}),
        ("grade: high", "grade: ", "grade: |", {"high", "low"}),
        ("disclosure:\n", "disclosure:\n  cha\n", "  cha|\n", {"basis", "reason"}),
        ("axis: funds\n", "axis: funds\n\n", "axis: funds\n|\n", {"matter", "discretion"}),
        ("- {id: use, ", "- {id: use, , ", "- {id: use, |", {"persons"}),
        ("    - id: plan\n", "    - id: plan\n      \n", "    - id: plan\n      |\n", {"persons", "internal"}),
    ],
)
def test_what_may_be_written_is_offered(
    before: str, after: str, cursor: str, wanted: set[str], zhenping: Path, shared: Editor
) -> None:
    path = zhenping / "units/county-audit/powers/economic-responsibility-audit.yaml"
    original = path.read_text("utf-8")
    assert before in original
    shared.open(path)
    offered = complete(shared, path, original.replace(before, after, 1), cursor)
    assert wanted <= offered.keys()
    assert all(offered[word] for word in wanted - {"public"})


def test_names_of_other_units_and_keys_already_there(zhenping: Path, shared: Editor) -> None:
    path = zhenping / "units/county-audit/powers/economic-responsibility-audit.yaml"
    original = path.read_text("utf-8")
    shared.open(path)
    offered = complete(shared, path, original.replace("actor: deputy-director", "actor: "), "actor: |\n")
    assert offered["deputy-director"] == "副局长（经济责任审计）"
    assert offered["county-committee/secretary"] == "中共镇坪县委员会 县委书记"
    keys = complete(shared, path, original.replace("axis: funds\n", "axis: funds\n\n"), "axis: funds\n|\n")
    assert "holder" not in keys
    assert "重大事项类别" in keys["matter"]


def test_choosing_replaces_the_whole_word(zhenping: Path, shared: Editor) -> None:
    path = zhenping / "units/county-audit/powers/economic-responsibility-audit.yaml"
    text = path.read_text("utf-8")
    shared.open(path)
    answer = shared.at("completion", path, *find(text, "holder: review-|meeting"))
    edit = next(item["textEdit"] for item in answer["items"] if item["label"] == "director")
    assert edit == {"range": span(text, "review-meeting"), "newText": "director"}


@pytest.mark.parametrize(
    "word, file, target",
    [
        ("holder: review-|meeting", "units/county-audit/unit.yaml", "review-meeting"),
        ("{law: audit-|law", "laws.yaml", "audit-law"),
        ("supervised_by: county-|discipline", "units/county-discipline/unit.yaml", "supervision-room"),
        ("regulation: field-|discipline", "units/county-audit/regulations.yaml", "field-discipline"),
        ("    step: dra|ft", "units/county-audit/powers/economic-responsibility-audit.yaml", "draft"),
        ("to: notice-t|erm", "units/county-audit/powers/economic-responsibility-audit.yaml", "notice-term"),
    ],
)
def test_a_reference_leads_to_its_definition(word: str, file: str, target: str, zhenping: Path, shared: Editor) -> None:
    path = zhenping / "units/county-audit/powers/economic-responsibility-audit.yaml"
    text = path.read_text("utf-8")
    shared.open(path)
    found = shared.at("definition", path, *find(text, word))
    assert found["uri"] == (zhenping / file).as_uri()
    line = (zhenping / file).read_text("utf-8").split("\n")[found["range"]["start"]["line"]]
    assert f"id: {target}" in line
    start, end = (found["range"][side]["character"] for side in ("start", "end"))
    assert line.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == target


@pytest.mark.parametrize(
    "word, is_own, line",
    [("duty: investi|gate", False, "  investigate:"), ("axis: fu|nds", True, "  funds:")],
    ids=["inherited", "own"],
)
def test_a_word_leads_to_the_rulebook_that_sets_it(
    word: str, is_own: bool, line: str, zhenping: Path, shared: Editor
) -> None:
    path = zhenping / "units/county-audit/powers/economic-responsibility-audit.yaml"
    text = path.read_text("utf-8")
    shared.open(path)
    found = shared.at("definition", path, *find(text, word))
    rulebook = zhenping / "rulebook.yaml" if is_own else ROOT / "schemas/rulebooks/base.yaml"
    assert found["uri"] == rulebook.as_uri()
    written = rulebook.read_text("utf-8").split("\n")[found["range"]["start"]["line"]]
    assert written.startswith(line)
    start, end = (found["range"][side]["character"] for side in ("start", "end"))
    assert written[start:end] == line.strip(" :")


def test_a_decision_leads_to_its_power(zhenping: Path, shared: Editor) -> None:
    path = zhenping / "units/example-town/decisions/2026-03-17-party-committee.yaml"
    text = path.read_text("utf-8")
    shared.open(path)
    found = shared.at("definition", path, *find(text, "power: |"))
    assert "/units/example-town/powers/" in found["uri"]


@pytest.mark.parametrize("language, index", [("zh", 0), ("en", 1)])
def test_a_key_is_explained_in_the_language_chosen(catalogue: Path, language: str, index: int) -> None:
    wanted = schema_of("power")["properties"]["holder"]
    tender = power(catalogue)
    with Editor("--lang", language) as editor:
        editor.open(tender)
        hover = editor.at("hover", tender, *find(tender.read_text("utf-8"), "hol|der"))
        assert hover["contents"]["kind"] == "markdown"
        assert hover["contents"]["value"] == f"**{wanted['title']}**\n\n{wanted['description'].split(chr(10))[index]}"
        assert editor.at("hover", tender, *find(tender.read_text("utf-8"), "comm|ittee")) is None


BROKEN = (
    "",
    "\n",
    "\ufeff",
    "a: [",
    "{",
    "}",
    "- - -",
    "key: 'x",
    "\t",
    "a:\r\n b: {c: [",
    ": :",
    "𠮷: {𠮷",
    "x: |\n y",
    "\r",
    "[]]",
)


@pytest.mark.parametrize("text", BROKEN)
def test_no_text_brings_the_server_down(text: str, catalogue: Path, shared: Editor) -> None:
    tender = power(catalogue)
    shared.open(tender, text)
    for line in range(3):
        for character in (0, 1, 5, 99):
            for request in ("hover", "completion", "definition"):
                shared.at(request, tender, line, character)
    shared.change(tender, "kind: power\nid: tender\nholder: \nbasis: [{law: \n")
    answer = shared.at("completion", tender, 2, 8)
    assert "committee" in labels(answer)
    assert "tender-law" in labels(shared.at("completion", tender, 3, 14))
    shared.close(tender)


def test_it_ends_when_its_editor_is_gone() -> None:
    with Editor() as editor:
        assert editor.hang_up() == 0


def test_two_catalogues_at_once(catalogue: Path, zhenping: Path) -> None:
    unit, other = catalogue / UNIT, zhenping / "units/county-audit/unit.yaml"
    bad = unit.read_text("utf-8").replace("head: works-head", "head: nobody")
    with Editor() as editor:
        editor.open(unit, bad)
        editor.open(other, other.read_text("utf-8").replace("head: review-head", "head: nobody"))
        for path in (unit, other):
            assert "S003" in {found["code"] for found in editor.diagnostics(path)}


def test_words_that_yaml_would_misread_are_put_in_quotes(zhenping: Path, shared: Editor) -> None:
    path = zhenping / "units/county-audit/supervision.yaml"
    text = "kind: supervision\nanswers:\n  - answer: \n"
    shared.open(path, text)
    items = shared.at("completion", path, *find(text, "answer: |\n"))["items"]
    assert {item["label"]: item["textEdit"]["newText"] for item in items}["no"] == '"no"'
    shared.close(path)


def test_without_its_package_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    (tmp_path / "pygls.py").write_text("raise ImportError\n", "utf-8")
    result = powerctl("lsp", "--lang", "en", PYTHONPATH=f"{tmp_path}:{ROOT}")
    assert result.returncode == 2
    assert result.stdout == ""
    assert 'pip install "powerctl[lsp]"' in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_other_commands_do_not_load_it() -> None:
    code = "import sys, powerctl.cli.app; sys.exit('pygls' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
