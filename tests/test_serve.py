"""``powerctl serve``: what a build would publish, from this machine only, renewed when a file changes."""

from __future__ import annotations

import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

from powerctl.cli.app import app
from powerctl.cli.building import Building
from powerctl.cli.opened import opened
from powerctl.cli.publication import public_catalogue
from powerctl.errors import PowerctlError
from powerctl.messages import Words
from powerctl.public.audience import Audience
from powerctl.public.plain import digest
from powerctl.serve.watching import changes, look
from powerctl.site.preview import Preview
from powerctl.site.whole import files
from tests.worlds import CATALOGUES

DAY = date(2026, 6, 30)
PATIENCE = 60


@dataclass
class Served:
    """A preview at work: its process, its port, the folder it looks at."""

    process: subprocess.Popen[str]
    port: int
    folder: Path

    def get(self, path: str, method: str = "GET", host: str = "") -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, headers={"Host": host or f"localhost:{self.port}"})
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response.status, {key.lower(): value for key, value in response.getheaders()}, body

    @contextmanager
    def events(self) -> Iterator[Iterator[str]]:
        """The versions that an open page is told, one after the other."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request("GET", "/.powerctl/events", headers={"Host": f"127.0.0.1:{self.port}"})
        response = connection.getresponse()
        lines = iter(response.readline, b"")
        yield (line[6:].decode().strip() for line in lines if line.startswith(b"data: "))
        connection.close()

    @contextmanager
    def edited(self, file: str, old: str, new: str) -> Iterator[None]:
        """A file changed, shown, looked at, and as it was before."""
        path = self.folder / file
        before = path.read_text("utf-8")
        assert old in before
        with self.events() as versions:
            first = next(versions)
            path.write_text(before.replace(old, new), "utf-8")
            second = next(versions)
            assert second != first
            try:
                yield
            finally:
                path.write_text(before, "utf-8")
                assert next(versions) not in (first, second)


@contextmanager
def previewed(folder: Path, *options: str) -> Iterator[Served]:
    command = [sys.executable, "-m", "powerctl", "serve", str(folder), "--port", "0", "--as-of", DAY.isoformat()]
    with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stderr is not None
        try:
            first = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", first)
            assert found, first
            yield Served(process, int(found.group(1)), folder)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("serve") / "xiuzhou"
    shutil.copytree(CATALOGUES / "xiuzhou", folder)
    with previewed(folder, "--no-charts", "--lang", "zh") as running:
        yield running


def a_power(folder: Path) -> tuple[str, str, str]:
    """The file of a power, its page, its name."""
    file = sorted(folder.glob("units/*/powers/*.yaml"))[0]
    name = re.search(r"^name: (.+)$", file.read_text("utf-8"), re.MULTILINE)
    assert name
    return file.relative_to(folder).as_posix(), f"/units/{file.parts[-3]}/{file.stem}.html", name.group(1)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.INTERNAL])
def test_every_file_is_that_of_a_build(audience: Audience) -> None:
    (one,) = opened([CATALOGUES / "xiuzhou"], Words("zh"))
    public = public_catalogue(one.loaded, one.source, audience)
    edition = Building(audience, DAY).edition(one.root, public, digest(public))
    preview = Preview(edition)
    seen = 0
    for path, content in files(edition):
        assert preview.file(path) == content, path
        seen += 1
    assert seen > 20
    assert preview.file("nothing.html") is None
    assert preview.file("units/none/none.html") is None
    assert preview.file("../catalogue.yaml") is None


def test_a_page_carries_the_bar_and_the_script(preview: Served) -> None:
    status, headers, body = preview.get("/")
    assert status == 200
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-store"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert body.count('id="powerctl-bar"') == body.count("new EventSource") == 1
    assert "检查没有发现问题" in body
    assert "Nothing was found" in preview.get("/en/index.html")[2]
    assert preview.get("/", "HEAD")[1]["content-length"] == headers["content-length"]
    assert preview.get("/", "HEAD")[2] == ""


def test_other_files_are_as_they_are(preview: Served) -> None:
    for path, kind in (
        ("/static/site.css", "text/css; charset=utf-8"),
        ("/static/site.js", "text/javascript; charset=utf-8"),
        ("/static/search/index.js", "text/javascript; charset=utf-8"),
        ("/data/powers.json", "application/json"),
    ):
        status, headers, body = preview.get(path)
        assert (status, headers["content-type"]) == (200, kind)
        assert "powerctl-bar" not in body


def test_a_folder_without_a_slash_leads_to_the_one_with_it(preview: Served) -> None:
    unit = a_power(preview.folder)[1].rpartition("/")[0]
    status, headers, _ = preview.get(unit)
    assert (status, headers["location"]) == (301, f"{unit}/")
    assert preview.get(f"{unit}/")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/none.html", "/../catalogue.yaml", "/%2e%2e/catalogue.yaml", "/units/../index.html", "/catalogue.yaml",
        "//etc/passwd", "/%00", "/%ff%fe", "/static//site.css", "/<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_nothing_else_is_there(preview: Served, path: str) -> None:
    status, _, body = preview.get(path)
    assert status == 404
    assert "没有这一页" in body
    assert "alert(1)" not in body


@pytest.mark.parametrize("host", ["example.com", "evil.localhost", "127.0.0.1", "127.0.0.1:1", "localhost", "[::1]"])
def test_under_another_name_nothing_is_told(preview: Served, host: str) -> None:
    for path in ("/", "/.powerctl/events", "/data/powers.json"):
        status, _, body = preview.get(path, host=host)
        assert status == 421
        assert f"http://127.0.0.1:{preview.port}/" in body
        assert "权力" not in body


def test_nothing_can_be_sent_to_it(preview: Served) -> None:
    assert preview.get("/", "POST")[0] == 501


def test_it_listens_on_the_loopback_only(preview: Served) -> None:
    """Another address of this machine is not answered."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address would be used
        own = probe.getsockname()[0]
    for address in {own, "127.0.0.2"} - {"127.0.0.1"}:
        with socket.socket() as one:
            one.settimeout(2)
            assert one.connect_ex((address, preview.port)) != 0


