"""Codes: the vectors of GB 32100-2015, national item codes taken apart, and patterns that may not run away."""

from __future__ import annotations

import time
import warnings
from dataclasses import replace

import pytest

from powerctl.codes import ItemCode, check_character, fits, is_harmless, item_code


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",  # the standard's own example
        "91110000101623741K",
        "911101066976941872",
        "12441500196720244T",
        "911306290670149685",
        "91440300708461136T",
        "91310000132612172J",
        # fictitious ones, made to be valid
        "11330411002599993L",
        "11220602009900013N",
        "116322210099000215",
        "1161092700990003XN",
        "112100000099000489",
        "12330411MB999999XW",
        "13330411MB99999812",
        "N2330411MF99999942",
    ],
)
def test_check_character_of_valid_codes(code: str) -> None:
    assert check_character(code) == code[-1]
    assert check_character(code[:17]) == code[-1]


@pytest.mark.parametrize(
    "code, expected",
    [
        ("91310115MA1H8R7C6D", "7"),  # often quoted as an example
        ("91350211M0000XUF46", "R"),  # really registered like this
        ("11330411002599993l", "L"),
        ("1133041100259999", ""),
        ("1133041100259999I", ""),  # I is not in the alphabet
        ("１１330411002599993", ""),
        ("", ""),
    ],
)
def test_check_character_of_other_texts(code: str, expected: str) -> None:
    assert check_character(code) == expected


def test_every_check_character_can_be_reached() -> None:
    assert {check_character(f"1133041100259{number:04}") for number in range(1000)} == set(
        "0123456789ABCDEFGHJKLMNPQRTUWXY"
    )


REAL = ItemCode(region="44", type="21", main="99806", sub="003", credit_code="12441500196720244T", level="3")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("000131001000", ItemCode(region="00", type="01", main="31001", sub="000")),
        ("33201A002001", ItemCode(region="33", type="20", main="1A002", sub="001")),
        ("12441500196720244T3442199806003", REAL),
        ("12441500196720244T344219980600301", replace(REAL, handling="01")),
    ],
)
def test_item_code(text: str, expected: ItemCode) -> None:
    assert item_code(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "00013100100",
        "0001310010000",
        "00013100100001",  # 业务办理项 only below 实施编码
        "0A0131001000",
        "000131O01000",
        "000131001000\n",
        "０００１３１００１０００",
        "12441500196720244T0442199806003",  # no level 0
        "12441500196720244T344219980600300",  # counted from 01
        "1244X500196720244T3442199806003",
        "12441500196720244T34421998060030120220623",
    ],
)
def test_no_item_code(text: str) -> None:
    assert item_code(text) is None


@pytest.mark.parametrize(
    "pattern, code, expected",
    [
        ("", "anything", True),
        ("XZ-[A-Z]{2}-[0-9]{3}", "XZ-GC-003", True),
        ("XZ-[A-Z]{2}-[0-9]{3}", "XZ-GC-0031", False),
        ("XZ-[A-Z]{2}-[0-9]{3}", "xz-GC-003", False),
        ("^XZ[0-9]$", "XZ1", True),
        ("^XZ[0-9]$", "XZ1\n", False),
        (r"\d{2}\.\d", "12.3", True),
        (r"\d", "１", False),
        (r"[\d\-]{3}", "1-2", True),
        ("[^A-Z]{2}", "12", True),
        ("〔[0-9]{4}〕", "〔2011〕", True),
        ("[A-Z]{64}", "A" * 64, True),
        ("[A-Z]{65}", "A" * 65, False),  # longer than any code
    ],
)
def test_a_harmless_pattern(pattern: str, code: str, expected: bool) -> None:
    assert is_harmless(pattern)
    assert fits(pattern, code) is expected


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|a)*b",
        "a*",
        "a+",
        "a?",
        "a|b",
        ".",
        "[A-Z]{1,9}",
        "[A-Z]{,9}",
        "[A-Z]{100}",
        "[A-Z]{2}{3}",
        "{3}",
        "[A-Z",
        "A-Z]",
        "[]",
        "[z-a]",
        "[a--z]",
        "[[a]",
        r"\w",
        r"\1",
        r"\b",
        "\\",
        r"[\s\S]{9}",
        "(?i)a",
        "a$b",
        "a" * 201,
    ],
)
def test_a_harmful_or_broken_pattern(pattern: str) -> None:
    assert not is_harmless(pattern)
    assert not fits(pattern, "a")


@pytest.mark.parametrize("pattern", ["[a" * 100, "[" + "a" * 199, "a" * 199 + "(", "[a]{9" * 40, "\\-" * 99 + "("])
def test_reading_a_pattern_takes_no_time(pattern: str) -> None:
    start = time.perf_counter()
    assert not is_harmless(pattern)
    assert time.perf_counter() - start < 0.1


@pytest.mark.parametrize("pattern", ["[a--z]", "[a&&b]", "[a||b]", "[a~~b]", "[[a]"])
def test_no_pattern_makes_python_warn(pattern: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not is_harmless(pattern)
