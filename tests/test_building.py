"""From a folder to what may be published of it: nothing that was read stays behind."""

from __future__ import annotations

import weakref
from pathlib import Path
from typing import Any

import pytest

from powerctl.cli import building
from powerctl.cli.building import Building
from powerctl.cli.opened import Opened, opened_at
from powerctl.messages import Words
from powerctl.public.audience import Audience
from tests.sites import DAY
from tests.worlds import CATALOGUES


@pytest.mark.parametrize("audience", Audience)
def test_what_was_read_is_let_go_before_anything_is_written(
    audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[weakref.ref[Any]] = []

    def opened_and_seen(root: Path, words: Words, *, discreet: bool) -> Opened:
        one = opened_at(root, words, discreet=discreet)
        read.append(weakref.ref(one.catalogue))
        return one

    monkeypatch.setattr(building, "opened_at", opened_and_seen)
    publication = Building(audience, DAY).publication(CATALOGUES / "qidaojiang", Words("zh"))
    assert publication.public.powers
    assert [catalogue() for catalogue in read] == [None]
