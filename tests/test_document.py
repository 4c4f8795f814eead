"""Reading a document: the data, the findings, where things stand, and that speed changes none of them."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl import characters, document, libyaml
from powerctl.document import UNREAD, Document, Place, read
from powerctl.limits import MAX_BYTES, MAX_DEPTH, MAX_EVENTS, MAX_SCALAR
from powerctl.model.place import Path as Steps
from powerctl.results import Fact, Location, Severity
from powerctl.scalars import key_case, resolve

HERE = Path(__file__).parent

# What an unquoted scalar says. Every one of ORDINARY is text, and nobody takes it for anything else.
VALUES: list[tuple[str, object, str]] = [
    ("", None, ""),
    ("null", None, ""),
    ("~", None, "null"),
    ("true", True, ""),
    ("false", False, ""),
    ("0", 0, ""),
    ("7", 7, ""),
    ("-7", -7, ""),
    ("1.50", 1.5, ""),
    ("-0.5", -0.5, ""),
    ("0.05", 0.05, ""),
    ("1234567890123456789", 1234567890123456789, ""),
    ("12345678901234567890", "12345678901234567890", "ambiguous"),
    ("9" * 5000, "9" * 5000, "ambiguous"),
    ("1" + "0" * 400 + ".5", "1" + "0" * 400 + ".5", "ambiguous"),
    ("2011-02-29", "2011-02-29", "date"),
    ("2011-02-30", "2011-02-30", "date"),
    ("2011-13-01", "2011-13-01", "date"),
    ("0000-01-01", "0000-01-01", "date"),
]
ORDINARY = """
2011-06-13 2012-02-29 2011-6-13 2011-06 2011/06/13 2011年6月13日 10wd 1.2.3 1-2 50万元 3% 1,000 12:75 - .
.. -x e5 0x 0b2 0o8 nan inf nil none tRUE yES oN nULL known yes! == _1 0573-12345678 １２ 一 二〇一一 A-0001
XZ-GC-003
"""
DISPUTED = """
y Y yes Yes YES n N no No NO on On ON off Off OFF True TRUE False FALSE Null NULL = << .nan .NaN .NAN .inf
-.inf 0571 08 00 007 -01 0o17 0O17 0x1F 0X1f 0xfF_f 0b101 -0b1 1_000 +1 +0 .5 -.5 5. 1. 1e5 1E5
1.5e3 1e+5 .5e1
+.INF 12:30 08:30 1:2 190:20:30 12:30:45.5 +12:30 2011-06-13T10:00:00 2011-06-13t10:00:00.5Z
"""
AMBIGUOUS = [
    *DISPUTED.split(),
    "2011-06-13 10:00:00",
    "2011-6-3 1:02:03",
    "2011-06-13 10:00:00 +8",
    "2011-06-13 10:00:00+08:00",
]


@pytest.mark.parametrize(("text", "value", "case"), [*VALUES, *((text, text, "") for text in ORDINARY.split())])
def test_an_unquoted_scalar(text: str, value: object, case: str) -> None:
    assert resolve(text) == (value, case)
    assert type(resolve(text)[0]) is type(value)


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_a_disputed_scalar_stays_text_and_must_be_quoted(text: str) -> None:
    assert resolve(text) == (text, "ambiguous")
    found = read("x.yaml", f"a: {text}\nb: '{text}'\nc: \"{text}\"\nd: |-\n  {text}\n".encode())
    assert found.data == dict.fromkeys("abcd", text)
    assert [(item.rule, item.severity, item.location.line, item.facts) for item in found.findings] == [
        ("S008", Severity.ERROR, 1, {"text": text})
    ]


@pytest.mark.parametrize(
    ("text", "case"),
    [
        ("name", ""), ("名称", ""), ("on", ""), ("no", ""), ("y", ""), ("2011-06-13", ""), ("x-1", ""),
        ("null", "key"), ("~", "key"), ("", "key"), ("true", "key"), ("1", "key"), ("1.5", "key"),
        ("08", "ambiguous"), ("12:30", "ambiguous"), ("True", "ambiguous"), ("Null", "ambiguous"),
        ("=", "ambiguous"), ("2011-02-30", "date"),
    ],
)  # fmt: skip
def test_an_unquoted_key(text: str, case: str) -> None:
    assert key_case(text) == case


DATA: list[tuple[str, object]] = [
    ("a: 1\nb:\n  - x\n  - {c: d}\n", {"a": 1, "b": ["x", {"c": "d"}]}),
    ("a:\n- 1\n-\n- []\n- {}\n", {"a": [1, None, [], {}]}),
    ("- - a\n  - b\n- - c\n", [["a", "b"], ["c"]]),
    ("a: |\n  x\n   y\n\n  z\nb: >-\n  x\n  y\n\n  z\n", {"a": "x\n y\n\nz\n", "b": "x y\nz"}),
    ("a: 'it''s'\nb: \"x\\ty\"\nc: it's\n", {"a": "it's", "b": "x\ty", "c": "it's"}),
    ("a: x\n  y\n  z\n", {"a": "x y z"}),
    ("a: # why\n  x\n\nb: y # z\n", {"a": "x", "b": "y"}),
    ("a: x#y\nb: 'x # y'\n", {"a": "x#y", "b": "x # y"}),
    ("{a: b, c: [d, e], }", {"a": "b", "c": ["d", "e"]}),
    ("[a: b, c]", [{"a": "b"}, "c"]),
    ('{"a":"b","c":[1,null]}', {"a": "b", "c": [1, None]}),
    ("a:\r\n  - x\r\n  - |\r\n    y\r\n", {"a": ["x", "y\n"]}),
    ("{by: external:某办, to: http://x.y/z}", {"by": "external:某办", "to": "http://x.y/z"}),
    ("a: http://x.y/?b=c&d=e\n", {"a": "http://x.y/?b=c&d=e"}),
    ("a: “x”：y；z\n", {"a": "“x”：y；z"}),
    ("a: {on: 2011-08-10, no: [y1]}\n", {"a": {"on": "2011-08-10", "no": ["y1"]}}),
    ("a:\nb:\n", {"a": None, "b": None}),
    ("null", None),
    ("~", None),
    ("---\n", None),
    ("text", "text"),
    ('"\\ud83d\\ude00"', "😀"),
    ("k: 姓𠮷😀\n", {"k": "姓𠮷😀"}),
    ('"a\\u200b": 1', {"a\u200b": 1}),
    ("a: x\x1by\n", {"a": "x\ufffdy"}),
    ('a: "\\e"\n', {"a": "\ufffd"}),
]


@pytest.mark.parametrize("positions", [False, True])
@pytest.mark.parametrize("accelerated", [None, False])
@pytest.mark.parametrize(("text", "data"), DATA)
def test_data(text: str, data: object, accelerated: bool | None, positions: bool) -> None:
    found = read("x.yaml", text.encode(), accelerated=accelerated, positions=positions)
    assert found.is_read
    assert found.data == data


def test_a_document_that_says_null_is_not_one_that_was_refused() -> None:
    assert read("x.yaml", b"null").data is None
    assert read("x.yaml", b"null").is_read
    assert read("x.yaml", b"").data is UNREAD
    assert not read("x.yaml", b"").is_read


FACTS: list[tuple[bytes, str, dict[str, Fact]]] = [
    ("名称: 清单".encode("gbk"), "encoding", {"byte": "0xC3", "hint": "GB18030"}),
    ("名称：权力清单、廉政风险点。".encode("gb18030"), "encoding", {"byte": "0xC3", "hint": "GB18030"}),
    ("名称: 清单".encode("gbk")[:-1], "encoding", {"byte": "0xC3", "hint": ""}),
    (("权力清单，名称依据。" * 9).encode()[:-1], "encoding", {"byte": "0xE3", "hint": ""}),
    ("权力清单".encode()[:-1], "encoding", {"byte": "0xE5", "hint": ""}),
    ("名称: 权力\n".encode() + "依据".encode("gbk"), "encoding", {"byte": "0xD2", "hint": ""}),
    (b"a: caf\xe9", "encoding", {"byte": "0xE9", "hint": ""}),
    (b"a: 1\na: 2", "duplicate", {"key": "a"}),
    (b"k" * 100 + b": 1\n" + b"k" * 100 + b": 2\n", "duplicate", {"key": "k" * 80 + "…"}),
    (b"a: [", "syntax", {"problem": "expected the node content, but found '<stream end>'"}),
    (b'"\\U00110000"', "internal", {"problem": "ValueError"}),
    (b"||||||| base\n", "conflict", {"mark": "|||||||"}),
    (b"a:\n  1: x\n", "key", {"text": "1"}),
    (b"a: &b1 x\n", "anchor", {"text": "&b1"}),
    (b"a: !include /etc/passwd\n", "tag", {"text": "!include"}),
    (b"a: *b\n", "alias", {"text": "*b"}),
    (b"[" * 40, "depth", {"limit": MAX_DEPTH}),
    (b"a: " + b"x" * 70000, "scalar", {"limit": MAX_SCALAR}),
    (b"#" * (MAX_BYTES + 1), "size", {"limit": MAX_BYTES}),
    ("a: x\u200by\u200b\n".encode(), "invisible", {"codepoint": "U+200B", "count": 2}),
    (
        "a: ⾏⾏\n".encode(),
        "compatibility",
        {"codepoint": "U+2F8F", "count": 2, "character": "⾏", "replacement": "行"},
    ),
    ("a: \ue000\ue001\ue000\n".encode(), "private", {"codepoint": "U+E000", "count": 3}),
    ("a: e\u0301\nb: u\u0308\n".encode(), "not_nfc", {"text": "e\u0301", "composed": "é", "count": 2}),
    (
        "a: bx\u0301\u0316\n".encode(),
        "not_nfc",
        {"text": "x\u0301\u0316", "composed": "x\u0316\u0301", "count": 1},
    ),
    (b"a: \xd6\xb0\xc8\xa8 \xd6\xb0\xc8\xa8\n", "mojibake", {"text": "ְȨ", "guess": "职权", "count": 2}),
    (b'a: "\\e"\n', "escaped", {"codepoint": "U+001B"}),
    (b"a: 2011-02-30\n", "date", {"text": "2011-02-30"}),
    (b"a: " + b"9" * 200, "ambiguous", {"text": "9" * 80 + "…"}),
]


@pytest.mark.parametrize(("raw", "case", "facts"), FACTS)
def test_facts(raw: bytes, case: str, facts: dict[str, Fact]) -> None:
    found = [finding for finding in read("x.yaml", raw).findings if finding.case == case]
    assert [dict(finding.facts) for finding in found] == [facts]


WARNINGS = {"bom", "compatibility", "private", "not_nfc", "mojibake", "null"}


@pytest.mark.parametrize("raw", [raw for raw, _, _ in FACTS] + [b"\xef\xbb\xbfa: ~\n"])
def test_severities(raw: bytes) -> None:
    for finding in read("x.yaml", raw).findings:
        assert finding.severity is (Severity.WARNING if finding.case in WARNINGS else Severity.ERROR)


def test_a_duplicate_names_the_first() -> None:
    (found,) = read("x.yaml", b"a:\n  b: 1\n  c: 2\n  b: 3\n").findings
    assert found.location == Location("x.yaml", 4, 3)
    assert [(part.location, part.note) for part in found.related] == [(Location("x.yaml", 2, 3), "first_here")]


def test_the_same_key_may_stand_in_two_mappings() -> None:
    assert read("x.yaml", b"- {a: 1}\n- {a: 1}\n- a: {a: 1}\n").findings == ()


def test_findings_stand_in_the_order_of_the_text() -> None:
    found = read("x.yaml", "a: no\nb: \u200b\nc: 08\nd: ⾏\n".encode()).findings
    assert [finding.location.line for finding in found] == [1, 2, 3, 4]


LIMITS: list[tuple[bytes, bytes, str]] = [
    (b"a: 1\n" + b"#" * (MAX_BYTES - 5), b"a: 1\n" + b"#" * (MAX_BYTES - 4), "size"),
    (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1), "depth"),
    (b"x" * MAX_SCALAR, b"x" * (MAX_SCALAR + 1), "scalar"),
    (b'"' + b"x" * MAX_SCALAR + b'"', b'"' + b"x" * (MAX_SCALAR + 1) + b'"', "scalar"),
    # Six events are the stream's, the document's and the list's own.
    (b"- 1\n" * (MAX_EVENTS - 6), b"- 1\n" * (MAX_EVENTS - 5), "events"),
]


@pytest.mark.parametrize("accelerated", [None, False])
@pytest.mark.parametrize(("within", "beyond", "case"), LIMITS)
def test_a_limit(within: bytes, beyond: bytes, case: str, accelerated: bool | None) -> None:
    assert read("x.yaml", within, accelerated=accelerated, deadline=60).findings == ()
    found = read("x.yaml", beyond, accelerated=accelerated, deadline=60)
    assert found.data is UNREAD
    assert [(finding.rule, finding.case) for finding in found.findings] == [("S006", case)]


@pytest.mark.parametrize("accelerated", [None, False])
def test_a_deadline(accelerated: bool | None) -> None:
    found = read("x.yaml", b"a: &x 1\n", accelerated=accelerated, deadline=-1)
    assert [(finding.rule, finding.case) for finding in found.findings] == [("S006", "deadline")]


PLACED = """\
# head
kind: power
basis:
  - {law: tender-law, articles: ["3", "5"]}
  - title: 镇工程管理办法
    number:
