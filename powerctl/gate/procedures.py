"""The general courses of power types: the rulebook's own words, open to every reader."""

from __future__ import annotations

from powerctl.gate.words import term
from powerctl.model.rulebook import Rulebook
from powerctl.public.procedure import PublicProcedure, PublicStage
from powerctl.public.terms import PublicTerm


def project_procedures(rulebook: Rulebook) -> tuple[PublicProcedure, ...]:
    """Every power type with its course, in the rulebook's order; notes are for those who keep the rulebook."""
    return tuple(
        PublicProcedure(
            type=PublicTerm(id=name, label=kind.label, en=kind.en),
            stages=tuple(
                PublicStage(name=step.name, duty=term(rulebook.duties, step.duty), limit=step.limit)
                for step in kind.procedure
            ),
        )
        for name, kind in rulebook.power_types.items()
    )
