"""The program, as a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from ..errors import Error, made

_BY_STATUS = {64: "wrong-request", 65: "bad-input", 66: "no-input", 69: "not-installed", 73: "cannot-create"}
_BY_STATUS |= {74: "io-failed", 77: "over-limit", 130: "cancelled", 143: "cancelled"}


def program() -> list[str]:
    """The words that start the program: of this package, or what the environment names."""
    named = os.environ.get("SAGITTA_PROGRAM")
    return [named] if named else [sys.executable, "-c", "from pysagitta._program import main; main()"]


def output_of(words: Sequence[str]) -> str:
    """What the program prints.

    Raises:
        Error: What it refuses or fails at.
    """
    done = subprocess.run([*program(), *words], check=False, capture_output=True)
    text = done.stdout.decode(errors="replace")
    if done.returncode:
        raise _error(done.returncode, text, done.stderr.decode(errors="replace"))
    return text


def _error(status: int, text: str, complaints: str) -> Error:
    lines = [line.removeprefix("sagitta: ") for line in complaints.splitlines() if line]
    facts: dict[str, Any] = {"code": _BY_STATUS.get(status, "error"), "message": lines[-1] if lines else ""}
    with contextlib.suppress(ValueError, KeyError, TypeError):
        facts |= json.loads(text)["error"]
    return made(facts | {"kind": _BY_STATUS.get(status, "bad-input")})
