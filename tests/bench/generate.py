"""A catalogue of any number of powers, some 4.8 KB of Chinese text each, 200 a unit; the same seed, the same bytes."""

from __future__ import annotations

import random
import sys
from pathlib import Path

POWERS_A_UNIT = 200

# (noun of the matter, office, area, axis)
_MATTERS = [
    "临时用地",
    "农村宅基地",
    "取水",
    "排污",
    "道路占用",
    "户外广告",
    "食品经营",
    "动物防疫",
    "林木采伐",
    "河道采砂",
    "燃气经营",
    "民办学校",
    "养老机构",
    "医疗机构",
    "劳务派遣",
    "建筑施工",
    "人防工程",
    "烟花爆竹",
    "危险化学品",
    "特种设备",
    "计量器具",
    "农药经营",
    "种子生产",
    "渔业捕捞",
    "旅行社",
    "文物保护",
    "档案管理",
    "地名命名",
    "社会团体",
    "慈善募捐",
    "殡葬服务",
    "救助申请",
    "残疾补贴",
    "高龄津贴",
    "就业援助",
    "职业培训",
    "节能审查",
    "招标备案",
    "土地征收",
    "房屋拆迁",
    "物业管理",
    "公共租赁",
    "公路养护",
    "客运线路",
    "货运站场",
    "航道维护",
    "水土保持",
    "防洪影响",
    "灌溉用水",
]
_ACTS = {
    "licence": "许可",
    "penalty": "违法行为处罚",
    "benefit": "补助给付",
    "confirmation": "确认登记",
    "inspection": "监督检查",
}
_PLACES = ["城东", "城西", "城南", "城北", "河口", "山前", "湖滨", "新区", "老城", "开发区", "港区", "林场"]
_RISKS = (
    "对{matter}材料把关不严，{place}片区不符合条件的也予以受理",
    "在{matter}现场核查中接受{place}管理相对人的宴请或者礼品",
    "拖延{matter}办理，向{place}申请人暗示给予好处",
    "在{matter}{act}中随意降低或者提高标准，{place}同类情形处理不一",
    "泄露{place}{matter}举报人或者申请人的信息",
    "违规指定{place}的中介机构承担{matter}评估",
)
_MEASURES = (
    "{letters}号{matter}申请实行双人受理，{place}窗口当日登记，次日抽查",
    "{letters}号{matter}现场核查随机派员，{place}笔录当天上传",
    "每季度对{place}{letters}号{matter}案卷按一成倒查，在班子会上通报",
    "{letters}号{matter}结果在{place}公示栏公示七日，接受监督",
)
_STEPS = (
    ("accept", "受理", "clerk", "accept", 1), ("check", "材料审查", "reviewer", "review", 3),
    ("visit", "现场核查", "inspector", "investigate", 5), ("verify", "复核", "head", "verify", 2),
    ("decide", "决定", "director", "approve", 3), ("notify", "送达", "clerk", "notify", 1),
    ("publish", "公开结果", "clerk", "disclose", 1),
)  # fmt: skip
_GRADES = ((12, "high"), (6, "medium"), (0, "low"))


