"""The failing and the passing sample of each rule, which are also its tests."""

from __future__ import annotations

from powerctl.resources import resource
from powerctl.results import Sample

_LONGEST = 2500


def samples_of(rule_id: str) -> tuple[Sample, ...]:
    """The sample files of a rule that can be shown as text: first what is wrong, then what is right."""
    found: list[Sample] = []
    for verdict in ("bad", "ok"):
        root = resource("samples") / rule_id / verdict
        for path in sorted(root.rglob("*.yaml")):
            text = _text(path.read_bytes()) if path.is_file() and not path.is_symlink() else None
            if text is not None:
                found.append(Sample(verdict, path.relative_to(root).as_posix(), text))
    return tuple(found)


def _text(raw: bytes) -> str | None:
    """The text of a sample; None for one that is broken on purpose below the level of text, or endless."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if 0 < len(text) <= _LONGEST else None
