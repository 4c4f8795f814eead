"""The pages about rules, for the terminal and for the documentation: one text for both, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powerctl.messages import Words
from powerctl.results import RuleSpec, Sample
from powerctl.visible import visible


def listing(specs: Sequence[RuleSpec], words: Words) -> str:
    """One line a rule: id, severity, title."""
    return "".join(f"{spec.id}  {_severity(spec, words)}  {words.rule(spec.id).title}\n" for spec in specs)


def page(spec: RuleSpec, samples: Sequence[Sample], words: Words) -> str:
    """A rule's page: title, severity, reason, remedy, further cases, samples."""
    told = words.rule(spec.id)
    title = words.text("manual", "severity")
    parts = [
        f"## {spec.id} {told.title}",
        f"**{title}**: {_severity(spec, words)}",
        f"**{words.text('manual', 'why')}**: {told.why.strip()}",
        f"**{words.text('manual', 'fix')}**: {told.fix.strip()}",
        *_samples(samples, words),
    ]
    return "\n\n".join(parts) + "\n"


def book(pages: Sequence[str], words: Words) -> str:
    """All pages as one document."""
    head = f"# {words.text('manual', 'all')}\n\n{words.text('manual', 'all_lead')}\n"
    return "\n".join([head, *pages])


def _severity(spec: RuleSpec, words: Words) -> str:
    graver = sorted({spec.severity, *spec.cases.values()}, key=lambda severity: -severity.weight)
    return " / ".join(words.text("report", severity) for severity in graver)


def _samples(samples: Sequence[Sample], words: Words) -> Iterator[str]:
    for sample in samples:
        title = words.text("manual", sample.verdict)
        text = "\n".join(visible(line) for line in sample.text.rstrip("\n").split("\n"))
        yield f"**{title}** `{visible(sample.file)}`\n\n```yaml\n{text}\n```"