def generate(root: Path, powers: int, seed: int = 1) -> int:
    """Writes the catalogue below ``root``; returns how many bytes its powers have."""
    chance = random.Random(seed)
    total = 0
    _write(root / "catalogue.yaml", _CATALOGUE)
    _write(root / "rulebook.yaml", _RULEBOOK)
    _write(root / "laws.yaml", _LAWS)
    for number in range(powers):
        unit = f"unit-{number // POWERS_A_UNIT + 1:04}"
        if number % POWERS_A_UNIT == 0:
            _write(root / "units" / unit / "unit.yaml", _UNIT.format(unit=unit, number=number // POWERS_A_UNIT + 1))
        text = _power(number, chance)
        total += _write(root / "units" / unit / "powers" / f"power-{number:06}.yaml", text)
    return total


def _write(path: Path, text: str) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(text.encode("utf-8"))


def _power(number: int, chance: random.Random) -> str:
    matter, place = chance.choice(_MATTERS), chance.choice(_PLACES)
    kind = chance.choice(sorted(_ACTS))
    words = {
        "matter": matter,
        "place": place,
        "act": _ACTS[kind],
        "number": str(number),
        "letters": letters(number),
        "kind": kind,
    }
    parts = [_HEAD.format(**words), _workflow(chance), "risk_points:\n"]
    steps = chance.sample(_STEPS[:5], 4)
    behaviours = chance.sample(_RISKS, 4)
    for index, (step, behaviour) in enumerate(zip(steps, behaviours, strict=True), 1):
        parts.append(_risk(index, step[0], behaviour, words, chance))
    return "".join([*parts, _TAIL.format(**words)])


def letters(number: int) -> str:
    """A number in letters: measures that differ in figures alone count as pasted."""
    return (letters(number // 26) if number >= 26 else "") + chr(ord("A") + number % 26)


def _workflow(chance: random.Random) -> str:
    lines = ["workflow:\n  source: working\n  steps:\n"]
    for step_id, name, actor, duty, days in _STEPS:
        limit = max(1, days - chance.randint(0, 1))
        extra = ", with: [clerk], persons: 2" if duty == "investigate" else ""
        extra += ", supervised_by: discipline" if duty == "approve" else ""
        extra += ", end: true" if step_id == "publish" else ""
        lines.append(f"    - {{id: {step_id}, name: {name}, actor: {actor}, duty: {duty}, limit: {limit}wd{extra}}}\n")
    return "".join(lines)


def _risk(index: int, step: str, behaviour: str, words: dict[str, str], chance: random.Random) -> str:
    factors = {name: chance.randint(1, 3) for name in ("importance", "frequency", "likelihood")}
    score = factors["importance"] * factors["frequency"] * factors["likelihood"]
    grade = next(grade for least, grade in _GRADES if score >= least)
    first, second = (measure.format(**words) for measure in chance.sample(_MEASURES, 2))
    return _RISK.format(
        index=index, step=step, behaviour=behaviour.format(**words), first=first, second=second, grade=grade, **factors
    )


_CATALOGUE = """\
kind: catalogue
format: 1
id: bench
name: 测速区
region: "330411"
level: county
rulebook: rulebook.yaml
"""
_RULEBOOK = """\
kind: rulebook
id: bench
name: 测速规则
extends: base
catalogue: {fields: [content, conditions, limits, commitments, accountability]}
risk: {approvers: [{body: true}]}
"""
_LAWS = """\
kind: laws
laws:
  - {id: licence-law, title: 中华人民共和国行政许可法, rank: law, issued: 2003-08-27, effective: 2004-07-01}
  - {id: penalty-law, title: 中华人民共和国行政处罚法, rank: law, issued: 2021-01-22, effective: 2021-07-15}
"""
_UNIT = """\
kind: unit
id: {unit}
name: 测速第{number}局
type: department
bodies:
  - {{id: council, name: 局党组会, members: [director, deputy, discipline]}}
offices:
  - {{id: service, name: 行政审批科, head: head}}
posts:
  - {{id: director, name: 局长, chief: true, since: 2024-03-01}}
  - {{id: deputy, name: 副局长, portfolio: [approvals]}}
  - {{id: discipline, name: 纪检组长, portfolio: [discipline]}}
  - {{id: head, name: 审批科科长, office: service}}
  - {{id: reviewer, name: 审查岗, office: service}}
  - {{id: inspector, name: 核查岗, office: service}}
  - {{id: clerk, name: 受理岗, office: service}}
"""
_HEAD = """\
kind: power
id: power-{number:0>6}
name: {place}{matter}{act}（第{number}项）
aliases: [{matter}办理, {place}{matter}]
code: {{scheme: local, value: CS-{number:0>6}}}
type: {kind}
axis: affairs
status: retained
level: county
holder: director
in_charge: deputy
offices: [service]
source: statutory
basis:
  - {{law: licence-law, articles: ["12", "38"]}}
  - {{law: penalty-law, articles: ["9"]}}
  - {{title: {matter}管理办法, number: 测政〔2020〕{number}号, rank: rule, articles: ["6", "7"]}}
content: 对{place}范围内的{matter}事项依法进行{act}，并对实施情况进行监督，编号{number}
scope: {place}范围内由本局管理的{matter}事项，上级另有规定的从其规定
conditions: [{matter}项目已列入年度计划, {place}现场符合技术规范, 申请材料齐全且真实有效]
limits: {{statutory: 20wd, promised: 18wd}}
commitments: [一次性告知{matter}所需材料, {place}窗口当日受理, 逾期办理的书面说明理由]
discipline: [不得指定{matter}中介机构, 不得收受{place}管理相对人的礼品礼金]
accountability: [对不符合条件的{matter}申请作出同意决定的，追究责任人责任, 无正当理由超过期限的，予以批评教育并通报]
rights: [陈述申辩, 申请行政复议, 提起行政诉讼]
remedies: [statement, hearing, reconsideration, litigation, complaint]
complaints: {{phone: "12345", channel: 测速区{place}纪检监察组}}
assignments:
  - {{post: clerk, duties: [受理{matter}申请并登记, 送达决定]}}
  - {{post: reviewer, duties: [审查{matter}材料]}}
"""
_RISK = """\
  - id: risk-{index}
    step: {step}
    category: process
    behaviour: {behaviour}
    found_by: [self, superior]
    factors: {{importance: {importance}, frequency: {frequency}, likelihood: {likelihood}}}
    grade: {grade}
    graded: {{by: council, on: 2026-03-10}}
    controls:
      - {{id: first, type: process, measure: {first}, owners: [head, deputy], every: each-time}}
      - {{id: second, type: inspection, measure: {second}, owners: [discipline], every: quarter}}
"""
_TAIL = """\
disclosure:
  scope: public
  channels: [website, notice-board, service-centre]
  timing: permanent
  deadline: 20wd
"""


if __name__ == "__main__":
    size = generate(Path(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(f"{size} bytes, {size / int(sys.argv[2]):.0f} a power\n")
