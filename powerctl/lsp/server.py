"""The protocol: what the editor sends and what it is sent. What is said is decided in ``answers``."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls import uris
from pygls.lsp.server import LanguageServer

from powerctl import __version__
from powerctl.lsp import answers
from powerctl.lsp.answers import Span
from powerctl.lsp.desk import Desk, Known
from powerctl.lsp.place import Token
from powerctl.lsp.positions import Text
from powerctl.messages import Words
from powerctl.results import Finding, Location, Severity
from powerctl.scalars import is_text
from powerctl.visible import visible

PAUSE = 0.3  # seconds without a key stroke before a catalogue is looked at again

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_TRIGGERS = [":", " ", "-", "/", "[", ","]
_log = logging.getLogger(__name__)


class Server(LanguageServer):
    """One editor's server: its desk, its language, and the looks that are under way."""

    def __init__(self, words: Words, as_of: str | None) -> None:
        # Whole texts: then no lines have to be counted the same way on both sides.
        super().__init__("powerctl", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.words = words
        self.desk = Desk(as_of)
        self.uris: dict[Path, str] = {}
        self.told: dict[Path, list[tuple[Span, Finding]]] = {}
        self.texts: dict[Path, str] = {}  # the text that the told findings are about
        self.looks: dict[Path, asyncio.Task[None]] = {}
        self.locks: dict[Path, asyncio.Lock] = {}

    def opened(self, uri: str, text: str) -> None:
        """A file is open, or has another text."""
        if (path := _path(uri)) is not None:
            self.uris[path] = uri
            self.desk.buffers[path] = text
            self.look_soon(path)

    def closed(self, uri: str) -> None:
        """A file is not open any more: nothing is told of it."""
        if (path := _path(uri)) is None:
            return
        self.desk.buffers.pop(path, None)
        self.told.pop(path, None)
        self._publish(path, [])
        self.uris.pop(path, None)
        self.look_soon(path)

    def look_soon(self, path: Path) -> None:
        """Looks at a file's catalogue when the editor has been quiet for a moment."""
        root = self.desk.root_of(path)
        if root is None:
            if path in self.desk.buffers:
                self._publish(path, [])
            return
        if root in self.looks:
            self.looks[root].cancel()
        self.looks[root] = asyncio.get_running_loop().create_task(self._look_later(root))

    def look_at_all(self) -> None:
        """Looks again at every catalogue with an open file: something has changed on the disk."""
        for path in list(self.desk.buffers):
            self.look_soon(path)

    async def known(self, path: Path) -> Known | None:
        """What is known of a file's catalogue; the first time it is found out now."""
        root = self.desk.root_of(path)
        if root is None:
            return None
        if root not in self.desk.known:
            await self._look(root)
        return self.desk.known.get(root)

    def text(self, path: Path) -> Text:
        """A file's text with its positions as this editor counts them."""
        encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
        return Text(self.desk.text(path), types.PositionEncodingKind(encoding).value)

    def findings_at(self, path: Path, cursor: int) -> list[Finding]:
        """What was told about a place, if the text is still the one that it was told of."""
        if self.texts.get(path) != self.desk.buffers.get(path):
            return []
        return [finding for (start, end), finding in self.told.get(path, ()) if start <= cursor <= end]

    async def _look_later(self, root: Path) -> None:
        await asyncio.sleep(PAUSE)
        await asyncio.shield(self._look(root, tell=True))

    async def _look(self, root: Path, *, tell: bool = False) -> None:
        async with self.locks.setdefault(root, asyncio.Lock()):
            texts = self.desk.laid_over(root)
            try:
                known = await asyncio.to_thread(self.desk.look, root)
            except Exception:  # a bug of ours must not take the editor's server away
                _log.exception("powerctl: %s", root)
                return
            self.desk.known[root] = known
            if tell and texts == self.desk.laid_over(root):  # else another look is on its way
                self._tell(known)

    def _tell(self, known: Known) -> None:
        wanted = {path for path in self.desk.buffers if self.desk.root_of(path) == known.root}
        if known.is_stuck:  # the reason must be seen, even in a rulebook that is not open
            wanted |= set(known.findings)
        for path in [path for path in self.told if path.is_relative_to(known.root) and path not in wanted]:
            del self.told[path]
            self._publish(path, [])
        for path in sorted(wanted):
            self._tell_of(path, known.findings.get(path, ()))

    def _tell_of(self, path: Path, findings: tuple[Finding, ...]) -> None:
        text = self.text(path)
        written = answers.starts(text.text)
        self.texts[path] = text.text
        self.told[path] = [(answers.span(text, finding.location, written), finding) for finding in findings]
        self._publish(path, [self._diagnostic(text, span, finding) for span, finding in self.told[path]])

    def _publish(self, path: Path, diagnostics: list[types.Diagnostic]) -> None:
        uri = self.uris.get(path) or path.as_uri()
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri=uri, diagnostics=diagnostics))

    def _diagnostic(self, text: Text, span: Span, finding: Finding) -> types.Diagnostic:
        related = [
            types.DiagnosticRelatedInformation(
                location=self.place(part.location), message=self.words.text("notes", part.note)
            )
            for part in finding.related
        ]
        return types.Diagnostic(
            range=_range(text, span),
            message=self.words.sentence(finding),
            severity=_SEVERITIES.get(finding.severity),
            code=finding.rule,
            source="powerctl",
            related_information=related or None,
        )

    def place(self, location: Location) -> types.Location:
        """A place as the protocol writes it."""
        path = Path(location.file)
        text = self.text(path)
        span = answers.span(text, location, answers.starts(text.text))
        return types.Location(uri=self.uris.get(path) or path.as_uri(), range=_range(text, span))


