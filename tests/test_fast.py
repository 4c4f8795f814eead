"""The fast reader: whatever it accepts, the careful reader reads without a finding and with the same data."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl import characters, document, fast
from powerctl.characters import Lines
from powerctl.limits import MAX_DEPTH
from tests.test_document import AMBIGUOUS, CORPUS, DATA, ORDINARY, VALUES, disturbed

pytest.importorskip("yaml_rs")


def is_taken(text: str) -> bool:
    """Whether the fast reader reads a text; where it does, the careful reader finds nothing and says the same."""
    raw = text.encode("utf-8", "surrogatepass")
    if _has_odd_characters(raw):  # such a text never gets there
        return False
    data = fast.read(raw.decode(), MAX_DEPTH)
    if data is not None:
        careful = document.read("x.yaml", raw, accelerated=False)
        assert (repr(data), ()) == (repr(careful.data), careful.findings)
    return data is not None


def _has_odd_characters(raw: bytes) -> bool:
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return True
    return text.startswith("\ufeff") or any(characters.findings(text, Lines("x", text)))


PLAIN = [
    "a: 1\nb:\n  - x\n  - {c: d, e: [1, 2.5, -3]}\n",
    "kind: power\non: 2026-03-10\nlimit: {of: 20wd, to: 5%}\n",
    "# 说明\n名称: 临时用地（第3项） # 注\n编号: 测政〔2020〕3号\n",
    'a: ["12", "38"]\nb: \'x\'\nc: "2011-02-30"\nd: null\ne: true\nf:\n',
    "a: {by: external:某办}\nb: https://x.y/z?c=d\nc: x#y\n",
    "a: 3项\nb: 1.2.3 版\nc: - d\n".replace("- d", "d - e"),
    "a:\r\n  - x\r\n  - y: 0571-12345w\r\n",
    "a: x\n  y\n\n  z\n",
]


@pytest.mark.parametrize("text", PLAIN)
def test_it_reads_what_is_plain(text: str) -> None:
    assert is_taken(text)


ODD = [
    "a: 1\na: 2\n", "{a: 1, 'a': 2}", "a: &x 1\n", "a: *x\n", "a: !!str 1\n", "<<: {a: 1}\n", "a: 1\n---\nb: 2\n",
    "a: 1\n...\n", "%YAML 1.2\n---\na: 1\n", "? a\n: b\n", "1: x\n", "null: x\n", "true: x\n", "'': x\n", ": x\n",
    "[a]: b\n", "{[a]: b}\n", "a: ~\n", "a: True\n", "a: NULL\n", "True: a\n", "a: no\n", "a: [y, n]\n", "a:\tb\n",
    "- a\n", "text", "", "a: |\n  x\n", 'a: "\\x41"\n', "a: [", "a: 2011-02-29\n", "a: 12345678901234567890\n",
    "<<<<<<< a\n", "a: 1\n=======\n", "a:\n" + "- " * 12_000 + "b", "a: " + "[" * 9_000, "a: " + "x" * 30_000,
    "a: " + "{a: " * 40 + "1" + "}" * 40, "k" * 300 + ": 1\n",
    "{'q'\n: a}\n", "{q\n  : a}", "{a: 1, \"q\" \r\n\r\n : b}", "{'q' # c\n: a}", "{q #\n : {r\n : s}}",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_it_leaves_alone_what_is_not(text: str) -> None:
    assert fast.read(text, MAX_DEPTH) is None


FRAMES = [
    "a: {}\n",
    "a: [{}]\n",
    "a: [b, {}, c]\n",
    "a: {{b: {}}}\n",
    "a:\n  - {}\n",
    "a: {} # c\n",
    "a:\n  {}\n  b\n",
    "{}: 1\n",
]
SCALARS = [*AMBIGUOUS, *ORDINARY.split(), *(text for text, _, _ in VALUES), "-.inf", "+.nan", "0 571", "0571 #", "1 x"]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("text", SCALARS)
def test_scalars(text: str, frame: str) -> None:
    is_taken(frame.format(text))


@pytest.mark.parametrize("text", [text for text, _ in DATA])
def test_data(text: str) -> None:
    is_taken(text)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_corpus(path: Path) -> None:
    is_taken(path.read_bytes().decode("utf-8", "replace"))


def test_most_files_of_the_catalogues_are_plain() -> None:
    files = sorted(Path(__file__).parent.parent.glob("catalogues/**/powers/*.yaml"))
    assert files
    assert sum(is_taken(path.read_text("utf-8")) for path in files) >= len(files) * 0.8


NUMERALS = st.text("0123456789+-.:_eExXoObBTZ inf", max_size=8)
WORDS = st.sampled_from(
    [*SCALARS, "a", "名称", "'q'", '"d"', "a b", "x: y", "20wd", "a:b", "a?", "[c]", "{d: e}", "#", ""]
)
GAPS = st.sampled_from(
    [
        "\n",
        "\n  ",
        "\n    ",
        "\n- ",
        "\n  - ",
        ": ",
        ", ",
        " ",
        " # c\n",
        "\r\n",
        "\n\n",
        "[",
        "]",
        "{",
        "}",
        "\n\u3000",
    ]
)
PARTS = NUMERALS | WORDS | GAPS
SCRAPS = st.lists(st.tuples(PARTS, GAPS), max_size=8).map(lambda parts: "".join(a + b for a, b in parts))
TEXTS = (
    st.builds("a: {}".format, disturbed())
    | st.builds("{}: {}\n".format, WORDS, NUMERALS | SCRAPS)
    | st.builds("a:{}".format, SCRAPS)
    | disturbed()
)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(TEXTS)
def test_it_agrees(text: str) -> None:
    is_taken(text)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None)
@given(TEXTS)
def test_it_agrees_about_very_many_texts(text: str) -> None:
    is_taken(text)


def test_without_it_all_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yaml_rs", None)
    assert fast.parser() is None
    with_it = [document.read("x.yaml", text.encode()).data for text in PLAIN]
    monkeypatch.setattr(fast, "_loads", None)
    assert [document.read("x.yaml", text.encode()).data for text in PLAIN] == with_it
