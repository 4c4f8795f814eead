"""``powerctl doctor``: is everything here that powerctl needs or could use, and what to do about what is not."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.options import Lang

if TYPE_CHECKING:
    from powerctl.cli.surroundings import Probe
    from powerctl.messages import Words


class DoctorFormat(StrEnum):
    """How the results are told."""

    text = "text"
    json = "json"


def doctor(
    form: Annotated[DoctorFormat, typer.Option("--format", help="输出格式。 Output format.")] = DoctorFormat.text,
    lang: Lang = None,
) -> None:
    """检查运行环境，缺什么就说怎样补。 Check the surroundings and say what to do about what is missing."""
    from powerctl.cli.language import choose
    from powerctl.cli.screen import show
    from powerctl.cli.surroundings import State, is_there, look_around

    if not is_there("ruamel.yaml"):  # without it even these words cannot be read
        show("missing ruamel.yaml: 请重新安装 powerctl。 Install powerctl again.\n")
        raise typer.Exit(2)
    words = choose(lang)
    probes = tuple(look_around(words.language))
    show(_json(probes, words) if form is DoctorFormat.json else _text(probes, words))
    if any(probe.state is State.MISSING for probe in probes):
        raise typer.Exit(2)


def _text(probes: Sequence[Probe], words: Words) -> str:
    return "".join(f"{_line(probe, words)}\n" for probe in probes) + f"{_verdict(probes, words)}\n"


def _line(probe: Probe, words: Words) -> str:
    from powerctl.visible import visible

    told = visible(probe.value) or words.text("doctor", "none")
    line = f"{probe.state:<7} {words.text('doctor', probe.name)}: {told}"
    return f"{line}\n        → {_advice(probe, words)}" if probe.advice else line


def _advice(probe: Probe, words: Words) -> str:
    return words.text("doctor", probe.advice, value=probe.value) if probe.advice else ""


def _verdict(probes: Sequence[Probe], words: Words) -> str:
    from powerctl.cli.surroundings import State

    missing, warned = (sum(probe.state is state for probe in probes) for state in (State.MISSING, State.WARN))
    if missing:
        return words.text("doctor", "broken", count=missing)
    return words.text("doctor", "warned", count=warned) if warned else words.text("doctor", "ok")


def _json(probes: Sequence[Probe], words: Words) -> str:
    import json

    from powerctl.visible import json_safe

    checks = [
        {
            "name": probe.name,
            "state": probe.state.value,
            "value": probe.value,
            "advice": _advice(probe, words),
        }
        for probe in probes
    ]
    return json_safe(json.dumps({"version": 1, "checks": checks}, ensure_ascii=False, indent=2)) + "\n"
