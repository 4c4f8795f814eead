"""An editor in miniature: starts ``powerctl lsp`` and talks JSON-RPC with it over stdin and stdout."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).parent.parent
PATIENCE = 30  # seconds until an answer that does not come fails the test


class Editor:
    """One server process; texts are whole, positions are in UTF-16 unless asked otherwise."""

    def __init__(self, *options: str, encodings: tuple[str, ...] = ()) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "powerctl", "lsp", "--as-of", "2026-06-30", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "zh_CN.UTF-8"},
        )
        self._inbox: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._number = 0
        self._version = 0
        general = {"positionEncodings": list(encodings)} if encodings else {}
        asked = {"processId": None, "rootUri": None, "capabilities": {"general": general}}
        self.capabilities: dict[str, Any] = self.ask("initialize", asked)["capabilities"]
        self.tell("initialized", {})

    def __enter__(self) -> Editor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()

    def tell(self, method: str, parameters: Any) -> None:
        """Sends what needs no answer."""
        self._send({"jsonrpc": "2.0", "method": method, "params": parameters})

    def ask(self, method: str, parameters: Any) -> Any:
        """The answer to a request."""
        self._number += 1
        number = self._number
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": parameters})
        answer = self._next(lambda message: message.get("id") == number and "method" not in message)
        assert "error" not in answer, answer
        return answer.get("result")

    def open(self, path: Path, text: str | None = None) -> None:
        """Opens a file, with another text than the disk's if one is given."""
        text = path.read_bytes().decode("utf-8") if text is None else text
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 0, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})

    def change(self, path: Path, text: str) -> None:
        """Types: the file has another text now."""
        self._version += 1
        document = {"uri": path.as_uri(), "version": self._version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def close(self, path: Path) -> None:
        """Closes a file."""
        self.tell("textDocument/didClose", {"textDocument": {"uri": path.as_uri()}})

    def diagnostics(self, path: Path) -> list[dict[str, Any]]:
        """The next findings that are published about a file."""
        uri = path.as_uri()
        message = self._next(
            lambda told: told.get("method") == "textDocument/publishDiagnostics" and told["params"]["uri"] == uri
        )
        found: list[dict[str, Any]] = message["params"]["diagnostics"]
        return found

    def at(self, request: str, path: Path, line: int, character: int) -> Any:
        """The answer to a question about a place, counted from zero."""
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{request}", {"textDocument": {"uri": path.as_uri()}, "position": place})

    def leave(self) -> int:
        """Says goodbye as the protocol asks; the exit code."""
        assert self.ask("shutdown", None) is None
        self.tell("exit", None)
        return self._process.wait(PATIENCE)

    def hang_up(self) -> int:
        """Goes without a word; the exit code."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(PATIENCE)

    def complaints(self) -> str:
        """What the server wrote to stderr, after it has gone."""
        assert self._process.stderr is not None
        return self._process.stderr.read().decode("utf-8", "replace")

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        body = json.dumps(message, ensure_ascii=True).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def _next(self, is_wanted: Any) -> dict[str, Any]:
        """The next message that is wanted; others that come before it are passed over."""
        while True:
            message = self._inbox.get(timeout=PATIENCE)
            if is_wanted(message):
                return message

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while line := stream.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                line = stream.readline()
            self._inbox.put(json.loads(stream.read(length)))
