"""The schemas: valid, explained, closed and in step with the model; both validators read them alike."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import jsonschema
import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from powerctl.model.adjustment import Adjustment
from powerctl.model.assessment import Assessment
from powerctl.model.basis import Laws
from powerctl.model.calendar import YearCalendar
from powerctl.model.catalogue import About
from powerctl.model.decision import Decision
from powerctl.model.power import Power
from powerctl.model.programme import Programme
from powerctl.model.regulation import Regulations
from powerctl.model.risk import Risks
from powerctl.model.rulebook import Rulebook
from powerctl.model.supervision import Supervision
from powerctl.model.unit import Unit
from powerctl.model.waiver import Waivers
from powerctl.model.warning import EarlyWarning
from powerctl.results import Severity
from powerctl.schema import rust_schema

Schema = dict[str, Any]
Keys = dict[str, tuple[Any, Any]]  # a key with the type and the field behind it
Keyset = frozenset[str]
NO_KEYS: Keyset = frozenset()

FOLDER = Path(__file__).parent.parent / "schemas"
TEXTS = {path.name.split(".")[0]: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.schema.json"))}
SCHEMAS: dict[str, Schema] = {kind: json.loads(text) for kind, text in TEXTS.items()}
ROOTS: dict[str, type] = {
    "catalogue": About,
    "rulebook": Rulebook,
    "laws": Laws,
    "waivers": Waivers,
    "programme": Programme,
    "calendar": YearCalendar,
    "unit": Unit,
    "power": Power,
    "risks": Risks,
    "regulations": Regulations,
    "decision": Decision,
    "warning": EarlyWarning,
    "supervision": Supervision,
    "assessment": Assessment,
    "adjustment": Adjustment,
}
EXTRA_ROOT_KEYS = {"rulebook": frozenset({"kind", "extends"})}
SHORT_FORMS = {"next", "supervised_by"}  # a string stands for a list of one
KINDS = [kind for kind in ROOTS if kind != "rulebook"]  # those whose files nothing is merged over

each_schema = pytest.mark.parametrize("kind", SCHEMAS)
each_kind = pytest.mark.parametrize("kind", KINDS)


def subschemas(schema: Any, where: str = "#") -> Iterator[tuple[str, Schema]]:
    """Every schema inside a schema with its place, itself first."""
    if not isinstance(schema, dict):
        return
    yield where, schema
    for keyword in ("properties", "patternProperties", "$defs"):
        for name, inner in schema.get(keyword, {}).items():
            yield from subschemas(inner, f"{where}/{keyword}/{name}")
    for keyword in ("items", "additionalProperties", "propertyNames"):
        yield from subschemas(schema.get(keyword), f"{where}/{keyword}")


def types_of(schema: Schema) -> set[str]:
    """The types a schema allows."""
    types = schema.get("type", [])
    return {types} if isinstance(types, str) else set(types)


# ---------------------------------------------------------------------------------------------------------
# What each file looks like
# ---------------------------------------------------------------------------------------------------------


def test_every_kind_has_a_schema() -> None:
    assert set(SCHEMAS) == set(ROOTS)


@each_schema
def test_schema_is_valid_and_says_who_it_is(kind: str) -> None:
    schema = SCHEMAS[kind]
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"https://powerctl.invalid/schemas/{kind}.schema.json"
    assert schema["properties"]["kind"]["const"] == kind


@each_schema
def test_file_is_laid_out_as_json_dumps_does(kind: str) -> None:
    assert TEXTS[kind] == json.dumps(SCHEMAS[kind], indent=2, ensure_ascii=False) + "\n"


@each_schema
def test_every_property_is_explained_in_both_languages(kind: str) -> None:
    assert [fault for place in subschemas(SCHEMAS[kind]) for fault in unexplained(*place)] == []


def unexplained(where: str, schema: Schema) -> Iterator[str]:
    """Properties, shared definitions and the root itself without Chinese or English words."""
    explained = {**schema.get("$defs", {}), **schema.get("properties", {})}
    if where == "#":
        explained[""] = schema
    for name, inner in explained.items():
        if not is_bilingual(inner.get("title", ""), " "):
            yield f"{where} {name}: title"
        if not is_bilingual(inner.get("description", ""), "\n"):
            yield f"{where} {name}: description"


def is_bilingual(text: str, separator: str) -> bool:
    """Whether Chinese stands before the separator and English behind it."""
    chinese, _, english = text.partition(separator)
    return bool(re.search(r"[\u4e00-\u9fff]", chinese) and re.search(r"[A-Za-z]", english))


@each_schema
def test_every_object_closes_itself_and_keeps_x_keys(kind: str) -> None:
    assert [where for where, schema in subschemas(SCHEMAS[kind]) if is_open(schema)] == []


def is_open(schema: Schema) -> bool:
    """Whether an object takes keys that nobody named and that do not start with ``x-``."""
    if "object" not in types_of(schema) and "properties" not in schema:
        return False
    if "propertyNames" in schema:
        return not schema.get("additionalProperties") or "properties" in schema
    return schema.get("additionalProperties") is not False or schema.get("patternProperties") != {"^x-": True}


@each_schema
def test_no_alternatives_and_no_other_files(kind: str) -> None:
    for where, schema in subschemas(SCHEMAS[kind]):
        assert not {"oneOf", "anyOf", "allOf", "not", "if"} & set(schema), where
        assert schema.get("$ref", "#/$defs/").startswith("#/$defs/"), where


@each_kind
def test_nothing_may_be_null(kind: str) -> None:
    assert [where for where, schema in subschemas(SCHEMAS[kind]) if "null" in types_of(schema)] == []


def test_definitions_of_one_name_are_equal() -> None:
    seen: dict[str, tuple[str, str]] = {}
    for kind, schema in SCHEMAS.items():
        for name, definition in schema["$defs"].items():
            text = json.dumps(definition)
            assert seen.setdefault(name, (text, kind))[0] == text, f"{name}: {seen[name][1]} and {kind}"


@each_schema
def test_every_definition_is_used(kind: str) -> None:
    used = {schema["$ref"] for _, schema in subschemas(SCHEMAS[kind]) if "$ref" in schema}
    assert {f"#/$defs/{name}" for name in SCHEMAS[kind]["$defs"]} == used


@each_schema
def test_examples_and_defaults_fit(kind: str) -> None:
    root = SCHEMAS[kind]
    for where, schema in subschemas(root):
        validator = jsonschema.Draft202012Validator(
            {**schema, "$defs": root["$defs"]}, format_checker=jsonschema.FormatChecker()
        )
        for value in [*schema.get("examples", []), *([schema["default"]] if "default" in schema else [])]:
            assert list(validator.iter_errors(value)) == [], where


# ---------------------------------------------------------------------------------------------------------
# In step with the model
# ---------------------------------------------------------------------------------------------------------

SCALARS = {str: "string", bool: "boolean", int: "integer", float: "number", Severity: "string"}


@pytest.mark.parametrize("kind", ROOTS)
def test_schema_and_model_agree(kind: str) -> None:
    own = EXTRA_ROOT_KEYS.get(kind, frozenset({"kind"}))
    assert list(differences(ROOTS[kind], SCHEMAS[kind], SCHEMAS[kind], kind, own)) == []


def differences(cls: type, schema: Schema, root: Schema, where: str, own: Keyset = NO_KEYS) -> Iterator[str]:
    """Where a dataclass and its schema differ; ``own`` names the keys that only a root has."""
    keys = keys_of(cls, is_root=bool(own))
    properties = schema.get("properties", {})
    if types_of(schema) - {"null"} != {"object"}:
        yield f"{where}: no object"
    if odd := set(properties) ^ (set(keys) | own):
        yield f"{where}: keys {sorted(odd)}"
    if set(schema.get("required", ())) != required_keys(keys, schema, own):
        yield f"{where}: required"
    for key, (hint, field) in keys.items():
        if key in properties:
            yield from differences_of_value(hint, properties[key], root, f"{where}.{key}")
            yield from differences_of_default(field, properties[key], f"{where}.{key}")


def keys_of(cls: type, is_root: bool) -> Keys:
    """The YAML keys of a dataclass; a root's ``unit`` is set from its folder."""
    hints = get_type_hints(cls)
    names = {"ref", "unit"} if is_root else {"ref"}
    return {
        field.name.rstrip("_"): (hints[field.name], field)
        for field in dataclasses.fields(cls)
        if field.name not in names
    }


