"""``manifest.json``: for whom a site is, what it was made from and with. No clock, no commit: a commit's id would
change with what is private."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from powerctl.site.record.sums import digest_of, sums_text

MANIFEST = "manifest.json"
KIND = "powerctl-site"
VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """``input`` is the digest of everything public it was made from, ``sums`` that of its files and their digests;
    ``charts`` and ``wall`` tell with which pages it was made, so that it can be made again."""

    tool: str
    format: int
    audience: str
    as_of: str
    input: str
    files: int
    sums: str
    charts: bool = True
    wall: bool = False

    def text(self) -> str:
        """As it stands in the file."""
        return json.dumps({"kind": KIND, "version": VERSION, **asdict(self)}, indent=2) + "\n"


def sums_of(digests: Mapping[str, str]) -> str:
    """One digest of all files."""
    return digest_of(sums_text(digests).encode())


def read_manifest(text: str) -> Manifest | None:
    """The manifest of a site of ours; None for anything else."""
    try:
        data = json.loads(text)
        known = {field.name: data[field.name] for field in fields(Manifest)}
        is_ours = data["kind"] == KIND and data["version"] == VERSION
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    is_typed = all(type(known[field.name]).__name__ == field.type for field in fields(Manifest))
    return Manifest(**known) if is_ours and is_typed else None
