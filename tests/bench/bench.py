"""What validating costs, beside a peer and the limits, in one run: ``python -m tests.bench.bench [POWERS]``.

Each figure is that of a process of its own: CPU seconds (user and system) and peak memory as the system counts them.
Repeated runs are interleaved and the median is taken, since a shared machine's speed drifts.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.generate import generate

ROOT = Path(__file__).parent.parent.parent
AS_OF = "2026-06-30"
PEER_POWERS = 1_000  # the peer needs some ten milliseconds a file: a sample is enough
RUNS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took."""

    cpu: float
    megabytes: float


def run(command: Sequence[str]) -> Cost:
    """Runs a command to its end and returns what it took; its own exit code may be 1 (findings), never more."""
    with tempfile.TemporaryFile() as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=sink, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            sink.seek(0)
            raise SystemExit(f"{' '.join(command)} failed: {sink.read().decode()[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def median(commands: Sequence[Sequence[str]], runs: int) -> list[Cost]:
    """The median cost of each command, run in turn."""
    costs: list[list[Cost]] = [[] for _ in commands]
    for _ in range(runs):
        for command, seen in zip(commands, costs, strict=True):
            seen.append(run(command))
    return [
        Cost(statistics.median(cost.cpu for cost in seen), statistics.median(cost.megabytes for cost in seen))
        for seen in costs
    ]


def row(what: str, value: str, limit: str, share: float) -> str:
    """One line of the table: ``share`` is value over limit, so up to 1.00 is within it."""
    return f"{what:<52} {value:>12} {limit:>14} {share:>7.2f}"


def main(powers: int) -> None:
    """Prints the table."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        big, small = Path(folder) / "big", Path(folder) / "small"
        size = generate(big, powers) / powers
        generate(small, PEER_POWERS)
        validate = [python, "-m", "powerctl", "validate", "--as-of", AS_OF, "--format", "json"]
        schema = [*validate, "--select", "S"]
        files = [str(path) for path in sorted(small.rglob("power-*.yaml"))]
        peer = [python, "-m", "check_jsonschema", "--schemafile", str(ROOT / "schemas/power.schema.json"), *files]
        version = [python, "-m", "powerctl", "--version"]
        typer = [python, "-c", "import typer"]
        (all_rules,) = median([[*validate, str(big)]], 3)
        peer_cost, small_cost, small_schema = median([peer, [*validate, str(small)], [*schema, str(small)]], 3)
        version_cost, typer_cost = median([version, typer], RUNS)
    per_power = all_rules.cpu / powers * 1000
    peer_ms, own_ms = peer_cost.cpu / PEER_POWERS * 1000, small_cost.cpu / PEER_POWERS * 1000
    print(f"{powers} powers of {size:.0f} bytes, one process, Python {sys.version.split()[0]}; CPU, medians")
    print(f"{'':<52} {'measured':>12} {'limit':>14} {'share':>7}")
    print(row("all rules, bytes to findings, a power", f"{per_power:.2f} ms", "1.5 ms", per_power / 1.5))
    print(row("peak memory", f"{all_rules.megabytes:.0f} MB", "400 MB", all_rules.megabytes / 400))
    print(row("check-jsonschema (schema alone), a power", f"{peer_ms:.2f} ms", "", 0))
    print(row("  powerctl, all rules, on the same files", f"{own_ms:.2f} ms", "1/3 of it", own_ms * 3 / peer_ms))
    schema_ms = small_schema.cpu / PEER_POWERS * 1000
    print(row("  powerctl, family S, on the same files", f"{schema_ms:.2f} ms", "1/3 of it", schema_ms * 3 / peer_ms))
    ratio = version_cost.cpu / typer_cost.cpu
    print(row("powerctl --version : import typer", f"{ratio:.2f}", "2.5", ratio / 2.5))
    print(json.dumps({"powers": powers, "ms_a_power": round(per_power, 3), "megabytes": round(all_rules.megabytes)}))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
