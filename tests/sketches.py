"""Charts for tests: three workflows as offices know them, and random ones of any size."""

from __future__ import annotations

import random
from dataclasses import replace

from powerctl.charts.sketch import Edge, Lane, LegendEntry, Mark, Node, Shape, Sketch

_SHAPES = {
    "T": Shape.TERMINATOR,
    "P": Shape.PROCESS,
    "?": Shape.DECISION,
    "D": Shape.DOCUMENT,
    "I": Shape.DATA,
    "S": Shape.PREDEFINED,
}
_GRADES = {"高": "high", "中": "medium", "低": "low"}
_LEGEND = (
    LegendEntry(sign="document", text="文书"),
    LegendEntry(sign="data", text="材料"),
    LegendEntry(sign="predefined", text="另有规程的步骤"),
    LegendEntry(sign="back", text="虚线：退回或重做"),
)

# id, lane, shape, text, limit, grade
_PERMIT = """
s 承办人 T 收到申请
a 承办人 I 接收申请材料
b 承办人 ? 材料是否齐全？ 当场
c 承办人 D 一次性告知补正 5个工作日 中
d 承办人 P 受理并出具受理通知书 当日
e 承办人 S 现场核查（两人以上） 10个工作日 高
f 科室负责人 P 审核核查报告与材料 3个工作日 中
g 科室负责人 ? 是否符合条件？
h 分管领导 P 审批决定 2个工作日 高
i 分管领导 ? 是否准予？
j 承办人 D 出具不予许可决定书 送达10日内 低
k 承办人 D 制证、公示并归档 3个工作日 低
z 承办人 T 办结
"""
_PERMIT_WAYS = "sa ab bc:否 ca:补正后 bd:是 de ef fg ge:退回重核 gh:是 hi ik:准予 ij:不准予 kz jz"

_PENALTY = """
s 承办人 T 发现案源
a 承办人 P 核查并提出立案建议 15个工作日 中
b 分管领导 ? 是否立案？ - 高
c 承办人 S 调查取证（不少于两人） 60日 高
d 法制机构 P 法制审核 10个工作日 中
e 法制机构 ? 证据是否充分？
f 集体讨论 P 重大案件集体讨论 必要时 中
g 承办人 D 告知拟处罚内容和权利 - 低
h 承办人 ? 要求听证？ 5个工作日
q 法制机构 S 组织听证 30日 低
i 分管领导 P 作出处罚决定 - 高
j 承办人 D 送达决定书 7日 低
k 承办人 P 执行、结案归档 - 中
z 承办人 T 结案
"""
_PENALTY_WAYS = "sa ab bz:不予立案 bc:立案 cd de ec:否，补充调查 ef:重大复杂 eg:是 fg gh hq:是 hi:否 qi ij jk kz"

_PURCHASE = """
s 承办人 T 提出需求
a 承办人 D 填写采购申请与预算 1个工作日 中
b 科室负责人 P 审核必要性和预算 2个工作日 中
c 科室负责人 ? 同意采购？
d 分管领导 ? 金额超过5万元？ - 高
e 分管领导 S 提交办公会研究 5个工作日 低
f 承办人 P 询价比选（三家以上） 5个工作日 高
g 科室负责人 P 确定供应商并签约 3个工作日 高
h 承办人 S 到货验收（经办与保管分离） 3个工作日 中
i 承办人 ? 验收合格？
j 分管领导 P 审批支付 2个工作日 中
z 承办人 T 归档公开
"""
_PURCHASE_WAYS = "sa ab bc ca:退回修改 cd:同意 de:是 df:否 ef fg gh hi ih:整改重验 ij:合格 jz"


def sketch_of(name: str, title: str, lanes: str, table: str, ways: str) -> Sketch:
    """A sketch from lines of words and a list of two-letter edges."""
    nodes = [_node(line.split()) for line in table.strip().splitlines()]
    steps = [node.id for node in nodes if node.shape is not Shape.TERMINATOR]
    numbered = [
        replace(node, number=str(steps.index(node.id) + 1), href=f"#step-{node.id}") if node.id in steps else node
        for node in nodes
    ]
    order = {node.id: index for index, node in enumerate(numbered)}
    return Sketch(
        id=name,
        title=title,
        lanes=tuple(Lane(id=lane, title=lane) for lane in lanes.split()),
        nodes=tuple(numbered),
        edges=tuple(_edge(way, order) for way in ways.split()),
        legend=_LEGEND,
    )


