"""A glance at one place of a file tells what the whole document would have told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from powerctl.document import Place, read
from powerctl.glance import glance
from powerctl.listing import Listing
from powerctl.locate import Locator
from powerctl.model.place import Key, Ref
from powerctl.results import Finding
from powerctl.source import WorkingTree

ROOT = Path(__file__).parent.parent
CATALOGUES = sorted(path.parent for path in ROOT.glob("catalogues/*/catalogue.yaml"))
ODD = b"""\
empty:
list:
  -
  - a
  - {b: 1, "c": [x, y], d: }
quoted: 'it''s'
text: |
  line
"5": five
flow: {}
block:
  deep: {in: [[1], [2, {last: 3}]]}
"""


def ways(place: Place, way: tuple[Key, ...] = ()) -> Iterator[tuple[Key, ...]]:
    """The way to every value, and past each to something that is not there."""
    yield way
    yield (*way, "not there", 3)
    yield (*way, 99)
    for key, inner in place.inner.items():
        yield from ways(inner, (*way, key))


def agree(file: str, raw: bytes) -> int:
    """How many places a glance found as the document has them, all of them."""
    whole = read(file, raw, positions=True)
    assert whole.place is not None
    asked = [(way, key) for way in ways(whole.place) for key in (False, True)]
    for way, key in asked:
        assert glance(file, raw, way, key=key) == whole.locate(way, key=key), (file, way, key)
    return len(asked)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.name)
def test_a_glance_finds_what_the_document_says(catalogue: Path) -> None:
    source = WorkingTree(catalogue)
    files = {file.split("/")[-2] + Path(file).suffix if "/" in file else file: file for file in source.listing().files}
    checked = 0
    for file in files.values():
        raw = source.read(file)
        assert isinstance(raw, bytes)
        if glance(file, raw, ()) is not None:
            checked += agree(file, raw)
    assert checked > 500


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_odd_forms_are_found_where_they_are(ends: bytes) -> None:
    assert agree("x.yaml", ODD.replace(b"\n", ends)) > 50


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbfa: 1\n",
        b"a: \xff\n",
        b"a:\t1\n",
        b'a: "\\n"\n',
        b"a: &b 1\n",
        "a: \u200b1\n".encode(),
        b"",
        b"{a: 1",
        b"a: " + b"1" * 2**23,
    ],
    ids=["mark", "bytes", "tab", "escape", "anchor", "unseen", "empty", "open", "large"],
)
def test_what_asks_for_care_is_left_to_the_careful_reader(raw: bytes) -> None:
    assert glance("x.yaml", raw, ("b",)) is None


class Counting:
    """A source with one file, which counts how often it is read."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.count = 0

    def listing(self) -> Listing:
        """The one file."""
        return Listing(("x.yaml",), ())

    def read(self, _file: str) -> bytes | Finding:
        self.count += 1
        return self.raw


def test_a_file_that_is_asked_for_often_is_read_whole_once() -> None:
    source = Counting(ODD)
    locator = Locator(source)
    lines = [locator.place(Ref("x.yaml", ("list", number))).line for number in (0, 1, 2, 0, 1, 2)]
    assert lines == [3, 4, 5, 3, 4, 5]
    assert source.count == 3
