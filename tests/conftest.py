"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sites import build
from tests.worlds import CATALOGUES


@pytest.fixture(autouse=True, scope="session")
def _no_foreign_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or fills the cache of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POWERCTL_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, _no_foreign_cache: None) -> Path:
    """The sites of the five catalogues with their posters, and the page over them; not to be changed."""
    return build(CATALOGUES, tmp_path_factory.mktemp("portal") / "site", "--wall")