def _node(words: list[str]) -> Node:
    key, lane, shape, text, limit, grade = [*words, *[""] * (6 - len(words))]
    return Node(
        id=key,
        lane=lane,
        actor=lane,
        shape=_SHAPES[shape],
        text=text,
        limit=f"时限 {limit}" if limit.strip("-") else "",
        grade=_GRADES.get(grade, ""),
        grade_text=f"{grade}风险" if grade else "",
    )


def _edge(way: str, order: dict[str, int]) -> Edge:
    pair, _, label = way.partition(":")
    return Edge(tail=pair[0], head=pair[1], label=label, back=order[pair[1]] <= order[pair[0]])


PERMIT = sketch_of("permit", "食品经营许可（新办）", "承办人 科室负责人 分管领导", _PERMIT, _PERMIT_WAYS)
PENALTY = sketch_of("penalty", "行政处罚（普通程序）", "承办人 法制机构 分管领导 集体讨论", _PENALTY, _PENALTY_WAYS)
PURCHASE = sketch_of("purchase", "零星采购审批与验收", "承办人 科室负责人 分管领导", _PURCHASE, _PURCHASE_WAYS)


def random_sketch(seed: int, steps: int, lanes: int) -> Sketch:
    """A workflow as it could be: steps in a row through some lanes, decisions that lead on, back, or to the end."""
    chance = random.Random(seed)
    nodes = [_random_node(chance, number, steps, lanes) for number in range(steps)]
    edges = []
    for number, node in enumerate(nodes[:-1]):
        decides = node.shape is Shape.DECISION
        edges.append(Edge(tail=node.id, head=nodes[number + 1].id, label="是" if decides else ""))
        for label in (
            chance.sample(["否", "不予受理", "退回补充材料", "情况复杂，报主任会议"], chance.randint(1, 2))
            if decides
            else ()
        ):
            head = chance.choice([other for other in range(1, steps) if other != number])
            edges.append(Edge(tail=node.id, head=nodes[head].id, label=label, back=head <= number))
    return Sketch(
        id=f"random-{seed}",
        title=f"随机流程 {seed}",
        lanes=tuple(Lane(id=f"l{lane}", title=f"岗位{lane + 1}") for lane in range(lanes)),
        nodes=tuple(nodes),
        edges=tuple(edges),
        legend=_LEGEND,
    )


def _random_node(chance: random.Random, number: int, steps: int, lanes: int) -> Node:
    lane = f"l{chance.randrange(lanes)}"
    if number in {0, steps - 1}:
        return Node(id=f"n{number}", text="开始" if number == 0 else "结束", lane=lane, shape=Shape.TERMINATOR)
    grade = chance.choice(["", "高", "中", "低"])
    mark = chance.choice([Mark.NONE] * 6 + [Mark.ADDED, Mark.REMOVED, Mark.CHANGED])
    return Node(
        id=f"n{number}",
        text=chance.choice(
            ["审核材料", "是否符合规定条件", "现场核查（两人以上）", "出具受理通知书并送达申请人和利害关系人"]
        ),
        lane=lane,
        shape=chance.choices(
            [Shape.PROCESS, Shape.DECISION, Shape.DOCUMENT, Shape.PREDEFINED, Shape.DATA], [5, 3, 2, 1, 1]
        )[0],
        number=str(number),
        limit=chance.choice(["", "时限 5个工作日"]),
        grade=_GRADES.get(grade, ""),
        grade_text=f"{grade}风险" if grade else "",
        mark=mark,
        mark_text={Mark.NONE: "", Mark.ADDED: "新增", Mark.REMOVED: "取消", Mark.CHANGED: "变更"}[mark],
    )
