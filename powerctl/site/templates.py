"""Templates that loop and fill in: every text is escaped, fixed sentences stand in them before they are compiled."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from powerctl.resources import resource

_SPECIAL = re.compile("[&<>\"']")
_SENTENCE = re.compile(r'\{\{ t\("(\w+)"\) \}\}')


def environment(text: Callable[..., str], names: Mapping[str, Any], filters: Mapping[str, Callable[..., Any]]) -> Any:
    """Templates with the sentences of one language (``t("key")``, ``"key"|t(fact=…)``) that know these names."""
    from jinja2 import FunctionLoader, StrictUndefined

    made = _environment_class()(
        loader=FunctionLoader(lambda name: _worded((resource("templates") / "site" / name).read_text("utf-8"), text)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    made.globals.update(names, t=text)
    made.filters.update(filters, t=text)
    return made


@cache
def _environment_class() -> Any:
    """Jinja's environment, writing code that does directly what is done some five hundred times a page: a value of the
    page is escaped by ``markup_of``, an attribute is an attribute (and never an item, as Jinja would try next)."""
    from jinja2 import Environment
    from jinja2.compiler import CodeGenerator
    from markupsafe import escape

    def markup_of(value: object) -> str:
        """Most texts have nothing in them to escape, and need not be copied."""
        return value if type(value) is str and not _SPECIAL.search(value) else escape(value)

    class Generator(CodeGenerator):
        def _output_child_pre(self, *_: Any) -> None:
            self.write("environment.escaped(")

        def visit_Getattr(self, node: Any, frame: Any) -> None:  # noqa: N802 - the name that Jinja looks for
            self.visit(node.node, frame)
            self.write(f".{node.attr}")

    class Direct(Environment):
        code_generator_class = Generator
        escaped = staticmethod(markup_of)

    return Direct


def _worded(template: str, text: Callable[[str], str]) -> str:
    """A template with its fixed sentences in it, so that they are not looked up and escaped for every page."""
    from markupsafe import escape

    def put_in(match: re.Match[str]) -> str:
        sentence = str(escape(text(match[1])))
        return match[0] if "{" in sentence else sentence

    return _SENTENCE.sub(put_in, template)


@cache
def _compiled() -> Any:
    """Templates compiled before in this process: all catalogues have the same, each language its own."""
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

    class Compiled(BytecodeCache):
        def __init__(self) -> None:
            self._known: dict[tuple[str, str], bytes] = {}

        def load_bytecode(self, bucket: Bucket) -> None:
            known = self._known.get((bucket.key, bucket.checksum))
            if known is not None:
                bucket.bytecode_from_string(known)

        def dump_bytecode(self, bucket: Bucket) -> None:
            self._known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()

    return Compiled()
