"""The rules that are checked while reading, before there is a model to judge."""

from __future__ import annotations

from powerctl.results import RuleSpec, Severity

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING


def _spec(rule_id: str, errors: str, warnings: str = "") -> RuleSpec:
    cases = dict.fromkeys(errors.split(), _ERROR) | dict.fromkeys(warnings.split(), _WARNING)
    return RuleSpec(rule_id, _ERROR if errors else _WARNING, cases)


READING_RULES: tuple[RuleSpec, ...] = (
    _spec("S001", "encoding utf16 empty syntax internal duplicate documents conflict key directive tab colon", "bom"),
    _spec("S002", "unknown_key missing_key type value form size repeated key_form"),
    _spec("S005", "id reserved place stray name collision"),
    _spec(
        "S006",
        "size events depth scalar deadline marks anchor alias merge tag "
        "link outside device unreadable deep vanished submodule",
    ),
    _spec("S007", "control bidirectional invisible escaped", "compatibility private mojibake not_nfc"),
    _spec("S008", "ambiguous date", "null"),
    _spec("S009", "", "identity mobile bank"),
    _spec("S010", "mark", "caution"),
)
