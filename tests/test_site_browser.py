"""The sites in a real browser: nobody is shut out, nothing is asked of anywhere, a citizen finds what was sought."""

from __future__ import annotations

import functools
import http.server
import shutil
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from powerctl.gate import project
from powerctl.load import load
from powerctl.public.audience import Audience
from powerctl.site.frame import Edition
from powerctl.site.preview import Preview
from powerctl.site.search import entries, index_files
from powerctl.source import WorkingTree
from tests.sites import DAY, edition_of, kinds, node, put
from tests.test_chart_formats import PAYLOADS

POWER = "units/civil-affairs-bureau/minimum-living-allowance.html"


@pytest.fixture(scope="module")
def address(portal: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The portal in a sub-folder of a site on the loopback."""
    root = tmp_path_factory.mktemp("host")
    shutil.copytree(portal, root / "zwgk" / "qlqd")
    quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), functools.partial(quiet, directory=str(root))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/zwgk/qlqd/"
        server.shutdown()


def test_no_page_shuts_anybody_out_at_any_width_or_in_the_dark(portal: Path) -> None:
    pages = ["index.html", *(f"xiuzhou/{page}" for page in kinds(portal / "xiuzhou"))]
    pages += [f"zhenping/{page}" for page in ("supervision.html", "withheld.html", "index.html")]
    found = node("site.mjs", "look", f"{portal.as_uri()}/", *pages)
    looks = [entry for entry in found if "path" in entry]
    assert len(looks) == 4 * len(pages)
    assert [entry for entry in looks if entry["violations"] or entry["overflow"]] == []
    assert [entry["away"] for entry in found if "away" in entry] == [[], [], [], []]


@pytest.mark.parametrize("way", ["file", "http"])
def test_a_citizen_finds_reads_enlarges_and_needs_no_mouse(way: str, portal: Path, address: str) -> None:
    base = f"{portal.as_uri()}/xiuzhou/" if way == "file" else f"{address}xiuzhou/"
    seen = node("site.mjs", "use", base, "低保", POWER)
    assert seen["searched"] == {"title": "最低生活保障审核确认", "status": "找到 1 项"}
    assert seen["followed"] == seen["linked"] == "最低生活保障审核确认"
    keys = seen["keys"]
    assert keys[0] == "body skip"
    assert [part for part in ("header a", "nav a", "main a") if part in keys] == ["header a", "nav a", "main a"]
    assert keys.index("header a") < keys.index("nav a") < keys.index("main a")
    assert seen["skipped"] == "#main"
    normal, large, kept = seen["sizes"]
    assert float(large[:-2]) == pytest.approx(float(normal[:-2]) * 1.3125)
    assert kept == large
    assert seen["pressed"] == "true"
    assert seen["away"] == []


def test_a_search_among_a_thousand_powers_is_light_and_knows_everyday_words(tmp_path: Path) -> None:
    """The home page and the search of a district's 1,135 items, as they were imported."""
    source = WorkingTree(Path(__file__).parent.parent / "examples/guangan")
    loaded = load(source)
    public = project(loaded.catalogue, loaded.rulebook, Audience.PUBLIC)
    preview = Preview(Edition(public, DAY, has_charts=False))
    search = [f"static/search/{name}" for name, _ in index_files(entries(public))]
    for name in ("index.html", "static/site.css", "static/site.js", *search):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(preview.file(name) or b"")
    assert (tmp_path / "index.html").stat().st_size <= 30 * 1024
    words = {
        "低保": "最低生活保障",
        "结婚证": "补领结婚证",
        "驾照": "机动车驾驶证公证（指引）",
        "登记": "新设采矿权登记",
    }
    found = node("site.mjs", "search", f"{tmp_path.as_uri()}/", *words, "许可", "办理", "公共卫生许可")
    assert len(public.powers) == 1135
    assert all(words[one["word"]] in one["titles"] for one in found if one["word"] in words), found
    assert all(0 < one["size"] <= 60 * 1024 and len(one["titles"]) <= 20 for one in found), found


def test_without_scripts_everything_can_be_reached(portal: Path) -> None:
    seen = node("site.mjs", "plain", f"{portal.as_uri()}/xiuzhou/")
    assert seen["hidden"]
    assert POWER in seen["links"]
    assert seen["away"] == []


@pytest.mark.parametrize(
    ("page", "size", "most"),
    [(POWER, "A4", 5), (POWER.replace("units/", "wall/"), "A3", 1), ("index.html", "A4", 2)],
)
def test_a_page_prints_on_paper(page: str, size: str, most: int, portal: Path, tmp_path: Path) -> None:
    node("site.mjs", "print", f"{portal.as_uri()}/xiuzhou/", tmp_path / "page.pdf", page)
    told = subprocess.run(["pdfinfo", tmp_path / "page.pdf"], capture_output=True, text=True, check=True).stdout
    facts = dict(line.split(":", 1) for line in told.splitlines() if ":" in line)
    assert f"({size})" in facts["Page size"]
    assert int(facts["Pages"]) <= most
    text = subprocess.run(["pdftotext", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert ("最低生活保障审核确认" if page != "index.html" else "嘉兴市秀洲区民政局") in "".join(text.split())
    assert "大字版" not in text


def test_payloads_do_nothing_on_any_page(tmp_path: Path) -> None:
    site = put(edition_of(" ".join(PAYLOADS)), tmp_path / "site")
    pages = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    seen = node("site.mjs", "inert", f"{site.as_uri()}/", *pages)
    assert seen == {"found": [], "away": []}


def test_the_checkers_of_pages_find_nothing(portal: Path) -> None:
    """html-validate on every page, by rules that the templates are held to."""
    done = subprocess.run(
        ["node_modules/.bin/html-validate", "--config", "html-validate.json", "--ext", "html", str(portal)],
        cwd=Path(__file__).parent / "web",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_link_leads_nowhere(address: str) -> None:
    for start in ("index.html", "xiuzhou/sitemap.html", "xiuzhou/en/index.html"):
        done = subprocess.run(
            ["node_modules/.bin/linkinator", f"{address}{start}", "--recurse", "--skip", f"^(?!{address})"],
            cwd=Path(__file__).parent / "web",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:]