def required_keys(keys: Keys, schema: Schema, own: Keyset) -> Keyset:
    """Fields without default, and a root's kind; an entry merged over an inherited one may leave any out."""
    if "null" in types_of(schema):
        return NO_KEYS
    return (own & {"kind"}) | {key for key, (_, field) in keys.items() if has_no_default(field)}


def has_no_default(field: Any) -> bool:
    """Whether a field must be given."""
    return field.default is field.default_factory is dataclasses.MISSING


def differences_of_value(hint: Any, schema: Schema, root: Schema, where: str) -> Iterator[str]:
    """Where the type of a field and the schema of its value differ."""
    schema = resolved(schema, root)
    types = types_of(schema) - {"null"}
    hint = without_none(hint)
    if get_origin(hint) is tuple:
        short = {"string"} if where.rpartition(".")[2] in SHORT_FORMS else set()
        if types != {"array"} | short:
            yield f"{where}: {types} is no list"
        yield from differences_of_value(get_args(hint)[0], schema.get("items", {}), root, f"{where}[]")
    elif get_origin(hint) is Mapping:
        if types != {"object"}:
            yield f"{where}: {types} is no map"
        for value in map_values(schema):
            yield from differences_of_value(get_args(hint)[1], value, root, f"{where}{{}}")
    elif dataclasses.is_dataclass(hint) and isinstance(hint, type):
        yield from differences(hint, schema, root, where)
    elif types != {SCALARS[hint]}:
        yield f"{where}: {types} is no {hint.__name__}"


