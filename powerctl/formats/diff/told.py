"""What is said of a change and of a whole comparison, for every format."""

from __future__ import annotations

from collections.abc import Iterator

from powerctl.comparison import Change, Comparison, Effect, Plain, Side
from powerctl.messages import Words

_SHORT = 12
_LONGEST = 80


def title(kind: str, words: Words) -> str:
    """What a kind of change is, which is the reason of its effect too."""
    thing, _, how = kind.partition(".")
    try:
        return words.text("diff", f"kind.{kind}")
    except KeyError:
        return words.text("diff", f"any.{how}", thing=words.text("diff", f"thing.{thing}"))


def sentence(change: Change, words: Words) -> str:
    """The change in one sentence."""
    before, after = values(change, words)
    facts = {
        "title": title(change.id, words),
        "name": " · ".join(change.names),
        "field": change.field,
        "before": before,
        "after": after,
    }
    return words.text("diff", "whole" if change.whole else "part", **facts)


def values(change: Change, words: Words, longest: int = _LONGEST) -> tuple[str, str]:
    """Both values for people; of two lists, what is gone and what is new."""
    before, after = change.before, change.after
    if isinstance(before, tuple) and isinstance(after, tuple):
        before, after = (
            tuple(part for part in before if part not in after),
            tuple(part for part in after if part not in before),
        )
    return value(before, words, longest), value(after, words, longest)


def value(plain: Plain, words: Words, longest: int = _LONGEST) -> str:
    """One value for people."""
    if plain in (None, ()):
        return words.text("diff", "nothing")
    if isinstance(plain, bool):
        return words.text("diff", "yes" if plain else "no")
    parts = plain if isinstance(plain, tuple) else (plain,)
    text = words.text("diff", "comma").join(str(part) for part in parts)
    return text if len(text) <= longest else text[:longest] + "…"


def side(one: Side, words: Words) -> str:
    """A side of the comparison for people."""
    if one.kind == "working-tree":
        return words.text("diff", "working_tree")
    commit = "" if one.commit.startswith(one.name) else one.commit[:_SHORT]
    return words.text("diff", "side", name=one.name, commit=commit)


def covered(comparison: Comparison, words: Words) -> str:
    """The first sentence: what was compared."""
    return words.text(
        "diff",
        "covered",
        base=side(comparison.base, words),
        revision=side(comparison.revision, words),
        catalogues=comparison.catalogues,
        files=comparison.files,
    )


def verdict(comparison: Comparison, words: Words) -> str:
    """The last sentence: how many changes of which effect, and how many files could not be compared."""
    unread = len({finding.location.file for finding in comparison.findings}) or ""
    if not comparison.changes:
        return words.text("diff", "unread" if unread else "none", unread=unread)
    counts = {str(effect): comparison.count(effect) for effect in Effect}
    approved = len({change.fingerprint for change in comparison.changes} & comparison.approved.keys()) or ""
    facts = {"changes": len(comparison.changes), "approved": approved, "unread": unread}
    return words.text("diff", "found", **facts, **counts)


def unadjusted(comparison: Comparison, words: Words) -> Iterator[str]:
    """A line for each change that needs a note and has none."""
    for change in comparison.unadjusted or ():
        name = " · ".join(change.names)
        yield words.text("diff", "unadjusted", title=title(change.id, words), name=name, subject=change.subject)
