"""The guard: whatever form a private value was put into, the file that holds it is not published."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import random
import urllib.parse
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from powerctl.gate import project
from powerctl.gate.private import private_values
from powerctl.gate.told import texts_of
from powerctl.model.rulebook import SecrecyAsks
from powerctl.needles import Needle
from powerctl.public.audience import Audience
from powerctl.public.plain import plain
from powerctl.secrecy import find_marks
from powerctl.site.guard import Guard, scan
from powerctl.site.guard.blocks import blocks
from tests.worlds import shipped

SECRET = "让步幅度和保留价由洽谈小组会前封存"
FIELD = "units/town/powers/investment.yaml: workflow.steps.3.note"
NEEDLES = (
    Needle(FIELD, SECRET),
    Needle("unit.yaml: posts.0.holder", "欧阳询", exact=True),
    Needle("unit.yaml: posts.1.holder", "李白", exact=True),
    Needle("p.yaml: id", "cadre-inquiry-7"),
    Needle("p.yaml: service.phone", "0573-83110042"),
    Needle("d.yaml: items.0.amount", "385600"),
)
TOLD = ("镇级小型工程招标", "会前公布", "洽谈小组")
ASKS = SecrecyAsks(words=("绝密", "机密", "秘密"), signs=("★",), labels=("密级",), harmless=("商业秘密",))
GUARD = Guard(NEEDLES, TOLD, lambda text: (mark for mark in find_marks(text, ASKS) if mark.case == "mark"))


def kinds(content: bytes | str, name: str = "p/index.html") -> list[tuple[str, str]]:
    raw = content.encode() if isinstance(content, str) else content
    return [(leak.kind, leak.field) for leak in GUARD.leaks(name, raw)]


def zipped(content: bytes, name: str = "xl/sharedStrings.xml") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def page(inner: str) -> bytes:
    return f"<!doctype html><title>镇级小型工程招标</title><p>{inner}</p>\n".encode()


def hexadecimal_entities(text: str) -> str:
    return "".join(f"&#x{ord(char):x};" for char in text)


FORMS: dict[str, Callable[[str], bytes]] = {
    "text": page,
    "comment": lambda text: page(f"<!-- {text} -->"),
    "attribute": lambda text: page(f"<b data-x='{text}'></b>"),
    "svg title": lambda text: f"<svg><title>{text}</title></svg>".encode(),
    "dot": lambda text: f'digraph {{ a [label="{text}"]; }}'.encode(),
    "csv": lambda text: f"id,name\r\n1,{text}\r\n".encode("utf-8-sig"),
    "entities": lambda text: page("".join(f"&#{ord(char)};" for char in text)),
    "hexadecimal entities": lambda text: page(hexadecimal_entities(text)),
    "entities twice": lambda text: page(html.escape(hexadecimal_entities(text))),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "json twice": lambda text: json.dumps(json.dumps({"a": text})).encode(),
    "css": lambda text: ('a::after{content:"' + "".join(f"\\{ord(char):x} " for char in text) + '"}').encode(),
    "url": lambda text: page(f"<a href='?q={urllib.parse.quote(text)}'>x</a>"),
    "url gb18030": lambda text: urllib.parse.quote(text.encode("gb18030")).encode(),
    "quoted-printable": lambda text: "".join(f"={byte:02X}" for byte in text.encode()).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    "hex in words": lambda text: b"id=f" + text.encode().hex().encode(),
    "hex of gzip": lambda text: gzip.compress(text.encode()).hex().encode(),
    "base64": lambda text: b"data:;base64," + base64.b64encode(text.encode()),
    "base64 url": lambda text: base64.urlsafe_b64encode(text.encode()).rstrip(b"="),
    "base64 of utf-16": lambda text: base64.b64encode(text.encode("utf-16-le")),
    "base64 of gb18030": lambda text: base64.b64encode(text.encode("gb18030")),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())),
    "base64 of gzip": lambda text: base64.b64encode(gzip.compress(text.encode())),
    "gb18030": lambda text: page("x") + text.encode("gb18030"),
    "gb18030 after utf-8": lambda text: "工程".encode() + text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 be, odd": lambda text: b"x" + text.encode("utf-16-be"),
    "gzip": lambda text: gzip.compress(page(text)),
    "gzip twice": lambda text: gzip.compress(gzip.compress(page(text))),
    "bzip2": lambda text: bz2.compress(page(text)),
    "xz": lambda text: lzma.compress(page(text)),
    "zlib": lambda text: zlib.compress(page(text)),
    "zip": lambda text: zipped(page(text)),
    "zip name": lambda text: zipped(b"", f"{text}.xml"),
    "zip behind something": lambda text: b"#!/bin/sh\n" + zipped(page(text)),
    "zip in gzip": lambda text: gzip.compress(zipped(page(text))),
    "png": lambda text: b"\x89PNG\r\n\x1a\n0000zTXt" + zlib.compress(text.encode()),
    "split by markup": lambda text: page("<b>".join(text) + "</b>"),
    "split by comments": lambda text: page("<!-- x -->".join(text)),
    "split by soft hyphens": lambda text: page("&shy;".join(text)),
    "split by nothing to see": lambda text: page("\u200b".join(text)),
    "split by blanks": lambda text: page(" ".join(text)),
    "split by line breaks": lambda text: page("\n".join(text)),
    "without its marks": lambda text: page(text.replace("，", "")),
    "robots": lambda text: f"User-agent: *\nDisallow: /{text}/\n".encode(),
    "source map": lambda text: json.dumps({"sourcesContent": [text]}, ensure_ascii=False).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_private_text_is_found_in_every_form(form: str) -> None:
    assert ("private", FIELD) in kinds(FORMS[form](SECRET))


@pytest.mark.parametrize("form", ["text", "gzip", "base64", "gb18030", "json", "entities"])
@pytest.mark.parametrize("short", ["欧阳询", "李白"])
def test_names_are_found_however_short(form: str, short: str) -> None:
    assert kinds(FORMS[form](f"经办人：{short}（代）同意办理该事项")) != []


@pytest.mark.parametrize("start", range(len(SECRET) - 5))
def test_six_characters_are_enough(start: int) -> None:
    cut = SECRET[start : start + 6]
    assert kinds(page(f"{cut}…"))
    assert kinds(page(cut[:5])) == []


def test_names_of_files_and_folders_are_read_too(tmp_path: Path) -> None:
    assert kinds(b"", f"p/{SECRET}.html") == [("private", FIELD)]
    assert kinds(b"", "p/cadre-inquiry-7/index.html") == [("private", "p.yaml: id")]
    (tmp_path / SECRET[:7]).mkdir()
    assert [leak.field for leak in scan(tmp_path, GUARD)] == [FIELD]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("see <a href='../cadre-inquiry-7.html'>", "p.yaml: id"),
        ('{"id":"cadre-inquiry-7"}', "p.yaml: id"),
        ("电话0573-83110042。", "p.yaml: service.phone"),
        ('{"amount": 385600}', "d.yaml: items.0.amount"),
    ],
)
def test_ids_and_numbers_are_found_as_words(text: str, field: str) -> None:
    assert ("private", field) in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "cadre-inquiry-70", "x1385600", "镇级小型工程招标", "会前公布", "洽谈小组", "保留价格由县里定", "2026-03-17",
        "<td>让步</td><td>幅度和</td><td>保留价由</td>",  # cells that read like it by chance
        "商业秘密、个人隐私", "监督电话 12345", "M13812.5 20L13 81",
    ],
)  # fmt: skip
def test_what_is_innocent_passes(text: str) -> None:
    assert kinds(page(text)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("身份证号 330411198001010010", [("personal", "identity")]),
        ("３３０４１１１９８００１０１００１０", [("personal", "identity")]),
        ("联系电话:13812345678", [("personal", "mobile")]),
        ("6222021234567890128", [("personal", "bank")]),
        ("138<b>1234</b>5678", [("personal", "mobile")]),
        ("机密★10年", [("secrecy", "")]),
        ("密级：秘密", [("secrecy", "")]),
        ("秘<b>密</b>★", [("secrecy", "")]),
    ],
)
def test_personal_numbers_and_secrecy_marks_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert kinds(page(text)) == found
    assert kinds(gzip.compress(page(text))) == found
    assert kinds(base64.b64encode(page(text))) == found


def test_links_and_bombs_are_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powerctl.site.guard.unpack.MOST_BYTES", 2**20)
    (tmp_path / "a.html").symlink_to("/etc/passwd")
    (tmp_path / "b.gz").write_bytes(gzip.compress(bytes(2**21)))
    (tmp_path / "c.zip").write_bytes(zipped(bytes(2**21)))
    assert [(leak.file, leak.kind) for leak in scan(tmp_path, GUARD)] == [
        ("a.html", "unread"), ("b.gz", "unread"), ("c.zip", "unread"),
    ]  # fmt: skip


def test_a_leak_and_a_needle_do_not_repeat_the_value() -> None:
    assert SECRET not in repr(GUARD.leaks("p.html", page(SECRET)))
    assert SECRET not in repr(NEEDLES)


def test_damaged_archives_are_read_as_far_as_they_go() -> None:
    assert kinds(zipped(page("x"))[:-9] + SECRET.encode()) == [("private", FIELD)]
    assert kinds(b"\x1f\x8b" + SECRET.encode()) == [("private", FIELD)]


@pytest.mark.parametrize("form", FORMS)
def test_a_form_packed_once_more_is_found(form: str) -> None:
    packed = FORMS[form](SECRET)
    for content in (gzip.compress(packed), zipped(packed), base64.b64encode(packed)):
        assert ("private", FIELD) in kinds(content)


ENTRY = "会前公布"
LISTS: dict[str, Callable[[list[str]], bytes]] = {
    "entries": lambda texts: b'{"a":[\n' + b",\n".join(json.dumps({"a": t}).encode() for t in texts) + b"\n]}",
    "lines": lambda texts: b"".join(b'"%s"\r\n' % text.encode() for text in texts),
    "rows": lambda texts: page("\n".join(f"<tr><td>{text}</td></tr>" for text in texts)),
    "cells": lambda texts: page("".join(f"<row><c>{text}</c></row>" for text in texts)),
    "words": lambda texts: "".join(texts).encode(),
}


@pytest.mark.parametrize("form", LISTS)
@pytest.mark.parametrize("long", [1, 40, 100, 10_000])
def test_a_long_list_is_looked_at_in_blocks_and_nothing_is_lost(
    form: str, long: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("powerctl.site.guard.blocks._LONG", long)
    for at in range(12):
        content = LISTS[form]([*[ENTRY] * at, f"{SECRET}{base64.b64encode(SECRET.encode()).decode()}", *[ENTRY] * 12])
        assert b"".join(blocks(content)) == content
        assert (len(list(blocks(content))) == 1) == (form == "words" or long == 10_000)
        assert ("private", FIELD) in kinds(content)
        assert kinds(LISTS[form]([ENTRY] * 24)) == []


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_long_bytes_that_are_no_text_are_looked_at_in_blocks_too(
    encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(1)
    noise = chance.randbytes(1_000) + bytes(chance.choices(range(12), k=1_000))
    places = range(0, len(noise), 37)
    contents = [noise[:at] + SECRET.encode(encoding) + noise[at:] for at in places]
    whole = [kinds(content) for content in contents]
    monkeypatch.setattr("powerctl.site.guard.blocks._LONG", 100)
    assert all(len(list(blocks(content))) > 3 and b"".join(blocks(content)) == content for content in contents)
    assert [kinds(content) for content in contents] == whole
    assert whole.count([("private", FIELD)]) > 0.9 * len(places)


@pytest.mark.parametrize("long", [1, 7, 20])
def test_no_cut_lies_in_a_tag(long: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("powerctl.site.guard.blocks._LONG", long)
    content = page("让步<b },\n{>幅度<b },\n{>和保留价由洽谈小组")
    assert list(blocks(content)) == [content]
    assert kinds(content) == [("private", FIELD)]


@pytest.mark.parametrize("name", ["xiuzhou", "qidaojiang", "zhenping", "menyuan", "liaoning"])
def test_the_public_part_of_a_catalogue_passes_its_own_guard(name: str) -> None:
    loaded = shipped(name)
    public = project(loaded.catalogue, loaded.rulebook, Audience.PUBLIC)
    told = texts_of(public)
    needles = tuple(private_values(loaded.catalogue, told))
    guard = Guard(needles, told, lambda _: ())
    for power in public.powers:
        cells = "</td><td>".join(map(html.escape, sorted(texts_of(plain(power)))))
        assert guard.leaks("p.html", page(f"<td>{cells}</td>")) == ()
    assert len(needles) > 50


def test_private_texts_of_a_catalogue_would_be_found() -> None:
    loaded = shipped("qidaojiang")
    public = project(loaded.catalogue, loaded.rulebook, Audience.PUBLIC)
    told = texts_of(public)
    values = private_values(loaded.catalogue, told)
    needles = [needle for needle in values if len(needle.text) >= 12 and not needle.text.isascii()]
    guard = Guard(needles, told, lambda _: ())
    missed = [needle for needle in needles if not guard.leaks("p.html", page(needle.text))]
    missed = [needle for needle in missed if not any(needle.text in text for text in told)]
    assert len(needles) > 100
    assert missed == []
