"""Files become one catalogue; faults come back with their places and never hide their neighbours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from powerctl import document, schema
from powerctl.decode import decode, missing
from powerctl.load import load
from powerctl.model.power import Power
from powerctl.model.unit import Unit
from powerctl.prune import prune
from powerctl.results import Finding, Severity
from powerctl.source import WorkingTree
from tests.samples import RULES, one_power

HOSTILE = Path(__file__).parent / "hostile"
POWER = "units/town/powers/tender.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return one_power("ok", tmp_path / "c")


def errors(root: Path) -> list[Finding]:
    return [finding for finding in load(WorkingTree(root)).findings if finding.severity is Severity.ERROR]


def write(root: Path, file: str, text: str) -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_everything_of_a_catalogue_is_read(root: Path) -> None:
    loaded = load(WorkingTree(root))
    assert loaded.findings == ()
    assert loaded.files == 5
    power = loaded.catalogue.powers_by_subject["town/tender"]
    assert power.unit == "town"
    assert power.basis[0].law == "tender-law"
    assert power.basis[0].ref.path == ("basis", 0)
    assert power.workflow is not None
    assert [leaving.to for leaving in power.workflow.steps[0].next] == ["decide"]
    assert loaded.catalogue.units_by_id["town"].chief is not None


def test_a_power_without_its_faulty_parts_is_still_judged(root: Path) -> None:
    text = "kind: power\nid: tender\nname: 招标\ntype: licence\nbasis:\n  - {law: 5}\n  - {law: a}\nholder: [x]\n"
    write(root, POWER, text)
    loaded = load(WorkingTree(root))
    assert [(finding.case, finding.location.line) for finding in loaded.findings] == [("type", 6), ("type", 8)]
    power = loaded.catalogue.powers_by_subject["town/tender"]
    assert [(basis.law, basis.ref.path) for basis in power.basis] == [("", ("basis", 0)), ("a", ("basis", 1))]
    assert loaded.catalogue.left_out[POWER] == (("basis", 0, "law"), ("holder",))


def test_a_part_without_a_required_key_is_left_out_and_its_neighbours_keep_their_places() -> None:
    data: Any = {"kind": "unit", "id": "u", "name": "某镇", "type": "town"}
    data["posts"] = [{"id": "a"}, {"id": "b", "name": "岗"}]
    faults = tuple(schema.faults("unit", data))
    pruned, removed = prune(Unit, data, faults)
    assert removed == (("posts", 0),)
    unit = decode(Unit, pruned, "units/u/unit.yaml")
    assert [(post.id, post.ref.path) for post in unit.posts] == [("b", ("posts", 1))]


def test_a_file_without_its_own_required_keys_is_left_out_whole() -> None:
    data: Any = {"kind": "power", "id": "p"}
    assert prune(Power, data, tuple(schema.faults("power", data)))[0] is None


def test_missing_finds_what_a_class_needs_at_every_depth() -> None:
    data = {"id": "u", "name": "某镇", "posts": [{"id": "a"}]}
    assert sorted(missing(Unit, data), key=str) == [("posts", 0, "name"), ("type",)]


@pytest.mark.parametrize(
    "file, text, case",
    [
        ("units/town/tender.yaml", "kind: power\nid: tender\nname: x\ntype: licence\n", "place"),
        ("units/town/powers/a.yaml", "kind: unit\nid: a\nname: x\ntype: town\n", "place"),
        ("units/town/powers/deep/a.yaml", "kind: power\nid: a\nname: x\ntype: licence\n", "place"),
        ("notes/a.yaml", "text: x\n", "stray"),
        ("units/town/powers/a.yaml", "kind: power\nid: b\nname: x\ntype: licence\n", "id"),
        ("units/town/powers/index.yaml", "kind: power\nid: index\nname: x\ntype: licence\n", "reserved"),
        ("units/town/powers/a.yaml", "kind: powr\nid: a\n", "value"),
        ("units/town/powers/a.yaml", "id: a\nname: x\ntype: licence\n", "missing_key"),
        ("units/town/powers/a.yaml", "just text\n", "type"),
        ("units/town/powers/a.yaml", "null\n", "type"),
        ("units/town/powers/a.yaml", "- a\n", "type"),
    ],
)
def test_a_file_in_the_wrong_place_or_of_the_wrong_kind(root: Path, file: str, text: str, case: str) -> None:
    write(root, file, text)
    (finding,) = errors(root)
    assert (finding.location.file, finding.case) == (file, case)


def test_a_catalogue_file_that_cannot_be_read_leaves_the_rest(root: Path) -> None:
    (root / "catalogue.yaml").write_bytes(b"\xff\xfe\x00")
    loaded = load(WorkingTree(root))
    assert [finding.rule for finding in loaded.findings] == ["S001"]
    assert loaded.rulebook.id == "sample"  # the usual file name is tried
    assert len(loaded.catalogue.powers) == 1


CASES = json.loads((HOSTILE / "ids.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_hostile_ids(case: dict[str, str], root: Path) -> None:
    """An id is accepted only if a file, a page and a command line can hold it on every system."""
    value = case["value"]
    name = value if case["expect"] == "ok" else "a"
    text = f"kind: power\nid: {json.dumps(value)}\nname: x\ntype: licence\n"
    write(root, f"units/town/powers/{name}.yaml", text)
    found = [finding for finding in errors(root) if finding.location.file.endswith(f"/{name}.yaml")]
    if case["expect"] == "ok":
        assert found == []
    else:
        assert found
        assert all(finding.location.line == 2 and finding.location.column == 5 for finding in found)


@pytest.mark.parametrize("value", ["index", "con", "NUL", "com1", "applicant", "public"])
def test_names_that_are_taken(value: str, root: Path) -> None:
    write(root, f"units/town/powers/{value}.yaml", f"kind: power\nid: {value}\nname: x\ntype: licence\n")
    assert "reserved" in {finding.case for finding in errors(root)}


def test_two_ids_that_differ_in_case_only(root: Path) -> None:
    for name in ("A-0001", "a-0001"):
        write(root, f"units/town/powers/{name}.yaml", f"kind: power\nid: {name}\nname: x\ntype: licence\n")
    (finding,) = errors(root)
    assert (finding.rule, finding.case) == ("S005", "collision")


@pytest.mark.parametrize("accelerated", [True, False])
def test_the_catalogues_read_alike_with_either_parser(accelerated: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over every sample of the rules: the same catalogue and the same findings without the compiled parser."""
    real = document.read

    def forced(file: str, raw: bytes, **options: Any) -> document.Document:
        return real(file, raw, **{**options, "accelerated": accelerated})

    seen = [_read_whole(folder) for folder in sorted(RULES.glob("*/bad"))]
    monkeypatch.setattr(document, "read", forced)
    assert [_read_whole(folder) for folder in sorted(RULES.glob("*/bad"))] == seen


def _read_whole(folder: Path) -> list[object]:
    source = WorkingTree(folder)
    listing = source.listing()
    reads = [(file, source.read(file)) for file in listing.files]
    return [document.read(file, raw, positions=True) for file, raw in reads if isinstance(raw, bytes)]


def test_without_the_fast_validator_the_same_is_accepted(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    import sys

    write(root, POWER, "kind: power\nid: tender\nname: 招标\ntype: licence\nlevel: nowhere\n")
    before = load(WorkingTree(root)).findings
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    schema._accepts.cache_clear()
    try:
        assert load(WorkingTree(root)).findings == before
    finally:
        schema._accepts.cache_clear()
