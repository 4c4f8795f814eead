"""The commands, gathered: for whoever asks which there are."""

from __future__ import annotations

from powerctl.cli.program import COMMANDS, program

app = program(COMMANDS)
