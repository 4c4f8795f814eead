"""JSON-LD: what machines are told about the site and its powers, in the words of schema.org and CPSV-AP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from powerctl.public.power import PublicPower
from powerctl.public.unit import PublicUnit
from powerctl.site.frame import Frame

_CONTEXT = "https://schema.org"


def site_data(frame: Frame) -> Mapping[str, Any]:
    """The site itself."""
    about = frame.catalogue.about
    data: dict[str, Any] = {"@context": _CONTEXT, "@type": "WebSite", "name": frame.name, "inLanguage": frame.language}
    if about.site.base_url:
        data["url"] = about.site.base_url
    if about.site.operator:
        data["publisher"] = {"@type": "GovernmentOrganization", "name": about.site.operator}
    return data


def unit_data(unit: PublicUnit) -> Mapping[str, Any]:
    """A unit as an organisation of government."""
    data: dict[str, Any] = {"@context": _CONTEXT, "@type": "GovernmentOrganization", "name": unit.name}
    contact = unit.contact
    if unit.credit_code:
        data["identifier"] = unit.credit_code
    if contact is not None:
        known = {"telephone": contact.phone, "address": contact.address, "email": contact.email, "url": contact.website}
        data.update({key: text for key, text in known.items() if text})
    return data


def power_data(frame: Frame, power: PublicPower, unit: PublicUnit | None) -> Mapping[str, Any]:
    """A power as a public service: who provides it, on which ground, what it needs and gives."""
    data: dict[str, Any] = {
        "@context": [_CONTEXT, {"cpsv": "http://purl.org/vocab/cpsv#", "cv": "http://data.europa.eu/m8g/"}],
        "@type": ["GovernmentService", "cpsv:PublicService"],
        "identifier": power.code.value if power.code is not None else power.subject,
        "name": power.name,
        "serviceType": frame.term(power.type),
        "inLanguage": "zh-CN",
    }
    described = power.content or power.scope
    if described:
        data["description"] = described
    if power.aliases:
        data["alternateName"] = list(power.aliases)
    if unit is not None:
        data["provider"] = {"@type": "GovernmentOrganization", "name": unit.name}
    if power.basis:
        data["cv:hasLegalResource"] = [{"@type": "Legislation", "name": basis.title} for basis in power.basis]
    return data
