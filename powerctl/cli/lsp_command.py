"""``powerctl lsp``: the language server, which editors start."""

from __future__ import annotations

from powerctl.cli.options import AsOf, Lang, day


def lsp(as_of: AsOf = None, lang: Lang = None) -> None:
    """编辑器的语言服务（标准输入输出）。 The language server for editors, over stdin and stdout."""
    from powerctl.cli.language import choose
    from powerctl.errors import PowerctlError

    words = choose(lang)
    day(as_of)
    try:
        import pygls  # noqa: F401
    except ImportError:
        raise PowerctlError("lsp_missing") from None
    from powerctl.lsp.server import serve

    serve(words, as_of)
