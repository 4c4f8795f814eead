"""The registers that offices file: risks, leading posts, powers, what is withheld. Built from what readers may see."""

from __future__ import annotations

from collections.abc import Callable

from powerctl.lists.leader import leaders
from powerctl.lists.powers import powers
from powerctl.lists.risks import risks
from powerctl.public.catalogue import PublicCatalogue
from powerctl.table import Paper

LISTS: dict[str, Callable[[PublicCatalogue], Paper]] = {"risks": risks, "leader": leaders, "catalogue": powers}
