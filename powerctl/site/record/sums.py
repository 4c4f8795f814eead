"""``SHA256SUMS``: the digest of every file of a site, as ``sha256sum -c`` reads it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

SUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64})  ([^\r\n]+)")


def digest_of(content: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    """The same of a file, which is not read whole."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums_text(digests: Mapping[str, str]) -> str:
    """One line a file, by code point of its path."""
    return "".join(f"{digests[file]}  {file}\n" for file in sorted(digests))


def read_sums(text: str) -> dict[str, str] | None:
    """The digests by path; None where a line is none of ours."""
    matches = [_LINE.fullmatch(line) for line in text.splitlines()]
    if not all(matches):
        return None
    return {match.group(2): match.group(1) for match in matches if match}


def files_below(folder: Path) -> list[str]:
    """Every file and link below a folder by its path with slashes; no link is followed."""
    found: list[str] = []
    waiting = [folder]
    while waiting:
        for path in waiting.pop().iterdir():
            if path.is_dir() and not path.is_symlink():
                waiting.append(path)
            else:
                found.append(path.relative_to(folder).as_posix())
    return sorted(found)
