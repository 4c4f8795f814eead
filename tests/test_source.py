"""Where texts come from: what is listed, what is refused, and that nothing outside a catalogue is read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from powerctl import source
from powerctl.limits import MAX_BYTES
from powerctl.listing import MAX_FOLDERS, Listing, badly_named
from powerctl.results import Finding, Location, Severity
from powerctl.source import Source, WorkingTree, find_catalogues

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX file system")


def lay(root: Path, *files: str) -> Path:
    for file in files:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_bytes(file.encode("utf-8", "surrogateescape"))
    return root


def said(listing: Listing) -> list[str]:
    """Each finding as "rule case file reason"."""
    return [
        " ".join([found.rule, found.case, found.location.file, str(found.facts.get("reason", ""))]).strip()
        for found in listing.findings
    ]


def case_of(found: bytes | Finding) -> str:
    return found.case if isinstance(found, Finding) else "read"


def test_files_are_listed_in_code_point_order(tmp_path: Path) -> None:
    lay(tmp_path, "b.yaml", "a/z.yaml", "a/b/c.yaml", "a.yaml", "Z.yaml", "一/二.yaml", "a-b.yaml")
    wanted = ("Z.yaml", "a-b.yaml", "a.yaml", "a/b/c.yaml", "a/z.yaml", "b.yaml", "一/二.yaml")
    assert WorkingTree(tmp_path).listing() == Listing(wanted, ())


def test_what_is_hidden_or_something_else_is_left_alone(tmp_path: Path) -> None:
    lay(tmp_path, ".a.yaml", ".git/a.yaml", "a.txt", "a.yaml~", "a.yaml.bak", "yaml", "a.json", "b/.c/d.yaml")
    assert WorkingTree(tmp_path).listing() == Listing((), ())


def test_a_folder_may_be_called_like_a_file(tmp_path: Path) -> None:
    assert WorkingTree(lay(tmp_path, "a.yaml/b.yaml")).listing() == Listing(("a.yaml/b.yaml",), ())


@pytest.mark.parametrize("kind", ["", "catalogue"])
def test_an_empty_or_missing_folder(kind: str, tmp_path: Path) -> None:
    listing = WorkingTree(tmp_path / kind).listing()
    assert listing.files == ()
    assert said(listing) == (["S006 unreadable ."] if kind else [])


NAMES: list[tuple[str, str]] = [
    ("a.yaml", ""),
    ("一.yaml", ""),
    ("a b.yaml", ""),
    ("a.b.yaml", ""),
    ("[a].yaml", ""),
    ("é.yaml", ""),
    ("console.yaml", ""),
    ("com.yaml", ""),
    ("com10.yaml", ""),
    ("a,b;c=d.yaml", ""),
    ("é" * 125 + ".yaml", ""),
    ("\udcc1\udca6.yaml", "encoding"),
    ("a\nb.yaml", "control"),
    ("a\x7f.yaml", "control"),
    ("a\u200b.yaml", "control"),
    ("a\u202e.yaml", "control"),
    ("a:b.yaml", "character"),
    ("a*.yaml", "character"),
    ("a?.yaml", "character"),
    ('a".yaml', "character"),
    ("a<b>.yaml", "character"),
    ("a|b.yaml", "character"),
    ("a\\b.yaml", "character"),
    ("-a.yaml", "start"),
    (" a.yaml", "start"),
    ("a.yaml.", "end"),
    ("a.yaml ", "end"),
    ("a.yml..", "end"),
    ("CON.yaml", "reserved"),
    ("nul.yaml", "reserved"),
    ("Com1.x.yaml", "reserved"),
    ("lpt9 .yaml", "reserved"),
    ("COM¹.yaml", "reserved"),
    ("aux.yml", "reserved"),
    ("e\u0301.yaml", "composition"),
    ("a.YAML", "suffix"),
    ("a.yml", "suffix"),
    ("a.Yaml", "suffix"),
    ("a.YML", "suffix"),
]


@posix
@pytest.mark.parametrize(("name", "reason"), NAMES)
def test_a_name_that_some_system_cannot_hold(name: str, reason: str, tmp_path: Path) -> None:
    listing = WorkingTree(lay(tmp_path, name)).listing()
    assert said(listing) == ([f"S005 name {name} {reason}"] if reason else [])
    assert listing.files == ((name,) if name.endswith(".yaml") else ())
    assert all(found.severity is Severity.ERROR for found in listing.findings)


def test_a_name_that_is_too_long() -> None:
    # No file system that we know could hold it; a git revision can.
    assert [found.facts["reason"] for found in badly_named("x/" + "一" * 84 + ".yaml")] == ["length"]
    assert not list(badly_named("x/" + "一" * 83 + ".yaml"))


@posix
@pytest.mark.parametrize(
    ("name", "reason"), [("CON", "reserved"), ("a.", "end"), ("a:b", "character"), ("-x", "start")]
)
def test_the_name_of_a_folder(name: str, reason: str, tmp_path: Path) -> None:
    listing = WorkingTree(lay(tmp_path, f"a/{name}/b.yaml")).listing()
    assert said(listing) == [f"S005 name a/{name} {reason}"]
    assert listing.files == (f"a/{name}/b.yaml",)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these file systems cannot hold both")
@pytest.mark.parametrize(
    ("one", "other", "collides"),
    [
        ("A.yaml", "a.yaml", True),
        ("STRASSE.yaml", "straße.yaml", True),
        ("\u00c9.yaml", "e\u0301.yaml", True),
        ("A/x.yaml", "a/y.yaml", True),
        ("a.yaml/x.yaml", "A.yaml", True),
        ("A.txt", "a.txt", False),
        ("a/x.yaml", "b/x.yaml", False),
        ("a.yaml", "ａ.yaml", False),
    ],
)
def test_two_names_that_are_one_elsewhere(one: str, other: str, collides: bool, tmp_path: Path) -> None:
    listing = WorkingTree(lay(tmp_path, one, other)).listing()
    found = [item for item in listing.findings if item.case == "collision"]
    assert bool(found) is collides
    for item in found:
        first, second = sorted(path.partition("/")[0] for path in (one, other))
        assert item.location == Location(second)
        assert [(part.location, part.note) for part in item.related] == [(Location(first), "first_here")]
        assert item.facts == {"name": second, "other": first}


def test_folders_too_deep_are_not_entered(tmp_path: Path) -> None:
    deepest = "/".join("d" * MAX_FOLDERS)
    lay(tmp_path, f"{deepest}/a.yaml", f"{deepest}/d/b.yaml", f"{deepest}/d/d/c.yaml")
    listing = WorkingTree(tmp_path).listing()
    assert listing.files == (f"{deepest}/a.yaml",)
    assert said(listing) == [f"S006 deep {deepest}/d"]
    assert listing.findings[0].facts == {"limit": MAX_FOLDERS}


@posix
@pytest.mark.parametrize(
    ("target", "name", "refused"),
    [
        ("b.yaml", "a.yaml", True),
        ("../outside/b.yaml", "a.yaml", True),
        ("nowhere", "a.yaml", True),
        ("a.yaml", "a.yaml", True),
        ("/dev/zero", "a.yaml", True),
        ("b.yaml", "a.yml", True),
        ("../outside", "a", True),
        ("../outside", "a.yaml", True),
        ("..", "a", True),
        (".", "a", False),
        ("c", "a", False),
        ("c", "a.yaml", False),
        ("b.yaml", "a.txt", False),
        ("../outside/b.yaml", ".a.yaml", False),
        ("nowhere", "a", False),
    ],
)
def test_a_link(target: str, name: str, refused: bool, tmp_path: Path) -> None:
    lay(tmp_path, "in/b.yaml", "in/c/d.yaml", "outside/b.yaml")
    (tmp_path / "in" / name).symlink_to(target)
    listing = WorkingTree(tmp_path / "in").listing()
    assert listing.files == ("b.yaml", "c/d.yaml")
    assert said(listing) == ([f"S006 link {name}"] if refused else [])


@posix
def test_the_catalogue_itself_may_be_reached_by_a_link(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.yaml", "in/b/c.yaml")
    (tmp_path / "in" / "b" / "up").symlink_to("..")
    (tmp_path / "link").symlink_to("in")
    tree = WorkingTree(tmp_path / "link")
    assert tree.listing() == Listing(("a.yaml", "b/c.yaml"), ())
    assert tree.read("b/c.yaml") == b"in/b/c.yaml"


@posix
def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    os.mkfifo(tmp_path / "b.txt")
    tree = WorkingTree(tmp_path)
    assert said(tree.listing()) == ["S006 device a.yaml"]
    assert case_of(tree.read("a.yaml")) == "device"


@posix
def test_nothing_is_read_from_elsewhere(tmp_path: Path) -> None:
    lay(tmp_path, "in/a.yaml", "in/c/d.yaml", "out/b.yaml")
    (tmp_path / "in" / "link.yaml").symlink_to("../out/b.yaml")
    (tmp_path / "in" / "out").symlink_to("../out")
    (tmp_path / "in" / "same").symlink_to("c")
    tree = WorkingTree(tmp_path / "in")
    cases = {
        "a.yaml": "read",
        "c/d.yaml": "read",
        "link.yaml": "link",
        "out/b.yaml": "link",
        "same/d.yaml": "link",
        "../out/b.yaml": "outside",
        "c/../../out/b.yaml": "outside",
        str(tmp_path / "out" / "b.yaml"): "outside",
        "./a.yaml": "outside",
        "c//d.yaml": "outside",
        "": "outside",
        "c": "device",
        "c/d.yaml/e": "vanished",
        "x.yaml": "vanished",
        "a\0.yaml": "vanished",
        "\ud800.yaml": "vanished",
    }
    assert {file: case_of(tree.read(file)) for file in cases} == cases


@posix
@pytest.mark.parametrize("file", ["link.yaml", "out/b.yaml"])
def test_links_are_refused_where_the_system_cannot_refuse_them(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay(tmp_path, "in/a.yaml", "out/b.yaml")
    (tmp_path / "in" / "link.yaml").symlink_to("../out/b.yaml")
    (tmp_path / "in" / "out").symlink_to("../out")
    monkeypatch.setattr(os, "supports_dir_fd", set())
    monkeypatch.setattr(source, "_FILE", os.O_RDONLY)
    tree = WorkingTree(tmp_path / "in")
    assert tree.read("a.yaml") == b"in/a.yaml"
    assert case_of(tree.read(file)) == "link"


def test_a_file_that_vanished(tmp_path: Path) -> None:
    tree = WorkingTree(lay(tmp_path, "a.yaml"))
    (file,) = tree.listing().files
    (tmp_path / file).unlink()
    found = tree.read(file)
    assert isinstance(found, Finding)
    assert (found.rule, found.case, found.severity, found.location) == (
        "S006",
        "vanished",
        Severity.ERROR,
        Location(file),
    )


@pytest.mark.parametrize(("size", "case"), [(0, "read"), (MAX_BYTES, "read"), (MAX_BYTES + 1, "size"), (10**9, "size")])
def test_a_file_may_not_be_larger_than_the_limit(size: int, case: str, tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as stream:
        stream.truncate(size)
    found = WorkingTree(tmp_path).read("a.yaml")
    assert case_of(found) == case
    assert not isinstance(found, bytes) or len(found) == size


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_bytes(b"x" * (MAX_BYTES + 9))
    small = os.stat_result((0o100644, 0, 0, 1, 0, 0, 1, 0, 0, 0))
    monkeypatch.setattr(os, "fstat", lambda _descriptor: small)
    assert case_of(WorkingTree(tmp_path).read("a.yaml")) == "size"


@posix
@pytest.mark.parametrize("call", ["open", "scandir"])
def test_what_may_not_be_read(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "a.yaml")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, call, refuse)
    monkeypatch.setattr(os, "supports_dir_fd", {refuse})
    tree = WorkingTree(tmp_path)
    found = tree.read("a.yaml") if call == "open" else tree.listing().findings[0]
    assert case_of(found) == "unreadable"


def test_no_descriptor_is_left_open(tmp_path: Path) -> None:
    lay(tmp_path, "a/b/c.yaml")
    tree = WorkingTree(tmp_path)
    before = os.open(tmp_path / "a/b/c.yaml", os.O_RDONLY)
    os.close(before)
    for file in ["a/b/c.yaml", "a/b/d.yaml", "a/b", "a/x/c.yaml"] * 5:
        tree.read(file)
    after = os.open(tmp_path / "a/b/c.yaml", os.O_RDONLY)
    os.close(after)
    assert after == before


def test_a_working_tree_is_a_source(tmp_path: Path) -> None:
    tree: Source = WorkingTree(lay(tmp_path, "a.yaml"))
    assert [tree.read(file) for file in tree.listing().files] == [b"a.yaml"]


@pytest.mark.parametrize(
    ("files", "at", "wanted"),
    [
        (["catalogue.yaml"], ".", ["."]),
        (["catalogue.yaml", "units/a/unit.yaml"], "catalogue.yaml", ["."]),
        (["b/catalogue.yaml", "a/catalogue.yaml", "a-b/catalogue.yaml"], ".", ["a", "a-b", "b"]),
        (["a/catalogue.yaml", "a/b/catalogue.yaml"], ".", ["a"]),
        (["a/b/c/catalogue.yaml", "a/d/catalogue.yaml"], ".", ["a/b/c", "a/d"]),
        (["a/catalogue.yaml", "b/catalogue.yaml"], "b", ["b"]),
        ([".git/catalogue.yaml", "node_modules/x/catalogue.yaml", "a/.b/catalogue.yaml"], ".", []),
        (["catalogue.yaml/x.yaml"], ".", []),
        (["Catalogue.yaml", "catalogue.yml"], ".", []),
        (["a.yaml"], "a.yaml", []),
        ([], "nowhere", []),
        ([], "nowhere/catalogue.yaml", []),
    ],
)
def test_find_catalogues(files: list[str], at: str, wanted: list[str], tmp_path: Path) -> None:
    lay(tmp_path, *files)
    assert find_catalogues(tmp_path / at) == tuple(tmp_path / folder for folder in wanted)


@posix
def test_no_catalogue_is_found_through_a_link(tmp_path: Path) -> None:
    lay(tmp_path, "out/catalogue.yaml", "in/b.yaml")
    (tmp_path / "in" / "a").symlink_to("../out")
    (tmp_path / "in" / "catalogue.yaml").symlink_to("../out/catalogue.yaml")
    assert find_catalogues(tmp_path / "in") == ()
    assert find_catalogues(tmp_path / "in" / "catalogue.yaml") == ()
