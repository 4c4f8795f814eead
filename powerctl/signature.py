"""Whether a commit or tag carries a signature, as it is written. It is not verified: that would run a program of the
repository's choice."""

from __future__ import annotations

import re

_KINDS = (
    (b"-----BEGIN PGP SIGNATURE-----", "openpgp"),
    (b"-----BEGIN PGP MESSAGE-----", "openpgp"),
    (b"-----BEGIN SSH SIGNATURE-----", "ssh"),
    (b"-----BEGIN SIGNED MESSAGE-----", "x509"),
)
_HEADER = re.compile(rb"^gpgsig(?:-sha256)? (.*)$", re.MULTILINE)


def of_commit(raw: bytes) -> str:
    """``openpgp``, ``ssh``, ``x509``, ``unknown``, or ``none``; what stands in the message is no signature."""
    header = _HEADER.search(raw.partition(b"\n\n")[0])
    return _kind(header[1]) or "unknown" if header else "none"


def of_tag(raw: bytes) -> str:
    """The same of an annotated tag, whose signature ends its text."""
    starts = [raw.rfind(b"\n" + mark) + 1 for mark, _ in _KINDS]
    return _kind(raw[max(starts) :]) if max(starts) else "none"


def _kind(text: bytes) -> str:
    return next((kind for mark, kind in _KINDS if text.startswith(mark)), "")
