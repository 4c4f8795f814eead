"""Many files examined: by one process or several, from the cache where it knows them. The parcels are the same."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from powerctl import cache
from powerctl.cache import Store
from powerctl.examine import Parcel, examine
from powerctl.model.rulebook import SecrecyAsks
from powerctl.results import Finding
from powerctl.source import Source

_BATCH = 100
_WORTH_A_PROCESS = 1_000


@dataclass(frozen=True, slots=True)
class Task:
    """What is the same for all files: where they come from, what is asked of them, what is known already."""

    source: Source
    secrecy: SecrecyAsks
    store: Store | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some neighbouring files, kept in the cache together under one name."""

    name: str
    files: tuple[str, ...]


Examined = tuple[str, str, Parcel]  # the file, the digest of its bytes ("" if not to be relied on), its parcel


def cores() -> int:
    """How many processes this machine runs at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def crew_size(files: int, wanted: int | None = None) -> int:
    """How many processes are worth it; never more than there are cores."""
    return max(1, min(cores(), files // _WORTH_A_PROCESS if wanted is None else wanted))


def context() -> multiprocessing.context.BaseContext:
    """Forked processes have all modules at once; elsewhere than on Linux forking is not safe."""
    return multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")


def examined(task: Task, files: Iterable[str], jobs: int = 1) -> Iterator[Examined]:
    """Every file's parcel, in the order of the files."""
    batches = list(_batches(files))
    if jobs == 1 or len(batches) == 1:
        for batch in batches:
            yield from _examine(task, batch)
        return
    with ProcessPoolExecutor(jobs, context(), _start, (task,)) as pool:
        for part in pool.map(_work, batches):
            yield from part


def _batches(files: Iterable[str]) -> Iterator[Batch]:
    for name, group in groupby(files, lambda file: "/".join(file.split("/")[:2]) if file.count("/") > 1 else ""):
        members = tuple(group)
        for start in range(0, len(members), _BATCH):
            yield Batch(f"{name}#{start}" if name else "", members[start : start + _BATCH])


_task: Task | None = None


def _start(task: Task) -> None:
    global _task  # noqa: PLW0603 - one task a process
    _task = task


def _work(batch: Batch) -> list[Examined]:
    assert _task is not None
    return list(_examine(_task, batch))


def _examine(task: Task, batch: Batch) -> Iterator[Examined]:
    name, key = f"{task.place}:{batch.name}", cache.digest_of(cache.tool(), repr(task.secrecy)) if task.store else ""
    known: dict[str, Any] = (task.store and batch.name and task.store.get(name, key)) or {}
    kept: dict[str, list[Any] | str] = {}
    news = False
    for file in batch.files:
        raw = task.source.read(file)
        digest = hashlib.sha256(raw).hexdigest() if isinstance(raw, bytes) else ""
        entry = known.get(file)
        if entry and entry[0] == digest:
            parcel = _unpacked(entry)
            kept[file] = entry
        else:
            news = True
            parcel = examine(file, raw, task.secrecy)
            if any(is_chance(finding) for finding in parcel.findings):
                digest = ""
            if task.store and digest:  # written at once: the data are at hand, and their text takes a fifth of the room
                kept[file] = cache.written(_packed(digest, parcel))
        yield file, digest, parcel
    if task.store and batch.name and (news or kept.keys() != known.keys()):
        task.store.put_written(name, key, _joined(kept))


def _joined(entries: Mapping[str, list[Any] | str]) -> str:
    """Entries by their files as JSON, some of which are written already."""
    texts = ((file, entry if isinstance(entry, str) else cache.written(entry)) for file, entry in entries.items())
    return "{" + ",".join(f"{cache.written(file)}:{text}" for file, text in texts) + "}"


def is_chance(finding: Finding) -> bool:
    """Whether the next run may find otherwise in the same bytes."""
    return finding.case == "deadline"


def _packed(digest: str, parcel: Parcel) -> list[Any]:
    return [digest, parcel.data, cache.packed(parcel.findings), parcel.left_out]


def _unpacked(entry: list[Any]) -> Parcel:
    _, data, findings, left_out = entry
    return Parcel(data, cache.unpacked(findings), None if left_out is None else tuple(map(tuple, left_out)))
