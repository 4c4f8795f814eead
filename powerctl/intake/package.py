"""Zip packages (xlsx, ods, docx) behind guards: sizes, names, and no XML that could do more than say something."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NoReturn

from powerctl.intake import limits
from powerctl.intake.refusal import RefusedError

_XML = (".xml", ".rels")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_OTHER_ENCODING = re.compile(
    rb"^(?:\xff\xfe|\xfe\xff|\x00)|^<\?xml[^>]*encoding=[\"'](?!utf-8|us-ascii)", re.IGNORECASE
)
_FORBIDDEN = {
    "external": re.compile(r"(?:^|/)externallinks/", re.IGNORECASE),
    "macros": re.compile(r"(?:^|/)vbaproject\.bin$|^basic/", re.IGNORECASE),
}


class Package:
    """The members of a package; every one is looked at before any is used."""

    def __init__(self, raw: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise RefusedError("damaged") from None
        self._check_members()
        self._check_xml()

    def __contains__(self, name: str) -> bool:
        return name in self.names

    @property
    def names(self) -> list[str]:
        """The members' names."""
        return self._archive.namelist()

    def read(self, name: str) -> bytes:
        """A member, never more of it than its entry promised."""
        try:
            with self._archive.open(name) as stream:
                content = stream.read(limits.MAX_MEMBER + 1)
        except KeyError:
            raise RefusedError("damaged", part=name) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError):
            self._broken(name)
        if len(content) > limits.MAX_MEMBER:
            raise RefusedError("bomb", part=name)
        return content

    def _broken(self, name: str) -> NoReturn:
        raise RefusedError("damaged", part=name) from None

    def _check_members(self) -> None:
        entries = self._archive.infolist()
        if len(entries) > limits.MAX_MEMBERS:
            raise RefusedError("members", count=len(entries), limit=limits.MAX_MEMBERS)
        if len({entry.filename for entry in entries}) != len(entries):
            raise RefusedError("damaged", part=_repeated(entries))
        for entry in entries:
            _check_name(entry.filename)
            if entry.flag_bits & 1:
                raise RefusedError("encrypted")
            tight = entry.file_size > limits.MAX_RATIO * max(entry.compress_size, 1)
            if entry.file_size > limits.MAX_MEMBER or (entry.file_size > limits.RATIO_FROM and tight):
                raise RefusedError("bomb", part=entry.filename)
        if sum(entry.file_size for entry in entries) > limits.MAX_UNPACKED:
            raise RefusedError("bomb", part="")

    def _check_xml(self) -> None:
        for name in self._xml_names():
            content = self.read(name)
            if _DOCTYPE.search(content):
                raise RefusedError("doctype", part=name)
            if _OTHER_ENCODING.search(content):
                raise RefusedError("encoding", part=name)

    def _xml_names(self) -> Iterator[str]:
        return (name for name in self.names if name.lower().endswith(_XML))


def _repeated(entries: list[zipfile.ZipInfo]) -> str:
    names = [entry.filename for entry in entries]
    return next(name for name in names if names.count(name) > 1)


def _check_name(name: str) -> None:
    """Nothing that would leave the folder it were unpacked to, though nothing ever is."""
    steps = name.replace("\\", "/").split("/")
    if ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0] or "\x00" in name:
        raise RefusedError("slip", part=name)
    for case, pattern in _FORBIDDEN.items():
        if pattern.search(name):
            raise RefusedError(case, part=name)
