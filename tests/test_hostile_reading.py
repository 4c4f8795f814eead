"""The hostile inputs at the reading layer: what the manifest expects, and what stands beside its cases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from powerctl import document, libyaml, limits
from powerctl.document import Document
from powerctl.listing import Listing
from powerctl.results import Finding, Severity
from powerctl.source import WorkingTree

HOSTILE = Path(__file__).parent / "hostile"
CASES: list[dict[str, Any]] = json.loads((HOSTILE / "manifest.json").read_text("utf-8"))["cases"]
WANTED_CASES = {"CHR-MOJIBAKE": "mojibake"}

# The most memory that a process has had, in megabytes. What resource.getrusage tells is never less than what
# the tests' own process has: the system keeps that figure from before a child begins its own program.
PEAK = """
import pathlib, re
status = pathlib.Path("/proc/self/status")
peak = int(re.search(r"VmHWM:\\s+([0-9]+) kB", status.read_text())[1]) / 1024 if status.exists() else 0.0
"""

# What a process needs to read one file, in seconds and megabytes; the interpreter itself is part of it.
MEASURE = f"""
import sys, time, pathlib
from powerctl import document, source
path = pathlib.Path(sys.argv[1])
start = time.process_time()
raw = source.WorkingTree(path.parent).read(path.name)
read = document.read(path.name, raw) if isinstance(raw, bytes) else None
found = read.findings if read else (raw,)
seconds = time.process_time() - start
{PEAK}
place = found[0].location
print(seconds, peak, bool(read and read.is_read), found[0].rule, found[0].case, place.line, place.column)
"""


def of_kind(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["id"]) for case in CASES if case["kind"] == kind]


@pytest.fixture(params=["libyaml", "libyaml with places", "ruamel", "no libyaml"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Every way to read; each must say the same."""
    if request.param == "no libyaml":
        monkeypatch.setattr(libyaml, "_accelerator", None)
    accelerated = False if request.param == "ruamel" else None
    positions = request.param == "libyaml with places"

    def read(file: str, raw: bytes) -> Document:
        return document.read(file, raw, positions=positions, accelerated=accelerated)

    return read


