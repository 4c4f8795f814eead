"""The command line: reads options, calls one thing, prints, exits. One module a command."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable

from powerctl.errors import PowerctlError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def main() -> None:
    """Runs the command line; exit codes: 0 well, 1 findings, 2 the user can mend it, 3 our bug."""
    from powerctl.cli.language import words
    from powerctl.cli.screen import prepare, say

    prepare()
    try:
        try:
            _program()()
        finally:
            if not sys.stdout.closed:  # the language server closes it when the editor goes
                sys.stdout.flush()  # what cannot be written is told here, not by Python at its end
    except PowerctlError as error:
        say(words().error(error))
        sys.exit(2)
    except BrokenPipeError as error:
        _give_up_output()
        sys.exit(error.__context__.code if isinstance(error.__context__, SystemExit) else 1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL and error.filename is None:
            _give_up_output()
            say(words().error(PowerctlError("output_full", problem=str(error.strerror))))
            sys.exit(2)
        import traceback

        traceback.print_exc()
        sys.exit(3)


def _program() -> Callable[[], object]:
    """Only the command that is wanted; all of them, where it is none of them or the question is which there are."""
    from powerctl.cli.program import COMMANDS, program

    wanted = sys.argv[1:2]
    if wanted == ["--version"]:
        return program(["validate"])
    return program(wanted if wanted and wanted[0] in COMMANDS else COMMANDS)


def _give_up_output() -> None:
    """Nothing more can be written to where the results went, and Python must not try at its end."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
