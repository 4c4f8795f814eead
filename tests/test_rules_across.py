"""X041-X044 at their edges: what a pair of samples is too short to show."""

from __future__ import annotations

import time

import pytest

from powerctl.rules.likeness import core_name, core_text, leaders, likeness
from tests.briefs import hits, told

TEXT = "审查占用道路施工的申请，核定占道的范围和时限，施工结束后验收路面恢复情况"


def unit(id_: str, name: str, type_: str = "department", more: str = "") -> dict[str, str]:
    """A unit without anything in it."""
    return {f"units/{id_}/unit.yaml": f"kind: unit\nid: {id_}\nname: {name}\ntype: {type_}\n{more}\n"}


def power(owner: str, id_: str, name: str, more: str = "", type_: str = "licence") -> dict[str, str]:
    """A power of a unit with further lines."""
    return {f"units/{owner}/powers/{id_}.yaml": f"kind: power\nid: {id_}\nname: {name}\ntype: {type_}\n{more}\n"}


def rules(text: str) -> dict[str, str]:
    """A rulebook with these demands."""
    return {"rulebook.yaml": f"kind: rulebook\nid: sample\nname: 样例规则\nextends: base\n{text}\n"}


BUREAUS = {**unit("a", "区公路局"), **unit("b", "区住建局"), **unit("c", "区园林局")}


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("道路开挖许可", "道路开挖许可", ["name"]),
        ("道路开挖许可", " 道路 开挖、许可 ", ["name"]),
        ("道路开挖许可", "区住建局道路开挖许可", ["name"]),
        ("区公路局道路开挖许可", "区住建局道路开挖许可", ["name"]),
        ("道路开挖许可", "道路开挖许可（新设）", ["name"]),
        ("道路开挖许可(新设)", "道路开挖许可【变更】（区级）", ["name"]),
        ("ＡＢＣ开挖许可", "abc开挖许可", ["name"]),
        ("道路开挖许可（第1项）", "道路开挖许可（第2项）", []),
        ("道路开挖许可（10平方米以下）", "道路开挖许可", []),
        ("道路（城区）开挖许可", "道路开挖许可", []),
        ("道路开挖许可", "道路占用许可", []),
        ("区公路局", "区住建局", []),  # nothing is left of the names
    ],
)
def test_one_name(one: str, other: str, expected: list[str]) -> None:
    files = {**BUREAUS, **power("a", "x", f'"{one}"'), **power("b", "y", f'"{other}"')}
    assert [case for case, _ in told("X041", files)] == expected


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("code: {scheme: local, value: A-1}", "code: {scheme: local, value: A-1}", [("", "code.value")]),
        ("code: {scheme: local, value: A-1}", "code: {scheme: gb39554, value: A-1}", []),
        ("code: {scheme: local, value: A-1}", "code: {scheme: local, value: A-2}", []),
        ("code: {scheme: local, value: A-1}", "", []),
        (f"content: {TEXT}", f"content: {TEXT}", [("text", "content")]),
        (f"content: {TEXT}", f"content: {TEXT.replace('，', '；')}。", [("text", "content")]),
        (f"content: {TEXT}", f"content: {TEXT.replace('情况', '状况')}", [("text", "content")]),
        (f"content: {TEXT}", "content: 核定占道的范围和时限", []),
        (f"content: {TEXT}，面积10平方米以下", f"content: {TEXT}，面积20平方米以下", []),
        (f"content: {TEXT}，面积10平方米以下", f"content: {TEXT}，面积１０平方米以下。", [("text", "content")]),
        ("content: 审批", "content: 审批", []),  # too short to tell
    ],
)
def test_one_code_or_nearly_one_text(one: str, other: str, expected: list[tuple[str, str]]) -> None:
    files = {**BUREAUS, **power("a", "x", "占道审批", one), **power("b", "y", "占道核准", other)}
    assert told("X041", files) == expected
    cancelled = power("b", "y", "占道核准", f"{other}\nstatus: cancelled")
    assert told("X041", {**files, **cancelled}) == []
    same_unit = {**BUREAUS, **power("a", "x", "占道审批", one), **power("a", "y", "占道核准", other)}
    assert told("X041", same_unit) == []


