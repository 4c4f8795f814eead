"""Public types as plain data, and the digest of all of it: the same content gives the same bytes on every machine."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any

from powerctl.public.catalogue import PublicCatalogue


def plain(value: Any) -> Any:
    """A public object as maps, lists and scalars; what is empty is left out, keys are called as in the YAML."""
    if dataclasses.is_dataclass(value):
        pairs = ((field.name.rstrip("_"), getattr(value, field.name)) for field in dataclasses.fields(value))
        return {key: plain(part) for key, part in pairs if part is not None and part not in ("", ())}
    return [plain(part) for part in value] if isinstance(value, tuple) else value


def digest(catalogue: PublicCatalogue) -> str:
    """SHA-256 of everything that these readers may see, and of nothing else."""
    text = json.dumps(plain(catalogue), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