def without_none(hint: Any) -> Any:
    """``X`` for ``X | None``, every other type as it is."""
    arguments = get_args(hint)
    return next(arg for arg in arguments if arg is not NoneType) if NoneType in arguments else hint


def resolved(schema: Schema, root: Schema) -> Schema:
    """The definition a schema refers to, or itself."""
    reference = schema.get("$ref")
    return root["$defs"][reference.removeprefix("#/$defs/")] if reference else schema


def map_values(schema: Schema) -> list[Schema]:
    """The schemas of a map's values: one for free keys, one a key where the keys are fixed."""
    is_free = "propertyNames" in schema
    return [schema["additionalProperties"]] if is_free else list(schema["properties"].values())


def differences_of_default(field: Any, schema: Schema, where: str) -> Iterator[str]:
    """Where the schema tells another default than the model has, or hides one that is not empty."""
    if "default" in schema and schema["default"] != field.default:
        yield f"{where}: default {schema['default']!r}"
    is_silent = field.default in ("", 0, None, (), dataclasses.MISSING)
    if not is_silent and not where.startswith("rulebook") and "default" not in schema:
        yield f"{where}: default {field.default!r} missing"


# ---------------------------------------------------------------------------------------------------------
# Two validators, one verdict
# ---------------------------------------------------------------------------------------------------------

