"""What a catalogue consists of, told by a digest: it is the same only as long as every byte is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

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


def state_of(source: Source, looked: dict[str, str] | None = None) -> str:
    """The fingerprint of a catalogue as it is now; "" also for one that cannot be judged.

    What was looked at is entered in ``looked``: each file with the digest of its bytes.
    """
    listing = source.listing()
    digests = {file: _digest(raw) for file, raw in read_all(source, listing.files)}
    if looked is not None:
        looked.update(digests)
    try:
        return fingerprint(source, listing, digests.values())
    except PowerctlError:
        return ""


def _digest(raw: bytes | Finding) -> str:
    return hashlib.sha256(raw).hexdigest() if isinstance(raw, bytes) else ""