def test_what_is_the_same_in_all_three_ways_is_told_once() -> None:
    same = f"code: {{scheme: local, value: A-1}}\ncontent: {TEXT}"
    files = {**BUREAUS, **power("a", "x", "占道审批", same), **power("b", "x", "占道审批", same)}
    assert told("X041", files) == [("", "code.value")]


def test_each_later_power_is_told_against_the_first() -> None:
    files = {**BUREAUS, **power("a", "x", "占道审批"), **power("b", "x", "占道审批"), **power("c", "x", "占道审批")}
    found = hits("X041", files)
    assert [hit.ref.file for hit in found] == ["units/b/powers/x.yaml", "units/c/powers/x.yaml"]
    assert {hit.other[0].file for hit in found if hit.other} == {"units/a/powers/x.yaml"}


@pytest.mark.parametrize(
    "other, expected",
    [
        (unit("b", "区住建局"), ["name"]),
        (unit("b", "市住建局", more="level: city"), []),
        (unit("b", "样例乡", "township"), []),
        (unit("b", "区公路站", "station", "level: county"), ["name"]),
        (unit("b", "区住建局", "burreau"), []),  # nobody knows its level
        ({"units/b/unit.yaml": "kind: unit\nid: b\n"}, []),  # S002 speaks of the unit
    ],
)
def test_only_units_of_one_level_overlap(other: dict[str, str], expected: list[str]) -> None:
    files = {**unit("a", "区公路局"), **other, **power("a", "x", "占道审批"), **power("b", "x", "占道审批")}
    assert [case for case, _ in told("X041", files)] == expected


def test_units_with_one_list_do_not_overlap_among_themselves() -> None:
    towns = {**unit("a", "甲镇", "town"), **unit("b", "乙镇", "town"), **unit("c", "丙街道", "street")}
    same = {**power("a", "x", "占道审批"), **power("b", "x", "占道审批")}
    assert told("X041", {**towns, **same}) == []
    found = hits("X041", {**towns, **same, **power("c", "x", "占道审批")})
    assert [hit.ref.file for hit in found] == ["units/c/powers/x.yaml"]


def test_a_stranger_between_units_with_one_list_overlaps_with_both() -> None:
    units = {**unit("a", "甲镇", "town"), **unit("b", "公路站", "station"), **unit("c", "乙镇", "town")}
    files = {**units, **power("a", "x", "占道审批"), **power("b", "x", "占道审批"), **power("c", "x", "占道审批")}
    pairs = [(hit.ref.file[6], hit.other[0].file[6]) for hit in hits("X041", files) if hit.other]
    assert pairs == [("b", "a"), ("c", "b")]


def test_two_texts_that_are_like_a_third_one_need_not_be_alike() -> None:
    units = {**unit("a", "市公路局", more="level: city"), **unit("b", "区公路局"), **unit("c", "区住建局")}
    head, tail = f"content: 核定停用{TEXT[4:]}", f"content: {TEXT[:-2]}平整"
    files = {**units, **power("a", "x", "占道", f"content: {TEXT}"), **power("b", "x", "占道一", head)}
    assert told("X041", {**files, **power("c", "x", "占道二", tail)}) == []
    assert told("X041", {**files, **power("c", "x", "占道二", head)}) == [("text", "content")]


def test_another_type_is_another_rules_matter() -> None:
    files = {**BUREAUS, **power("a", "x", "占道审批"), **power("b", "x", "占道审批", type_="approval")}
    assert told("X041", files) == []
    assert told("X042", files) == [("", "type")]


def test_a_rulebook_may_leave_texts_alone() -> None:
    content = f"content: {TEXT}"
    files = {**BUREAUS, **power("a", "x", "占道审批", content), **power("b", "y", "占道核准", content)}
    assert told("X041", {**files, **rules("overlap: {likeness: 0}")}) == []
    assert told("X041", {**files, **rules("overlap: {least_text: 200}")}) == []
    assert told("X041", {**files, **rules("overlap: {likeness: 1}")}) == []
    assert told("X041", {**files, **rules("overlap: null")}) == []


