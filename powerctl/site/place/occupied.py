"""What stands at the target already: a site of ours may be replaced, anything else only when that is asked for."""

from __future__ import annotations

from pathlib import Path

from powerctl.errors import PowerctlError
from powerctl.site.record.ledger import LEDGER, broken_lines
from powerctl.site.record.manifest import MANIFEST, read_manifest
from powerctl.site.record.sums import SUMS, files_below, read_sums


def refuse_foreign(target: Path, shown: str) -> None:
    """PowerctlError where the target holds something that no build of ours put there."""
    if not target.exists():
        return
    if not target.is_dir():
        raise PowerctlError("publish.no_folder", path=shown)
    found = files_below(target)
    if not found:
        return
    manifest, sums = _read(target / MANIFEST), read_sums(_read(target / SUMS))
    if read_manifest(manifest) is None or sums is None:
        raise PowerctlError("publish.foreign", path=shown, file=found[0])
    foreign = [file for file in found if file not in sums and file != SUMS]
    if foreign:
        raise PowerctlError("publish.foreign", path=shown, file=foreign[0])
    if any(broken_lines(_read(target / LEDGER))):
        raise PowerctlError("publish.chain", path=shown)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
