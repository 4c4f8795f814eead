"""``powerctl serve``: the site as it would be built, in the browser, while files are edited."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from powerctl.cli.build_command import Audiences
from powerctl.cli.options import AsOf, Lang

if TYPE_CHECKING:
    from powerctl.messages import Words
    from powerctl.serve.server import Server
    from powerctl.serve.state import State

_PORTS = 65_536


def serve(
    path: Annotated[Path, typer.Argument(metavar="[PATH]", help="目录所在的文件夹，默认当前。 The folder.")] = Path(),
    port: Annotated[
        int, typer.Option("--port", metavar="N", help="端口，0 为任意空闲端口。 The port; 0 for any.")
    ] = 8000,
    audience: Audiences = "public",
    charts: Annotated[bool, typer.Option("--charts/--no-charts", help="是否画流程图。 Whether to draw charts.")] = True,
    as_of: AsOf = None,
    lang: Lang = None,
) -> None:
    """在本机浏览器里预览公开网站，文件一改就更新。 Preview the site on this machine as files change."""
    from powerctl.cli.build_command import audience_named, edition_day
    from powerctl.cli.building import Building
    from powerctl.cli.language import choose
    from powerctl.cli.roots import catalogues
    from powerctl.cli.screen import say
    from powerctl.errors import PowerctlError
    from powerctl.serve.server import Server
    from powerctl.serve.state import state_of
    from powerctl.serve.watching import changes, look

    words = choose(lang)
    if not 0 <= port < _PORTS:
        raise PowerctlError("serve.bad_port", port=port)
    catalogues([path])
    order = Building(audience_named(audience), edition_day(as_of), has_charts=charts)
    seen = look([path])
    server = Server(port, words, state_of([path], order, words))
    with _running(server):
        say(words.text("serve", "at", url=server.url))
        for _ in changes([path], seen):
            state = state_of([path], order, words)
            server.show(state)
            say(_told(state, words))
    say(words.text("serve", "stopped"))


@contextmanager
def _running(server: Server) -> Iterator[None]:
    """Answers beside what is done inside, until somebody presses Ctrl-C or ends the process."""
    import signal
    import threading

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()
        signal.signal(signal.SIGTERM, before)


def _told(state: State, words: Words) -> str:
    """One line about what is shown now."""
    from powerctl.serve.wrapping import counted

    if state.problem is not None:
        return words.error(state.problem)
    return words.text("serve", "renewed", **counted(state.report)) if state.report is not None else ""
