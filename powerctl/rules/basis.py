"""B201-B203: what a power rests on can be found, holds on the day, and is high enough for its type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from powerctl.model.basis import Basis, Law
from powerctl.model.place import Ref
from powerctl.model.power import Power
from powerctl.model.rulebook import Rank
from powerctl.results import Fact, Hit, Severity
from powerctl.rules.in_force import powers_in_force
from powerctl.rules.registry import Brief, Notes, Reach, comparison, rule
from powerctl.rules.wording import guess, row


@rule("B201", Severity.ERROR, reach=Reach.UNIT, no_article=Severity.WARNING, unknown_rank=Severity.ERROR)
def basis_not_to_be_found(brief: Brief) -> Iterator[Hit]:
    """A basis is in the register or written out with title and number, and names its articles and its rank."""
    ranks = brief.rulebook.ranks
    for law in brief.catalogue.laws.laws:
        if ranks and law.rank not in ranks:
            yield Hit(law.ref.at("rank"), guess(law.rank, ranks), "unknown_rank")
    for power in powers_in_force(brief):
        for basis in _bases(power):
            if not _is_torn(brief, basis):
                yield from _incomplete(brief, power, basis)


def _bases(power: Power) -> Iterator[Basis]:
    """What the power itself and its discretion benchmarks rest on."""
    yield from power.basis
    yield from (entry.basis for entry in power.discretion if entry.basis is not None)


def _is_torn(brief: Brief, basis: Basis) -> bool:
    """Whether a part of it was refused (S002): what is missing may have stood there."""
    path = basis.ref.path
    return any(part[: len(path)] == path for part in brief.catalogue.left_out.get(basis.ref.file, ()))


def _incomplete(brief: Brief, power: Power, basis: Basis) -> Iterator[Hit]:
    ranks = brief.rulebook.ranks
    missing = [key for key in ("title", "number") if not basis.law and not getattr(basis, key)]
    if missing:
        yield Hit(basis.ref.at(missing[0]), {"power": power.name, "keys": row(missing)})
    if ranks and basis.rank and basis.rank not in ranks:
        yield Hit(basis.ref.at("rank"), guess(basis.rank, ranks), "unknown_rank")
    rank = _rank(brief, basis)
    if not missing and rank is not None and rank.articles and not basis.articles and not basis.note:
        facts = {"power": power.name, "title": _title(brief, basis), "rank": rank.label}
        yield Hit(basis.ref.at("articles"), facts, "no_article")


def _rank(brief: Brief, basis: Basis) -> Rank | None:
    """The rank of a basis: that of the law in the register, or the one written beside the title."""
    law = brief.catalogue.laws_by_id.get(basis.law)
    return brief.rulebook.ranks.get(law.rank if law is not None else basis.rank)


def _title(brief: Brief, basis: Basis) -> str:
    law = brief.catalogue.laws_by_id.get(basis.law)
    return law.title if law is not None else basis.title


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a law of the register is no basis on the day, and the key of its entry that says so."""

    case: str
    key: str
    note: str
    facts: Mapping[str, Fact]


def _rest_on_faults(brief: Brief) -> Notes:
    """The powers in force of a unit that rest on laws at fault: name, and of each such basis law, file and path."""
    known = faults(brief)
    found = []
    for power in powers_in_force(brief) if known else ():
        bases = [[basis.law, *basis.ref] for basis in _bases(power) if basis.law in known]
        if bases:
            found.append([power.name, bases])
    return found


@comparison("B202", Severity.ERROR, gather=_rest_on_faults, not_yet=Severity.ERROR, superseded=Severity.ERROR)
def basis_not_in_force(brief: Brief, notes: Mapping[str, Notes]) -> Iterator[Hit]:
    """The laws that a power in force rests on hold on the day: in force, not repealed, not superseded."""
    known = faults(brief)
    powers = [power for share in notes.values() for power in share]
    touched = Counter(law for _, bases in powers for law in {law for law, _, _ in bases})
    for name, bases in powers:
        for id_, file, path in bases:
            fault, law = known[id_], brief.catalogue.laws_by_id[id_]
            facts = {"power": name, "title": law.title, "count": touched[id_], **fault.facts}
            place = Ref(file, (*path, "law"))
            yield Hit(place, facts, fault.case, other=(law.ref.at(fault.key), fault.note))


def faults(brief: Brief) -> dict[str, Fault]:
    """The laws of the register that are no basis on the day, by id."""
    laws = brief.catalogue.laws_by_id.values()
    return {law.id: fault for law in laws if (fault := _fault(brief, law)) is not None}


def _fault(brief: Brief, law: Law) -> Fault | None:
    successor = brief.catalogue.laws_by_id.get(law.superseded_by)
    facts = {"successor": successor.title, "id": successor.id} if successor is not None else {"successor": "", "id": ""}
    if law.repealed and law.repealed <= brief.today:
        return Fault("", "repealed", "repealed_here", {**facts, "date": law.repealed})
    if law.effective > brief.today:
        return Fault("not_yet", "effective", "defined_here", {**facts, "date": law.effective})
    if successor is None or successor is law or not _is_in_force(brief, successor):
        return None
    return Fault("superseded", "superseded_by", "defined_here", {**facts, "date": successor.effective})


def _is_in_force(brief: Brief, law: Law) -> bool:
    return law.effective <= brief.today and not (law.repealed and law.repealed <= brief.today)


@rule("B203", Severity.WARNING, reach=Reach.UNIT)
def basis_too_low(brief: Brief) -> Iterator[Hit]:
    """A power whose type asks for a rank of law has a basis of that rank or a higher one."""
    for power in powers_in_force(brief):
        kind = brief.rulebook.power_types.get(power.type)
        least = brief.rulebook.ranks.get(kind.least_rank) if kind is not None else None
        ranks = [_rank(brief, basis) for basis in power.basis]
        have = {rank.order: rank.label for rank in ranks if rank is not None}
        if kind is None or least is None or not have or None in ranks:
            continue
        if min(have) > least.order:
            facts = {"power": power.name, "type": kind.label, "least": least.label, "have": have[min(have)]}
            yield Hit(power.ref.at("basis"), facts, on_key=True)
