"""The command line: reads options, calls one thing, prints, exits. One module a command."""

from __future__ import annotations

import sys

from powerctl.errors import PowerctlError


def main() -> None:
    """Runs the command line; exit codes: 0 well, 1 findings, 2 the user can mend it, 3 our bug."""
    from powerctl.cli.app import app
    from powerctl.cli.screen import prepare, say

    prepare()
    try:
        app()
    except PowerctlError as error:
        from powerctl.cli.language import words

        say(words().error(error))
        sys.exit(2)
    except BrokenPipeError:
        _leave_quietly()
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception:
        import traceback

        traceback.print_exc()
        sys.exit(3)


def _leave_quietly() -> None:
    """The reader of a pipe has gone: nothing more can be said to it, and Python must not try at its end."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
