"""Where in the repository a piece of the model was written."""

from __future__ import annotations

from typing import NamedTuple

Key = str | int
Path = tuple[Key, ...]


class Ref(NamedTuple):
    """A value in a file: the file's path inside its catalogue, then the keys and list positions down to it."""

    file: str
    path: Path = ()

    def at(self, *steps: Key) -> Ref:
        """The place of a value below this one, whether it is there or missing."""
        return Ref(self.file, (*self.path, *steps))


NOWHERE = Ref("")
