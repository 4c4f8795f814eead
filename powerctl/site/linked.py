"""JSON-LD: what machines are told about the site and its powers, in the words of schema.org and of CPSV-AP 3.2.

The context stands in the data itself: to read it, nothing needs to be fetched.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from powerctl.public.power import PublicPower, PublicService
from powerctl.public.unit import PublicUnit
from powerctl.site.frame import Frame

_CONTEXT = {
    "@vocab": "https://schema.org/",
    "dct": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "region": "http://data.europa.eu/88u/dataset/atu-type",
}
_PLAIN = {"@vocab": "https://schema.org/"}


def site_data(frame: Frame) -> Mapping[str, Any]:
    """The site itself."""
    about = frame.catalogue.about
    data: dict[str, Any] = {"@context": _PLAIN, "@type": "WebSite", "name": frame.name, "inLanguage": frame.language}
    if about.site.base_url:
        data["url"] = about.site.base_url
    if publisher := about.site.host or about.site.operator:
        data["publisher"] = {"@type": "GovernmentOrganization", "name": publisher}
    return data


def unit_data(unit: PublicUnit) -> Mapping[str, Any]:
    """A unit as an organisation of government."""
    data: dict[str, Any] = {"@context": _PLAIN, "@type": "GovernmentOrganization", "name": unit.name}
    contact = unit.contact
    if unit.credit_code:
        data["identifier"] = unit.credit_code
    if contact is not None:
        known = {"telephone": contact.phone, "address": contact.address, "email": contact.email, "url": contact.website}
        data.update({key: text for key, text in known.items() if text})
    return data


def power_data(frame: Frame, power: PublicPower, unit: PublicUnit | None) -> Mapping[str, Any]:
    """A power as a public service: who is competent, on which ground, what it needs and gives."""
    code = power.code.value if power.code is not None else power.subject
    place = frame.catalogue.about.id
    data: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": _urn(place, power.subject),
        "@type": ["GovernmentService", "cpsv:PublicService"],
        "identifier": code,
        "dct:identifier": code,
        "name": power.name,
        "dct:title": _chinese(power.name),
        "dct:description": _chinese(power.content or power.scope or _lead(frame, power, unit)),
        "serviceType": frame.term(power.type),
        "inLanguage": "zh-CN",
        "cv:hasCompetentAuthority": _authority(frame, power, unit),
    }
    if power.aliases:
        data["alternateName"] = list(power.aliases)
    if power.basis:
        data["cv:hasLegalResource"] = [
            {"@type": ["Legislation", "eli:LegalResource"], "name": basis.title, "dct:title": _chinese(basis.title)}
            for basis in power.basis
        ]
    return data | (_service(power.service) if power.service is not None else {})


def _lead(frame: Frame, power: PublicPower, unit: PublicUnit | None) -> str:
    owner = unit.name if unit is not None else power.unit
    return frame.text("lead_power", unit=owner, type=frame.term(power.type), power=power.name)


def _authority(frame: Frame, power: PublicPower, unit: PublicUnit | None) -> Mapping[str, Any]:
    """The unit, with the region that it is for: its own (行政区划代码) or the catalogue's."""
    about = frame.catalogue.about
    name = unit.name if unit is not None else power.unit
    region = (unit.region if unit is not None else "") or about.region or about.id
    return {
        "@id": _urn(about.id, power.unit),
        "@type": ["GovernmentOrganization", "cv:PublicOrganisation"],
        "name": name,
        "skos:prefLabel": _chinese(name),
        "dct:identifier": unit.credit_code if unit is not None and unit.credit_code else power.unit,
        "dct:spatial": {"@id": _urn("region", region), "@type": "region"},
    }


def _service(service: PublicService) -> dict[str, Any]:
    """What an applicant brings and gets, and where to ask."""
    data: dict[str, Any] = {}
    if service.materials:
        data["cpsv:hasInput"] = [
            {"@type": "cv:Evidence", "dct:title": _chinese(text), "dct:identifier": str(number)}
            for number, text in enumerate(service.materials, 1)
        ]
    if service.result:
        data["cpsv:produces"] = {"@type": "cv:Output", "dct:title": _chinese(service.result), "dct:identifier": "1"}
    if service.phone:
        data["cv:contactPoint"] = {"@type": "cv:ContactPoint", "cv:telephone": service.phone}
    return data


def _urn(*parts: str) -> str:
    """A name that does not change with the address of the site."""
    return ":".join(("urn:powerctl", *(part.replace("/", ":") for part in parts)))


def _chinese(text: str) -> Mapping[str, str]:
    return {"@language": "zh-CN", "@value": text}