@pytest.mark.parametrize(
    "types, expected",
    [
        ({"a": ["licence"], "b": ["licence"], "c": ["licence"]}, []),
        ({"a": ["licence"], "b": ["approval"]}, ["units/b/powers/approval.yaml"]),
        ({"a": ["approval"], "b": ["licence"], "c": ["licence"]}, ["units/a/powers/approval.yaml"]),
        ({"a": ["licence", "inspection"], "b": ["licence"]}, []),
        ({"a": ["licence", "inspection"], "b": ["inspection"]}, []),
        ({"a": ["licence", "inspection"], "b": ["approval"]}, ["units/b/powers/approval.yaml"]),
        ({"a": ["licence", "approval"]}, []),  # in one unit they are two powers
        ({"a": ["licence"], "b": ["license"]}, []),  # P102 speaks
    ],
)
def test_other_type(types: dict[str, list[str]], expected: list[str]) -> None:
    files = dict(BUREAUS)
    for owner, kinds in types.items():
        for kind in kinds:
            files |= power(owner, kind, "占道审批（市区）", type_=kind)
    assert [hit.ref.file for hit in hits("X042", files)] == expected


def test_type_and_level_do_not_matter_to_each_other() -> None:
    files = {**BUREAUS, **power("a", "x", "占道审批"), **power("town", "x", "占道审批", type_="approval")}
    assert [hit.ref.file for hit in hits("X042", files)] == ["units/town/powers/x.yaml"]


def towns(**lists: str) -> dict[str, str]:
    """Towns by id, each with its powers: ``name`` or ``name=code``."""
    files: dict[str, str] = {}
    for id_, powers in lists.items():
        files |= unit(id_, f"{id_}镇", "town")
        for number, entry in enumerate(powers.split()):
            name, _, code = entry.partition("=")
            files |= power(id_, f"p{number}", name, f"code: {{scheme: local, value: {code}}}" if code else "")
    return files


@pytest.mark.parametrize(
    "lists, expected",
    [
        ({"a": "救助 开挖", "b": "救助 开挖", "c": "救助 开挖"}, []),
        ({"a": "救助 开挖", "b": "救助 开挖", "c": "救助"}, [("c", "开挖", 2, 2)]),
        ({"a": "救助 开挖", "b": "救助", "c": "救助"}, []),  # one of two peers is not more than half
        ({"a": "救助 开挖", "b": "救助"}, []),  # too few to compare
        ({"a": "救助 开挖", "b": "救助 开挖", "c": ""}, []),  # without a list there is nothing to compare
        ({"a": "救助 开挖", "b": "救助 开挖", "c": "救助 开挖（镇区）"}, []),
        ({"a": "救助 开挖", "b": "救助 开挖", "c": "救助 c镇开挖"}, []),
        ({"a": "救助 开挖=K1", "b": "救助 开挖=K1", "c": "救助 挖掘=K1"}, []),  # one code
        ({"a": "救助 开挖=K1", "b": "救助 开挖=K2", "c": "救助 开挖=K3"}, []),  # one name
        ({"a": "救助 开挖=K1", "b": "救助 挖掘=K1", "c": "救助"}, [("c", "开挖", 2, 2)]),
        ({"a": "甲 乙", "b": "甲 乙", "c": "甲 乙", "d": "甲"}, [("d", "乙", 3, 3)]),
        ({"a": "甲 乙", "b": "甲 乙", "c": "甲", "d": "甲"}, [("c", "乙", 2, 3), ("d", "乙", 2, 3)]),
        ({"a": "甲 乙", "b": "甲 乙", "c": "甲 乙", "d": "甲 丙"}, [("d", "乙", 3, 3)]),
    ],
)
def test_lists_of_peers(lists: dict[str, str], expected: list[tuple[str, str, int, int]]) -> None:
    found = hits("X043", towns(**lists))
    assert all(hit.ref.path == ("id",) for hit in found)
    told_ = [(hit.ref.file.split("/")[1], hit.facts["power"], hit.facts["have"], hit.facts["peers"]) for hit in found]
    assert told_ == expected


def test_lists_are_not_compared_across_types_or_where_they_need_not_be_alike() -> None:
    files = towns(a="救助 开挖", b="救助 开挖", c="救助")
    assert told("X043", {**files, **rules("unit_types: {town: {same_list: false}}")}) == []
    street = unit("c", "丙街道", "street")
    assert told("X043", {**files, **street}) == []
    assert told("X043", {**files, **rules("overlap: {peers_least: 4}")}) == []


def test_a_unit_that_could_not_be_read_whole_lacks_nothing() -> None:
    files = towns(a="救助 开挖", b="救助 开挖", c="救助")
    assert told("X043", {**files, "units/c/powers/p1.yaml": "kind: power\nid: p1\n"}) == []


