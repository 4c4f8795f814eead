"""What a catalogue consists of, told by a digest: it is the same only as long as every byte is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from powerctl.cache import digest_of
from powerctl.errors import PowerctlError
from powerctl.layers import chain, rulebook_file
from powerctl.listing import Listing
from powerctl.results import Finding
from powerctl.source import Source, read_all


def fingerprint(source: Source, listing: Listing, digests: Iterable[str]) -> str:
    """What a catalogue consists of, in one digest; "" if a file could not be read: that may change by itself."""
    known = tuple(digests)
    if not all(known):
        return ""
    layers = chain(source, rulebook_file(source))  # a rulebook may be a file that the listing leaves out
    return digest_of(repr(listing), *known, *(layer.raw for layer in layers))


@dataclass(frozen=True, slots=True)
class Looked:
    """The files of a catalogue as they were a moment ago, with the digest of the bytes of each ("" for none)."""

    listing: Listing
    digests: Mapping[str, str]


def look(source: Source) -> Looked:
    """Reads every file of a catalogue."""
    listing = source.listing()
    return Looked(listing, {file: _digest(raw) for file, raw in read_all(source, listing.files)})


def state_of(source: Source, looked: Looked | None = None) -> str:
    """The fingerprint of a catalogue as it is now, or as it was looked at; "" also for one that cannot be judged."""
    found = looked or look(source)
    try:
        return fingerprint(source, found.listing, found.digests.values())
    except PowerctlError:
        return ""


def _digest(raw: bytes | Finding) -> str:
    return hashlib.sha256(raw).hexdigest() if isinstance(raw, bytes) else ""
