"""The allow-list: which fields of each kind can be published at all; to whom each is, the rulebook says.

A field of the model stands in FIELDS (the rulebook gives its scope), in ESSENTIAL (without it the thing is not shown)
or in NEVER (published to nobody, whatever a rulebook says). A new field that stands nowhere fails a test.
"""

from __future__ import annotations

from collections.abc import Mapping

Keys = tuple[str, ...]

# The first key of each kind names it: readers who may not see that field do not see the thing.
FIELDS: Mapping[str, Keys] = {
    "power": (
        "name", "main", "aliases", "replaces", "code", "matter", "axis", "level", "holder", "in_charge", "proposal",
        "veto", "offices", "source", "basis", "content", "scope", "conditions", "limits", "duties", "assignments",
        "commitments", "discipline", "accountability", "rights", "remedies", "complaints", "service", "workflow",
        "risk_points", "discretion", "disclosure", "review", "sources", "note",
    ),
    "workflow": ("steps", "source", "chart"),
    "step": (
        "name", "actor", "with", "duty", "limit", "next", "supervised_by", "persons", "discretion", "notifies",
        "documents", "note",
    ),
    "risk_point": (
        "behaviour", "step", "post", "office", "unit", "category", "stage", "found_by", "factors", "flags", "grade",
        "residual", "graded", "controls", "note",
    ),
    "control": (
        "measure", "type", "regulation", "owners", "every", "since", "checked", "in_force", "evidence", "note",
    ),
    "discretion": ("violation", "basis", "unit", "range", "tiers", "source", "note"),
    "disclosure": ("scope", "channels", "timing", "deadline", "form", "audience"),
    "unit": (
        "name", "tier", "level", "region", "credit_code", "parent", "functions", "contact", "bodies", "offices",
        "posts", "risk_points", "regulations", "note",
    ),
    "body": ("name", "members", "chair", "note"),
    "office": ("name", "head", "duties", "note"),
    "post": (
        "name", "chief", "office", "since", "portfolio", "approval_limits", "duties", "roles", "holder", "note",
    ),
    "regulation": ("title", "number", "issued", "effective", "repealed", "meets", "summary", "note"),
    "decision": ("name", "body", "date", "procedure", "chair", "due", "present"),
    "item": (
        "title", "matter", "power", "amount", "payee", "project", "proposed_by", "in_charge", "ballot", "result",
        "resolution", "follow_up",
    ),
    "adjustment": ("title", "reason", "date", "cause", "arose", "approved_by", "filed_with", "filed_on"),
}  # fmt: skip
ESSENTIAL: Mapping[str, Keys] = {
    "power": ("id", "type", "status"),
    "step": ("id", "end"),
    "risk_point": ("id",),
    "control": ("id",),
    "unit": ("id", "type"),
    "body": ("id",),
    "office": ("id",),
    "post": ("id",),
    "regulation": ("id",),
    "decision": ("id", "items"),
    "item": ("id", "scope"),
    "adjustment": ("id", "powers"),
}
# Of a power only: what is withheld is told in a list of its own. Views, papers and minutes stay in the room.
NEVER: Mapping[str, Keys] = {
    "step": ("internal",),
    "disclosure": ("basis", "reason", "until", "filed_with", "withheld"),
    "regulation": ("file",),
    "decision": (
        "place", "recorder", "notice_sent", "materials_sent", "absent", "observers", "ratified", "minutes", "note",
    ),
    "item": ("papers", "opinions", "recused", "note"),
    "adjustment": ("note",),
}  # fmt: skip
# Small parts without a scope of their own: whoever sees the part sees all of it, less what is withheld.
PARTS: Mapping[str, Keys] = {
    "limits": ("statutory", "promised", "note"),
    "complaints": ("phone", "email", "channel", "note"),
    "service": ("applicants", "materials", "fee", "place", "hours", "phone", "result"),
    "code": ("scheme", "value"),
}
