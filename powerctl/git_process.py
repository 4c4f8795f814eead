"""How git is run: reading objects only, in surroundings of our own, so that nothing a repository brings can run."""

from __future__ import annotations

import os
import subprocess
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from powerctl.errors import PowerctlError

SECONDS = 60

# Nothing is inherited but what a process needs to start; git's own variables are all ours.
_INHERITED = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
_OURS = {
    "LC_ALL": "C",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": "/dev/null",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # where git is too old for GIT_NO_LAZY_FETCH, fetching could run anything
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_SSH_COMMAND": "false",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_PAGER": "cat",
}
# What the configuration of the repository itself could turn into a command, or into another history.
_SETTINGS = {
    "core.fsmonitor": "false",
    "core.hooksPath": "/dev/null",
    "core.pager": "cat",
    "core.askPass": "",
    "core.gitProxy": "",
    "core.alternateRefsCommand": "",
    "core.attributesFile": "/dev/null",
    "core.commitGraph": "false",
    "core.useReplaceRefs": "false",
    "credential.helper": "",
    "diff.external": "",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
    "maintenance.auto": "false",
    "gc.auto": "0",
}


class GitError(PowerctlError):
    """A revision that cannot be read, and what a person can do about it."""


def run(folder: Path, *arguments: str, given: bytes = b"") -> tuple[int, bytes]:
    """The exit code and output of one git command, given some input, on the repository kept in a folder (``.git``)."""
    try:
        ended = subprocess.run(
            [*_command(folder), *arguments],
            cwd=folder,
            env=_environment(folder),
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError("git_slow", seconds=SECONDS) from None
    except OSError:
        raise GitError("git_missing") from None
    return ended.returncode, ended.stdout


class Objects:
    """One ``git cat-file --batch`` that is asked for the blobs of a repository; it starts when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._asked: _Asked | None = None

    def blob(self, name: str, limit: int) -> bytes | None:
        """The bytes of a blob; None for one that is larger than the limit, which is not read."""
        if self._asked is None:
            self._asked = _Asked(_batch(self._folder))
        try:
            return self._asked.blob(name, limit)
        except _TooLargeError:
            self.close()  # the rest of the answer is never read
            return None
        except GitError:
            self.close()
            raise

    def close(self) -> None:
        """Ends the process, whatever it was doing."""
        if self._asked is not None:
            self._asked.end()
        self._asked = None


class _TooLargeError(Exception):
    """A blob that is larger than the limit."""


class _Asked:
    """A running process, and a watch that kills it where it does not answer in time."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._watch = _Watch(process)
        self.end = weakref.finalize(self, _end, process, self._watch)

    def blob(self, name: str, limit: int) -> bytes:
        with self._watch:
            try:
                content = self._answer(name, limit)
            except (OSError, ValueError):
                content = None
        if content is None:
            raise GitError("git_slow", seconds=SECONDS) if self._watch.is_late else GitError("git_object", object=name)
        return content

    def _answer(self, name: str, limit: int) -> bytes | None:
        """What follows ``<name> blob <size>``; None where something else is said, or nothing more."""
        question, answer = self._process.stdin, self._process.stdout
        assert question is not None and answer is not None
        question.write(name.encode("ascii") + b"\n")
        question.flush()
        match answer.readline().split():
            case [_, b"blob", size] if int(size) > limit:
                raise _TooLargeError
            case [_, b"blob", size]:
                content = answer.read(int(size) + 1)
                return content[:-1] if len(content) == int(size) + 1 else None
        return None


def _batch(folder: Path) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [*_command(folder), "cat-file", "--batch"],
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        raise GitError("git_missing") from None


def _end(process: subprocess.Popen[bytes], watch: _Watch) -> None:
    watch.stop()
    process.kill()
    process.wait()
    for stream in filter(None, (process.stdin, process.stdout)):
        with suppress(OSError):
            stream.close()


class _Watch:
    """Kills a process that does not answer in time; one thread for all the questions it is asked."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.is_late = False
        self._process = process
        self._until: float | None = None
        self._stopped = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def __enter__(self) -> None:
        self._until = time.monotonic() + SECONDS

    def __exit__(self, *_: object) -> None:
        self._until = None

    def stop(self) -> None:
        self._stopped.set()

    def _look(self) -> None:
        while not self._stopped.wait(min(1.0, SECONDS / 4)):
            until = self._until
            if until is not None and time.monotonic() > until:
                self.is_late = True
                self._process.kill()
                return


def _command(folder: Path) -> list[str]:
    settings = (part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}"))
    return [_program(), "--no-pager", "--no-replace-objects", f"--git-dir={folder}", *settings]


def _environment(folder: Path) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return inherited | _OURS | {"GIT_WORK_TREE": str(folder)}  # else core.worktree would say where to go


def _program() -> str:
    """The git of the search path, never one that lies in the folder where we happen to run."""
    for program in _programs():
        if program.is_file() and os.access(program, os.X_OK):
            return str(program)
    raise GitError("git_missing")


def _programs() -> Iterator[Path]:
    for text in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if Path(text).is_absolute():
            yield Path(text) / ("git.exe" if os.name == "nt" else "git")
