"""B201-B203 at their edges: what a pair of samples is too short to show."""

from __future__ import annotations

import pytest

from tests.briefs import hits, told

POWER = "units/town/powers/permit.yaml"
LAWS = "laws.yaml"


def power(basis: str, more: str = "", type_: str = "licence") -> dict[str, str]:
    """A power with these bases, each written as a flow mapping."""
    return {POWER: f"kind: power\nid: permit\nname: 临时占道许可\ntype: {type_}\nbasis: [{basis}]\n{more}\n"}


def laws(*entries: str) -> dict[str, str]:
    """A register of laws, each written as the inside of a flow mapping."""
    return {LAWS: "\n".join(["kind: laws", "laws:", *(f"  - {{{entry}}}" for entry in entries), ""])}


def rules(text: str) -> dict[str, str]:
    """A rulebook with these demands."""
    return {"rulebook.yaml": f"kind: rulebook\nid: sample\nname: 样例规则\nextends: base\n{text}\n"}


@pytest.mark.parametrize(
    "basis, expected",
    [
        ('{law: licence-law, articles: ["12"]}', []),
        ("{law: licence-law}", [("no_article", "basis.0.articles")]),
        ("{law: licence-law, articles: []}", [("no_article", "basis.0.articles")]),
        ("{law: licence-law, note: 全文}", []),
        ("{law: no-such-law}", []),  # S003 speaks
        ("{law: [licence-law]}", []),  # S002 speaks
        ('{law: [licence-law], articles: ["12"]}, {title: 某办法}', [("", "basis.1.number")]),
        ("{}", [("", "basis.0.title")]),
        ('{number: 某政〔2019〕7号, articles: ["3"]}', [("", "basis.0.title")]),
        ('{title: 某办法, articles: ["3"]}', [("", "basis.0.number")]),
        ("{title: 某办法, number: [7]}", []),  # S002 speaks
        ("{title: 某办法, number: 某政〔2019〕7号}", []),  # of what rank it is nobody says
        ("{title: 某办法, number: 某政〔2019〕7号, rank: normative-document}", []),
        ("{title: 某制度, number: 某办〔2019〕7号, rank: internal-rule}", []),
        ("{title: 某规定, number: 某市政府令第8号, rank: rule}", [("no_article", "basis.0.articles")]),
        ("{title: 某规定, number: 某市政府令第8号, rank: ruel}", [("unknown_rank", "basis.0.rank")]),
        ("{title: 某规定, rank: rule}", [("", "basis.0.number")]),  # one thing at a time
    ],
)
def test_a_basis_can_be_found(basis: str, expected: list[tuple[str, str]]) -> None:
    assert told("B201", power(basis)) == expected
    assert told("B201", power(basis, "status: cancelled")) == []


def test_what_a_basis_lacks_is_named() -> None:
    for basis, keys in (("{}", "title / number"), ("{title: 某办法}", "number"), ("{number: 第8号}", "title")):
        (hit,) = hits("B201", power(basis))
        assert hit.facts["keys"] == keys


def test_bases_of_benchmarks_count_too() -> None:
    more = "discretion: [{violation: 超期占道, basis: {title: 某办法}}]"
    assert told("B201", power('{law: licence-law, articles: ["12"]}', more)) == [("", "discretion.0.basis.number")]


def test_ranks() -> None:
    register = laws("id: a, title: 甲法, rank: laws", "id: b, title: 乙法, rank: law")
    (hit,) = hits("B201", register)
    assert (hit.case, hit.ref.file, hit.ref.path) == ("unknown_rank", LAWS, ("laws", 0, "rank"))
    assert (hit.facts["nearest"], hit.facts["label"]) == ("law", "法律")
    # which ranks need articles is the rulebook's to say
    lenient = rules("ranks: {law: {articles: false}}")
    assert told("B201", {**power("{law: licence-law}"), **lenient}) == []


LAW = "id: road-rules, title: 道路管理规定, rank: rule"
NEW = "id: road-law, title: 道路条例, rank: local-regulation"
ON_LAW = power('{law: road-rules, articles: ["6"]}')


