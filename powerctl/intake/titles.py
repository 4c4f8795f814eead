"""Whose table it is, by its title: 亳州市住房和城乡建设局廉政风险点一览表."""

from __future__ import annotations

import re

_UNIT_ENDS = (
    "局|委员会|委|办公室|办|镇人民政府|乡人民政府|人民政府|镇|(?<!城)乡|街道办事处|街道|中心|公司|中学|小学|大学|学院|学校|医院"
    "|管理处|大队|分局|支队|院|社区|村|所|站|厅|部(?!门)|集团"
)
# What follows a unit's name in the title of its table: the name ends there, and not at “乡” of “城乡建设局”.
_TABLE_BEGINS = (
    "党风|廉政|廉洁|权力|权责|行政|职权|责任|岗位|部门|内设|内部|风险|防控|公开|政务|基层|主动|事权|裁量|运行|重大|三重一大|监督"
    "|服务|领导|议事|决策|审批|法定|其他|依法|年度|[0-9〇一二三四五六七八九]{2,4}年"
)
_UNITS_IN_TITLE = tuple(
    re.compile(rf"^([\u4e00-\u9fff]{{2,24}}?(?:{_UNIT_ENDS}))(?={following})")
    for following in (_TABLE_BEGINS, "[^长]|$")
)


def unit_in_title(text: str) -> str:
    """The unit that a title begins with; "" where none can be told."""
    found = next(filter(None, (pattern.match(text) for pattern in _UNITS_IN_TITLE)), None)
    return found[1] if found else ""
