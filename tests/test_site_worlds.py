"""Two worlds: catalogues that differ in nothing but what the public may not see give the same site, byte by byte."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from powerctl.cli import building
from powerctl.cli.app import app
from powerctl.cli.opened import Opened
from powerctl.cli.publishing import guard_for
from powerctl.gate import project
from powerctl.load import Loaded
from powerctl.model.catalogue import Catalogue
from powerctl.public.audience import Audience
from powerctl.public.catalogue import PublicCatalogue
from powerctl.site.frame import Edition
from powerctl.site.whole import files
from powerctl.source import WorkingTree
from tests.sites import DAY, content
from tests.worlds import CATALOGUES, other_world, shipped

UNIT = "civil-affairs-bureau"
WORLDS = st.integers(min_value=0, max_value=2**32)


@cache
def small() -> Loaded:
    """One unit with its powers."""
    loaded = shipped("xiuzhou")
    whole = loaded.catalogue
    kept = replace(
        whole,
        units=tuple(unit for unit in whole.units if unit.id == UNIT),
        powers=tuple(power for power in whole.powers if power.unit == UNIT),
        risks=tuple(risks for risks in whole.risks if risks.unit == UNIT),
        regulations=tuple(register for register in whole.regulations if register.unit == UNIT),
    )
    return replace(loaded, catalogue=kept)


def site(catalogue: Catalogue, *, has_charts: bool = False) -> Mapping[str, bytes]:
    """Every file, as the public would find it."""
    return dict(files(Edition(public(catalogue), DAY, has_charts=has_charts)))


def public(catalogue: Catalogue) -> PublicCatalogue:
    return project(catalogue, small().rulebook, Audience.PUBLIC)


@cache
def this_world(*, has_charts: bool = False) -> Mapping[str, bytes]:
    return site(small().catalogue, has_charts=has_charts)


def same(seed: int, *, has_charts: bool = False) -> None:
    here = this_world(has_charts=has_charts)
    there = site(other_world(small().catalogue, small().rulebook, seed), has_charts=has_charts)
    assert there.keys() == here.keys()
    assert [name for name in there if there[name] != here[name]] == []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORLDS)
def test_what_is_private_changes_no_byte(seed: int) -> None:
    same(seed)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORLDS)
def test_what_is_private_changes_no_chart(seed: int) -> None:
    same(seed, has_charts=True)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WORLDS)
def test_what_is_private_changes_no_byte_of_many_worlds(seed: int) -> None:
    same(seed, has_charts=True)


@dataclass(frozen=True)
class Run:
    """What ``powerctl build`` came to: what the caller sees of it, and the folder."""

    seen: tuple[int, str, str]
    site: Mapping[str, bytes]


def built(world: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command in a world: exit code, both streams, every file."""
    loaded = replace(small(), catalogue=world)
    monkeypatch.setattr(building, "opened_at", lambda root, *_, **__: Opened(root, WorkingTree(root), loaded))
    monkeypatch.chdir(tmp_path)
    shutil.rmtree(tmp_path / "site", ignore_errors=True)
    options = ["--out", "site", "--as-of", DAY.isoformat(), "--no-charts", "--no-cache", "--lang", "zh"]
    done = CliRunner().invoke(app, ["build", str(CATALOGUES / "xiuzhou"), *options])
    return Run((done.exit_code, done.stdout, done.stderr), content(tmp_path / "site"))


def test_what_is_private_changes_nothing_that_the_command_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code, both streams, every byte that is published, the manifest and the record of publications with it."""
    here = built(small().catalogue, tmp_path, monkeypatch)
    assert here.seen[0] == 0 and {"manifest.json", "publications.jsonl"} <= here.site.keys()
    for seed in range(12):
        there = built(other_world(small().catalogue, small().rulebook, seed), tmp_path, monkeypatch)
        assert there.seen == here.seen, seed
        assert {name for name, _ in there.site.items() ^ here.site.items()} == set(), seed


def test_the_worlds_differ_in_much_and_the_guard_knows_it() -> None:
    """The test is worth something: the other worlds do differ, and a page that told of it would be stopped."""
    worlds = [other_world(small().catalogue, small().rulebook, seed) for seed in range(20)]
    assert len({repr(world) for world in worlds}) == len(worlds)
    hidden = [power for world in worlds for power in world.powers if power.id.startswith("hidden-")]
    assert hidden
    told = f"<p>{hidden[0].id}</p>".encode()
    world = next(world for world in worlds if hidden[0] in world.powers)
    guard = guard_for(replace(small(), catalogue=world), public(world))
    assert guard.leaks("index.html", told)
    assert all(not guard.leaks(name, body) for name, body in this_world().items())
