"""How large a document may be: bytes of a file, events and depth of its YAML, characters of one scalar."""

from __future__ import annotations

MAX_BYTES = 512 * 1024
MAX_EVENTS = 50_000
MAX_DEPTH = 32
MAX_SCALAR = 64 * 1024
