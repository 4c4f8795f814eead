"""A catalogue of which some files are as they stand elsewhere: in an editor, or in another revision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from powerctl.document import too_large
from powerctl.limits import MAX_BYTES
from powerctl.listing import SUFFIX, Listing, judge_new, refusal
from powerctl.results import Finding
from powerctl.source import Source


@dataclass(frozen=True, slots=True)
class Overlay:
    """A source with other contents at some paths; None stands for a file that is not there."""

    below: Source
    contents: Mapping[str, bytes | None]

    def listing(self) -> Listing:
        """Every YAML file, those that are laid over it among them."""
        listed = self.below.listing()
        gone = {file for file, content in self.contents.items() if content is None}
        new = sorted(file for file, content in self.contents.items() if content is not None)
        told = {finding.location.file for finding in listed.findings}
        findings = [finding for finding in listed.findings if finding.location.file not in gone]
        for file in new:
            if file not in listed.files and file not in told:
                findings += judge_new(file, listed.files)
        files = {*listed.files, *(file for file in new if file.endswith(SUFFIX))} - gone
        return Listing(tuple(sorted(files)), tuple(sorted(findings, key=lambda item: (item.location, item.rule))))

    def read(self, file: str) -> bytes | Finding:
        """The bytes that count."""
        if file not in self.contents:
            return self.below.read(file)
        content = self.contents[file]
        if content is None:
            return refusal(file, "vanished")
        return content if len(content) <= MAX_BYTES else too_large(file)
