"""What validating costs, beside peers and the limits, in one run: ``python -m tests.bench.bench [POWERS [RUNS]]``.

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
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import jsonschema_rs

from powerctl import document
from tests.bench.generate import generate

ROOT = Path(__file__).parent.parent.parent
AS_OF = "2026-06-30"
AJV = ROOT / "tests/web/node_modules/.bin/ajv"
PEER_POWERS = 1_000  # the peer needs some ten milliseconds a file: a sample is enough
RUNS = 5
SAMPLE = 300


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took."""

    cpu: float
    seconds: float
    megabytes: float


def run(command: Sequence[str]) -> Cost:
    """Runs a command to its end and returns what it took; its own exit code may be 1 (findings), never more."""
    with tempfile.TemporaryFile() as sink:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=sink, stderr=sink, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            sink.seek(0)
            raise SystemExit(f"{' '.join(command)} failed: {sink.read().decode()[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss / 1024)


def median(commands: Sequence[Sequence[str]], runs: int) -> list[Cost]:
    """The median cost of each command, run in turn."""
    costs: list[list[Cost]] = [[] for _ in commands]
    for _ in range(runs):
        for command, seen in zip(commands, costs, strict=True):
            seen.append(run(command))
    return [
        Cost(*(statistics.median(getattr(cost, name) for cost in seen) for name in ("cpu", "seconds", "megabytes")))
        for seen in costs
    ]


def row(what: str, value: str, limit: str, share: float) -> str:
    """One line of the table: ``share`` is value over limit, so up to 1.00 is within it."""
    return f"{what:<52} {value:>12} {limit:>14} {share:>7.2f}"


def readers(root: Path) -> Iterator[tuple[str, float]]:
    """What reading one power costs (CPU, milliseconds) with each reader and peer that is installed."""
    files = sorted(root.rglob("power-*.yaml"))[:SAMPLE]
    for name, read in _readers():
        passes = []
        for _ in range(RUNS):
            began = time.process_time()
            for file in files:
                read(file.read_bytes())
            passes.append((time.process_time() - began) / len(files) * 1000)
        yield name, statistics.median(passes)


def _readers() -> Iterator[tuple[str, Callable[[bytes], object]]]:
    yield "document.read, fastest", lambda raw: document.read("x", raw)
    if "yaml_rs" in _modules("yaml_rs"):
        yield "yaml-rs alone", lambda raw: import_module("yaml_rs").loads(raw.decode())
    if "yaml" in _modules("yaml"):
        yaml = import_module("yaml")
        yield "PyYAML CSafeLoader", lambda raw: yaml.load(raw, Loader=yaml.CSafeLoader)
    for name in _modules("ryaml", "oryaml"):
        yield name, lambda raw, name=name: import_module(name).loads(raw.decode())  # type: ignore[misc]


def _modules(*names: str) -> list[str]:
    return [name for name in names if find_spec(name)]


def schema_peer(root: Path) -> float:
    """What parsing JSON and the schema alone cost (CPU, milliseconds a power): orjson or json, and jsonschema-rs."""
    schema = json.loads((ROOT / "schemas/power.schema.json").read_bytes())
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    loads = import_module("orjson" if find_spec("orjson") else "json").loads
    files = sorted(root.rglob("power-*.yaml"))[:SAMPLE]
    texts = [json.dumps(document.read("x", file.read_bytes()).data, ensure_ascii=False) for file in files]
    began = time.process_time()
    for text in texts:
        validator.is_valid(loads(text))
    return (time.process_time() - began) / len(texts) * 1000


def _ajv(root: Path) -> list[str]:
    """ajv-cli on the same YAML files; formats are left out, since they need one more package."""
    files = str(root / "units/*/powers/*.yaml")
    options = ["--spec=draft2020", "--strict=false", "--validate-formats=false"]
    return ["node", str(AJV), "validate", *options, "-s", str(ROOT / "schemas/power.schema.json"), "-d", files]


def main(powers: int, runs: int = 3) -> None:
    """Prints the table."""
    python = sys.executable
    with tempfile.TemporaryDirectory() as folder:
        os.environ["POWERCTL_CACHE_DIR"] = f"{folder}/cache"
        big, small = Path(folder) / "big", Path(folder) / "small"
        size = generate(big, powers) / powers
        generate(small, PEER_POWERS)
        validate = [python, "-m", "powerctl", "validate", "--as-of", AS_OF, "--format", "json"]
        cold = [*validate, "--no-cache"]
        files = [str(path) for path in sorted(small.rglob("power-*.yaml"))]
        peer = [python, "-m", "check_jsonschema", "--schemafile", str(ROOT / "schemas/power.schema.json"), *files]
        yamllint = [python, "-m", "yamllint", "-d", "relaxed", "-f", "parsable", *files]
        one, two, schema = median(
            [[*cold, "--jobs", "1", str(big)], [*cold, "--jobs", "2", str(big)],
             [*cold, "--jobs", "1", "--select", "S", str(big)]], runs,
        )  # fmt: skip
        run([*validate, "--jobs", "1", str(big)])
        (warm,) = median([[*validate, "--jobs", "1", str(big)]], runs)
        changed = sorted(big.rglob("power-*.yaml"))[0]
        changed.write_text(changed.read_text("utf-8").replace("content: ", "content: 依法", 1), "utf-8")
        (touched,) = median([[*validate, "--jobs", "1", str(big)]], 1)
        peers = {"check-jsonschema (the schema alone)": peer}
        peers |= {"yamllint (form alone)": yamllint} if find_spec("yamllint") else {}
        peers |= {"ajv-cli (the schema alone)": _ajv(small)} if AJV.exists() else {}
        own, own_s, *others = median(
            [[*cold, "--jobs", "1", str(small)], [*cold, "--jobs", "1", "--select", "S", str(small)], *peers.values()],
            3,
        )
        version, typer = median([[python, "-m", "powerctl", "--version"], [python, "-c", "import typer"]], RUNS)
        reading = list(readers(small))
        schema_alone = schema_peer(small)
    per_power, schema_ms = one.cpu / powers * 1000, schema.cpu / powers * 1000
    own_ms, own_s_ms, *peer_ms = (cost.cpu / PEER_POWERS * 1000 for cost in (own, own_s, *others))
    print(f"{powers} powers of {size:.0f} bytes, Python {sys.version.split()[0]}; CPU of one process, medians")
    print(f"{'':<52} {'measured':>12} {'limit':>14} {'share':>7}")
    print(row("all rules, bytes to findings, a power", f"{per_power:.2f} ms", "1 ms", per_power))
    print(row("family S alone, a power", f"{schema_ms:.2f} ms", "0.3 ms", schema_ms / 0.3))
    print(row("nothing changed, warm cache : cold", f"{warm.cpu / one.cpu:.2f}", "1/8", warm.cpu / one.cpu * 8))
    print(row("one file changed, warm cache", f"{touched.cpu:.1f} s", "1 s", touched.cpu))
    faster = one.seconds / two.seconds
    print(row("two processes, times as fast by the clock", f"{faster:.2f}", "1.6", 1.6 / faster))
    print(row("peak memory", f"{one.megabytes:.0f} MB", "400 MB", one.megabytes / 400))
    print(row(f"on {PEER_POWERS} files, start included: powerctl, all rules", f"{own_ms:.2f} ms", "", 0))
    print(row("  powerctl --select S", f"{own_s_ms:.2f} ms", "", 0))
    for name, cost in zip(peers, peer_ms, strict=True):
        print(row(f"  {name}", f"{cost:.2f} ms", "", 0))
    print(row("jsonschema-rs on the same data as JSON, a power", f"{schema_alone:.2f} ms", "", 0))
    for name, cost in reading:
        print(row(f"  reading a power: {name}", f"{cost:.2f} ms", "", 0))
    ratio = version.cpu / typer.cpu
    print(row("powerctl --version : import typer", f"{ratio:.2f}", "2.5", ratio / 2.5))
    print(json.dumps({"powers": powers, "ms_a_power": round(per_power, 3), "megabytes": round(one.megabytes)}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]) if len(sys.argv) > 1 else (10_000,))