conditions: [项目已列入年度计划, 资金已落实]
limits: {statutory: 20wd}
workflow:
  steps:
    - id: apply
      next:
        - when: 同意
          to: publish
note: |
  x
end:
"""
PLACES: list[tuple[Steps, tuple[int, int], tuple[int, int]]] = [
    ((), (2, 1), (2, 1)),
    (("kind",), (2, 7), (2, 1)),
    (("basis",), (4, 3), (3, 1)),
    (("basis", 0), (4, 5), (4, 5)),
    (("basis", 0, "law"), (4, 11), (4, 6)),
    (("basis", 0, "articles", 1), (4, 39), (4, 39)),
    (("basis", 1), (5, 5), (5, 5)),
    (("basis", 1, "title"), (5, 12), (5, 5)),
    (("basis", 1, "number"), (6, 5), (6, 5)),
    (("conditions",), (7, 13), (7, 1)),
    (("conditions", 1), (7, 25), (7, 25)),
    (("limits", "statutory"), (8, 21), (8, 10)),
    (("workflow", "steps", 0, "next", 0, "to"), (14, 15), (14, 11)),
    (("note",), (15, 7), (15, 1)),
    (("end",), (17, 1), (17, 1)),
    # What is missing: a block is pointed to by its key, what has brackets by these, an item by itself.
    (("name",), (2, 1), (2, 1)),
    (("basis", 2), (3, 1), (3, 1)),
    (("basis", 0, "number"), (4, 5), (4, 5)),
    (("basis", 1, "rank"), (5, 5), (5, 5)),
    (("basis", 1, "title", "x"), (5, 12), (5, 12)),
    (("conditions", 2), (7, 13), (7, 13)),
    (("limits", "promised"), (8, 9), (8, 9)),
    (("workflow", "source"), (9, 1), (9, 1)),
    (("workflow", "steps", 0, "actor", "x"), (11, 7), (11, 7)),
    (("workflow", "steps", 0, "next", 0, "x"), (13, 11), (13, 11)),
    (("workflow", "steps", 0, "next", 1), (12, 7), (12, 7)),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("accelerated", [None, False])
@pytest.mark.parametrize(("path", "value", "key"), PLACES)
def test_locate(path: Steps, value: tuple[int, int], key: tuple[int, int], accelerated: bool | None, ends: str) -> None:
    raw = PLACED.replace("\n", ends).encode()
    placed = read("units/a.yaml", raw, positions=True, accelerated=accelerated)
    assert placed.locate(path) == Location("units/a.yaml", *value)
    assert placed.locate(path, key=True) == Location("units/a.yaml", *key)


def test_without_positions_the_file_is_the_place() -> None:
    assert read("x.yaml", b"a: 1\n").locate(("a",)) == Location("x.yaml")
    assert read("x.yaml", b"", positions=True).locate(("a",)) == Location("x.yaml")


def test_columns_count_characters() -> None:
    placed = read("x.yaml", "{𠮷😀: é, b: c}".encode(), positions=True)
    assert placed.locate(("b",)).column == 12


def test_everyday_characters_never_give_cause_for_a_finding() -> None:
    everyday = re.compile(f"[{characters.EVERYDAY}]")
    for char in (chr(number) for number in range(0x110000) if everyday.match(chr(number))):
        assert unicodedata.normalize("NFC", f"e{char}") == f"e{char}"
        assert unicodedata.normalize("NFC", f"{char}\u0300")[0] == char or char < "\x7f"
        assert char == "\r" or not list(characters.suspects(char))


USUAL = [
    PLACED,
    "a: {by: external:某办, of: sha256:0a1b}\nb: https://x.y/z\n",
    "a: {b: x?y, c: why?}\nd: http://x.y/?z=1\ne: what? that\n",
    "a: 100% & more | 5 * 3 > 2 # x | y & z\n",
    "a: |\n  x\n  y\nb:\n  - >-\n    z\n",
    "---\na: 1\n",
    "a: 1\r\nb: '2'\r\n",
    "a: é ① ℃ 𠮷\n",
]


@pytest.mark.parametrize("positions", [False, True])
@pytest.mark.parametrize("text", USUAL)
def test_an_ordinary_text_needs_no_careful_reading(text: str, positions: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("_ruamel_yaml")
    monkeypatch.setattr(document, "_careful", None)
    assert read("x.yaml", text.encode(), positions=positions).is_read


def test_without_libyaml_all_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "_ruamel_yaml", None)
    assert libyaml.compiled_parser() is None
    monkeypatch.setattr(libyaml, "_accelerator", None)
    assert read("x.yaml", PLACED.encode()).data == read("x.yaml", PLACED.encode(), accelerated=False).data


def shape(place: Place | None) -> object:
    """All places, so that two trees of them can be compared."""
    if place is None:
        return None
    return place.start, place.key, place.is_block, {step: shape(inner) for step, inner in place.inner.items()}


def said(found: Document) -> tuple[str, object]:
    return repr(found.data), found.findings


def assert_speed_changes_nothing(raw: bytes) -> None:
    careful = read("x.yaml", raw, positions=True, accelerated=False)
    placed = read("x.yaml", raw, positions=True)
    assert said(read("x.yaml", raw)) == said(careful)
    assert said(placed) == said(careful)
    assert shape(placed.place) == shape(careful.place)


CORPUS = sorted(path for path in HERE.parent.rglob("*.yaml") if path.is_file() and path.stat().st_size < 20_000)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.relative_to(HERE.parent).as_posix())
def test_speed_changes_nothing_about_a_file(path: Path) -> None:
    assert_speed_changes_nothing(path.read_bytes())


SIGNS = """
a b 名称 k # - -- --- ... : :: , [ ] { } ' " '' "" | |- |+ |2 > >- ? ! !a & &a * *a % @ ` ~ = << 1 12:30 a:b
x#y http://x/y no null true 1.5 2011-01-01 'x' "y" “ ” ： ， 。 ( ) $ ^ 100% a*b a&b a?b 外部:某办
😀 𠮷 é \\ \\n %YAML
"""
SPACES = [
    " ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\n  ",
    "\n    ",
    "\r\n",
    "\r",
    "\t",
    "\u3000",
    "\u00a0",
    "\x85",
    "\u2028",
]
MARKS = [
    "- ",
    "- - ",
    ": ",
    ", ",
    "? ",
    "# c",
    "---\n",
    "...\n",
    "|\n",
    ">-\n  ",
    "<<<<<<< ",
    "\ufeff",
    "e\u0301",
]
PIECES = [*SIGNS.split(), *SPACES, *SPACES, *MARKS, *MARKS]
WORDS = """a 名称 1 no 'q' "d" a:b x#y ~ 2011-01-01 "a:b" [] {} -x ?x :x a? * 100% <a> http://x/y:1"""
ATOMS = [*WORDS.split(), "", "b c", "a @b", '"a: b"', "a\n  b", '"a\n\n  b"', "a, b"]
KEYS = ["a", "b", "名称", "'q'", '"d"', "a b", "on", "a:b", "1", "x#"]


