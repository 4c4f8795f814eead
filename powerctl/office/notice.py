"""《廉政风险预警通知书》《廉政风险预警整改通知书》《廉政风险预警信息采集表》: an early warning on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from powerctl.messages import Words
from powerctl.model.duration import parse_duration
from powerctl.model.rulebook import Rulebook
from powerctl.model.warning import EarlyWarning, Notice
from powerctl.office.days import ordinal, written
from powerctl.office.paper import Align, Block, Heading, Paper, Paragraph, form


@dataclass(frozen=True, slots=True)
class Case:
    """A warning with what its paper needs: the rulebook's words, what the risk is, who issues it, the last day."""

    warning: EarlyWarning
    rulebook: Rulebook
    unit: str
    risk: str
    issuer: str
    name: Callable[[str], str]
    reply_by: str
    words: Words

    def text(self, key: str, **facts: object) -> str:
        """A sentence of the papers on warnings."""
        return self.words.text("notice", key, **facts)

    def term(self, family: str, key: str) -> str:
        """A word of the rulebook's ``warnings`` section, in the language of the paper."""
        term = getattr(self.rulebook.warnings, family).get(key)
        if term is None:
            return key
        return str(term.en if self.words.language == "en" and term.en else term.label)

    def basis(self, served: Notice) -> str:
        """The clauses by which such a notice is served."""
        term = self.rulebook.warnings.notices.get(served.type)
        return term.note if term is not None else ""


def notice(case: Case, served: Notice) -> Paper:
    """The notice that goes with the warning, with the demands and the day by which to answer."""
    warning, number = case.warning, served.number
    measures = case.text("list").join(case.term("measures", measure) for measure in warning.measures)
    opening = case.text(
        "opening",
        whom=_whom(case),
        what=warning.description.rstrip("。"),
        condition=warning.condition.rstrip("。"),
        basis=case.basis(served),
        level=case.term("levels", warning.level),
        measures=measures,
    )
    blocks: list[Block] = [Paragraph(case.text("to", whom=_whom(case)), flush=True), Paragraph(opening)]
    if served.demands:
        blocks.append(Heading(f"{ordinal(1, case.words.language)}{case.text('demands')}"))
        blocks += [Paragraph(f"{at}. {demand}") for at, demand in enumerate(served.demands, 1)]
    blocks.append(Heading(f"{ordinal(2 if served.demands else 1, case.words.language)}{case.text('answer')}"))
    blocks.append(Paragraph(_answer(case, served)))
    blocks.append(Paragraph(_signed(case, served), Align.RIGHT))
    title = case.term("notices", served.type)
    return Paper(title[:1].upper() + title[1:], tuple(blocks), number, language=_language(case))


def collection(case: Case) -> Paper:
    """The collection form: who learnt what from where, and what became of it."""
    warning, language = case.warning, case.words.language
    told = warning.collected
    known = [
        ("unit", case.unit),
        ("number", warning.id),
        ("by", case.name(told.by) if told else ""),
        ("on", written(told.on, language) if told else ""),
        ("source", case.term("sources", told.source) if told and told.source else ""),
        ("about", _whom(case)),
        ("power", case.name(warning.power) if warning.power else ""),
        ("risk", case.risk),
        ("proposed", case.term("levels", told.proposed_level) if told and told.proposed_level else ""),
        ("level", case.term("levels", warning.level)),
    ]
    wide = [
        ("description", warning.description),
        ("condition", warning.condition),
        ("evidence", told.evidence if told else ""),
        ("measures", case.text("list").join(case.term("measures", measure) for measure in warning.measures)),
        ("reviewed_by", case.name(told.reviewed_by) if told and told.reviewed_by else ""),
    ]
    label = case.text
    blocks = (
        form(*((label(key), text) for key, text in known)),
        form(*((label(key), text) for key, text in wide), columns=1),
        Paragraph(case.text("sign")),
    )
    return Paper(case.text("collection"), blocks, language=_language(case))


def _signed(case: Case, served: Notice) -> str:
    """The organ that issues it, who signed it, the day (GB/T 9704-2012, 7.3.5)."""
    who = case.text("signed", who=case.name(served.issued_by)) if served.issued_by else ""
    return "\n".join(filter(None, (case.issuer, who, written(served.issued, case.words.language))))


def _answer(case: Case, served: Notice) -> str:
    language = case.words.language
    limit = parse_duration(case.rulebook.warnings.reply_within)
    within = case.text(f"within_{limit.unit}", amount=f"{limit.amount:g}") if limit is not None else ""
    return case.text(
        "reply", within=within, by=written(case.reply_by, language), served=written(served.served, language)
    )


def _whom(case: Case) -> str:
    about = case.warning.post or case.warning.office
    if not about:
        return case.unit
    return f"{case.unit}{case.name(about)}" if case.words.language == "zh" else f"{case.name(about)}, {case.unit}"


def _language(case: Case) -> str:
    return "zh-CN" if case.words.language == "zh" else "en"
