"""Text spans moved and changed in place: what each edit leaves behind, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from powerctl import document
from powerctl.edit.canonical import canonical
from powerctl.edit.checked import same
from powerctl.edit.fixes import fix
from powerctl.write import write_file
from tests.test_edit_random import comments
from tests.test_hostile_reading import HOSTILE, of_kind

ROOT = Path(__file__).parent.parent
FILE = "elsewhere/f.yaml"
POWER = "units/town/powers/tender.yaml"
HEAD = "kind: power\nid: tender\n"

ORDER = {
    "in order": ("kind: power\nid: a\nname: b\n", None),
    "unknown and own keys follow as they stand": (
        "x-b: 1\nname: b\nx-a: 2\nid: a\nkind: power\n",
        "kind: power\nid: a\nname: b\nx-b: 1\nx-a: 2\n",
    ),
    "no kind": ("name: b\nid: a\n", None),
    "comments travel, the head stays": (
        "# head\n# of the file\nname: b # beside name\n# above kind\nkind: power # beside kind\n# end\n",
        "# head\n# of the file\n# above kind\nkind: power # beside kind\nname: b # beside name\n# end\n",
    ),
    "what is above the first key after a blank line is not the head": (
        "# head\n\n# above name\nname: b\nkind: power\n",
        "# head\n\nkind: power\n# above name\nname: b\n",
    ),
    "blank lines travel with what follows them": (
        "kind: power\nname: b\n\n# two\ntype: c\n\nid: a\nnote: d\n",
        "kind: power\n\nid: a\nname: b\n\n# two\ntype: c\nnote: d\n",
    ),
    "the first has no blank line above it": ("name: b\n\nkind: power\n", "kind: power\n\nname: b\n"),
    "the same comment twice": (
        "kind: power\n# same\nname: b # same\n# same\nid: a # same\n",
        "kind: power\n# same\nid: a # same\n# same\nname: b # same\n",
    ),
    "deeper comments belong to the entry before": (
        "kind: power\nname: b\n  # about b\n# above id\nid: a\n",
        "kind: power\n# above id\nid: a\nname: b\n  # about b\n",
    ),
    "line ends of Windows": (
        "name: b # c\r\n\r\n# d\r\nkind: power\r\n",
        "# d\r\nkind: power\r\n\r\nname: b # c\r\n",
    ),
    "no break at the end": ("name: b\nkind: power", "kind: power\nname: b"),
    "a block comes to an end without a break": ("name: |\n  b\nkind: power", "kind: power\nname: |\n  b\n"),
    "items of a list": (
        "kind: power\nrisk_points:\n  - behaviour: b   # beside\n    id: a\n\n    # above\n    note: c\n  - id: d\n",
        "kind: power\nrisk_points:\n  - id: a\n    behaviour: b   # beside\n\n    # above\n    note: c\n  - id: d\n",
    ),
    "a comment comes to stand above the hyphen": (
        "kind: power\nrisk_points:\n- step: b\n  # above id\n  id: a\n",
        "kind: power\nrisk_points:\n# above id\n- id: a\n  step: b\n",
    ),
    "a comment above the hyphen is about the item": (
        "kind: power\nrisk_points:\n# first\n-   step: b\n    id: a\n# second\n-   id: c\n",
        "kind: power\nrisk_points:\n# first\n-   id: a\n    step: b\n# second\n-   id: c\n",
    ),
    "lists at the depth of their key, with nothing in their last item": (
        "kind: power\nduties:\n- a\n# in the list\n-\ncontent: b\n",
        "kind: power\ncontent: b\nduties:\n- a\n# in the list\n-\n",
    ),
    "the order of lists has meaning": ("kind: power\nduties: [b, a]\n", None),
    "inside out": (
        "workflow:\n    steps:\n    - name: b\n      id: a\n    chart: c\nkind: power\n",
        "kind: power\nworkflow:\n    chart: c\n    steps:\n    - id: a\n      name: b\n",
    ),
    "blocks of text that look like comments and keys": (
        "kind: power\nnote: |\n  # no comment\n  id: b\n\nid: a\ncontent: >-\n  - c\n\n  # d\nname: e\n",
        "kind: power\n\nid: a\nname: e\ncontent: >-\n  - c\n\n  # d\nnote: |\n  # no comment\n  id: b\n",
    ),
    "texts on several lines": (
        "kind: power\nnote: one\n  two\nname: \"a\n\n  # b\"\nid: 'c''\n  d'\n",
        "kind: power\nid: 'c''\n  d'\nname: \"a\n\n  # b\"\nnote: one\n  two\n",
    ),
    "braces": ("kind: power\ncode: {value: b,scheme: a }\n", "kind: power\ncode: {scheme: a,value: b }\n"),
    "braces on several lines": (
        "kind: power\ncode: {\n  value: [b, # c\n   d],\n  scheme: a # e\n  }\n",
        None,
    ),
    "braces on several lines, comments inside": (
        "kind: power\ncode: {\n  value: [b, # c\n   d],\n  scheme: a\n  }\n",
        "kind: power\ncode: {\n  scheme: a,\n  value: [b, # c\n   d]\n  }\n",
    ),
    "a key alone in braces": ("kind: power\ncode: {value, scheme: a}\n", None),
    "JSON": ('{"name": "b",\n "kind":"power"}\n', '{"kind":"power",\n "name": "b"}\n'),
    "wide characters before": (
        "kind: power\ncode: {备注: 𠮷野, value: 𠮷, scheme: 甲}\n",
        "kind: power\ncode: {scheme: 甲, value: 𠮷, 备注: 𠮷野}\n",
    ),
    "document marks": ("--- # a\nname: b\nkind: power\n... # c\n", "--- # a\nkind: power\nname: b\n... # c\n"),
    "a byte order mark": ("\ufeffname: b\nkind: power\n", "\ufeffkind: power\nname: b\n"),
    "nothing written": ("kind: power\nname: # b\nid:\n", "kind: power\nid:\nname: # b\n"),
    "terms of a rulebook are no keys of its schema": (
        "kind: rulebook\naxes:\n  b: {en: x, label: w}\n  a: {label: z}\n",
        "kind: rulebook\naxes:\n  b: {label: w, en: x}\n  a: {label: z}\n",
    ),
}

QUOTES = {
    "region: 0571": 'region: "0571"',
    "limit: 12:30  # 0571": 'limit: "12:30"  # 0571',
    "a: [no, 1e5, x]": 'a: ["no", "1e5", x]',
    "0571: a": '"0571": a',
    "a: {b: =,c: On}": 'a: {b: "=",c: "On"}',
    "a: 2026-02-30": None,
    "a: ~": None,
    "no: 2026-03-01": None,
    "a: |\n  0571": None,
    "a: 'no'": None,
    "a: 2001-12-14\n  21:59:43": 'a: "2001-12-14\n  21:59:43"',
}


@pytest.mark.parametrize("before, after", ORDER.values(), ids=ORDER)
def test_keys_come_in_the_order_of_their_schema(before: str, after: str | None) -> None:
    result = canonical(FILE, before.encode())
    assert (result.refused, result.unsafe) == (None, None)
    assert result.raw.decode() == (before if after is None else after)
    assert canonical(FILE, result.raw) == result


@pytest.mark.parametrize("before, after", QUOTES.items())
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_what_would_be_misread_is_quoted(before: str, after: str | None, end: str) -> None:
    raw = (before + end).encode()
    assert canonical(FILE, raw).raw.decode() == (after or before) + end
    assert fix(FILE, raw).applied == (("quotes",) if after else ())


@pytest.mark.parametrize(
    "text, place",
    [
        ("name: b\n? kind\n: power\n", (2, 3)),
        ("kind: power\nname: b\nid: |+\n  c\n\n\n", None),
        ("kind: power\nid: a\nnote: |+\n  b\n\n\nname: c\n\n", (1, 1)),
        ("kind: power\nnote: b\nname: |\n  c", (1, 1)),
    ],
)
def test_what_cannot_be_moved_safely_is_left_and_told(text: str, place: tuple[int, int] | None) -> None:
    result = canonical(FILE, text.encode())
    if place is None:
        assert result.unsafe is None
    else:
        assert result.raw.decode() == text
        assert result.unsafe and (result.unsafe.line, result.unsafe.column) == place


@pytest.mark.parametrize("text", ["a: [\n", "a: &b 1\n", "a: 1\na: 2\n", "", "\ttab: 1\n"])
def test_what_cannot_be_read_is_left_and_told(text: str) -> None:
    result = canonical(FILE, text.encode())
    assert result.raw.decode() == text
    assert result.refused is not None
    assert fix(FILE, text.encode()).applied == ()


FIXES = {
    "nothing": (HEAD, HEAD, ()),
    "mark": ("\ufeff" + HEAD, HEAD, ("bom",)),
    "id": ("kind: power\nid: tendre # a\n", HEAD.replace("tender", "tender # a"), ("id",)),
    "id in quotes": ("kind: power\nid: 'other'\n", "kind: power\nid: 'tender'\n", ("id",)),
    "id missing": ("kind: power\nname: a\n", "kind: power\nname: a\n", ()),
    "id of another kind": ("kind: unit\nid: other\n", "kind: unit\nid: other\n", ()),
    "id a number": ("kind: power\nid: 3\n", "kind: power\nid: 3\n", ()),
    "wide id": ("kind: power\nid: ｔｅｎｄｅｒ\n", HEAD, ("width",)),
    "wide id, other name": ("kind: power\nid: ｔ１\n", HEAD, ("width", "id")),
    "wide code": (
        HEAD + "code: {scheme: ａ, value: ＸＺ-０１}\n",
        HEAD + "code: {scheme: a, value: XZ-01}\n",
        ("width",),
    ),
    "wide code of digits": (
        HEAD + "code: {scheme: a, value: ０５７１}\n",
        HEAD + 'code: {scheme: a, value: "0571"}\n',
        ("width",),
    ),
    "wide words stay": (HEAD + "name: 第１项Ａ\nnote: １\n", HEAD + "name: 第１项Ａ\nnote: １\n", ()),
    "wide code with words stays": (
        HEAD + "code: {scheme: a, value: 第１号}\n",
        HEAD + "code: {scheme: a, value: 第１号}\n",
        (),
    ),
    "wide reference": (HEAD + "holder: ｃｏｍｍｉｔｔｅｅ\n", HEAD + "holder: committee\n", ("width",)),
    "wide and still wrong": (HEAD + "holder: ａ　ｂ\n", HEAD + "holder: ａ　ｂ\n", ()),
    "wide duration": (HEAD + "limits: {promised: '５wd'}\n", HEAD + "limits: {promised: '5wd'}\n", ("width",)),
    "wide date": (HEAD + "review:\n- on: ２０２６-０３-０１\n", HEAD + "review:\n- on: 2026-03-01\n", ("width",)),
    "doubles, in comments too": (HEAD + "name: ⼯程 # ⼀\n", HEAD + "name: 工程 # 一\n", ("compatibility",)),
    "an escape is no double": (HEAD + 'name: "\\u2f00"\n', HEAD + 'name: "\\u2f00"\n', ()),
    "a double and its escape": (HEAD + 'name: "\\u2f00⼀"\n', HEAD + 'name: "\\u2f00一"\n', ("compatibility",)),
    "nothing else": (
        "id: tender # c\nkind: power\nname:  ~\nx: 2026-02-30\ny: a\u200bb\nz: e\u0301\n",
        "id: tender # c\nkind: power\nname:  ~\nx: 2026-02-30\ny: a\u200bb\nz: e\u0301\n",
        (),
    ),
    "everything": (
        "\ufeffname: ⼯  # a\r\nid: x\r\nkind: power\r\nholder: ａ\r\nnote: no",
        'name: 工  # a\r\nid: tender\r\nkind: power\r\nholder: a\r\nnote: "no"',
        ("bom", "compatibility", "quotes", "width", "id"),
    ),
}


@pytest.mark.parametrize("before, after, applied", FIXES.values(), ids=FIXES)
def test_only_what_is_safe_is_mended(before: str, after: str, applied: tuple[str, ...]) -> None:
    fixed = fix(POWER, before.encode())
    assert (fixed.raw.decode(), fixed.applied) == (after, applied)
    assert fix(POWER, fixed.raw).applied == ()


@pytest.mark.parametrize(
    "file, written",
    [
        ("units/0571/unit.yaml", 'kind: unit\nid: "0571"\n'),
        ("units/on/unit.yaml", 'kind: unit\nid: "on"\n'),
        ("units/index/unit.yaml", None),
        ("units/城/unit.yaml", None),
        ("units/a_b/unit.yaml", None),
        ("laws.yaml", None),
        ("units/town/notes.yaml", None),
    ],
)
def test_only_a_valid_name_becomes_the_id(file: str, written: str | None) -> None:
    raw = b"kind: unit\nid: other\n"
    assert fix(file, raw).raw.decode() == (written or raw.decode())


SHIPPED = [
    *sorted(ROOT.glob("catalogues/**/*.yaml")),
    *sorted(path for path in ROOT.glob("examples/**/*.yaml") if "guangan/units" not in path.as_posix()),
    *sorted(ROOT.glob("schemas/**/*.yaml")),
    *sorted(ROOT.glob("tests/rules/**/*.yaml")),
    *sorted(HOSTILE.glob("yaml/*")),
]


def holds(file: str, raw: bytes) -> None:
    """The data are equal, every comment is kept, line ends and mark too, and a second run finds nothing."""
    before = document.read(file, raw)
    result = canonical(file, raw).raw
    if result != raw:
        assert same(before.data, document.read(file, result).data)
        assert result.startswith(b"\xef\xbb\xbf") == raw.startswith(b"\xef\xbb\xbf")
        assert (result.count(b"\n"), result.count(b"\r")) == (raw.count(b"\n"), raw.count(b"\r"))
        assert comments(result.decode("utf-8-sig")) == comments(raw.decode("utf-8-sig"))
        assert canonical(file, result).raw == result
    fixed = fix(file, raw)
    assert document.read(file, fixed.raw).is_read is before.is_read
    assert fixed.raw == raw or fix(file, fixed.raw).applied == ()


@pytest.mark.parametrize("case", of_kind("roundtrip"))
def test_the_round_trips_of_the_manifest(case: dict[str, str]) -> None:
    raw = (HOSTILE / case["file"]).read_bytes()
    holds(FILE, raw)
    result = canonical(FILE, raw)
    assert (result.refused, result.unsafe) == (None, None)
    assert result.raw.replace(b'"', b"") == raw.replace(b'"', b"")


@pytest.mark.parametrize("case", of_kind("roundtrip"))
def test_mending_another_field_leaves_every_other_byte(case: dict[str, str]) -> None:
    raw = (HOSTILE / case["file"]).read_bytes()
    if isinstance(document.read(FILE, raw).data, dict) and b"..." not in raw:
        assert fix(FILE, raw + b"zz: no # c\n").raw == fix(FILE, raw).raw + b'zz: "no" # c\n'


def test_the_mode_of_a_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x")
    path.chmod(0o640)
    write_file(path, b"y")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"y", 0o640)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in SHIPPED[::25]])
def test_files_shipped_survive(path: Path) -> None:
    holds(path.name, path.read_bytes())


@pytest.mark.slow
def test_every_file_shipped_survives() -> None:
    for path in SHIPPED:
        holds(path.name, path.read_bytes())
