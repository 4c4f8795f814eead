"""The code that templates become: every text escaped, whatever it is, and nothing missing passed over."""

from __future__ import annotations

from typing import Any

import pytest
from jinja2 import UndefinedError

from powerctl.site.render import markup
from powerctl.site.templates import environment


def said(template: str, **values: Any) -> str:
    made = environment(lambda key, **facts: f"{key} {facts}", {}, {"same": lambda value: value})
    return str(made.from_string(template).render(values))


@pytest.mark.parametrize(
    ("template", "value", "expected"),
    [
        ("{{ x }}", "甲", "甲"),
        ("{{ x }}", "<b>&'\"", "&lt;b&gt;&amp;&#39;&#34;"),
        ('<a title="{{ x }}">', '" onclick="', '<a title="&#34; onclick=&#34;">'),
        ("{{ x|same }}", "<", "&lt;"),
        ("{{ x|join('<') }}", ["a", "&"], "a&lt;&amp;"),
        ("{{ x }}", markup("<b>"), "<b>"),
        ("{{ x }}", 3, "3"),
        ("{{ x }}", ["<"], "[&#39;&lt;&#39;]"),
        ("{% macro m(y) %}<i>{{ y }}</i>{% endmacro %}{{ m(x) }}", "<", "<i>&lt;</i>"),
        ("{% set y = x %}{{ y ~ '>' }}", "<", "&lt;&gt;"),
        ("{% for y in x %}{{ loop.index }}{{ y }}{% endfor %}", "<a", "1&lt;2a"),
        ("{{ 'sum'|t(of=x) }}", "<", "sum {&#39;of&#39;: &#39;&lt;&#39;}"),
    ],
)
def test_every_value_is_escaped_once(template: str, value: object, expected: str) -> None:
    assert said(template, x=value) == expected


def test_an_attribute_is_no_item() -> None:
    with pytest.raises(AttributeError):
        said("{{ x.items.y }}", x={"items": {"y": 1}})


def test_what_is_missing_is_not_passed_over() -> None:
    with pytest.raises(UndefinedError):
        said("{{ x }}")
    with pytest.raises(UndefinedError):
        said("{{ x.y }}")