def serve(words: Words, as_of: str | None = None) -> None:
    """Talks to an editor over stdin and stdout until it says goodbye."""
    make(words, as_of).start_io()


def make(words: Words, as_of: str | None) -> Server:
    """A server with everything that it answers to."""
    server = Server(words, as_of)
    _listen(server)
    _answer(server)
    return server


def _listen(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    async def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.opened(params.text_document.uri, params.text_document.text)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    async def did_change(params: types.DidChangeTextDocumentParams) -> None:
        uri = params.text_document.uri
        server.opened(uri, server.workspace.get_text_document(uri).source)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(_params: types.DidSaveTextDocumentParams) -> None:
        server.look_at_all()

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_files(_params: types.DidChangeWatchedFilesParams) -> None:
        server.look_at_all()

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    async def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.closed(params.text_document.uri)


def _answer(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    async def hover(params: types.HoverParams) -> types.Hover | None:
        path, text, cursor = _cursor(server, params)
        if path is None:
            return None
        place = answers.here(server.desk, path, cursor)
        told = answers.explain(place, server.findings_at(path, cursor), server.words)
        markup = types.MarkupContent(kind=types.MarkupKind.Markdown, value=told)
        span = (place.token.start, place.token.end) if place else (cursor, cursor)
        return types.Hover(contents=markup, range=_range(text, span)) if told else None

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=_TRIGGERS))
    async def completion(params: types.CompletionParams) -> types.CompletionList | None:
        path, text, cursor = _cursor(server, params)
        known = await server.known(path) if path else None
        place = answers.here(server.desk, path, cursor) if path else None
        return _items(answers.offer(place, known, server.words.language), text) if place else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    async def definition(params: types.DefinitionParams) -> types.Location | None:
        path, text, cursor = _cursor(server, params)
        known = await server.known(path) if path else None
        place = answers.here(server.desk, path, cursor) if path else None
        if path is None or place is None:
            return None
        found = answers.definition(place, known)
        if isinstance(found, Token):
            return types.Location(uri=server.uris[path], range=_range(text, (found.start, found.end)))
        return None if found is None else server.place(found)


def _cursor(server: Server, params: Any) -> tuple[Path | None, Text, int]:
    """The open file, its text and the cursor's index in it."""
    path = _path(params.text_document.uri)
    if path is None or path not in server.desk.buffers:
        return None, Text(""), 0
    text = server.text(path)
    return path, text, text.index((params.position.line, params.position.character))


def _items(offer: answers.Offer, text: Text) -> types.CompletionList:
    span = _range(text, (offer.token.start, offer.token.end))
    kind = types.CompletionItemKind.Property if offer.are_keys else types.CompletionItemKind.Value
    items = [
        types.CompletionItem(
            label=choice.text,
            detail=visible(choice.name) or None,
            kind=kind,
            sort_text=f"{number:05}",
            filter_text=f"{choice.text} {choice.name}".strip(),
            text_edit=types.TextEdit(range=span, new_text=_written(choice.text)),
        )
        for number, choice in enumerate(offer.choices)
    ]
    return types.CompletionList(is_incomplete=False, items=items)


def _written(word: str) -> str:
    """A word as it must stand in YAML to be read as text; truth values are meant as such."""
    return word if is_text(word) or word in ("true", "false") else f'"{word}"'


def _range(text: Text, span: Span) -> types.Range:
    (first, start), (last, end) = text.position(span[0]), text.position(span[1])
    return types.Range(types.Position(first, start), types.Position(last, end))


def _path(uri: str) -> Path | None:
    """The file that a URI means; None for what is no file (an unsaved buffer without a name)."""
    found = uris.to_fs_path(uri) if uri.startswith("file:") else None
    return Path(found) if found else None