WELL = """
kind: catalogue
format: 1
id: xiuzhou
name: 嘉兴市秀洲区
region: "330411"
level: county
language: zh-CN
rulebook: rulebook.yaml
sources:
  - title: 关于规范党政机关和部门及“一把手”权力阳光运行的意见
    issued: 2011-06-13
site:
  title: 秀洲区权力阳光运行公开
  base_url: https://example.invalid/
  complaints: {phone: "12388", note: 监督举报}
---
kind: laws
laws:
  - id: tender-law
    title: 中华人民共和国招标投标法
    rank: law
    number: 主席令第二十一号
    effective: 2000-01-01
    amended: [2017-12-27]
    url: https://flk.npc.gov.cn/招标
---
kind: waivers
waivers:
  - {rule: P106, reason: 新编码下月统一下发, approved_by: sunshine-town/secretary, until: 2011-12-31,
     file: units/sunshine-town/powers/town-works-tender.yaml,
     subject: sunshine-town/town-works-tender/tailored-terms}
---
kind: programme
name: 试点工作实施方案
phases:
  - {id: clear, name: 职权清理, from: 2011-01-01, to: 2011-04-30, tasks: [编制职权目录],
     targets: {powers_with_chart: 100%, powers-with-basis: 95%}}
---
kind: unit
id: sunshine-town
name: 某镇
type: town
credit_code: 11330411002599993L
parent: district-government
bodies:
  - id: party-committee
    name: 镇党委会
    members: [secretary, mayor, deputy-secretary, discipline-secretary, vice-mayor-works]
offices:
  - {id: works, name: 城建办, head: works-head}
posts:
  - {id: secretary, name: 党委书记, chief: true, since: 2018-03-01}
  - {id: mayor, name: 镇长, approval_limits: [{area: finance, amount: 50000, filed_with: 区财政局}]}
  - {id: vice-mayor-works, name: 副镇长（城建）, portfolio: [construction-bidding, approvals]}
  - {id: discipline-secretary, name: 纪委书记, portfolio: [discipline]}
  - {id: works-head, name: 城建办主任, office: works}
  - {id: works-clerk, name: 城建办经办人, office: works, duties: [受理申报, 组织评标]}
---
kind: power
id: town-works-tender
name: 镇级小型工程招标
aliases: [小额工程招标]
replaces: [town-small-works]
code: {scheme: local, value: XZ-GC-003}
type: internal-decision
matter: project
axis: affairs
status: retained
level: township
holder: party-committee
in_charge: vice-mayor-works
proposal: government/executive-meeting
veto: party-committee
offices: [works]
source: statutory
basis:
  - {law: tender-law, articles: ["3", "5"]}
  - {title: 镇工程管理办法, number: 某政〔2011〕12号, articles: ["6"]}
scope: 50万元以下的镇级工程
conditions: [项目已列入年度计划, 资金已落实]
limits: {statutory: 20wd, promised: 10wd}
commitments: [一次性告知]
discipline: [不得拆分项目规避招标]
accountability: [违规规避招标的，追究责任人责任]
rights: [陈述申辩, 申请复议]
complaints: {phone: "0573-00000000", channel: 镇纪委}
workflow:
  source: working
  steps:
    - {id: apply, name: 项目申报, actor: works-clerk, duty: accept, limit: 1wd}
    - {id: review, name: 方案审查, actor: works-head, duty: review, limit: 2wd}
    - id: decide
      name: 党委会集体研究
      actor: party-committee
      duty: decide
      limit: 3wd
      next:
        - {when: 同意, to: publish}
        - {when: 不同意, to: reject}
    - {id: publish, name: 招标公告, actor: works-clerk, duty: disclose, limit: 2wd}
    - {id: evaluate, name: 评标, actor: works-head, with: [works-clerk], duty: review, limit: 1wd,
       supervised_by: discipline-secretary}
    - {id: award, name: 定标, actor: party-committee, duty: approve, limit: 1wd, next: done}
    - {id: reject, name: 退回, end: true}
    - {id: done, name: 签订合同并公示, actor: works-clerk, duty: execute, end: true}
risk_points:
  - id: tailored-terms
    step: publish
    category: process
    behaviour: 设置不合理条件限制、排斥潜在投标人
    found_by: [self, superior]
    factors: {importance: 3, frequency: 2, likelihood: 2}
    grade: high
    graded: {by: party-committee, on: 2011-08-10}
    controls:
      - {id: joint-review, type: regulation, measure: 招标文件集体会审, regulation: tender-rules,
         owners: [vice-mayor-works, discipline-secretary, works-head], every: each-time}
      - {id: spot-check, type: inspection, measure: 每年抽查一次, owners: [discipline-secretary], every: year}
discretion:
  - violation: 未批先建
    basis: {law: planning-law, articles: ["64"]}
    unit: percent
    range: {min: 5, max: 10}
    tiers:
      - {name: 较轻, when: 主动改正, from: 5, to: 6}
      - {name: 一般, when: 逾期改正, from: 6, to: 8}
      - {name: 严重, when: 拒不改正, from: 8, to: 10}
disclosure:
  scope: public
  channels: [website, notice-board]
  timing: permanent
  deadline: 20wd
  withheld:
    - {field: workflow.steps.evaluate, basis: art16_process, reason: 评标过程信息, until: 2012-01-01,
       filed_with: 区政务公开办}
review:
  - {stage: unit, by: party-committee, on: 2011-08-10, outcome: passed}
  - {stage: office, by: external:区协调小组办公室, on: 2011-08-25, outcome: passed}
---
kind: calendar
id: "2027"
name: 国务院办公厅关于部分节假日安排的通知
holidays: [{from: 2027-02-05, to: 2027-02-11, name: 春节}, {from: 2027-01-01}]
workdays: [2027-01-31, 2027-02-20]
---
kind: risks
risk_points:
  - {id: idle-funds, unit: true, behaviour: 截留闲置资金, category: institution,
     factors: {importance: 1}, residual: low}
---
kind: regulations
regulations:
  - {id: tender-rules, title: 镇小型工程招标管理办法, issued: 2011-05-20, meets: [tender],
     file: documents/招标办法（试行）.pdf}
---
kind: decision
id: 2011-09-02-party-committee
name: 2011年第9次党委会
body: party-committee
date: 2011-09-02
procedure: meeting
present: [secretary, mayor]
absent: [{post: deputy-secretary, reason: 外出, written: 同意}]
observers: ["external: 区纪委"]
items:
  - id: item-1
    title: 研究道路硬化工程招标
    matter: project
    amount: 480000
    papers: [{type: integrity-assessment, on: 2011-08-25}]
    opinions: [{post: mayor, stance: agree}, {post: secretary, stance: agree, reason: 同意大家意见}]
    ballot: {mode: named, yes: 6, no: 1}
    follow_up: [{owner: works-head, deadline: 2011-10-31}]
minutes: {number: 〔2011〕9号, recalled: false}
---
kind: warning
id: 2011-003
level: yellow
description: 招标公告期少于规定时间
power: town-works-tender
collected: {by: works-clerk, on: 2011-10-08, source: petition}
notice: {type: rectification, issued: 2011-10-12, served: 2011-10-13, demands: [完善会审制度]}
reply: {on: 2011-11-01, causes: 会审制度没有坚持, measures: [重新会审]}
review: {by: discipline-secretary, on: 2011-11-15, outcome: passed}
state: reviewed
---
kind: supervision
done:
  - {duty: reminder-talk, by: discipline-secretary, on: 2011-09-20, about: secretary, period: 2011Q3}
answers:
  - {checklist: procurement, question: bidding-evaded, answer: "no", about: secretary}
---
kind: assessment
id: "2011"
year: 2011
scores: [{item: risk-search, points: 18.5, reason: 一处不准确}, {item: warnings, points: -1}]
total: 96
graded_by: external:区惩防办
---
kind: adjustment
id: 2011-merge-works
title: 关于合并小型工程类职权的调整说明
reason: 两项职权依据、流程相同
date: 2011-07-15
cause: review
powers:
  - {power: town-small-works, action: merged, to: [town-works-tender],
     covers: ["sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"]}
"""

