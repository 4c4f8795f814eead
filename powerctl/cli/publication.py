"""Through the gate, with words for those whom it stops."""

from __future__ import annotations

from powerctl.errors import PowerctlError
from powerctl.gate import UnsettledError, project
from powerctl.load import Loaded
from powerctl.locate import Locator
from powerctl.messages import place_text
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.results import Hit
from powerctl.source import Source


def public_catalogue(loaded: Loaded, source: Source, audience: Audience) -> PublicCatalogue:
    """What the audience may see; PowerctlError names the file, line and field that keep the gate shut, no value."""
    try:
        return project(loaded.catalogue, loaded.rulebook, audience)
    except UnsettledError as shut:
        first, *others = shut.hits
        raise _told(source, first, len(others), audience) from None


def _told(source: Source, hit: Hit, more: int, audience: Audience) -> PowerctlError:
    place = place_text(Locator(source).place(hit.ref)) if hit.ref.file else ""
    return PowerctlError(f"gate.{hit.case}", place=place, audience=audience, more=more or "", field=hit.facts["field"])
