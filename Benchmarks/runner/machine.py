"""What the figures depend on beside the contestants."""

import os
import platform
import subprocess
from pathlib import Path


def facts() -> dict:
    return {
        "cpu": cpu_name(),
        "cores": len(os.sched_getaffinity(0)),
        "memoryGiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "kernel": platform.release(),
        "hugePages": first_line("/sys/kernel/mm/transparent_hugepage/enabled"),
        "swift": first_output(["swift", "--version"]),
        "clang": first_output(["clang", "--version"]),
        "python": platform.python_version(),
    }


def cpu_name() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def first_line(path: str) -> str:
    try:
        return Path(path).read_text().splitlines()[0]
    except OSError:
        return "?"


def first_output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()[0]
    except (OSError, IndexError):
        return "?"
