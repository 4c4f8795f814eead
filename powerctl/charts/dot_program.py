"""The program ``dot``: it is handed sources without any text of a catalogue, and asked for nothing but places."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from powerctl.errors import PowerctlError

_PATIENCE, _PATIENCE_EACH = 20.0, 0.5  # seconds for one run, and for every chart in it
_MOST = 200  # charts a run: one that hangs takes no more with it
_ANSWER = 64 * 1024 * 1024  # characters
_NEXT = re.compile(r"\S")
_KEPT = ("PATH", "PATHEXT", "SYSTEMROOT", "SystemRoot", "TEMP", "TMP")


def placed(sources: Sequence[str]) -> tuple[Mapping[str, Any], ...]:
    """What dot says of each source, in their order; PowerctlError where it is missing, fails or takes too long."""
    program = _found()
    answers: list[Mapping[str, Any]] = []
    for start in range(0, len(sources), _MOST):
        batch = sources[start : start + _MOST]
        told = tuple(_documents(_run(program, batch)))
        if len(told) != len(batch):
            raise PowerctlError("chart.dot_failed", problem="")
        answers.extend(told)
    return tuple(answers)


@cache
def version() -> str:
    """What dot calls itself; other versions may place things otherwise."""
    try:
        done = subprocess.run(
            [_found(), "-V"], capture_output=True, env=_surroundings(), timeout=_PATIENCE, check=False, text=True
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PowerctlError("chart.dot_failed", problem=type(error).__name__) from None
    return done.stderr.strip()


def _found() -> str:
    program = shutil.which("dot")
    if program is None:
        raise PowerctlError("chart.dot_missing")
    return program


def _run(program: str, sources: Sequence[str]) -> str:
    seconds = _PATIENCE + _PATIENCE_EACH * len(sources)
    try:
        done = subprocess.run(
            [program, "-Kdot", "-Tjson0"],
            input="\n".join(sources).encode(),
            capture_output=True,
            env=_surroundings(),
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PowerctlError("chart.dot_slow", seconds=f"{seconds:g}") from None
    except OSError as error:
        raise PowerctlError("chart.dot_failed", problem=error.strerror or type(error).__name__) from None
    answer = done.stdout[: _ANSWER + 1].decode("utf-8", "replace")
    if done.returncode or len(answer) > _ANSWER:
        raise PowerctlError("chart.dot_failed", problem=_first_line(done.stderr))
    return answer


def _surroundings() -> dict[str, str]:
    """Nothing that points it to files (GV_FILE_PATH), to fonts or plug-ins, or makes it a server (SERVER_NAME)."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | {"LC_ALL": "C"}


def _documents(answer: str) -> Iterator[Mapping[str, Any]]:
    """JSON documents one after the other."""
    decoder, at = json.JSONDecoder(), 0
    while match := _NEXT.search(answer, at):
        try:
            document, at = decoder.raw_decode(answer, match.start())
        except ValueError:
            raise PowerctlError("chart.dot_failed", problem="") from None
        if not isinstance(document, dict):
            raise PowerctlError("chart.dot_failed", problem="")
        yield document


def _first_line(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").strip().partition("\n")[0]
