"""A fuzzer holds the readers together: ``pip install atheris``, then ``python -m tests.fuzz.fuzz_fast FOLDER``.

FOLDER keeps the texts that led somewhere; the catalogues are a good beginning. Options are libFuzzer's, such as
``-max_total_time=600``. It stops at the first text that two readers read differently.
"""

from __future__ import annotations

import sys
from importlib import import_module

from powerctl import characters, document, fast
from powerctl.characters import Lines
from powerctl.limits import MAX_DEPTH


def agree(raw: bytes) -> None:
    """Whatever the fast reader accepts, the careful reader reads without a finding and with the same data."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return
    if text.startswith("\ufeff") or any(characters.findings(text, Lines("x", text))):
        return
    data = fast.read(text, MAX_DEPTH)
    careful = document.read("x", raw, accelerated=False)  # always: its branches lead the fuzzer on
    if data is not None and (repr(data), ()) != (repr(careful.data), careful.findings):
        raise AssertionError(f"{text!r}: {data!r}, but {careful.data!r} {careful.findings!r}")


if __name__ == "__main__":
    atheris = import_module("atheris")
    atheris.instrument_all()
    atheris.Setup([*sys.argv, "-max_len=400"], agree)
    atheris.Fuzz()
