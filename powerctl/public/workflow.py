"""运行流程 as its readers see it: steps that they are not told of are passed over, their neighbours joined."""

from __future__ import annotations

from dataclasses import dataclass

from powerctl.public.terms import PublicParty, PublicTerm


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicExit:
    """One way out of a step: to which step, and when."""

    to: str
    when: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicStep:
    """环节. ``next`` holds every way on, also to the step written after it; ``end``: the course may end here."""

    id: str
    name: str
    actor: PublicParty | None = None
    with_: tuple[PublicParty, ...] = ()
    duty: PublicTerm | None = None
    limit: str = ""
    next: tuple[PublicExit, ...] = ()
    end: bool = False
    supervised_by: tuple[PublicParty, ...] = ()
    persons: int = 0
    discretion: bool = False
    notifies: tuple[PublicParty, ...] = ()
    documents: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWorkflow:
    """How a power runs; ``starts`` are the ids of the steps at which it may begin."""

    source: str = ""
    chart: PublicTerm | None = None
    starts: tuple[str, ...] = ()
    steps: tuple[PublicStep, ...] = ()
