"""What the rows of a layout may be of, and which cells each kind of row can give: layouts choose among them by key."""

from __future__ import annotations

from collections.abc import Mapping

from powerctl.lists.rows.family import Family, Stock
from powerctl.lists.rows.others import DISCRETION, REGULATIONS, WITHHELD
from powerctl.lists.rows.posts import LEADERS, POSTS
from powerctl.lists.rows.powers import POWERS
from powerctl.lists.rows.risks import GRAVEST, RISKS

FAMILIES: Mapping[str, Family] = {
    "powers": POWERS,
    "risks": RISKS,
    "gravest_risks": GRAVEST,
    "posts": POSTS,
    "leaders": LEADERS,
    "discretion": DISCRETION,
    "regulations": REGULATIONS,
    "withheld": WITHHELD,
}

__all__ = ["FAMILIES", "Family", "Stock"]