def test_a_change_is_shown_and_told(preview: Served) -> None:
    file, page, name = a_power(preview.folder)
    assert name in preview.get(page)[2]
    with preview.edited(file, f"name: {name}", f"name: {name}改"):
        assert f"{name}改" in preview.get(page)[2]
    assert f"{name}改" not in preview.get(page)[2]


def test_findings_stand_on_every_page_as_text(preview: Served) -> None:
    file, _, _ = a_power(preview.folder)
    with preview.edited(file, "basis:", 'unknown-key: "<img src=x onerror=alert(1)>"\n"<b>bold": 1\nbasis:'):
        for path, word in (("/index.html", "错误"), ("/en/index.html", "error")):
            body = preview.get(path)[2]
            assert 'id="powerctl-bar" class="error"' in body
            assert file in body
            assert word in body
            assert "<img src=x" not in body
            assert "<b>bold" not in body


def test_what_the_guard_refuses_is_not_shown(preview: Served) -> None:
    file, page, name = a_power(preview.folder)
    with preview.edited(file, f"name: {name}", f"name: {name}13800138000"):
        status, _, body = preview.get(page)
        assert status == 503
        assert "这一页含有不该公开的内容" in body
        assert "13800138000" not in body
        assert "手机" in body
        assert preview.get("/help.html")[0] == 200


def test_a_catalogue_that_cannot_be_read_is_told_until_it_is_mended(preview: Served) -> None:
    with preview.edited("rulebook.yaml", "kind: rulebook", "kind: [rulebook"):
        status, _, body = preview.get("/index.html")
        assert status == 503
        assert "现在生成不了网站" in body
        assert "rulebook.yaml" in body
        assert "new EventSource" in body
    assert preview.get("/index.html")[0] == 200


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_told_to_with_a_page_still_open(tmp_path: Path, end: signal.Signals) -> None:
    shutil.copytree(CATALOGUES / "xiuzhou", tmp_path / "one")
    with previewed(tmp_path / "one", "--lang", "en") as running, running.events() as versions:
        next(versions)
        running.process.send_signal(end)
        assert running.process.wait(PATIENCE) == 0
        assert running.process.stderr is not None
        assert running.process.stderr.read() == "The preview has ended.\n"


def test_several_catalogues_stand_below_one_page(tmp_path: Path) -> None:
    for name in ("xiuzhou", "qidaojiang"):
        shutil.copytree(CATALOGUES / name, tmp_path / name)
    with previewed(tmp_path, "--no-charts") as running:
        body = running.get("/")[2]
        for name in ("xiuzhou", "qidaojiang"):
            assert f'href="{name}/' in body
            assert running.get(f"/{name}")[0] == 301
            assert running.get(f"/{name}/en/units.html")[0] == 200
        assert running.get("/static/site.css")[0] == running.get("/xiuzhou/static/site.css")[0] == 200


def test_a_port_that_is_taken_and_one_that_there_is_not() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        told = CliRunner().invoke(app, ["serve", str(CATALOGUES / "xiuzhou"), "--port", port, "--no-charts"])
    assert isinstance(told.exception, PowerctlError)
    assert told.exception.key == "serve.port_taken"
    told = CliRunner().invoke(app, ["serve", str(CATALOGUES / "xiuzhou"), "--port", "70000"])
    assert isinstance(told.exception, PowerctlError)
    assert told.exception.key == "serve.bad_port"


def test_without_a_catalogue_nothing_is_served(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["serve", str(tmp_path)])
    assert isinstance(told.exception, PowerctlError)


def test_a_change_counts_when_it_is_over(tmp_path: Path) -> None:
    """Each look finds what the step before it did; two changes on end are told once."""
    first, second = tmp_path / "a.yaml", tmp_path / "b.yml"
    steps: list[Callable[[], object]] = [
        lambda: first.write_text("1"),
        lambda: second.write_text("1"),
        lambda: None,
        lambda: (tmp_path / "notes.txt").write_text("1"),
        lambda: (tmp_path / ".hidden.yaml").write_text("1"),
        first.unlink,
        lambda: None,
    ]
    left = list(steps)

    def sleep(seconds: float) -> None:
        assert seconds > 0
        left.pop(0)()

    told = [len(steps) - len(left) for _ in islice(changes([tmp_path], look([tmp_path]), sleep), 2)]
    assert told == [3, 7]