def errors(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def places(findings: list[Finding]) -> list[tuple[int, int]]:
    return [(finding.location.line, finding.location.column) for finding in findings]


@pytest.mark.parametrize("case", of_kind("yaml-file"))
def test_a_file_is_taken_as_the_manifest_says(case: dict[str, Any], reader: Any) -> None:
    start = time.process_time()
    read = reader(case["file"], (HOSTILE / case["file"]).read_bytes())
    assert time.process_time() - start <= case.get("bounds", {}).get("s", 5)
    found = errors(read.findings)
    if case["expect"] == "ok":
        assert read.is_read and not found
        assert read.findings or not case.get("warn")
        wanted = WANTED_CASES.get(case.get("want_rule", ""))
        assert wanted is None or wanted in {finding.case for finding in read.findings}
    else:
        assert found
        assert "line" not in case or (case["line"], case["col"]) in places(found)
        assert case["expect"] != "refuse" or not read.is_read
        assert case.get("hint") in (None, *(finding.facts.get("hint") for finding in found))


def measure(path: Path) -> list[str]:
    command = [sys.executable, "-c", MEASURE, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HOSTILE.parent.parent)
    return run.stdout.split()


@pytest.mark.parametrize("case", [param for param in of_kind("yaml-file") if "bounds" in param.values[0]])
def test_a_file_stays_within_its_bounds(case: dict[str, Any]) -> None:
    seconds, megabytes, *_ = measure(HOSTILE / case["file"])
    assert float(seconds) <= case["bounds"]["s"]
    assert float(megabytes) <= case["bounds"]["mb"]


@pytest.fixture(scope="session")
def big(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("big")
    subprocess.run([sys.executable, HOSTILE / "make_big.py", folder], check=True)
    return folder


# Those of make_big.py, the limit that each meets, and where.
BIG = {
    "B01_scalar_20MB": "S006 size 1 1",
    "B02_flow_1MB": "S006 size 1 1",
    "B03_deep_1e6": "S006 size 1 1",
    "B04_anchors_100k": "S006 size 1 1",
    "B05_comments_2MB": "S006 size 1 1",
    "B06_blank_2MB": "S006 size 1 1",
    "B07_docs_100k": "S001 documents 2 1",
    "B08_depth_c_segv": "S006 depth 1 65",
}


@pytest.mark.parametrize("name", BIG)
def test_a_large_file_is_refused_soon_and_cheaply(name: str, big: Path) -> None:
    seconds, megabytes, is_read, *found = measure(big / f"{name}.yaml")
    assert is_read == "False"
    assert found == BIG[name].split()
    assert float(seconds) <= 10
    assert float(megabytes) <= 400


def test_every_generated_file_of_the_manifest_is_tried() -> None:
    listed = {param.values[0]["file"].partition(":")[2] for param in of_kind("generated-file")}
    assert listed <= {f"{name}.yaml" for name in BIG}


# What stands beside the manifest's cases: bytes, each finding as "rule case line:column", a dash if unread.
SIBLINGS: dict[str, tuple[bytes, str]] = {
    "crlf": ("编码: A\r\n名称: B\r\n".encode(), ""),
    "crlf block": (b"a: |\r\n  x\r\n  y\r\nb: 1\r\n", ""),
    "bom": (b"\xef\xbb\xbfa: 1\n", "S001 bom 1:1"),
    "two boms": (b"\xef\xbb\xbf\xef\xbb\xbfa: 1\n", "S001 bom 1:1, S007 invisible 1:1"),
    "only a bom": (b"\xef\xbb\xbf", "- S001 bom 1:1, S001 empty 1:1"),
    "bom and a fault": (b"\xef\xbb\xbfa: no\n", "S001 bom 1:1, S008 ambiguous 1:4"),
    "bare returns": (b"a: 1\rb: 2\r", "S007 control 1:5"),
    "content behind a bare return": (b"# fine\ra: no\n", "S007 control 1:7, S008 ambiguous 1:11"),
    "next line": ("a: b\x85\n".encode(), "S007 control 1:5"),
    "paragraph separator": ("a: b\u2029\n".encode(), "S007 control 1:5"),
    "utf-16 with bom": ("a: 1\n".encode("utf-16"), "- S001 utf16 1:1"),
    "utf-16 little end": ("编码: 权力清单\n".encode("utf-16-le"), "- S001 utf16 1:1"),
    "utf-16 big end": ("编码: 权力清单\n".encode("utf-16-be"), "- S001 utf16 1:1"),
    "utf-32 big end": ("a: 1\n".encode("utf-32-be"), "- S001 utf16 1:1"),
    "two nuls": (b"a: x\0y\0z\n", "S007 control 1:5"),
    "an even nul": (b"a: xy\0\n\n", "S007 control 1:6"),
    "a nul that could be half a line feed": (b'a: "\n\0x"', "S007 control 2:1"),
    "gbk in a value": ("name: 权力清单\n".encode("gbk"), "- S001 encoding 1:8"),
    "latin-1": ("name: café\n".encode("latin-1"), "- S001 encoding 1:10"),
    "surrogates as utf-8": (b"a: \xed\xa0\x80\n", "- S001 encoding 1:4"),
    "beyond unicode": (b"a: \xf4\x90\x80\x80\n", "- S001 encoding 1:4"),
    "bad byte behind a bom": (b"\xef\xbb\xbfa: \xff\n", "- S001 encoding 1:4"),
    "tab as indentation": (b"a:\n\tb: 1\n", "- S001 tab 2:1"),
    "tab behind blanks": (b"a:\n  \tb: 1\n", "- S001 tab 2:3"),
    "tab before a value": (b"a:\t1\n", "- S001 tab 1:3"),
    "tab in quotes": (b'a: "x\ty"\n', ""),
    "tab in a comment": (b"a: 1 #\tx\n", ""),
    "unused anchor": (b"a: &x 1\n", "- S006 anchor 1:4"),
    "anchor of a key": (b"&x a: 1\n", "- S006 anchor 1:1"),
    "anchor of a list": (b"a: &x\n  - 1\n", "- S006 anchor 1:4"),
    "alias to nothing": (b"a: *x\n", "- S006 alias 1:4"),
    "alias as key": (b"*x : 1\n", "- S006 alias 1:1"),
    "billion laughs": (b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "- S006 anchor 1:4"),
    "merge of an alias": (b"a: {b: 1}\n<<: *a\n", "- S006 merge 2:1"),
    "quoted merge": (b'"<<": 1\n', ""),
    "merge as value": (b"a: <<\n", "S008 ambiguous 1:4"),
    "nested dashes": (b"- " * 100 + b"x\n", "- S006 depth 1:65"),
    "deepest dashes": (b"- " * 32 + b"x\n", ""),
    "nested braces": (b"{a: " * 100, "- S006 depth 1:129"),
    "brackets on lines": (b"[\n" * 5000, "- S006 depth 33:1"),
    "bare tag": (b"a: ! x\n", "- S006 tag 1:4"),
    "str tag": (b"a: !!str 1\n", "- S006 tag 1:4"),
    "tag of a key": (b"!!str a: 1\n", "- S006 tag 1:1"),
    "tag of a list": (b"a: !x\n- 1\n", "- S006 tag 1:4"),
    "yaml 1.1": (b"%YAML 1.1\n---\na: no\n", "- S001 directive 2:1"),
    "yaml 1.2": (b"%YAML 1.2\n---\na: 1\n", "- S001 directive 2:1"),
    "yaml 2.0": (b"%YAML 2.0\n---\na: 1\n", "- S001 syntax 1:1"),
    "unknown directive": (b"# c\n%FOO\n---\na: 1\n", "- S001 directive 3:1"),
    "directive of the second": (b"a: 1\n...\n%FOO\n---\nb: 1\n", "- S001 documents 4:1"),
    "duplicate in brackets": (b"{a: 1, b: 2, a: 3}\n", "- S001 duplicate 1:14"),
    "duplicate by composition": (
        "\u00e9: 1\ne\u0301: 2\n".encode(),
        "- S001 duplicate 2:1, S007 not_nfc 2:1",
    ),
    "duplicate by escape": (b'a: 1\n"\\x61": 2\n', "- S001 duplicate 2:1"),
    "two duplicates": (b"a: 1\na: 2\nb: 1\nb: 1\n", "- S001 duplicate 2:1, S001 duplicate 4:1"),
    "sequence as key": (b"? [a]\n: 1\n", "- S001 key 1:3"),
    "flow sequence as key": (b"[a]: 1\n", "- S001 key 1:1"),
    "null as key": (b"null: 1\n", "- S001 key 1:1"),
    "number as key": (b"a: 1\n2011: 1\n", "- S001 key 2:1"),
    "no key": (b": 1\n", "- S001 key 1:1"),
    "empty key": (b'"": 1\n', "- S001 key 1:1"),
    "explicit key": (b"? a\n: 1\n", ""),
    "key without value": (b"? a\n", ""),
    "second document": (b"a: 1\n---\nb: 2\n", "- S001 documents 2:1"),
    "document after its end": (b"a: 1\n...\nb: 2\n", "- S001 documents 3:1"),
    "framed document": (b"---\na: 1\n...\n", ""),
    "ended twice": (b"a: 1\n...\n...\n", "- S001 documents 3:1"),
    "only a frame": (b"---\n...\n", ""),
    "only blank lines": (b"\n \n\n", "- S001 empty 1:1"),
    "only comments": (b"# a\n# b\n", "- S001 empty 1:1"),
    "conflict": (b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", "- S001 conflict 2:1"),
    "conflict with crlf": (b"a: 1\r\n<<<<<<< HEAD\r\nb: 1\r\n=======\r\n", "- S001 conflict 2:1"),
    "middle of a conflict": (b"a: 1\n=======\nb: 1\n", "- S001 conflict 2:1"),
    "end of a conflict": (b"a: 1\n>>>>>>> theirs", "- S001 conflict 2:1"),
    "signs in a text": (b"a: |\n  =======\n  <<<<<<< x\nb: a ======= b\n", ""),
    "delete": (b"a\x7f: 1\n", "S007 control 1:2"),
    "c1": ("a: \x9b31m\n".encode(), "S007 control 1:4"),
    "noncharacter": (
        "a: \ufdd0\uffff\U0001ffff\n".encode(),
        "S007 control 1:4, S007 control 1:5, S007 control 1:6",
    ),
    "override": ("a: \u202ex\n".encode(), "S007 bidirectional 1:4"),
    "arabic letter mark": ("a: \u061cx\n".encode(), "S007 bidirectional 1:4"),
    "joiner": ("a: x\u200dy\n".encode(), "S007 invisible 1:5"),
    "word joiner in a comment": ("a: 1 # \u2060\n".encode(), "S007 invisible 1:8"),
    "filler": ("a: \u3164\n".encode(), "S007 invisible 1:4"),
    "selector after a letter": ("a: x\ufe00\n".encode(), "S007 invisible 1:5"),
    "selector after an ideograph": ("a: 邉\ufe00\n".encode(), ""),
    "two selectors": ("a: 邉\U000e0101\U000e0102\n".encode(), "S007 invisible 1:6"),
    "kangxi in a key": ("⾏: 1\n".encode(), "S007 compatibility 1:1"),
    "compatibility ideograph": ("a: \uf900\n".encode(), "S007 compatibility 1:4"),
    "unified in spite of its block": ("a: \ufa0e\n".encode(), ""),
    "private": ("a: \ue000\ue001\n".encode(), "S007 private 1:4"),
    "decomposed": ("a: cafe\u0301\n".encode(), "S007 not_nfc 1:7"),
    "angstrom": ("a: \u212b\n".encode(), "S007 not_nfc 1:4"),
    "hangul": ("a: \u1100\u1161\n".encode(), "S007 not_nfc 1:4"),
    "piled marks": (("a: x" + "\u0300\u0316" * 16 + "\n").encode(), "- S006 marks 1:5"),
    "piled escapes": (b'a: "x' + b"\\u0300\\u0316" * 16 + b'"\n', "- S006 marks 1:4"),
    "escaped nul": (b'a: "\\0"\n', "S007 escaped 1:4"),
    "escaped delete in a list": (b'- "\\x7f"\n- "\\x7f"\n', "S007 escaped 1:3"),
    "escaped separator": (b'a: "\\L"\n', "S007 escaped 1:4"),
    "escaped joiner in a key": (b'"a\\u200b": 1\n', "S007 escaped 1:1"),
    "escaped override": (b'a: "\\u202E"\n', "S007 escaped 1:4"),
    "escaped tag character": (b'a: "\\U000E0041"\n', "S007 escaped 1:4"),
    "escaped pair of surrogates": (b'a: "\\ud83d\\ude00"\n', ""),
    "escaped halves the wrong way": (b'a: "\\ude00\\ud83d"\n', "S007 escaped 1:4, S007 escaped 1:4"),
    "escaped line break": (b'a: "x\\ny\\tz"\n', ""),
    "escaped ideographs": (b'a: "\\u6743\\u529b"\n', ""),
    "raw beside an escape": ('a: "x\u200b\\n"\n'.encode(), "S007 invisible 1:6"),
    "escape in single quotes": (b"a: '\\e'\n", ""),
    "wrong escape": (b'a: "\\q"\n', "- S001 syntax 1:6"),
    "escape beyond unicode": (b'a: "\\UFFFFFFFF"\n', "- S001 internal 1:1"),
    "mojibake in a value": (b"a: \xd6\xb0\xc8\xa8\n", "S007 mojibake 1:4"),
    "greek": ("a: α·β, αβ\n".encode(), ""),
    "pinyin": ("a: lǜ sè éè\n".encode(), ""),
    "russian": ("a: власть\n".encode(), ""),
    "full-width colon": ("甲: 1\n乙：2\n".encode(), "- S001 colon 3:1"),
    "full-width colon alone": ("乙：2\n".encode(), ""),
    "backtick": (b"a: `x`\n", "- S001 syntax 1:4"),
    "percent": (b"a: %x\n", "- S001 syntax 1:4"),
    "unclosed bracket": (b"a: [1, 2\n", "- S001 syntax 2:1"),
    "two colons": (b"a: b: c\n", "- S001 syntax 1:5"),
    "colon before a bracket": (b'["a: b":]\n', "- S001 syntax 1:8"),
    "question mark before a word": (b"[a, ?b]\n", ""),
    "colon in brackets": ("{by: external:某办}\n".encode(), ""),
    "address in brackets": (b"[http://x.y/z:1, a:b]\n", ""),
    "long plain scalar": (b"a: " + b"x" * 65537, "- S006 scalar 1:4"),
    "longest plain scalar": (b"a: " + b"x" * 65536, ""),
    "long block": (b"a: |\n" + b"  xxxxxxx\n" * 8193, "- S006 scalar 1:4"),
    "html": (b"<html>\n<body>x</body>\n</html>\n", ""),
    "json": (b'{"a": [1, 2.5, true, null, "x"]}', ""),
    "compact json": (b'{"a":[1,2.5,true,null,"x"],"b":{"c":"d"}}', ""),
}


@pytest.mark.parametrize("name", SIBLINGS)
def test_what_stands_beside_the_cases(name: str, reader: Any) -> None:
    raw, expected = SIBLINGS[name]
    read = reader("x.yaml", raw)
    found = sorted(
        f"{finding.rule} {finding.case} {finding.location.line}:{finding.location.column}" for finding in read.findings
    )
    assert found == sorted(part for part in expected.removeprefix("- ").split(", ") if part)
    assert read.is_read is not expected.startswith("-")
    if read.is_read:
        json.dumps(read.data, ensure_ascii=False).encode()


# Half a megabyte of one thing. None may take long, whatever it is.
FLOODS: dict[str, str] = {
    "brackets": "[",
    "open lines": "[\n",
    "dashes": "- ",
    "questions": "? ",
    "colons": ": ",
    "documents": "---\n",
    "ends": "...\n",
    "directives": "%FOO\n",
    "comments": "#\n",
    "blank lines": "\n",
    "items": "- 1\n",
    "keys": "a: 1\n",
    "truths": "- no\n",
    "anchors": "- &a x\n",
    "aliases": "*a ",
    "tags": "!",
    "tabs": "\t",
    "returns": "\r",
    "nuls": "a\0b",
    "marks": "\u0300\u0316",
    "composed": "e\u0301\n",
    "kangxi": "⾏",
    "letters": "ְȨ ",
    "halves": "& ",
    "conflicts": "<<<<<<< ",
    "digits": "1",
    "sixties": "1:",
    "words": "a:b ",
    "braces": "{}",
    "selectors": "\ufe00",
    "escapes": '- "\\e"\n',
    "blocks": "- |\n x\n",
    "quotes": "''",
    "equals": "======\n",
    "private": "\ue000\ue001",
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_dealt_with(name: str) -> None:
    unit = FLOODS[name]
    raw = (unit * (limits.MAX_BYTES // len(unit.encode()))).encode()
    start = time.process_time()
    read = document.read("x.yaml", raw)
    assert time.process_time() - start < 10
    assert read.findings


def test_a_flood_hides_nothing() -> None:
    raw = ("a: 1\n" + "\u200b" * 1000 + "\u2060" * 1000 + "\u202e" + "\r" * 1000 + "\0").encode()
    found = {finding.facts["codepoint"] for finding in document.read("x.yaml", raw).findings if finding.rule == "S007"}
    assert found == {"U+200B", "U+2060", "U+202E", "U+000D", "U+0000"}


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    if sys.platform == "win32":
        pytest.skip("POSIX only")
    # A socket's path may not be long.
    folder = tmp_path_factory.mktemp("t")
    here = Path.cwd()
    os.chdir(folder)
    subprocess.run([sys.executable, HOSTILE / "fs" / "make_tree.py", "."], check=True)
    os.chdir(here)
    yield folder / "tree"
    (folder / "tree" / "unreadable.yaml").chmod(0o600)


@pytest.fixture(scope="session")
def listing(tree: Path) -> Listing:
    return WorkingTree(tree).listing()


GBK = "\u0228\udcc1\udca6.yaml"
PATHS = {
    "gbk name": GBK,
    "\\x1b[31mred.yaml": "\x1b[31mred.yaml",
    "nl\\nname.yaml": "nl\nname.yaml",
    "é.yaml (NFC+NFD)": "\u00e9.yaml",
    "deep/": "deep" + "/d" * 16,
    "dir.yaml/": "dir.yaml",
}


@pytest.mark.parametrize("case", [param for param in of_kind("fs") if not param.values[0]["file"].endswith("many/")])
def test_a_tree_is_walked_as_the_manifest_says(case: dict[str, Any], listing: Listing) -> None:
    name = case["file"].partition(":")[2]
    found = [finding for finding in listing.findings if finding.location.file == PATHS.get(name, name)]
    assert bool(errors(tuple(found))) is (case["expect"] != "ok")


# Every object of the tree: its finding, and what comes of reading it where it is listed.
TREE = {
    "a/loop": "",
    "a/ok.yaml": "read",
    "link_out.yaml": "S006 link",
    "dir_out": "S006 link",
    "self.yaml": "S006 link",
    "zero.yaml": "S006 link",
    "dangling.yaml": "S006 link",
    "fifo.yaml": "S006 device",
    "sock.yaml": "S006 device",
    ".hidden.yaml": "",
    "UP.YAML": "S005 name suffix",
    "b.yml": "S005 name suffix",
    "nl\nname.yaml": "S005 name control, read",
    "[bold]m.yaml": "read",
    "\x1b[31mred.yaml": "S005 name control, read",
    "-rf.yaml": "S005 name start, read",
    "e\u0301.yaml": "S005 name composition, read",
    "\u00e9.yaml": "S005 collision, read",
    "CON.yaml": "S005 name reserved, read",
    "long" * 60 + ".yaml": "read",
    "vanish.yaml": "read",
    "::error file=x::pwn.yaml": "S005 name character, read",
    GBK: "S005 name encoding, read",
    "hardlink.yaml": "read",
    "deep" + "/d" * 16: "S006 deep",
    "dir.yaml": "",
}


@pytest.mark.parametrize("name", TREE)
def test_every_object_of_the_tree(name: str, tree: Path, listing: Listing) -> None:
    found = [finding for finding in listing.findings if finding.location.file == name]
    said = [" ".join((item.rule, item.case, str(item.facts.get("reason", "")))).strip() for item in found]
    if name in listing.files:
        said += ["read"] if isinstance(WorkingTree(tree).read(name), bytes) else ["refused"]
    assert ", ".join(said) == TREE[name]


def test_the_tree_holds_nothing_else(listing: Listing) -> None:
    assert {finding.location.file for finding in listing.findings} <= TREE.keys()
    assert set(listing.files) <= {*TREE, "changed.yaml", "unreadable.yaml"}


def test_nothing_from_outside_is_ever_read(tree: Path, listing: Listing) -> None:
    source = WorkingTree(tree)
    for file in (*listing.files, "link_out.yaml", "dir_out/x.yaml", "../outside/secret.yaml"):
        raw = source.read(file)
        # A hard link is the file itself, as far as anybody can tell.
        assert file == "hardlink.yaml" or isinstance(raw, Finding) or b"CANARY" not in raw


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_reported(tree: Path) -> None:
    found = WorkingTree(tree).read("unreadable.yaml")
    assert isinstance(found, Finding) and found.case == "unreadable"


MANY = f"""
import sys, time
from pathlib import Path
from powerctl import document
from powerctl.source import WorkingTree
source = WorkingTree(Path(sys.argv[1]))
start = time.process_time()
listing = source.listing()
listed = time.process_time() - start
readable = sum(document.read(file, source.read(file)).is_read for file in listing.files)
{PEAK}
print(len(listing.files), len(listing.findings), readable, listed, peak)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")
def test_a_hundred_thousand_files(tmp_path: Path) -> None:
    for folder in range(100):
        (tmp_path / f"{folder:03}").mkdir()
        for number in range(1000):
            (tmp_path / f"{folder:03}" / f"u{number:04}.yaml").write_bytes(b"k: 1\n")
    command = [sys.executable, "-c", MANY, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=HOSTILE.parent.parent)
    files, findings, readable, seconds, megabytes = run.stdout.split()
    assert (files, findings, readable) == ("100000", "0", "100000")
    assert float(seconds) < 10
    assert float(megabytes) < 200
