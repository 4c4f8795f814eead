"""The server: for this machine only, nothing but what the state gives; every open page hears of changes."""

from __future__ import annotations

import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from powerctl.errors import PowerctlError
from powerctl.messages import Words
from powerctl.serve.answers import Answer, answer
from powerctl.serve.state import State
from powerctl.serve.wrapping import EVENTS

LOOPBACK = "127.0.0.1"
_NAMES = ("localhost", LOOPBACK)
_USUAL_PORT = 80  # the one that browsers leave out
_BEAT = 15  # seconds between signs of life, by which a page that has gone is noticed
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'self'",
    "Cross-Origin-Resource-Policy": "same-origin",  # the search index is a script: no other site may load it
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Server(ThreadingHTTPServer):
    """Answers from one state until the next one is shown."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def __init__(self, port: int, words: Words, state: State) -> None:
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except OSError as error:
            raise PowerctlError("serve.port_taken", port=port, problem=error.strerror or str(error)) from None
        self._words = words
        self._state = state
        self._number = 0
        self._run = secrets.token_hex(4)  # pages of an earlier run are loaded anew, too
        self._making = threading.Lock()
        self._changed = threading.Condition()
        self._is_open = True

    @property
    def url(self) -> str:
        """Where the preview is."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    def show(self, state: State) -> None:
        """Shows another state from now on and tells every open page."""
        with self._changed:
            self._state = state
            self._number += 1
            self._changed.notify_all()

    def answer(self, path: str) -> Answer:
        """What a path gives now; one page is made at a time."""
        with self._changed:
            state, version = self._state, self._version()
        with self._making:
            return answer(state, path, version, self._words.language)

    def refusal(self) -> str:
        """Why a request under another name is turned down."""
        return self._words.text("serve", "other_host", url=self.url)

    def news(self, told: str) -> str:
        """The version, as soon as it is another than the one told; "" for a sign of life."""
        with self._changed:
            self._changed.wait_for(lambda: not self._is_open or self._version() != told, _BEAT)
            return self._version() if self._version() != told else ""

    @property
    def is_open(self) -> bool:
        """Whether it has not been told to stop."""
        return self._is_open

    def stop(self) -> None:
        """Lets every open page go and stops."""
        with self._changed:
            self._is_open = False
            self._changed.notify_all()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that has gone away is no error; anything else is told as ever."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)

    def _version(self) -> str:
        return f"{self._run}-{self._number}"


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD; everything else is refused by the class above."""

    protocol_version = "HTTP/1.1"
    server: Server
    timeout = 60

    def do_GET(self) -> None:
        """A file, or the line that tells of changes."""
        if not self._is_for_us():
            self._send(Answer(421, "text/plain; charset=utf-8", self.server.refusal().encode()))
        elif urlsplit(self.path).path == EVENTS:
            self._tell()
        else:
            self._send(self.server.answer(unquote(urlsplit(self.path).path, errors="replace").removeprefix("/")))

    def do_HEAD(self) -> None:
        """The same without the body."""
        self.do_GET()

    def _is_for_us(self) -> bool:
        """Whether the browser was led here by a name of this machine, not by one that somebody else's DNS gave it."""
        port = self.server.server_port
        ends = (f":{port}", "") if port == _USUAL_PORT else (f":{port}",)
        return self.headers.get("Host", "").lower() in {f"{name}{end}" for name in _NAMES for end in ends}

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        if answer.location:
            self.send_header("Location", answer.location)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def _tell(self) -> None:
        """The version now and after each change, as server-sent events, until one side goes."""
        self.close_connection = True
        self.send_response(200)
        for name, value in {**_HEADERS, "Content-Type": "text/event-stream", "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        told = ""
        while self.server.is_open and self.command != "HEAD":
            news = self.server.news(told)
            told = news or told
            self.wfile.write(f"data: {news}\n\n".encode() if news else b":\n\n")
            self.wfile.flush()

    def version_string(self) -> str:
        """The name alone."""
        return "powerctl"

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what is asked for by one person is no news to that person."""
