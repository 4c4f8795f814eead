"""What stands around the powers: the catalogue itself, and who supervises whom.

It comes from ``catalogue.yaml`` and the rulebook, which are rules for everybody and have no scope of their own.
"""

from __future__ import annotations

from powerctl.gate.fields import PARTS
from powerctl.gate.words import Words, term, terms_of
from powerctl.model.catalogue import About, Site
from powerctl.model.rulebook import Checklist, SupervisionAsks
from powerctl.public.catalogue import PublicAbout, PublicSite, PublicSource
from powerctl.public.power import PublicComplaints
from powerctl.public.supervision import (
    PublicChecklist,
    PublicDuty,
    PublicQuestion,
    PublicSupervision,
    PublicSupervisor,
)

_SITE = (
    "title", "base_url", "host", "operator", "phone", "site_code", "icp", "police_record", "description", "keywords",
)  # fmt: skip
_DUTY = ("label", "en", "by", "to", "about", "months", "within", "after", "times")


def project_about(words: Words) -> PublicAbout:
    """Whose catalogue it is."""
    about: About = words.catalogue.about
    return PublicAbout(
        id=about.id,
        name=about.name,
        region=about.region,
        level=term(words.rulebook.levels, about.level),
        language=about.language,
        sources=tuple(
            PublicSource(
                title=source.title, number=source.number, issuer=source.issuer, issued=source.issued, url=source.url
            )
            for source in about.sources
        ),
        site=_site(about.site),
    )


def _site(site: Site) -> PublicSite:
    complaints = site.complaints
    return PublicSite(
        complaints=PublicComplaints(**{key: getattr(complaints, key) for key in PARTS["complaints"]})
        if complaints
        else None,
        **{key: getattr(site, key) for key in _SITE},
    )


def project_supervision(words: Words) -> PublicSupervision:
    """The matrix, the duties and the question lists of the rulebook."""
    asks = words.rulebook.supervision
    return PublicSupervision(
        matrix=tuple(
            PublicSupervisor(
                id=row.id,
                by=row.by,
                whom=row.whom,
                what=row.what,
                unit=row.unit if words.shows_unit(row.unit) else "",
            )
            for row in asks.matrix
        ),
        duties=tuple(
            PublicDuty(id=name, **{key: getattr(duty, key) for key in _DUTY}) for name, duty in asks.duties.items()
        ),
        checklists=tuple(_checklist(name, checklist) for name, checklist in asks.checklists.items()),
        roles=terms_of(words.rulebook.roles, sorted(_parties(asks) & words.rulebook.roles.keys())),
        audit_after_years=asks.audit_after_years,
    )


def _parties(asks: SupervisionAsks) -> set[str]:
    return {party for duty in asks.duties.values() for party in (duty.by, duty.to, duty.about)}


def _checklist(name: str, checklist: Checklist) -> PublicChecklist:
    return PublicChecklist(
        id=name,
        label=checklist.label,
        en=checklist.en,
        questions=tuple(
            PublicQuestion(id=question.id, text=question.text, en=question.en, good=question.good)
            for question in checklist.questions
        ),
    )
