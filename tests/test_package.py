"""The wheel: everything that the tool needs at run time travels in it, and it works from any folder."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from powerctl.schema import KINDS
from tests.samples import RULES, lay_out

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from this checkout, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "from hatchling.build import build_wheel; import sys; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("powerctl-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "powerctl", *arguments]
    environment = {"PYTHONPATH": str(installed), "POWERCTL_LANG": "en", "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_schemas_rulebooks_messages_and_samples_travel(installed: Path) -> None:
    data = installed / "powerctl" / "data"
    assert {path.name for path in (data / "schemas").glob("*.json")} == {f"{kind}.schema.json" for kind in KINDS}
    assert (data / "schemas/rulebooks/base.yaml").read_bytes() == (ROOT / "schemas/rulebooks/base.yaml").read_bytes()
    assert (installed / "powerctl/messages/zh-CN/common.yaml").is_file()
    assert (data / "samples/S003/bad").is_dir()
    assert (data / "templates/init/catalogue.yaml.j2").is_file()


@pytest.mark.parametrize("folder", ["schemas/intake", "schemas/layouts", "templates"])
def test_the_tables_of_words_layouts_and_templates_travel(folder: str, installed: Path) -> None:
    here = {path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / folder).rglob("*.*")}
    there = installed / "powerctl" / "data"
    assert here
    assert here == {path.relative_to(there).as_posix(): path.read_bytes() for path in (there / folder).rglob("*.*")}


def test_the_calendar_of_holidays_is_asked_for(installed: Path) -> None:
    (metadata,) = installed.glob("powerctl-*.dist-info/METADATA")
    needed = [line for line in metadata.read_text("utf-8").splitlines() if line.startswith("Requires-Dist:")]
    assert any("chinesecalendar" in line and "extra" not in line for line in needed)


def test_it_starts_and_extends_a_catalogue_from_anywhere(installed: Path, tmp_path: Path) -> None:
    assert run(installed, "init", "c", cwd=tmp_path).returncode == 0
    assert run(installed, "new", "power", "x", cwd=tmp_path / "c").returncode == 0
    checked = run(installed, "validate", "c", "--fail-on", "warning", cwd=tmp_path)
    assert checked.returncode == 0, checked.stdout
    assert run(installed, "doctor", cwd=tmp_path).returncode == 0


def test_it_validates_and_explains_from_anywhere(installed: Path, tmp_path: Path) -> None:
    catalogue = lay_out(RULES / "S003" / "bad", tmp_path / "c")
    result = run(installed, "validate", str(catalogue), "--select", "S003", cwd=tmp_path)
    assert result.returncode == 1, result.stderr
    assert "did you mean committee" in result.stdout
    assert "**Wrong**" in run(installed, "explain", "S003", cwd=tmp_path).stdout
    shipped = (ROOT / "schemas/power.schema.json").read_text("utf-8")
    assert run(installed, "schema", "power", cwd=tmp_path).stdout == shipped


def test_the_lists_of_dependencies_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    for name, wanted in {
        "run": [*project["dependencies"], *optional["fast"], *optional["pictures"]],
        "lsp": optional["lsp"],
    }.items():
        lines = (ROOT / f"requirements/{name}.in").read_text("utf-8").splitlines()
        assert sorted(wanted) == sorted(line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("name", ["run.txt", "build.txt", "dev.txt", "lsp.txt"])
def test_locked_requirements_are_pinned_by_hash_and_name_no_index(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "--index" not in text
    pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert all("==" in line for line in pinned)
