"""For whom something is published."""

from __future__ import annotations

from enum import StrEnum


class Audience(StrEnum):
    """The scope of the rulebook's ``disclosure.scopes`` that the readers belong to, widest circle first."""

    PUBLIC = "public"
    INNER_PARTY = "inner-party"
    INTERNAL = "internal"
