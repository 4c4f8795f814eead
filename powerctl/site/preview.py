"""A site whose files are made when they are asked for, with the same bytes as those of a whole build."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from powerctl.messages import LANGUAGES, Words
from powerctl.site.assets import assets
from powerctl.site.data import data_files
from powerctl.site.frame import Edition, Frame
from powerctl.site.page import Page
from powerctl.site.pages import MAKERS, power
from powerctl.site.render import Renderer
from powerctl.site.search import entries, index_files

_POWER = re.compile(r"units/([^/]+/[^/]+)\.html")
_SEARCH = "static/search/"


class Preview:
    """One edition, file by file: a look at one page costs one page."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._tongues = {
            tongue.frame.folder: tongue for tongue in (_Tongue(Frame(edition, Words(name))) for name in LANGUAGES)
        }

    def file(self, path: str) -> bytes | None:
        """The file at a path below the site's folder; None where the site has none."""
        if path.endswith(".html"):
            folder = "en/" if path.startswith("en/") else ""
            return self._tongues[folder].page(path.removeprefix(folder))
        if path.startswith(_SEARCH):
            return self._search.get(path)
        return self._assets.get(path) or self._data.get(path)

    @cached_property
    def _assets(self) -> Mapping[str, bytes]:
        return dict(assets(with_wall=self._edition.has_wall))

    @cached_property
    def _search(self) -> Mapping[str, bytes]:
        return {f"{_SEARCH}{name}": content for name, content in index_files(entries(self._edition.catalogue))}

    @cached_property
    def _data(self) -> Mapping[str, bytes]:
        return dict(data_files(self._edition))


class _Tongue:
    """The pages of one language."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._renderer = Renderer(frame)

    def page(self, path: str) -> bytes | None:
        """A page by its path below the folder of the language."""
        found = _POWER.fullmatch(path)
        asked = self.frame.catalogue.powers_by_subject.get(found.group(1)) if found else None
        page = power.page(self.frame, asked) if asked is not None else self._others.get(path)
        return self._renderer.render(page) if page is not None else None

    @cached_property
    def _others(self) -> Mapping[str, Page]:
        """The pages that are about more than one power: few, and cheap before they are written."""
        return {page.path: page for maker in MAKERS for page in maker(self.frame)}
