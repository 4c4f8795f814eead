"""What only the preview puts on a page: the bar with the findings, and the script that loads the page anew."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape

from powerctl.messages import LANGUAGES, Words, place_text
from powerctl.results import Finding, Report, Severity
from powerctl.serve.state import State
from powerctl.visible import visible

EVENTS = "/.powerctl/events"
_MOST = 100
_END = b"</body>"
_STYLE = """\
body{padding-bottom:3em}\
#powerctl-bar{position:fixed;inset:auto 0 0;z-index:99;max-height:45vh;overflow:auto;background:#16202c;color:#fff;\
font:14px/1.5 system-ui,sans-serif;border-top:3px solid #3a8f5c}
#powerctl-bar.error{border-color:#e0524d}#powerctl-bar.warning{border-color:#e0a23c}
#powerctl-bar summary,#powerctl-bar p{margin:0;padding:.4em 1em;cursor:pointer}#powerctl-bar p{cursor:auto}
#powerctl-bar ul{margin:0;padding:0 1em .6em;list-style:none}#powerctl-bar li{padding:.25em 0;overflow-wrap:anywhere}
#powerctl-bar code{color:#9fc3ff}@media print{#powerctl-bar{display:none}}"""
# A browser holds six connections to a host: a page that nobody sees gives its own back. An open list stays open.
_SCRIPT = """\
(function(){var v=%s,s;function open(){if(s||document.hidden)return;s=new EventSource(%s);
s.onmessage=function(e){if(e.data!==v){s.close();location.reload();}};}
document.addEventListener("visibilitychange",function(){if(document.hidden&&s){s.close();s=null;}else open();});
open();
var d=document.querySelector("#powerctl-bar details"),k="powerctl-bar";if(!d)return;
try{d.open=sessionStorage.getItem(k)==="open";
d.addEventListener("toggle",function(){sessionStorage.setItem(k,d.open?"open":"");});}catch(e){}})();"""


def wrapped(page: bytes, state: State, words: Words, version: str) -> bytes:
    """A page with the bar and the script before its end."""
    before, end, after = page.rpartition(_END)
    script = _SCRIPT % (json.dumps(version), json.dumps(EVENTS))
    added = f"<style>{_STYLE}</style>{_bar(state.report, words)}<script>{script}</script>".encode("utf-8", "replace")
    return before + added + end + after if end else page + added


def notice(words: Words, key: str, lines: Iterable[str]) -> bytes:
    """A page instead of the one that cannot be shown: what is the matter, and what to do."""
    title, lead = (escape(words.text("serve", f"{key}_{part}")) for part in ("title", "lead"))
    items = "".join(f"<li>{escape(visible(line))}</li>" for line in lines)
    return (
        f'<!doctype html>\n<html lang="{LANGUAGES[words.language]}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        "<style>body{font:16px/1.7 system-ui,sans-serif;max-width:52em;margin:3em auto;padding:0 1em 8em}"
        "li{overflow-wrap:anywhere}</style></head>"
        f"<body><main><h1>{title}</h1><p>{lead}</p><ul>{items}</ul></main></body></html>\n"
    ).encode("utf-8", "replace")


def _bar(report: Report | None, words: Words) -> str:
    label = escape(words.text("serve", "bar"))
    if report is None or not report.findings:
        text = escape(words.text("serve", "unchecked" if report is None else "clean"))
        return f'<aside id="powerctl-bar" aria-label="{label}"><p>{text}</p></aside>'
    worst = "error" if report.count(Severity.ERROR) else "warning"
    counts = escape(words.text("serve", "counts", **counted(report)))
    items = "".join(_items(report, words))
    return (
        f'<aside id="powerctl-bar" class="{worst}" aria-label="{label}">'
        f"<details><summary>{counts}</summary><ul>{items}</ul></details></aside>"
    )


def counted(report: Report) -> dict[str, object]:
    """How many findings there are of each severity."""
    return {f"{severity}s": report.count(severity) for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)}


def _items(report: Report, words: Words) -> Iterator[str]:
    for finding in sorted(report.findings, key=lambda finding: -finding.severity.weight)[:_MOST]:
        yield f"<li>{_line(finding, words)}</li>"
    if len(report.findings) > _MOST:
        yield f"<li>{escape(words.text('serve', 'more', count=len(report.findings) - _MOST))}</li>"


def _line(finding: Finding, words: Words) -> str:
    severity = words.text("serve", finding.severity.value)
    place = place_text(finding.location)
    return f"<code>{escape(place)}</code> {escape(severity)} {escape(finding.rule)} {escape(words.sentence(finding))}"