Verdicts = tuple[list[Any], list[Any]]  # what is well, what is ill
GONE = object()  # instead of a value: take the key away
DIGEST = "sha256:" + "0" * 64

FOREIGN_IDS = ["..", "１２", "٣", "\u0410-0001", "职权", 2011, True, None]
IDS: Verdicts = (
    ["A-0001", "2011", "a" * 64],
    [
        *FOREIGN_IDS,
        "a" * 65,
        "a" * 70_000,
        "",
        " ",
        "a ",
        "a\n",
        "\na",
        "a\nb",
        "a_b",
        "a/b",
        "-a",
        "a-",
        "a--b",
    ],
)
REFERENCES: Verdicts = (
    ["works", "other-unit/works", "a" * 64 + "/" + "b" * 64],
    ["a/b/c", "/a", "a/", "a/b\n", "external:区纪委"],
)
ACTORS: Verdicts = (
    ["works", "other-unit/works", "applicant", "public", "external:区纪委", "external: 区 纪委"],
    ["external:", "external: \u3000", "external:区纪委\n", "external:" + " " * 70_000, "区纪委", "", None],
)
NAMES: Verdicts = (
    ["某镇", "𠮷", "字" * 200],
    ["字" * 201, "", " \t\n", "\u3000", "\ufeff", "\x1c", "\x85", 12, None],
)
DATES: Verdicts = (
    ["2012-02-29"],
    [
        "2011-02-30",
        "2011-13-01",
        "2011-6-13",
        "20110613",
        "2011-W24-1",
        "2011-06-13\n",
        "２０１１-06-13",
        20110613,
    ],
)
LIMITS: Verdicts = (
    ["20wd", "1.5h", "0d", "3mo"],
    ["3m", "20 wd", ".5h", "-1d", "20WD", "20wd\n", "２０wd", "", 20],
)
PATHS: Verdicts = (
    ["a.pdf", "办法/招标（试行）.pdf", "..a/b"],
    ["../a", "a/../b", "a/..", "./a", "/a", "a//b", "a\\b", "C:a", "a\n", ""],
)
KEYS: Verdicts = (["art16_process", "on-site"], ["a__b", "重点", "a\n"])
URLS: Verdicts = (
    ["http://a", "https://网址.cn/页"],
    ["javascript:alert(1)", "https://a b", "http://", "http://a\n"],
)
TABLES = (IDS, REFERENCES, ACTORS, NAMES, DATES, LIMITS, PATHS, KEYS, URLS)
CREDIT_CODE = "11330411002599993"  # and a check character
RATIFIED = {"by": "party-committee", "on": "2011-09-05"}


