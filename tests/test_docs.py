"""The generated reference is that of these rules and schemas; what the guides name exists."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path

import pytest

from tests.test_cli import powerctl

ROOT = Path(__file__).parent.parent
_spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
assert _spec is not None
assert _spec.loader is not None
generate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(generate)

GUIDES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "catalogues").glob("*/README.md")])


@pytest.mark.parametrize("name", sorted(generate.pages()))
def test_the_reference_is_up_to_date(name: str) -> None:
    assert (ROOT / "docs" / "reference" / name).read_text("utf-8") == generate.pages()[name], "run: make docs"


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_of_the_guides_lead_somewhere(guide: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", guide.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (guide.parent / target).exists(), target


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_what_the_readmes_show_is_what_the_commands_say(name: str) -> None:
    """Line by line; only the number of files, which grows, is not compared."""
    (shown,) = re.findall(r"```console\n(.*?)```", (ROOT / name).read_text("utf-8"), re.S)
    for command, *told in (part.splitlines() for part in shown.split("$ ")[1:]):
        done = powerctl(*shlex.split(command)[1:], cwd=ROOT)
        assert [_uncounted(line) for line in done.stdout.splitlines()] == [_uncounted(line) for line in told]


def _uncounted(line: str) -> str:
    return re.sub(r"\d+ (个文件|files)", r"\1", line)


def test_readmes_name_the_two_commands() -> None:
    for name in ("README.md", "README.en.md"):
        text = (ROOT / name).read_text("utf-8")
        assert "make demo" in text
        assert "make test" in text
