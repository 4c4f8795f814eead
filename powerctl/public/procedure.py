"""一般程序: the general course of a power type, as the rulebook lays it down."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.terms import PublicTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStage:
    """One step of the general course; ``limit`` is a duration (``20wd``)."""

    name: str
    duty: PublicTerm | None = None
    limit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicProcedure:
    """A power type with its course; ``stages`` is empty where the rulebook has none."""

    type: PublicTerm
    stages: tuple[PublicStage, ...] = ()
