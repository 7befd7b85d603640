"""What a workload is made of."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Run:
    """A process that has ended well: what it printed, and the CPU seconds of its whole life."""

    output: str
    errors: str
    cpu_seconds: float


@dataclass(frozen=True)
class Contestant:
    name: str
    version: str
    command: Callable[[int], list[str]]
    """The command for a number of threads."""
    figures: Callable[[Run], dict]
    """`seconds`, `cpu_seconds`, `peak_rss_bytes` and what the workload checks."""


@dataclass(frozen=True)
class Workload:
    title: str
    parameters: dict
    contestants: list[Contestant]
    complaint: Callable[[dict], str | None]
    """What is wrong with the work whose figures are given."""


def printed_json(run: Run) -> dict:
    return json.loads(run.output.splitlines()[-1])


def run_process(command: list[str]) -> Run:
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        environment = os.environ | {"PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
        process = subprocess.Popen(command, stdout=output, stderr=errors, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0), errors.seek(0)
        run = Run(output.read(), errors.read(), usage.ru_utime + usage.ru_stime)
    if process.returncode != 0:
        raise RuntimeError(f"status {process.returncode}: {run.errors.strip()[-300:]}")
    return run
