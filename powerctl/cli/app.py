"""The commands, gathered. Each command imports what it needs when it runs, so that ``--version`` is instant."""

from __future__ import annotations

from powerctl.cli.approve_command import approve
from powerctl.cli.assess_command import assess
from powerctl.cli.audit_command import audit
from powerctl.cli.build_command import build
from powerctl.cli.cache_command import cache_app
from powerctl.cli.chart_command import chart
from powerctl.cli.checklist_command import checklist
from powerctl.cli.decision_command import decision_app
from powerctl.cli.diff_command import diff
from powerctl.cli.doctor_command import doctor
from powerctl.cli.due_command import due
from powerctl.cli.explain_command import explain, rules
from powerctl.cli.export_command import export
from powerctl.cli.fmt_command import fmt
from powerctl.cli.grade_command import grade
from powerctl.cli.import_command import import_
from powerctl.cli.init_command import init
from powerctl.cli.log_command import log
from powerctl.cli.lsp_command import lsp
from powerctl.cli.migrate_command import migrate
from powerctl.cli.new_command import new
from powerctl.cli.program import validating
from powerctl.cli.report_command import report
from powerctl.cli.rulebook_command import rulebook_app
from powerctl.cli.schema_command import schema
from powerctl.cli.serve_command import serve
from powerctl.cli.status_command import status
from powerctl.cli.verify_command import verify
from powerctl.cli.warning_command import warning_app

app = validating()
app.command()(fmt)
app.command()(grade)
app.command()(report)
app.command()(chart)
app.command()(due)
app.command()(assess)
app.command()(status)
app.command()(checklist)
app.command()(diff)
app.command()(log)
app.command()(approve)
app.command()(audit)
app.command()(build)
app.command()(serve)
app.command()(verify)
app.command(name="import")(import_)
app.command()(export)
app.command()(init)
app.command()(new)
app.command()(rules)
app.command()(explain)
app.command()(schema)
app.command()(migrate)
app.command()(lsp)
app.command()(doctor)
app.add_typer(decision_app, name="decision")
app.add_typer(warning_app, name="warning")
app.add_typer(rulebook_app, name="rulebook")
app.add_typer(cache_app, name="cache")
