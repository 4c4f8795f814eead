"""Data as JSON text that is harmless on a screen and in the log of a build."""

from __future__ import annotations

import json

from powerctl.visible import json_safe


def dump(data: object) -> str:
    """Chinese unescaped; what a screen would obey is escaped, and so is ``##[``, a command anywhere in a log line."""
    return json_safe(json.dumps(data, ensure_ascii=False, indent=1)) + "\n"
