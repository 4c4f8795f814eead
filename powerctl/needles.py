"""Values that must not be found in anything published; opaque to whoever looks for them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Needle:
    """A private text and where it stands (``file: field``). ``exact``: worth looking for however short it is.

    The text is never shown, not even to a debugger's reader of ``repr``.
    """

    field: str
    text: str = dataclasses.field(repr=False)
    exact: bool = False