def flow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    commas, colons = st.sampled_from([",", ", ", ",\n  "]), st.sampled_from([": ", ":", ": \n "])
    items = st.lists(inner, max_size=3)
    pairs = st.lists(
        st.builds(lambda key, colon, value: key + colon + value, st.sampled_from(ATOMS), colons, inner),
        max_size=3,
    )
    return st.builds(lambda comma, parts: f"[{comma.join(parts)}]", commas, items) | st.builds(
        lambda comma, parts: f"{{{comma.join(parts)}}}", commas, pairs
    )


FLOW = st.recursive(st.sampled_from(ATOMS), flow, max_leaves=6)
TAILS = st.sampled_from(["\n", "\n", " \n", "  # c\n", "\n\n", "\n# c\n"])
BLOCKS = st.builds(
    lambda head, lines: f" {head}\n" + "".join(f"{line}\n" for line in lines),
    st.sampled_from(["|", ">", "|-", ">-", "|+", ">+", "|2", "| # c"]),
    st.lists(st.sampled_from(["  x", "   x", "    - y", "  # c", "", " ", "x: y", "  x: y"]), max_size=4),
)


def indented(text: str, step: int) -> str:
    return text.replace("\n", "\n" + " " * step).rstrip(" ")


def block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def joined(lead: Callable[[str], str]) -> Callable[[list[tuple[str, str]], int], str]:
        return lambda parts, step: "\n" + "".join(lead(key) + indented(value, step) for key, value in parts)

    parts = st.lists(st.tuples(st.sampled_from(KEYS), inner), min_size=1, max_size=3)
    steps = st.sampled_from([0, 1, 2, 2, 4])
    return st.builds(joined(lambda key: f"{key}:"), parts, steps) | st.builds(joined(lambda _: "-"), parts, steps)


