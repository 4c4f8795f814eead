"""The gate: nothing passes that its readers may not see; where that is not settled, nothing passes at all."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from powerctl.cli.publication import public_catalogue
from powerctl.errors import PowerctlError
from powerctl.gate import UnsettledError, project
from powerctl.gate.fields import ESSENTIAL, FIELDS, NEVER, PARTS
from powerctl.gate.flow import joined
from powerctl.load import load
from powerctl.model.catalogue import Catalogue
from powerctl.model.disclosure import Disclosure, Withheld
from powerctl.model.power import Power
from powerctl.model.rulebook import Rulebook
from powerctl.model.workflow import Exit, Step
from powerctl.public.audience import Audience
from powerctl.public.plain import digest, plain
from powerctl.public.terms import HIDDEN_PARTY, PartyKind
from powerctl.rulebook import load_rulebook
from powerctl.source import WorkingTree
from tests.worlds import CATALOGUES, KINDS, mark, marked_catalogue, other_world, shipped

PUBLIC, INNER, INTERNAL = Audience
NAMES = sorted(path.name for path in CATALOGUES.iterdir() if path.is_dir())
SCHEMA = json.loads((CATALOGUES.parent / "schemas" / "rulebook.schema.json").read_text("utf-8"))
# Fields that name another thing: a mark there means nobody, so readers are told the fixed phrase.
REFERENCES = {
    "power": {"holder", "in_charge", "proposal", "veto", "offices"},
    "step": {"actor", "with", "supervised_by", "notifies"},
    "risk_point": {"post", "office", "step", "grade", "residual"},
    "control": {"owners", "regulation"},
    "unit": {"parent"},
    "body": {"members", "chair"},
    "office": {"head"},
    "post": {"office"},
    "decision": {"body", "chair", "due", "present"},
    "item": {"power", "proposed_by", "in_charge"},
    "workflow": {"chart"},
}


@cache
def base() -> Rulebook:
    return load_rulebook(WorkingTree(CATALOGUES), "")


def text_of(catalogue: Catalogue, audience: Audience = PUBLIC, rulebook: Rulebook | None = None) -> str:
    return json.dumps(plain(project(catalogue, rulebook or base(), audience)), ensure_ascii=False)


def with_power(catalogue: Catalogue, **changes: Any) -> Catalogue:
    return replace(catalogue, powers=(replace(catalogue.powers[0], **changes),))


def withholding(*fields: str) -> Catalogue:
    """The catalogue of marks, whose power keeps these parts back."""
    parts = tuple(Withheld(field=field, basis="art16_process", reason="理由") for field in fields)
    return with_power(marked_catalogue(), disclosure=Disclosure(scope="public", withheld=parts))


# ---------------------------------------------------------------------------------------------------------
# The allow-list
# ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_model_is_decided_on(kind: str) -> None:
    own = {field.name.rstrip("_") for field in dataclasses.fields(KINDS[kind])} - {"ref"}
    placed_by_folder = {"unit"} if kind in ("power", "decision", "adjustment") else set()
    listed = [*FIELDS.get(kind, PARTS.get(kind, ())), *ESSENTIAL.get(kind, ()), *NEVER.get(kind, ())]
    files_of_their_own = {"risk_points", "regulations"} if kind == "unit" else set()
    assert sorted(listed) == sorted((own | files_of_their_own) - placed_by_folder), (
        "decide in powerctl/gate/fields.py who may see it"
    )


@pytest.mark.parametrize("kind", FIELDS)
def test_rulebook_and_schema_know_the_same_fields(kind: str) -> None:
    table = SCHEMA["$defs"]["disclosure_asks"]["properties"]["fields"]["properties"]
    assert table.keys() == FIELDS.keys()
    assert tuple(table[kind]["propertyNames"]["enum"]) == FIELDS[kind]
    assert tuple(base().disclosure.fields[kind]) == FIELDS[kind]


def told(kind: str, audience: Audience) -> set[str]:
    scopes, table = base().disclosure.scopes, base().disclosure.fields[kind]
    return {
        mark(KINDS[kind], key if key != "with" else "with_")
        for key, scope in table.items()
        if scopes[scope].rank <= scopes[audience].rank and key not in REFERENCES.get(kind, ())
    }


def marks_in(text: str, kind: str) -> set[str]:
    return set(re.findall(rf"〔{KINDS[kind].__name__}\.\w+〕", text))


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("kind", [kind for kind in FIELDS if kind != "disclosure"])
def test_exactly_the_fields_of_the_rulebook_are_told(kind: str, audience: Audience) -> None:
    essential = {mark(KINDS[kind], key) for key in ESSENTIAL.get(kind, ())}
    found = marks_in(text_of(marked_catalogue(), audience), kind)
    fields = {mark(KINDS[kind], field.name) for field in dataclasses.fields(KINDS[kind]) if is_text(field)}
    assert found - essential == told(kind, audience) & fields


def is_text(field: dataclasses.Field[Any]) -> bool:
    return str(field.type) in ("str", "tuple[str, ...]", "Mapping[str, int]")


@pytest.mark.parametrize("audience", Audience)
def test_what_has_no_scope_is_told_to_nobody(audience: Audience) -> None:
    text = text_of(marked_catalogue(), audience)
    for private in ("EarlyWarning", "Waiver", "Assessment", "Done", "Answer", "Phase", "Opinion", "Minutes", "Paper"):
        assert private not in text
    assert mark(KINDS["disclosure"], "reason") not in text


@pytest.mark.parametrize("hidden", ["inner-party", "internal", "withheld"])
def test_a_hidden_power_leaves_nothing_behind(hidden: str) -> None:
    catalogue = with_power(marked_catalogue(), disclosure=Disclosure(scope=hidden))
    text = text_of(catalogue)
    for kind in ("power", "workflow", "step", "limits", "service", "adjustment"):
        assert not marks_in(text, kind)
    assert "〔Withheld." not in text


def test_a_withheld_power_is_listed_without_its_name() -> None:
    scope = Disclosure(scope="withheld", basis="art14_secret", reason="理由", until="2030-01-01", filed_with="不说")
    (entry,) = project(with_power(marked_catalogue(), disclosure=scope), base(), PUBLIC).withheld
    assert entry.basis is not None
    assert (entry.unit, entry.power, entry.field, entry.basis.id, entry.reason) == (
        "unit", "", "", "art14_secret", "理由",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("withheld", "gone", "kept"),
    [
        ("content", "〔Power.content〕", "〔Power.scope〕"),
        ("limits.note", "〔Limits.note〕", "〔Limits.promised〕"),
        ("service.phone", "〔Service.phone〕", "〔Service.fee〕"),
        ("service", "〔Service.", "〔Limits.promised〕"),
        ("workflow.steps.step.note", "〔Step.note〕", "〔Step.name〕"),
        ("workflow.steps.step.next", "〔Exit.when〕", "〔Step.name〕"),
        ("workflow", "〔Step.", "〔Power.content〕"),
        ("risk_points.risk", '"id": "risk"', '"id": "own"'),
        ("risk_points.risk.controls.control", "none of it", "〔RiskPoint.behaviour〕"),
        ("discretion", "〔Discretion.", "〔Power.content〕"),
        ("basis", "none of it", "〔Discretion.violation〕"),
        ("name", "〔Power.", "〔Unit.name〕"),
        ("type", "〔Power.", "〔Unit.name〕"),
        ("id", "〔Power.", "〔Unit.name〕"),
        ("code.value", "〔Code.", "〔Power.content〕"),
    ],
)
def test_a_withheld_part_is_gone_wholly(withheld: str, gone: str, kept: str) -> None:
    for audience in Audience:
        text = text_of(withholding(withheld), audience)
        assert gone not in text
        assert kept in text


def test_a_withheld_step_takes_its_risks_along() -> None:
    (power,) = project(withholding("workflow.steps.step"), base(), INTERNAL).powers
    assert power.workflow is None
    assert power.risk_points == ()


def test_the_list_of_what_is_withheld_tells_keys_and_no_ids() -> None:
    entries = project(withholding("workflow.steps.step.note", "risk_points.risk"), base(), PUBLIC).withheld
    assert [(entry.power, entry.field) for entry in entries] == [
        ("power", "risk_points"), ("power", "workflow.steps.note"),
    ]  # fmt: skip


def test_names_need_the_table_the_switch_and_a_reason() -> None:
    asks = base().disclosure
    listed = {**asks.fields, "post": {**asks.fields["post"], "holder": "public"}}
    holder = mark(KINDS["post"], "holder")
    for changes, is_told in (
        ({"fields": listed}, False),
        ({"names_public": True, "names_reason": "某方案第七项"}, False),
        ({"fields": listed, "names_public": True, "names_reason": "某方案第七项"}, True),
    ):
        rulebook = replace(base(), disclosure=replace(asks, **changes))
        assert (holder in text_of(marked_catalogue(), PUBLIC, rulebook)) is is_told


def test_references_to_what_is_hidden_become_one_fixed_party() -> None:
    asks = base().disclosure
    fields = {**asks.fields, "post": {**asks.fields["post"], "name": "internal"}}
    rulebook = replace(base(), disclosure=replace(asks, fields=fields))
    power = replace(marked_catalogue().powers[0], holder="post", offices=("office", "post", "post", "nobody"))
    public = project(replace(marked_catalogue(), powers=(power,)), rulebook, PUBLIC)
    assert public.powers[0].holder == HIDDEN_PARTY
    assert [party.kind for party in public.powers[0].offices] == [PartyKind.OFFICE, PartyKind.HIDDEN]
    assert public.units[0].posts == ()
    inside = project(replace(marked_catalogue(), powers=(power,)), rulebook, INTERNAL)
    assert inside.powers[0].holder is not None
    assert inside.powers[0].holder.kind is PartyKind.POST


def test_what_speaks_of_a_hidden_power_goes_with_it() -> None:
    catalogue = marked_catalogue()
    hidden = replace(catalogue.powers[0], id="hidden", disclosure=Disclosure(scope="internal"))
    (decision,), (note,) = catalogue.decisions, catalogue.adjustments
    item = replace(decision.items[0], power="hidden")
    both = replace(
        catalogue,
        powers=(replace(catalogue.powers[0], replaces=("hidden", "earlier")), hidden),
        decisions=(replace(decision, items=(item,)),),
        adjustments=(replace(note, powers=(*note.powers, replace(note.powers[0], power="hidden"))),),
    )
    public, inside = project(both, base(), PUBLIC), project(both, base(), INTERNAL)
    assert (public.decisions, public.adjustments, public.powers[0].replaces) == ((), (), ("earlier",))
    assert (len(inside.decisions), len(inside.adjustments)) == (1, 1)


def test_an_item_without_a_scope_is_for_nobody() -> None:
    (decision,) = marked_catalogue().decisions
    silent = replace(decision, items=(replace(decision.items[0], scope=""),))
    assert project(replace(marked_catalogue(), decisions=(silent,)), base(), INTERNAL).decisions == ()


def test_only_cited_laws_are_told() -> None:
    loaded = shipped("zhenping")
    public = project(loaded.catalogue, loaded.rulebook, PUBLIC)
    cited = {basis.law for power in public.powers for basis in power.basis}
    assert {law.id for law in public.laws} <= cited | {law.id for law in public.laws if law.superseded_by}
    assert len(public.laws) < len(project(loaded.catalogue, loaded.rulebook, INTERNAL).laws)


# ---------------------------------------------------------------------------------------------------------
# Shut where something is not settled
# ---------------------------------------------------------------------------------------------------------


def hits(catalogue: Catalogue, rulebook: Rulebook | None = None, audience: Audience = PUBLIC) -> list[tuple[str, Any]]:
    with pytest.raises(UnsettledError) as shut:
        project(catalogue, rulebook or base(), audience)
    return [(hit.case, hit.facts["field"]) for hit in shut.value.hits]


def test_a_missing_or_unknown_scope_shuts_the_gate() -> None:
    catalogue = marked_catalogue()
    assert hits(with_power(catalogue, disclosure=None)) == [("no_scope", "disclosure.scope")]
    assert hits(with_power(catalogue, disclosure=Disclosure())) == [("no_scope", "disclosure.scope")]
    assert hits(with_power(catalogue, disclosure=Disclosure(scope="pubic"))) == [("unknown_scope", "disclosure.scope")]
    (decision,) = catalogue.decisions
    items = (replace(decision.items[0], scope="pubic"),)
    assert hits(replace(catalogue, decisions=(replace(decision, items=items),))) == [("unknown_scope", "scope")]


def test_what_is_withheld_is_for_nobody_whatever_its_rank() -> None:
    asks = base().disclosure
    scopes = {**asks.scopes, "withheld": replace(asks.scopes["withheld"], rank=0)}
    rulebook = replace(base(), disclosure=replace(asks, scopes=scopes))
    catalogue = with_power(marked_catalogue(), disclosure=Disclosure(scope="withheld", reason="理由"))
    assert "〔Power." not in text_of(catalogue, INTERNAL, rulebook)


def test_a_cancelled_power_needs_its_scope_too() -> None:
    assert hits(with_power(marked_catalogue(), status="cancelled", disclosure=None))


@pytest.mark.parametrize("slip", ["workflow.steps.stepp", "contents", "risk_points.risk.controls.none", "steps", ""])
def test_a_withheld_path_that_leads_nowhere_shuts_the_gate(slip: str) -> None:
    assert hits(withholding(slip)) == [("nothing", "disclosure.withheld")]


def test_a_file_that_was_not_read_whole_shuts_the_gate() -> None:
    file = "units/u/powers/p.yaml"
    left_out: Mapping[str, Any] = {file: (("disclosure", "withheld", 0),)}
    assert hits(replace(marked_catalogue(), left_out=left_out)) == [("left_out", "disclosure.withheld.0")]


def test_an_audience_that_the_rulebook_does_not_know_shuts_the_gate() -> None:
    asks = base().disclosure
    scopes = {name: scope for name, scope in asks.scopes.items() if name != "inner-party"}
    rulebook = replace(base(), disclosure=replace(asks, scopes=scopes))
    assert hits(marked_catalogue(), rulebook, INNER) == [("no_audience", "disclosure.scopes.inner-party")]


def test_names_without_a_reason_shut_the_gate() -> None:
    rulebook = replace(base(), disclosure=replace(base().disclosure, names_public=True, names_reason=" "))
    assert hits(marked_catalogue(), rulebook) == [("no_reason", "disclosure.names_reason")]


@pytest.mark.parametrize(
    ("line", "key"),
    [("disclosure: {channels: [website]}", "gate.no_scope"), ("disclosure: {scope: 机密内容}", "gate.left_out")],
)
def test_the_user_is_told_the_place_and_no_value(tmp_path: Path, line: str, key: str) -> None:
    (tmp_path / "units" / "u" / "powers").mkdir(parents=True)
    (tmp_path / "catalogue.yaml").write_text("kind: catalogue\nformat: 1\nid: c\nname: 某地\n", "utf-8")
    (tmp_path / "units" / "u" / "unit.yaml").write_text("kind: unit\nid: u\nname: 某局\ntype: department\n", "utf-8")
    power = f"kind: power\nid: p\nname: 保密的名称\ntype: licence\n{line}\n"
    (tmp_path / "units" / "u" / "powers" / "p.yaml").write_text(power, "utf-8")
    source = WorkingTree(tmp_path)
    with pytest.raises(PowerctlError) as error:
        public_catalogue(load(source), source, PUBLIC)
    assert error.value.key == key
    assert str(error.value.facts["place"]).startswith("units/u/powers/p.yaml:")
    assert "保密的名称" not in str(error.value.facts) and "机密内容" not in str(error.value.facts)


# ---------------------------------------------------------------------------------------------------------
# Ways past hidden steps
# ---------------------------------------------------------------------------------------------------------


def steps(drawn: str) -> tuple[Step, ...]:
    """``a>b:yes,c:no; b.; c`` → steps with exits (``id>to:when``) and ends (a dot)."""
    made = []
    for part in drawn.split(";"):
        name, _, ways = part.strip().partition(">")
        exits = (way.partition(":") for way in ways.split(",") if way)
        made.append(
            Step(
                id=name.rstrip("."),
                name=name,
                end=name.endswith("."),
                next=tuple(Exit(to=to, when=when) for to, _, when in exits),
            )
        )
    return tuple(made)


@pytest.mark.parametrize(
    ("drawn", "shown", "exits", "ends", "starts"),
    [
        ("a; b; c", "abc", "a-b b-c", "c", "a"),
        ("a; b; c", "ac", "a-c", "c", "a"),
        ("a; b; d; c", "ac", "a-c", "c", "a"),  # two hidden steps look like one
        ("a; b; c", "ab", "a-b", "b", "a"),  # the last one hidden: it may end before
        ("a; b; c", "bc", "b-c", "c", "b"),  # the first one hidden
        ("a; b; c", "b", "", "b", "b"),
        ("a>b:yes,c:no; b.; c.", "ac", "a-c:no", "ac", "a"),
        ("a; h>b:x,c:y; b.; c.", "abc", "a-b a-c", "bc", "a"),  # a hidden decision: its ways, not its conditions
        ("a; h>c:x,b:y; b.; c.", "abc", "a-b a-c", "bc", "a"),  # … in the order of the list, not its own
        ("h>b,c; b.; c.", "bc", "", "bc", "bc"),
        ("a>h:yes,b:no; h>b; b.", "ab", "a-b:yes a-b:no", "b", "a"),
        ("a; h>a,b; b.", "ab", "a-b", "b", "a"),  # back to itself through a hidden step: not told
        ("a>a:again,b:on; b.", "ab", "a-a:again a-b:on", "b", "a"),
        ("a; h>i; i>h,b; b.", "ab", "a-b", "b", "a"),  # a ring of hidden steps
        ("a; h>i; i>h", "a", "", "", "a"),
        ("a>nowhere; b", "ab", "", "ab", "a"),
        ("", "", "", "", ""),
    ],
)
def test_hidden_steps_are_passed_over(drawn: str, shown: str, exits: str, ends: str, starts: str) -> None:
    flow = joined(steps(drawn) if drawn else (), frozenset(shown))
    ways = [
        f"{step}-{way.to}{':' if way.when else ''}{way.when}" for step, found in flow.exits.items() for way in found
    ]
    assert (" ".join(ways), "".join(sorted(flow.ends)), "".join(flow.starts)) == (exits, ends, starts)


def reachable(exits: Mapping[str, tuple[str, ...]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        new = set(exits[waiting.pop()]) - found
        found |= new
        waiting += new
    return found


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_joining_keeps_what_can_be_reached(data: st.DataObject) -> None:
    names = "abcdefgh"[: data.draw(st.integers(1, 8))]
    targets = st.lists(st.sampled_from(names), max_size=3)
    drawn = tuple(Step(id=name, name=name, next=tuple(Exit(to=to) for to in data.draw(targets))) for name in names)
    shown = data.draw(st.frozensets(st.sampled_from(names)))
    whole, part = joined(drawn, frozenset(names)), joined(drawn, shown)
    all_ways = {name: tuple(way.to for way in whole.exits[name]) for name in names}
    seen_ways = {name: tuple(way.to for way in part.exits[name]) for name in shown}
    for name in shown:
        assert reachable(seen_ways, name) == reachable(all_ways, name) & shown


# ---------------------------------------------------------------------------------------------------------
# What holds of all catalogues
# ---------------------------------------------------------------------------------------------------------

_OF_THE_FLOW = {"next", "end", "starts", "audience"}


def is_within(less: Any, more: Any) -> bool:
    """Whether everything told in ``less`` is told in ``more`` too; ways past steps differ, and hidden parties."""
    if isinstance(less, dict):
        is_phrase = less == plain(HIDDEN_PARTY)
        return is_phrase or all(
            key in _OF_THE_FLOW or (key in more and is_within(value, more[key])) for key, value in less.items()
        )
    if isinstance(less, list):
        return all(any(is_within(part, other) for other in more) for part in less)
    return bool(less == more)


def by_subject(catalogue: Any) -> Any:
    """Powers, decisions and notes with ids that are their own in the whole catalogue."""
    for key in ("powers", "decisions", "adjustments"):
        for entry in catalogue.get(key, ()):
            entry["id"] = f"{entry['unit']}/{entry['id']}"
    return catalogue


@pytest.mark.parametrize("name", NAMES)
def test_wider_circles_see_no_more(name: str) -> None:
    loaded = shipped(name)
    public, inner, internal = (
        by_subject(plain(project(loaded.catalogue, loaded.rulebook, audience))) for audience in Audience
    )
    assert is_within(public, inner)
    assert is_within(inner, internal)
    assert public != inner != internal or name in ("liaoning",)


@given(st.integers(0, 10**9), st.sampled_from(["xiuzhou", "zhenping", "menyuan"]))
@settings(max_examples=60, deadline=None)
def test_two_worlds_with_one_public_part_look_the_same(seed: int, name: str) -> None:
    loaded = shipped(name)
    other = other_world(loaded.catalogue, loaded.rulebook, seed)
    assert other != loaded.catalogue
    here, there = project(loaded.catalogue, loaded.rulebook, PUBLIC), project(other, loaded.rulebook, PUBLIC)
    assert plain(here) == plain(there)
    assert digest(here) == digest(there)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_catalogue_gives_the_same_digest_in_any_order(name: str) -> None:
    loaded = shipped(name)
    turned = replace(
        loaded.catalogue,
        units=loaded.catalogue.units[::-1],
        powers=loaded.catalogue.powers[::-1],
        decisions=loaded.catalogue.decisions[::-1],
        adjustments=loaded.catalogue.adjustments[::-1],
    )
    assert digest(project(turned, loaded.rulebook, PUBLIC)) == digest(
        project(loaded.catalogue, loaded.rulebook, PUBLIC)
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_digest_is_that_of_the_json_with_sorted_keys(name: str) -> None:
    loaded = shipped(name)
    for audience in Audience:
        public = project(loaded.catalogue, loaded.rulebook, audience)
        text = json.dumps(plain(public), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert digest(public) == hashlib.sha256(text.encode()).hexdigest()


def test_grades_are_resolved_and_the_highest_counts() -> None:
    loaded = shipped("xiuzhou")
    for power in project(loaded.catalogue, loaded.rulebook, PUBLIC).powers:
        ranks = [risk.grade.rank for risk in power.risk_points if risk.grade]
        assert (power.grade.rank if power.grade else 0) == max(ranks, default=0)
        assert all(risk.grade is not None and risk.grade.label for risk in power.risk_points)


def test_no_public_type_knows_where_it_was_written() -> None:
    def parts(value: Any) -> set[str]:
        if dataclasses.is_dataclass(value):
            below = [parts(getattr(value, field.name)) for field in dataclasses.fields(value)]
            return {type(value).__module__, *(field.name for field in dataclasses.fields(value)), *set().union(*below)}
        return set().union(*map(parts, value)) if isinstance(value, tuple) else set()

    loaded = shipped("zhenping")
    found = parts(project(loaded.catalogue, loaded.rulebook, INTERNAL))
    assert not {name for name in found if name.startswith("powerctl.model")}
    assert "ref" not in found


def test_a_power_of_a_unit_that_is_not_there_is_not_told() -> None:
    catalogue = marked_catalogue()
    stray = replace(catalogue.powers[0], unit="elsewhere")
    assert project(replace(catalogue, powers=(stray,)), base(), INTERNAL).powers == ()


def test_two_powers_of_one_id_each_keep_their_own_part_back() -> None:
    (power,) = withholding("content").powers
    twin = replace(power, disclosure=Disclosure(scope="public"), content="公开")
    both: tuple[Power, ...] = (power, twin)
    assert "〔Power.content〕" not in text_of(replace(marked_catalogue(), powers=both))
