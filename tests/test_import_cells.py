"""What cells say: tables of cases, what is read and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from powerctl.intake.cells import bases, lists, persons, terms, time_limits
from powerctl.intake.headings import kind_of, matched
from powerctl.intake.titles import unit_in_title
from powerctl.intake.vocabulary import kinds, squeezed
from powerctl.resources import resource
from powerctl.rulebook import load_rulebook
from powerctl.source import WorkingTree

RULEBOOK = load_rulebook(WorkingTree(resource("schemas")), "base")


@pytest.mark.parametrize(
    "text, entries",
    [
        ("1.受理;2.审查;\n3.决定。", ["受理", "审查", "决定。"]),
        ("1、受理 2、审查", ["受理", "审查"]),
        ("(1)受理（2）审查", ["受理", "审查"]),
        ("①受理②审查", ["受理", "审查"]),
        ("（一）受理；（二）审查", ["受理", "审查"]),
        ("一是受理，二是审查", ["受理，", "审查"]),
        ("1.1未讲党课。 1.2未提要求。", ["未讲党课。", "未提要求。"]),
        ("有下列情形：\n1.不受理\n2.超期", ["有下列情形：", "不受理", "超期"]),
        ("1、没有充足调研", ["没有充足调研"]),
        ("9.未专人专柜保管", ["9.未专人专柜保管"]),
        ("提高1.5倍，或2.5倍", ["提高1.5倍，或2.5倍"]),
        ("第1条、第2条", ["第1条、第2条"]),
        ("2011年1月2日", ["2011年1月2日"]),
        ("行\n政\n确\n认", ["行政确认"]),
        ("", []),
    ],
)
def test_lists(text: str, entries: list[str]) -> None:
    assert lists.entries(text) == entries


@given(st.lists(st.text("受理审查决定送达", min_size=2, max_size=8), min_size=2, max_size=12))
def test_numbered_entries_come_back(parts: list[str]) -> None:
    for style in ("{}.", "{}、", "({})"):
        assert lists.entries("\n".join(style.format(n) + part for n, part in enumerate(parts, 1))) == parts


@pytest.mark.parametrize(
    "text, value, case",
    [
        ("5个工作日", "5wd", ""),
        ("15 个工作日", "15wd", ""),
        ("7日", "7d", ""),
        ("三十日", "30d", ""),
        ("20", "20wd", "limit_unit"),
        ("当场", "0d", ""),
        ("2小时", "2h", ""),
        ("3个月", "3mo", ""),
        ("自收到申请材料起5个工作日内", "5wd", ""),
        ("自信息形\n成或者变\n更之日起\n20个工作\n日内予以\n公开", "20wd", ""),
        ("当场/7日/60日", "", "limit_several"),
        ("累计10个工作日", "", "limit_cumulative"),
        ("适时", "", "limit_unread"),
    ],
)
def test_limits(text: str, value: str, case: str) -> None:
    assert time_limits.limit(text)[:2] == (value, case)


def test_the_heading_may_hold_the_unit_of_a_limit() -> None:
    assert time_limits.limit("20", "承诺时限(日)") == ("20d", "", True)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("《水法》第三十五条第二款", [{"title": "水法", "articles": ["第三十五条第二款"]}]),
        ("国办发〔2023〕5号", [{"number": "国办发〔2023〕5号"}]),
        ("《水法》(主席令第四号)第八条", [{"title": "水法", "number": "主席令第四号", "articles": ["第八条"]}]),
        ("【法律】《水法》", [{"title": "水法", "rank": "law"}]),
        ("《防洪法》第二十七条、《水法》第30、32条；", [
            {"title": "防洪法", "articles": ["第二十七条"]}, {"title": "水法", "articles": ["第30条", "第32条"]},
        ]),
        ("1.皖政〔2017〕9号\n2.《办法》附件第3项", [
            {"number": "皖政〔2017〕9号"}, {"title": "办法", "articles": ["附件第3项"]},
        ]),
        ("《关于印发《办法》的通知》(某政[2013]7号)", [
            {"title": "关于印发《办法》的通知", "number": "某政[2013]7号"},
        ]),
        ("本单位规定", [{"note": "本单位规定"}]),
    ],
)  # fmt: skip
def test_bases(text: str, expected: list[dict[str, object]]) -> None:
    assert bases.bases(text)[0] == expected


@given(st.text("《》水法第三十条款(国〔2011〕5号)、；【法律】1. \n", max_size=60))
def test_no_basis_loses_a_character_that_means_something(text: str) -> None:
    found, _ = bases.bases(text)
    said = squeezed(" ".join(str(value) for basis in found for value in basis.values()) + "law" * len(found))
    assert all(sign in said for sign in squeezed(text) if sign in "水款国")


@pytest.mark.parametrize(
    "text, one, counts, case",
    [
        ("高", "high", {}, ""),
        ("中风险", "medium", {}, ""),
        ("一级风险", "high", {}, "grade_local"),
        ("Ⅱ级", "medium", {}, "grade_local"),
        ("★", "low", {}, ""),
        ("1中2低", "", {"medium": 1, "low": 2}, ""),
        ("3低", "low", {"low": 3}, ""),
        ("较好", "", {}, ""),
    ],
)
def test_grades(text: str, one: str, counts: dict[str, int], case: str) -> None:
    assert terms.grades(text) == (one, counts, case)


@pytest.mark.parametrize(
    "text, value",
    [
        ("行政许可", "licence"), ("行\n政\n确\n认", "confirmation"), ("行政许可类(共9项)", "licence"),
        ("XK", "licence"), ("1", "licence"), ("01", "licence"), ("10", "other"),
        ("其他行政权力-备案", "other"), ("一、行政处罚", "penalty"), ("职业足球", ""),
    ],
)  # fmt: skip
def test_types(text: str, value: str) -> None:
    assert terms.power_type(text, RULEBOOK.power_types).value == value


@pytest.mark.parametrize(
    "text, posts, masked",
    [
        ("张三", ["责任领导"], ["张×"]),
        ("局长欧阳小明", ["局长"], ["欧×××"]),
        ("李四（副局长）", ["副局长"], ["李×"]),
        ("王伟、科室负责人", ["责任领导", "科室负责人"], ["王×"]),
        ("科室\n负责人", ["科室负责人"], []),
        ("分管领导人\n科室负责人", ["分管领导人", "科室负责人"], []),
        ("马路办", ["马路办"], []),
        ("党委书记", ["党委书记"], []),
    ],
)
def test_names_become_posts(text: str, posts: list[str], masked: list[str]) -> None:
    found, hidden = persons.posts(text, "责任\n领导", hides=True)
    assert (found, [one.masked for one in hidden]) == (posts, masked)


def test_names_stay_where_the_user_wants_them() -> None:
    assert persons.posts("张三", "责任人", hides=False) == (["张三"], [])


def test_a_name_behind_a_label_in_a_text() -> None:
    assert persons.hide_labelled("联系人：王小二，电话略")[0] == "联系人，电话略"
    assert persons.hide_labelled("责任人：科室负责人。")[1] == []


@pytest.mark.parametrize(
    "heading, kind, slot",
    [
        ("职权名称", "powers", "name"), ("项 目 名 称", "powers", "name"), ("追责对象范\n围", "powers", "noted"),
        ("承办机构\n\n（实施主体）", "powers", "holder"), ("执法依据/地方性法规", "powers", "basis:local-regulation"),
        ("实施依据（法律、法规）", "powers", "basis"), ("风险\n等级", "risks", "grade"), ("足球", "powers", ""),
    ],
)  # fmt: skip
def test_headings(heading: str, kind: str, slot: str) -> None:
    assert matched(heading, kinds()[kind]).slot == slot


def test_no_heading_is_listed_twice_in_one_kind() -> None:
    for kind in kinds().values():
        listed = [squeezed(word) for words in (*kind.slots.values(), kind.noted) for word in words]
        assert len(listed) == len(set(listed)), kind.id


def test_a_heading_of_nothing_known_has_no_kind() -> None:
    assert kind_of(["姓名", "电话"], "通讯录") == ""


@pytest.mark.parametrize(
    "title, unit",
    [
        ("亳州市住房和城乡建设局廉政风险点及防控措施一览表", "亳州市住房和城乡建设局"),
        ("宝安市场监管局廉政风险防控责任清单", "宝安市场监管局"),
        ("某县交通运输局2024年权力清单", "某县交通运输局"),
        ("沙坪坝区磁器口街道法定行政执法事项清单(2023年)", "沙坪坝区磁器口街道"),
        ("霍山县衡山镇廉政风险点情况表", "霍山县衡山镇"),
        ("平川区黄峤中学", "平川区黄峤中学"),
        ("某市委组织部廉政风险点", "某市委组织部"),
        ("县级司法行政主管部门权责清单模板(2019年版)", ""),
        ("适用城乡个体工商户管理暂行条例", ""),
        ("", ""),
    ],
)
def test_units_in_titles(title: str, unit: str) -> None:
    assert unit_in_title(title) == unit