def told(kind: str, place: str, well: list[Any], ill: list[Any]) -> list[tuple[str, str, Any, bool]]:
    """Rows of the table: which values are well and which ill at this place of the good document."""
    return [(kind, place, value, True) for value in well] + [(kind, place, value, False) for value in ill]


VERDICTS = [
    *told("power", "id", *IDS),
    *told("power", "id", [], [GONE]),
    *told("power", "name", *NAMES),
    *told("power", "name", [], [GONE]),
    *told("power", "type", *KEYS),
    *told("power", "type", [], [GONE]),
    *told("power", "holder", *REFERENCES),
    *told("power", "level", ["village"], ["town", ""]),
    *told("power", "source", ["entrusted"], ["law"]),
    *told("power", "status", ["whatever"], [True]),
    *told("power", "replaces", [[]], [["a", "a"], "a"]),
    *told("power", "scope", ["长" * 4000, "一行\n又一行\n"], ["长" * 4001]),
    *told("power", "limits.promised", *LIMITS),
    *told("power", "code.x-checked", [True], []),
    *told("power", "code.checked", [], [True]),
    *told("power", "code.value", [], [GONE]),
    *told("power", "complaints.email", ["a@b.invalid"], ["a@@b", "a b@c", "甲@b", "a@b\n"]),
    *told("power", "basis.0.articles", [["第六条第二款"]], [[3], ["3", "3"]]),
    *told("power", "basis.0.level", [], ["law"]),
    *told("power", "workflow.steps.0.actor", *ACTORS),
    *told("power", "workflow.steps.0.with", [["a", "external:乙"]], ["a", ["a", "a"]]),
    *told("power", "workflow.steps.0.with_", [], [["a"]]),
    *told("power", "workflow.steps.0.persons", [2], [0, 1.5, "2"]),
    *told("power", "workflow.steps.0.end", [False], ["true", 1]),
    *told("power", "workflow.steps.0.supervised_by", *ACTORS),
    *told("power", "workflow.steps.0.supervised_by", [["a", "b"]], [["a", 1], ["a", "a"], {}]),
    *told("power", "workflow.steps.0.next", *IDS),
    *told("power", "workflow.steps.0.next", [[{"to": "done"}]], [[], [{"when": "是"}], ["done"]]),
    *told("power", "workflow.steps", [[]], [[{"id": "a", "name": "甲"}] * 201, {}]),
    *told("power", "risk_points.0.factors", [{}, {"a_b": 1000}], [{"a": 1001}, {"a": -1}, {"a": 1.5}]),
    *told("power", "risk_points.0.unit", [True], ["sunshine-town"]),
    *told("power", "risk_points.0.residual", ["low"], ["none"]),
    *told("power", "risk_points.0.graded.of", [DIGEST], [DIGEST + "\n", DIGEST.upper()]),
    *told("power", "risk_points.0.controls.0.measure", [], [GONE]),
    *told("power", "discretion.0.tiers.0.from", [0, 5.5], [-1, "5"]),
    *told("power", "discretion.0.unit", ["yuan", GONE], []),
    *told("power", "disclosure.withheld.0.field", ["a", "steps.A-1"], [GONE, "a..b", "a.b\n", "a/b"]),
    *told("power", "disclosure.withheld.0.until", *DATES),
    *told("power", "review.0.chain", ["chart"], ["unit"]),
    *told("power", "unit", [], ["sunshine-town"]),
    *told("power", "ref", [], [{}]),
    *told("catalogue", "format", [1], [2, "1", True]),
    *told("catalogue", "region", ["33", "330411100201"], ["3", "３３０４１１", "330411\n", 330411]),
    *told("catalogue", "language", ["en", "zh-Hans-CN"], ["中文", "zh_CN"]),
    *told("catalogue", "rulebook", *PATHS),
    *told("catalogue", "site.base_url", *URLS),
    *told("catalogue", "sources.0.issued", *DATES),
    *told("laws", "laws.0.amended", [[]], [["2011-02-30"], ["2011-02-28", "2011-02-28"]]),
    *told("laws", "laws.0.rank", [], [GONE]),
    *told("laws", "laws.0.superseded_by", [], ["other/law"]),
    *told("waivers", "waivers.0.rule", ["S001"], ["s001", "S01", "S0011", "S00１", "S001\n"]),
    *told("waivers", "waivers.0.unit", *IDS),
    *told("waivers", "waivers.0.file", *PATHS),
    *told("waivers", "waivers.0.subject", ["a", "a/b", "a/b/c"], ["a/b/c/d", "a//b"]),
    *told("waivers", "waivers.0.until", [], [GONE]),
    *told("calendar", "id", ["2027", "1999"], ["27", "20277", 2027, "２０２７", "2027\n", GONE]),
    *told("calendar", "holidays.0.from", *DATES),
    *told("calendar", "holidays.0.from", [], [GONE]),
    *told("calendar", "holidays.0.to", [GONE], ["2027"]),
    *told("calendar", "workdays", [[]], [["2027-01-31", "2027-01-31"], ["2027"]]),
    *told("programme", "phases.0.from", *DATES),
    *told("programme", "phases.0.from", [], [GONE]),
    *told("programme", "phases.0.targets.measure", ["0%"], ["100", 100, "1.5%", "1000%", "９%", "9%\n"]),
    *told(
        "unit",
        "credit_code",
        [CREDIT_CODE + "L"],
        [CREDIT_CODE + last for last in ("l", "I", "３", "", "L\n")],
    ),
    *told("unit", "level", ["township"], ["street"]),
    *told("unit", "parent", [], ["a/b"]),
    *told("unit", "bodies.0.members", [["other/secretary"]], ["secretary", ["a", "a"]]),
    *told("unit", "posts.0.chief", [False], ["yes"]),
    *told("unit", "posts.1.approval_limits.0.amount", [0, 0.5], [-1, "50000"]),
    *told("unit", "contact", [{"postcode": "314031"}], [{"postcode": 314031}, {"fax": "1"}]),
    *told("risks", "risk_points.0.unit", [False], [None]),
    *told("risks", "unit", [], ["sunshine-town"]),
    *told("regulations", "regulations.0.file", *PATHS),
    *told("regulations", "regulations.0.title", [], [GONE]),
    *told("decision", "procedure", ["on-site"], ["phone"]),
    *told("decision", "date", *DATES),
    *told("decision", "date", [], [GONE]),
    *told("decision", "items.0.amount", [0], [-1, "48万"]),
    *told("decision", "items.0.ballot.mode", ["secret"], ["loud", GONE]),
    *told("decision", "items.0.ballot.yes", [0], [-1, 0.5, True]),
    *told("decision", "observers.0", *ACTORS),
    *told("decision", "ratified", [RATIFIED], [{"by": "party-committee"}]),
    *told("warning", "state", ["escalated"], ["open"]),
    *told("warning", "collected", [{"by": "external:甲", "on": "2011-10-08"}], [{"by": "a"}]),
    *told("warning", "measures", [["admonition"]], [["诫勉谈话"]]),
    *told("supervision", "answers.0.answer", ["not-applicable"], [False, "maybe"]),
    *told("supervision", "done.0.period", ["2011", "2011H2", "2011-12"], ["2011Q5", "2011-13", 2011]),
    *told("assessment", "year", [1949, 2200], [1948, 2201, "2011"]),
    *told("assessment", "id", [], [2011]),
    *told("assessment", "scores.0.points", [0, -0.5], ["18", GONE]),
    *told("adjustment", "powers.0.covers", [[]], [["sha256:0"], [DIGEST, DIGEST]]),
    *told("adjustment", "powers.0.to", [["other-unit"]], ["other-unit"]),
]


