"""Family S alone is judged by plain data wherever that will do: it finds what it finds among all rules."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from powerctl import document
from powerctl.cli import hearing
from powerctl.cli.check import check
from powerctl.decode import decode
from powerctl.load import load, read_files
from powerctl.model.catalogue import About, Catalogue
from powerctl.model.power import Power
from powerctl.references import references
from powerctl.results import Finding
from powerctl.rules.cleared import has_each_id_once, named
from powerctl.source import WorkingTree
from tests.samples import AS_OF, RULES, lay_out

ROOT = Path(__file__).parent.parent
SAMPLES = [
    RULES / rule / verdict for rule in ("S001", "S002", "S003", "S004", "S005", "X044") for verdict in ("bad", "ok")
]
CATALOGUES = sorted(path.parent for path in ROOT.glob("catalogues/*/catalogue.yaml"))

BASIS = {"law": "a-law"}
STEPS = [
    {
        "id": "one",
        "name": "一",
        "actor": "a",
        "with": ["b", "c"],
        "notifies": ["d"],
        "supervised_by": "e",
        "next": "two",
    },
    {"id": "two", "name": "二", "supervised_by": ["f", "g"], "next": [{"to": "three"}, {"to": "four"}]},
    {"id": "three", "name": "三", "end": True},
    {"id": "four", "name": "四"},
]
CONTROLS = [
    {"id": "one", "type": "t", "measure": "m", "owners": ["h", "i"]},
    {"id": "two", "type": "t", "measure": "m"},
]
RISK = {"id": "r", "behaviour": "b", "step": "four", "post": "j", "office": "k", "graded": {"by": "l"}}
# Every key at which a power refers to something, with a text of its own.
WHOLE: dict[str, Any] = {
    "kind": "power", "id": "p", "name": "名", "type": "t", "holder": "m", "in_charge": "n", "proposal": "o",
    "veto": "q", "offices": ["s", "t"], "basis": [BASIS, {"title": "规定"}], "assignments": [{"post": "u"}],
    "workflow": {"steps": STEPS}, "risk_points": [{**RISK, "controls": CONTROLS}, {"id": "r2", "behaviour": "b"}],
    "discretion": [{"violation": "v", "basis": {"law": "b-law"}}, {"violation": "w"}],
    "review": [{"stage": "s", "by": "v"}, {"stage": "s"}],
}  # fmt: skip


def of_the_model(data: dict[str, Any]) -> set[tuple[str, str]]:
    """What the rules see referred to."""
    power = decode(Power, data, "units/u/powers/p.yaml", unit="u")
    return {entry[::2][:2] for entry in references(Catalogue(about=About(id="c", name="c"), powers=(power,)))}


def test_plain_data_name_what_the_model_names() -> None:
    assert named(WHOLE) == of_the_model(WHOLE)
    assert len({text for _, text in of_the_model(WHOLE)}) == 22
    for key in WHOLE.keys() - {"kind", "id", "name", "type", "workflow"}:
        less = {name: value for name, value in WHOLE.items() if name != key}
        assert named(less) == of_the_model(less)


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.name)
def test_also_in_whole_catalogues(catalogue: Path) -> None:
    for file in sorted(catalogue.glob("units/*/powers/*.yaml")):
        data: Any = document.read(file.name, file.read_bytes()).data
        assert named(data) == of_the_model(data)
        assert has_each_id_once(data)


def test_steps_of_the_power_itself_are_looked_for() -> None:
    for change in ({"next": "five"}, {"next": [{"to": "five"}]}, {"next": [{"to": "two"}, {"to": "five"}]}):
        data = copy.deepcopy(WHOLE)
        data["workflow"]["steps"][0] |= change
        assert named(data) is None
    assert named({**WHOLE, "risk_points": [{**RISK, "step": "five"}]}) is None
    assert named({**WHOLE, "workflow": {}}) is None
    assert named({key: value for key, value in WHOLE.items() if key != "workflow"}) is not None


def test_ids_are_compared_whatever_their_case() -> None:
    assert has_each_id_once(WHOLE)
    assert not has_each_id_once({**WHOLE, "workflow": {"steps": [*STEPS, {"id": "ONE", "name": "一"}]}})
    assert not has_each_id_once({**WHOLE, "risk_points": [RISK, {**RISK, "id": "R"}]})
    assert not has_each_id_once({**WHOLE, "risk_points": [{**RISK, "controls": [*CONTROLS, CONTROLS[0]]}]})


def both(root: Path) -> tuple[list[Finding], list[Finding]]:
    """What family S finds alone and among all rules; not S011, since of waivers it matters which rules were run."""
    alone, among = (check([root], as_of=AS_OF, select=select).findings for select in (("S",), ()))
    return [found for found in alone if found.rule != "S011"], [
        found for found in among if found.rule[0] == "S" and found.rule != "S011"
    ]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_family_s_alone(sample: Path, tmp_path: Path) -> None:
    alone, among = both(lay_out(sample, tmp_path / "c"))
    assert alone == among


def test_family_s_alone_in_a_catalogue_with_every_fault() -> None:
    alone, among = both(ROOT / "examples/faulty")
    assert alone == among
    assert {"S003", "S004"} <= {found.rule for found in alone}


def spoilt(data: Any) -> Iterator[Any]:
    """The data with one text after the other replaced, and with one thing after the other twice in its list."""
    for key, value in list(data.items() if isinstance(data, dict) else enumerate(data)):
        for other in spoilt(value) if isinstance(value, dict | list) else ["nowhere"] * isinstance(value, str):
            data[key] = other
            yield data
            data[key] = value
    if isinstance(data, list) and data and isinstance(data[0], dict):
        yield [*data, data[0]]


def test_each_fault_in_a_power_is_found_by_family_s_alone(tmp_path: Path) -> None:
    """Every text of a power is replaced in turn; what is not cleared must be what the rules find."""
    root = tmp_path / "c"
    shutil.copytree(RULES / "base", root)
    file = root / "units/town/powers/tender.yaml"
    file.parent.mkdir()
    data: Any = document.read("tender", (RULES / "S003/ok/units/town/powers/tender.yaml").read_bytes()).data
    actors = {"holder": "committee", "offices": ["works"], "review": [{"stage": "s", "by": "mayor"}]}
    control = {"id": "one", "type": "process", "measure": "m", "owners": ["works-head"]}
    risk = {"id": "one", "behaviour": "b", "step": "apply", "controls": [control], "graded": {"by": "committee"}}
    data |= {**actors, "risk_points": [risk]}
    file.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    assert both(root) == ([], [])
    rules = set()
    for one in spoilt(data):
        file.write_text(json.dumps(one, ensure_ascii=False), "utf-8")
        alone, among = both(root)
        assert alone == among
        rules |= {found.rule for found in alone}
    assert {"S003", "S004"} <= rules


def test_a_sound_catalogue_is_never_built(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []

    def listening(*args: Any, **kwargs: Any) -> Any:
        reading = read_files(*args, **kwargs)
        built.extend(power.id for power in reading.of_units()["powers"])
        return reading

    monkeypatch.setattr(hearing, "read_files", listening)
    assert load(WorkingTree(CATALOGUES[0])).catalogue.powers
    check([CATALOGUES[0]], as_of=AS_OF, select=("S",))
    assert not built