@pytest.mark.parametrize(
    "law, new, expected",
    [
        (LAW, NEW, []),
        (f"{LAW}, effective: 2026-06-30", NEW, []),
        (f"{LAW}, effective: 2026-07-01", NEW, ["not_yet"]),
        (f"{LAW}, issued: 2026-07-01", NEW, []),
        (f"{LAW}, repealed: 2026-06-30", NEW, [""]),
        (f"{LAW}, repealed: 2026-07-01", NEW, []),
        (f"{LAW}, superseded_by: road-law", NEW, ["superseded"]),
        (f"{LAW}, superseded_by: road-law", f"{NEW}, effective: 2026-06-30", ["superseded"]),
        (f"{LAW}, superseded_by: road-law", f"{NEW}, effective: 2026-07-01", []),
        (f"{LAW}, superseded_by: road-law", f"{NEW}, repealed: 2026-06-30", []),
        (f"{LAW}, superseded_by: no-such-law", NEW, []),  # S003 speaks
        (f"{LAW}, superseded_by: road-rules", NEW, []),
        (f"{LAW}, superseded_by: road-law, repealed: 2020-01-01", NEW, [""]),  # repeal is the plainer fault
        (f"{LAW}, repealed: 2020-01-01, effective: 2026-07-01", NEW, [""]),
        ("id: road-rules, title: 道路管理规定, repealed: 2020-01-01", NEW, []),  # S002 speaks of the law
        (f"{LAW}, repealed: 2020-13-01", NEW, []),  # S002 speaks of the date
    ],
)
def test_a_basis_is_in_force(law: str, new: str, expected: list[str]) -> None:
    found = told("B202", {**ON_LAW, **laws(law, new)})
    assert found == [(case, "basis.0.law") for case in expected]


def test_what_made_the_basis_void_is_shown() -> None:
    register = laws(f"{LAW}, repealed: 2020-05-01, superseded_by: road-law", NEW)
    other = "kind: power\nid: tender\nname: 招标\ntype: licence\nbasis: [{law: road-rules}, {law: road-rules}]\n"
    gone = "kind: power\nid: gone\nname: 旧许可\ntype: licence\nstatus: cancelled\nbasis: [{law: road-rules}]\n"
    files = {**ON_LAW, **register, "units/town/powers/tender.yaml": other, "units/town/powers/gone.yaml": gone}
    found = hits("B202", files)
    assert [(hit.ref.file, hit.ref.path[1]) for hit in found] == [
        (POWER, 0),
        ("units/town/powers/tender.yaml", 0),
        ("units/town/powers/tender.yaml", 1),
    ]
    assert found[0].facts == {
        "power": "临时占道许可",
        "title": "道路管理规定",
        "date": "2020-05-01",
        "successor": "道路条例",
        "id": "road-law",
        "count": 2,
    }
    assert found[0].other is not None
    place, note = found[0].other
    assert (place.file, place.path, note) == (LAWS, ("laws", 0, "repealed"), "repealed_here")


@pytest.mark.parametrize(
    "basis, type_, is_too_low",
    [
        ("{title: 某条例, rank: local-regulation}", "licence", False),
        ("{title: 某规定, rank: rule}", "licence", True),
        ("{law: licence-law}", "licence", False),
        ("{title: 某规定, rank: rule}, {law: licence-law}", "licence", False),
        ("{title: 某规定, rank: rule}, {title: 某条例}", "licence", False),  # it may be high enough
        ("{title: 某规定, rank: rule}, {law: no-such-law}", "licence", False),  # S003 speaks
        ("{title: 某规定, rank: ruel}", "licence", False),  # B201 speaks
        ("", "licence", False),  # P101 speaks
        ("{title: 某规定, rank: rule}", "penalty", False),
        ("{title: 某文件, rank: normative-document}", "penalty", True),
        ("{title: 某文件, rank: normative-document}", "benefit", False),  # of that type nothing is asked
        ("{title: 某文件, rank: normative-document}", "license", False),  # P102 speaks
    ],
)
def test_rank_of_the_basis(basis: str, type_: str, is_too_low: bool) -> None:
    assert told("B203", power(basis, type_=type_)) == ([("", "basis")] if is_too_low else [])
    assert told("B203", power(basis, "status: cancelled", type_)) == []


def test_the_highest_basis_is_named() -> None:
    (hit,) = hits("B203", power("{title: 某文件, rank: normative-document}, {title: 某规定, rank: rule}"))
    assert (hit.facts["have"], hit.facts["least"]) == ("规章", "地方性法规")
