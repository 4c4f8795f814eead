"""Which language the tool speaks: ``--lang``, then ``POWERCTL_LANG``, then the locale; Chinese where none is set."""

from __future__ import annotations

import os
from collections.abc import Mapping

from powerctl.errors import PowerctlError
from powerctl.messages import LANGUAGES, Words

_chosen: list[str] = []


def choose(language: str | None) -> Words:
    """The words of the language asked for (of the surroundings if none), kept for errors that follow."""
    if language is not None and language not in LANGUAGES:
        raise PowerctlError("bad_language", value=language)
    _chosen[:] = [language or surroundings(os.environ)]
    return words()


def words() -> Words:
    """The words of the language chosen, or of the surroundings."""
    return Words(_chosen[0] if _chosen else surroundings(os.environ))


def surroundings(environment: Mapping[str, str]) -> str:
    """``zh`` or ``en``, as the environment says; a locale that names no language says nothing."""
    own = environment.get("POWERCTL_LANG", "")[:2].lower()
    if own in LANGUAGES:
        return own
    locale = next((environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), "")
    if not locale and os.name == "nt":
        return _windows_language()
    return "zh" if locale[:2].lower() in ("zh", "") or locale in ("C", "POSIX") or locale.startswith("C.") else "en"


def _windows_language() -> str:
    import locale

    return "en" if (locale.getlocale()[0] or "").startswith("English") else "zh"