def as_written(value: Any) -> Any:
    """Plain data with dates as the text they are written as."""
    if isinstance(value, dict):
        return {key: as_written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_written(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


GOOD: dict[str, dict[str, Any]] = {
    document["kind"]: as_written(document) for document in YAML(typ="safe", pure=True).load_all(WELL)
}
PYTHON = {
    kind: jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for kind, schema in SCHEMAS.items()
}
RUST = {kind: jsonschema_rs.validator_for(rust_schema(kind), validate_formats=True) for kind in SCHEMAS}


def verdicts(kind: str, document: Any) -> tuple[bool, bool]:
    """What the two validators say."""
    return PYTHON[kind].is_valid(document), RUST[kind].is_valid(document)


def changed(document: dict[str, Any], place: str, value: Any) -> dict[str, Any]:
    """The document with another value at a dotted place."""
    result = copy.deepcopy(document)
    *parents, last = [int(step) if step.isdigit() else step for step in place.split(".")]
    inner: Any = result
    for step in parents:
        inner = inner[step]
    if value is GONE:
        inner.pop(last, None)
    else:
        inner[last] = value
    return result


@each_kind
def test_good_documents_are_good(kind: str) -> None:
    assert [error.message for error in PYTHON[kind].iter_errors(GOOD[kind])] == []
    assert RUST[kind].is_valid(GOOD[kind])


@each_kind
@pytest.mark.parametrize(
    ("place", "value", "is_well"),
    [
        ("x-source", {"any": ["thing"]}, True),
        ("nonsense", "x", False),
        ("X-source", "x", False),
        ("kind", "rulebook", False),
        ("kind", GONE, False),
    ],
)
def test_both_validators_agree_on_roots(kind: str, place: str, value: Any, is_well: bool) -> None:
    assert verdicts(kind, changed(GOOD[kind], place, value)) == (is_well, is_well)


@each_kind
@pytest.mark.parametrize("document", [None, [], "", 0, {}])
def test_both_validators_refuse_what_is_no_document(kind: str, document: Any) -> None:
    assert verdicts(kind, document) == (False, False)


@pytest.mark.parametrize(
    ("kind", "place", "value", "is_well"),
    VERDICTS,
    ids=lambda value: ascii(value)[:30] if value is not GONE else "gone",
)
def test_both_validators_agree(kind: str, place: str, value: Any, is_well: bool) -> None:
    assert verdicts(kind, changed(GOOD[kind], place, value)) == (is_well, is_well)


@each_schema
def test_both_validators_read_patterns_alike(kind: str) -> None:
    values = [str(value) for well, ill in TABLES for value in (*well, *ill)]
    probes = [*values, *(f"{value}\n" for value in values)]
    rust = dict(subschemas(rust_schema(kind)))
    for where, schema in subschemas(SCHEMAS[kind]):
        if pattern := schema.get("pattern"):
            validator = jsonschema_rs.validator_for({"pattern": rust[where]["pattern"]})
            assert [bool(re.search(pattern, probe)) for probe in probes] == [
                validator.is_valid(probe) for probe in probes
            ], where
