"""``powerctl cache``: where the cache lies, and how to be rid of it."""

from __future__ import annotations

import typer

from powerctl.cli.options import Lang

cache_app = typer.Typer(
    help="缓存放在哪里，怎样清空。 Where the cache lies, and how to empty it.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@cache_app.command("dir")
def show_folder() -> None:
    """打印缓存的文件夹（可用 POWERCTL_CACHE_DIR 指定）。 Print the cache's folder; POWERCTL_CACHE_DIR sets it."""
    from powerctl.cache import folder
    from powerctl.cli.screen import show

    show(f"{folder()}\n")


@cache_app.command()
def clear(lang: Lang = None) -> None:
    """清空缓存。 Remove everything from the cache."""
    from powerctl.cache import folder, opened
    from powerctl.cli.language import choose
    from powerctl.cli.screen import say
    from powerctl.errors import PowerctlError

    words = choose(lang)
    store = opened()
    if store is None:
        raise PowerctlError("cache_refused", path=str(folder()))
    say(words.text("cache", "cleared", files=store.clear(), path=str(store.root)))