NODES = st.recursive(st.builds(lambda node, tail: f" {node}{tail}", FLOW, TAILS) | BLOCKS, block, max_leaves=6)
TEXTS = NODES.map(str.lstrip) | st.lists(st.sampled_from(PIECES), max_size=24).map("".join)


@st.composite
def disturbed(draw: st.DrawFn) -> str:
    """A text like YAML, perhaps with a piece put in or a character taken out."""
    text = draw(TEXTS)
    for piece in draw(st.lists(st.sampled_from([*PIECES, ""]), max_size=2)):
        index = draw(st.integers(0, len(text)))
        text = text[:index] + piece + text[index + (not piece) :]
    return text


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(disturbed())
def test_speed_changes_nothing(text: str) -> None:
    assert_speed_changes_nothing(text.encode())


@settings(max_examples=300, derandomize=True, deadline=None)
@given(st.binary(max_size=40) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_answered(raw: bytes) -> None:
    assert_speed_changes_nothing(raw)


@pytest.mark.parametrize("length", range(1018, 1030))
@pytest.mark.parametrize("form", ["{}: 1\n", "'{}': 1\n", "{{{}: 1}}\n", "a:\n  {}:\n    b\n", "[{}: 1]\n"])
def test_speed_changes_nothing_about_long_keys(form: str, length: int) -> None:
    assert_speed_changes_nothing(form.format("k" * length).encode())