@pytest.mark.parametrize(
    "type_, unit_level, level, is_told",
    [
        ("town", "", "township", False),
        ("town", "", "county", True),
        ("town", "", "", False),
        ("department", "", "city", False),
        ("department", "", "national", True),
        ("department", "township", "township", False),  # the unit says so itself
        ("burreau", "", "national", False),  # P102 speaks
        ("plain", "", "national", False),  # the rulebook gives it no level
        ("narrow", "", "county", False),
        ("narrow", "", "township", True),
    ],
)
def test_level(type_: str, unit_level: str, level: str, is_told: bool) -> None:
    own = rules("unit_types: {plain: {label: 站}, narrow: {label: 所, level: county}}")
    more = f"level: {unit_level}" if unit_level else ""
    files = {**unit("a", "甲", type_, more), **power("a", "x", "采砂许可", f"level: {level}" if level else ""), **own}
    assert told("X044", files) == ([("", "level")] if is_told else [])


def test_level_of_a_power_not_in_force() -> None:
    assert told("X044", power("town", "x", "采砂许可", "level: county\nstatus: delegated")) == []


def test_names_and_texts_without_trimmings() -> None:
    assert core_name("样例镇 临时救助（急难型）", "样例镇") == "临时救助"
    assert core_name("（急难型）", "样例镇") == ""
    assert core_name("临时救助（500元以下）", "样例镇") == "临时救助500元以下"
    assert core_text("样例镇，对ＡＢ 两类…", "样例镇") == "对ab两类"


BASE = "审查占用道路施工的申请核定占道的范围和时限施工结束后验收路面恢复"


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("", "", 0.0),
        ("甲", "甲", 0.5),  # no pairs to tell by
        ("甲乙", "甲乙", 1.0),
        ("甲乙", "丙丁", 0.0),
        ("甲乙丙丁", "丁丙乙甲", 0.5),  # the same characters in another order
        ("甲甲甲甲", "甲甲", 2 / 3),
        ("甲1乙", "甲2乙", 0.0),
        (BASE, BASE, 1.0),
        (BASE, BASE[:-1] + "原", 31 / 32),
    ],
)
def test_likeness(one: str, other: str, expected: float) -> None:
    assert likeness(one, other) == likeness(other, one) == pytest.approx(expected, abs=0.01)


def test_leaders() -> None:
    near, far = BASE.replace("范围", "区域"), "对违反水土保持规定的行为进行调查并作出处罚决定"
    assert leaders([BASE, far, near, BASE, far], 0.9) == [BASE, far, BASE, BASE, far]
    assert leaders([near, BASE], 0.9) == [near, near]
    assert leaders([BASE, near], 1) == [BASE, near]
    assert leaders([BASE + "1", BASE + "2"], 0.1) == [BASE + "1", BASE + "2"]
    assert leaders([], 0.9) == []


def test_every_near_text_is_found() -> None:
    """Against comparing each with each: where texts are not all of one kind, nothing is passed over."""
    characters = [chr(0x4E00 + number) for number in range(400)]
    bases = ["".join(characters[(start * 37 + step * (start + 3)) % 400] for step in range(40)) for start in range(60)]
    edits = ((0, 0), (9, 2), (20, 6))
    texts = [base[:cut] + "改" * size + base[cut + size :] for base in bases for cut, size in edits]
    found = leaders(texts, 0.9)
    assert len(set(found)) == 2 * len(bases)
    for index, text in enumerate(texts):
        is_near = [other for other in dict.fromkeys(found[:index]) if likeness(other, text) >= 0.9]
        assert (found[index] in is_near) if is_near else (found[index] == text)


@pytest.mark.parametrize(
    "texts",
    [
        ["甲" * (number % 300 + 1) for number in range(3000)],
        ["甲乙" * 20 + chr(0x4E00 + number) for number in range(3000)],
        [chr(0x4E00 + number % 50) * 3 + "审查占用道路施工的申请" + chr(0x4E00 + number) * 9 for number in range(3000)],
    ],
)
def test_many_texts_of_one_kind_take_no_longer(texts: list[str]) -> None:
    start = time.perf_counter()
    leaders(texts, 0.9)
    assert time.perf_counter() - start < 10  # comparing each with each takes minutes
