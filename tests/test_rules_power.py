"""P101-P109 at their edges: what a pair of samples is too short to show."""

from __future__ import annotations

import pytest

from tests.briefs import hits, told

POWER = "units/town/powers/permit.yaml"
UNIT = "units/town/unit.yaml"


def power(*lines: str, type_: str = "licence") -> dict[str, str]:
    """A power of the base sample's unit with these further lines."""
    head = ["kind: power", "id: permit", "name: 临时占道许可", f"type: {type_}"]
    return {POWER: "\n".join([*head, *lines, ""])}


def rules(*lines: str) -> dict[str, str]:
    """A rulebook with these demands."""
    return {"rulebook.yaml": "\n".join(["kind: rulebook", "id: sample", "name: 样例规则", "extends: base", *lines, ""])}


def cases(rule: str, files: dict[str, str]) -> list[str]:
    return [case for case, _ in told(rule, files)]


@pytest.mark.parametrize(
    "lines, expected",
    [
        ((), [("", "basis")]),
        (("basis: []",), [("", "basis")]),
        (("basis: [{law: licence-law}]",), []),
        (("basis: [{law: no-such-law}]",), []),  # S003 speaks
        (("basis: [{law: [licence-law]}]",), []),  # S002 speaks
        (("basis: licence-law",), []),  # S002 speaks
        (("status: adjusted",), [("", "basis")]),
        (("status: proposed",), []),
        (("status: cancelled",), []),
        (("status: keep",), []),  # P102 speaks
    ],
)
def test_basis(lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert told("P101", power(*lines)) == expected


def test_internal_and_party_powers_need_a_basis_too() -> None:
    for type_ in ("internal-decision", "internal-management", "party-power"):
        assert told("P101", power(type_=type_)) == [("", "basis")]


@pytest.mark.parametrize(
    "lines, expected",
    [
        (("axis: affairs", "level: township", "source: statutory", "remedies: [litigation]"), []),
        (("status: cancelled", "axis: things"), [("", "axis")]),  # words are words in every status
        (("level: town",), []),  # S002 speaks
        (("remedies: [litigation, appeal, complaint, suit]",), [("", "remedies.1"), ("", "remedies.3")]),
        (("discretion: [{violation: 超期, unit: yuan}, {violation: 超时, unit: cent}]",), [("", "discretion.1.unit")]),
        (
            ("workflow: {steps: [{id: a, name: 受理}, {id: b, name: 审查, duty: check}]}",),
            [("", "workflow.steps.1.duty")],
        ),
        (("workflow: {steps: [{id: a}, {id: b, name: 审查, duty: check}]}",), [("", "workflow.steps.1.duty")]),
    ],
)
def test_words(lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert told("P102", power(*lines)) == expected


@pytest.mark.parametrize(
    "word, nearest",
    [("license", "licence"), ("licenses", "licence"), ("penalties", "penalty"), ("xyz", "")],
)
def test_the_word_that_was_meant(word: str, nearest: str) -> None:
    (hit,) = hits("P102", power(type_=word))
    assert hit.facts["nearest"] == nearest
    assert hit.facts["section"] == "power_types"
    assert bool(hit.facts["label"]) is bool(nearest)


def test_words_that_the_rulebook_does_not_define_at_all_are_free() -> None:
    files = {UNIT: "kind: unit\nid: town\nname: 样例镇\ntype: town\ntier: anything\n"}
    assert told("P102", files) == []
    assert cases("P102", {**files, **rules("unit_tiers: {central: {label: 中心镇}}")}) == [""]
    assert told("P102", {**files, **rules("unit_types: null", "roles: null", "regulations: null")}) == []


def test_a_type_ends_on_its_day() -> None:
    for day, expected in (("2026-06-30", ["abolished"]), ("2026-07-01", [])):
        ended = rules(f"power_types: {{licence: {{abolished: {day}}}}}")
        assert cases("P102", {**power(), **ended}) == expected
        assert cases("P102", {**power("status: merged"), **ended}) == []


@pytest.mark.parametrize(
    "lines, expected",
    [
        ((), [("", "holder")]),
        (("offices: [works]",), [("", "holder")]),
        (("holder: [works]",), []),  # S002 speaks
        (("holder: committee",), [("no_post", "holder")]),
        (("holder: committee", "in_charge: vice-mayor"), [("no_post", "holder")]),  # who leads does not carry out
        (("holder: works",), []),
        (("holder: works-head",), []),
        (("holder: no-such-body",), []),  # S003 speaks
        (("holder: committee", "offices: [works]"), []),
        (("holder: committee", "assignments: [{post: works-clerk}]"), []),
        (("holder: committee", "assignments: [{post: committee}]"), [("no_post", "holder")]),
        (("holder: committee", "workflow: {steps: [{id: a, name: 受理, actor: works-clerk}]}"), []),
        (("holder: committee", "workflow: {steps: [{id: a, name: 研究, actor: committee, with: [works-head]}]}"), []),
        (("holder: committee", "workflow: {steps: [{id: a, name: 申请, actor: applicant}]}"), [("no_post", "holder")]),
        (
            ("holder: committee", 'workflow: {steps: [{id: a, name: 审批, actor: "external:区政府"}]}'),
            [("no_post", "holder")],
        ),
        (("holder: committee", "workflow: {steps: [{id: a, actor: works-clerk}]}"), []),  # the step was refused
        (("holder: committee", "status: cancelled"), []),
    ],
)
def test_holder(lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert told("P103", power(*lines)) == expected


def test_nobody_is_missed_in_a_unit_that_could_not_be_read() -> None:
    broken = {UNIT: "kind: unit\nid: town\nname: 样例镇\ntype: [town]\n"}
    assert told("P103", {**power("holder: committee"), **broken}) == []


@pytest.mark.parametrize(
    "field, lines, is_missing",
    [
        ("content", (), True),
        ("content", ("content: 审查申请",), False),
        ("content", ("content: []",), False),  # S002 speaks
        ("conditions", ("conditions: []",), True),
        ("limits", ("limits: {}",), True),
        ("limits", ("limits: {note: 无}",), True),
        ("limits", ("limits: {statutory: 20wd}",), False),
        ("limits", ("limits: {promised: 0d}",), False),
        ("limits.promised", ("limits: {statutory: 20wd}",), True),
        ("limits.statutory", ("limits: {statutory: 20wd}",), False),
        ("complaints", ("complaints: {note: 见公示栏}",), True),
        ("complaints", ("complaints: {channel: 镇纪委}",), False),
        ("disclosure.deadline", (), True),
        ("disclosure.deadline", ("disclosure: {scope: public}",), True),
        ("disclosure.deadline", ("disclosure: {deadline: 20wd}",), False),
        ("name", (), False),
        ("risk_points", (), True),
        ("no_such_field", (), True),  # the rulebook asks for what nobody can give: better told than passed over
        # asked by rules of their own
        ("basis", (), False),
        ("holder", (), False),
        ("workflow", (), False),
        ("disclosure", (), False),
        ("disclosure.timing", (), False),
    ],
)
def test_fields(field: str, lines: tuple[str, ...], is_missing: bool) -> None:
    asked = rules(f"catalogue: {{fields: [{field}]}}")
    assert told("P104", {**power(*lines), **asked}) == ([("", field)] if is_missing else [])


def test_no_field_is_asked_of_a_power_that_is_not_in_force() -> None:
    assert told("P104", {**power("status: proposed"), **rules("catalogue: {fields: [content]}")}) == []
    assert told("P104", {**power(), **rules("catalogue: null")}) == []


@pytest.mark.parametrize(
    "statutory, promised, is_longer",
    [
        ("20wd", "20wd", False),
        ("20wd", "20.5wd", True),
        ("20wd", "21wd", True),
        ("20d", "20wd", True),  # twenty working days are never within twenty days
        ("20wd", "20d", False),
        ("20wd", "38d", False),  # may be shorter, with a long holiday
        ("20wd", "39d", True),
        ("1mo", "31d", False),
        ("1mo", "32d", True),
        ("1d", "24h", False),
        ("1d", "25h", True),
        ("0d", "1h", True),
        ("0d", "0d", False),
        ("", "99mo", False),
        ("20wd", "", False),
        ("20wd", "two weeks", False),  # S002 speaks
    ],
)
def test_promised_limit(statutory: str, promised: str, is_longer: bool) -> None:
    limits = [f"  {key}: {value}" for key, value in (("statutory", statutory), ("promised", promised)) if value]
    expected = [("", "limits.promised")] if is_longer else []
    assert told("P105", power("limits:", *limits)) == expected


CREDIT = "11330411002599993L"


@pytest.mark.parametrize(
    "value, expected",
    [
        ("330112001000", []),
        ("000112001000", []),
        (f"{CREDIT}5330112001000", []),
        (f"{CREDIT}533011200100001", []),
        ("33011200100", ["shape"]),
        ("33011200100001", ["shape"]),
        (f"{CREDIT.lower()}5330112001000", ["shape"]),
        ("３３０１１２００１０００", ["shape"]),
        ("1" * 200, ["shape"]),
        ("330212001000", ["type"]),
        ("440112001000", ["region"]),
        (f"{CREDIT}4330112001000", ["level"]),
        (f"{CREDIT[:-1]}M5330112001000", ["check_character"]),
        (f"{CREDIT[:-1]}M4440212001000", ["check_character", "type", "level", "region"]),
    ],
)
def test_national_code(value: str, expected: list[str]) -> None:
    code = f'code: {{scheme: gb39554, value: "{value}"}}'
    assert cases("P106", power("level: township", code)) == expected


def test_what_the_power_does_not_say_is_not_compared() -> None:
    code = f'code: {{scheme: gb39554, value: "{CREDIT}4330212001000"}}'
    assert cases("P106", power(code)) == ["type"]  # it has no level
    assert cases("P106", power("level: township", code, type_="party-power")) == ["level"]  # the type has no code
    nowhere = {"catalogue.yaml": "kind: catalogue\nformat: 1\nid: base\nname: 样例区\n"}
    abroad = 'code: {scheme: gb39554, value: "990112001000"}'
    assert cases("P106", {**power(abroad), **nowhere}) == []


@pytest.mark.parametrize(
    "pattern, value, expected",
    [
        ("XZ-[A-Z]{2}-[0-9]{3}", "XZ-GC-003", []),
        ("XZ-[A-Z]{2}-[0-9]{3}", "XZ-GC-0003", [""]),
        ("XZ-[A-Z]{2}-[0-9]{3}", "XZ-GC-003" + "0" * 180, [""]),
        ("", "anything at all", []),
        ("(a+)+", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", ["pattern"]),
        ("[A-Z", "A", ["pattern"]),
    ],
)
def test_local_code(pattern: str, value: str, expected: list[str]) -> None:
    own = rules(f"codes: {{local: {{pattern: '{pattern}'}}}}")
    assert cases("P106", {**power(f'code: {{scheme: local, value: "{value}"}}'), **own}) == expected


def test_a_pattern_that_cannot_be_used_is_told_once() -> None:
    second = "kind: power\nid: tender\nname: 招标\ntype: licence\ncode: {scheme: local, value: b}\n"
    files = {**power("code: {scheme: local, value: a}"), "units/town/powers/tender.yaml": second}
    (hit,) = hits("P106", {**files, **rules("codes: {local: {pattern: 'a|b'}}")})
    assert (hit.case, hit.ref.file) == ("pattern", POWER)


def test_a_scheme_unknown() -> None:
    (hit,) = hits("P106", power("code: {scheme: gb39455, value: x}"))
    assert (hit.case, hit.facts["nearest"]) == ("scheme", "gb39554")
    assert hits("P106", power("status: cancelled", "code: {scheme: gb39455, value: x}")) == []
    assert hits("P106", {**power("code: {scheme: gb39455, value: x}"), **rules("codes: null")}) == []


@pytest.mark.parametrize(
    "code, expected", [(CREDIT, []), ("11330411002599993K", ["credit_code"]), ("91350211M0000XUF46", ["credit_code"])]
)
def test_credit_code_of_a_unit(code: str, expected: list[str]) -> None:
    assert cases("P106", {UNIT: f'kind: unit\nid: town\nname: 样例镇\ntype: town\ncredit_code: "{code}"\n'}) == expected


def adjustment(entry: str, unit: str = "town") -> dict[str, str]:
    """A note of a unit about one power."""
    text = f"kind: adjustment\nid: note\ntitle: 调整说明\nreason: 清理\ndate: 2026-01-10\npowers: [{entry}]\n"
    return {f"units/{unit}/adjustments/note.yaml": text}


@pytest.mark.parametrize(
    "status, note, is_told",
    [
        ("retained", {}, False),
        ("adjusted", {}, False),
        ("proposed", {}, False),
        ("cancelled", {}, True),
        ("merged", {}, True),
        ("delegated", {}, True),
        ("cancelled", adjustment("{power: permit, action: cancelled}"), False),
        ("cancelled", adjustment("{power: town/permit, action: cancelled}"), False),
        ("cancelled", adjustment("{power: other/permit, action: cancelled}"), True),
        ("cancelled", adjustment("{power: tender, action: cancelled}"), True),
        ("cancelled", adjustment("{power: permit, action: cancelled}", "district"), True),
        ("cancelled", adjustment("{power: town/permit, action: cancelled}", "district"), False),
        ("cancelled", adjustment("{power: permit}"), False),  # S002 speaks of the note
    ],
)
def test_adjustment_note(status: str, note: dict[str, str], is_told: bool) -> None:
    assert told("P107", {**power(f"status: {status}"), **note}) == ([("", "status")] if is_told else [])


REVIEW = rules(
    "review:",
    "  catalogue: [{stage: team, label: 班子}, {stage: office, label: 办公室}, {stage: committee, label: 编委办}]",
    "  risk: [{stage: self, label: 自查}, {stage: team, label: 班子}]",
)


def sign_off(word: str) -> str:
    """``risk/team=returned@02``: chain, stage, outcome and the day in January, as YAML has them."""
    chain, _, rest = word.rpartition("/")
    rest, _, day = rest.partition("@")
    stage, _, outcome = rest.partition("=")
    keys = {"chain": chain, "stage": stage, "outcome": outcome, "on": f"2026-01-{day}" if day else ""}
    return "{" + ", ".join(f"{key}: {value}" for key, value in keys.items() if value) + "}"


@pytest.mark.parametrize(
    "words, expected",
    [
        ("", [("", "review")]),
        ("team=passed office=passed", [("", "review")]),
        ("team=passed office=passed committee=passed", []),
        ("office=passed team=passed committee=passed", [("order", "review.0.stage")]),
        ("committee=passed team=passed office=passed", [("order", "review.0.stage")]),
        # dates decide where there are dates
        ("team=passed@02 office=passed@02 committee=passed@02", []),
        ("office=passed@02 team=passed@01 committee=passed@03", []),
        ("team=passed@02 office=passed@01 committee=passed@03", [("order", "review.1.on")]),
        ("team=passed@02 office=passed committee=passed@01", []),
        # what came of a stage in the end
        ("team=returned team=passed office=passed committee=passed", []),
        ("team=passed office=returned team=passed office=passed committee=passed", []),
        (
            "team=passed office=passed committee=passed office=returned",
            [("not_passed", "review.3.outcome"), ("order", "review.2.stage")],
        ),
        ("team office=passed committee=passed", [("not_passed", "review.0.outcome")]),
        ("team=rejected office=passed committee=passed", [("not_passed", "review.0.outcome")]),
        ("team=accepted office=passed committee=passed", [("outcome", "review.0.outcome")]),
        ("team=passed office=passed committee=passed teem=passed", [("unknown", "review.3.stage")]),
        # other chains: nothing is missing there, but what is there is in order
        ("team=passed office=passed committee=passed risk/team=passed", []),
        ("team=passed office=passed committee=passed risk/office=passed", [("unknown", "review.3.stage")]),
        (
            "team=passed office=passed committee=passed risk/team=passed risk/self=passed",
            [("order", "review.3.stage")],
        ),
        ("team=passed office=passed committee=passed chart/anything", []),  # the rulebook has no stages for charts
        ("team=passed office=passed [committee]=passed", []),  # S002 speaks
    ],
)
def test_review(words: str, expected: list[tuple[str, str]]) -> None:
    entries = ", ".join(sign_off(word) for word in words.split())
    assert told("P108", {**power(f"review: [{entries}]"), **REVIEW}) == expected


def test_no_review_is_asked_of_a_power_not_in_force_or_by_a_rulebook_without_stages() -> None:
    assert told("P108", {**power("status: proposed"), **REVIEW}) == []
    assert told("P108", power("review: [{stage: anything, outcome: whatever}]")) == []


@pytest.mark.parametrize(
    "lines, expected",
    [
        (("matter: project", "holder: committee"), []),
        (("matter: project", "holder: mayor"), [("", "holder")]),
        (("matter: project", "holder: works"), [("", "holder")]),
        (("matter: project", "holder: applicant"), [("", "holder")]),
        (("matter: project",), []),  # P103 speaks
        (("matter: project", "holder: nobody"), []),  # S003 speaks
        (("matter: projects", "holder: mayor"), []),  # P102 speaks
        (("holder: mayor",), []),
        (("matter: project", "holder: mayor", "status: cancelled"), []),
    ],
)
def test_major_matter(lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    assert told("P109", power(*lines)) == expected


def test_a_matter_that_one_may_decide() -> None:
    files = {**power("matter: project", "holder: mayor"), **rules("matters: {project: {collective: false}}")}
    assert told("P109", files) == []
