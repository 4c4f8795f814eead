"""Input, judgement and output never import each other; all of them know the base; only cli knows everybody."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "powerctl"
# One name a line: branches that add a module each then merge without a conflict.
SIDES = {
    "base": """
        __init__
        comparison
        duty
        entire
        errors
        kept_back
        layout
        life
        limits
        model
        nearest
        needles
        personal
        plant
        public
        questions
        reading_rules
        receipt
        reckoning
        resources
        results
        scores
        secrecy
        table
        visible
        write
    """,
    "input": """
        alike
        cache
        characters
        crew
        decode
        document
        edit
        examine
        fast
        git
        git_process
        glance
        history
        intake
        layers
        libyaml
        listing
        load
        locate
        method_gaps
        overlay
        partial
        prune
        repository
        rulebook
        samples
        scalars
        scan
        schema
        sides
        signature
        source
        state
        vocabulary
    """,
    "judgement": """
        assessing
        changes
        codes
        duties
        gate
        grading
        ledger
        inside
        meetings
        naming
        parts
        periods
        references
        rules
        waivers
        workdays
        workflow
    """,
    "output": """
        charts
        formats
        lists
        messages
        office
        site
        skeleton
    """,
    "cli": """
        __main__
        cli
        lsp
        serve
    """,
}
MAY_IMPORT = {
    "base": {"base"},
    "input": {"base", "input"},
    "judgement": {"base", "judgement"},
    "output": {"base", "output"},
    "cli": set(SIDES),
}
SIDE_OF = {name: side for side, names in SIDES.items() for name in names.split()}
MODULES = sorted(path.relative_to(PACKAGE).with_suffix("").as_posix() for path in PACKAGE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The parts of the package that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "powerctl":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("powerctl."):
            yield str(node.module).split(".", 2)[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".", 2)[1] for alias in node.names if alias.name.startswith("powerctl."))


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_its_own_side_and_the_base(module: str) -> None:
    side = SIDE_OF[module.split("/", maxsplit=1)[0]]
    for name in imported(PACKAGE / f"{module}.py"):
        other = SIDE_OF.get(name, "base")  # a name that is no module, such as __version__, is the base's
        assert other in MAY_IMPORT[side], f"{module} ({side}) imports {name} ({other})"


def test_every_listed_module_exists() -> None:
    assert {module.split("/")[0] for module in MODULES} == set(SIDE_OF)


def test_judgement_is_pure() -> None:
    """No files, no clock, no printing, no language."""
    forbidden = {"os", "io", "time", "pathlib", "sys", "subprocess", "random", "locale", "tempfile"}
    for module in (name for name in MODULES if SIDE_OF[name.split("/")[0]] == "judgement"):
        tree = ast.parse((PACKAGE / f"{module}.py").read_text("utf-8"))
        roots = {
            (alias.name if isinstance(node, ast.Import) else str(node.module)).partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not roots & forbidden, module
        assert "date.today" not in ast.unparse(tree), module
        assert "print" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}, module


PUBLIC_ONLY = {"public", "needles", "site"}  # what they know passed the gate


def test_what_is_published_cannot_name_the_private_model() -> None:
    for module in (name for name in MODULES if name.split("/")[0] in PUBLIC_ONLY):
        assert "model" not in set(imported(PACKAGE / f"{module}.py")), module
