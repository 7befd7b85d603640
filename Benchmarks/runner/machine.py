"""What the figures depend on beside the contestants."""

import os
import platform
import subprocess
from pathlib import Path


def facts() -> dict:
    return {
        "cpu": cpu_name(),
        "vectors": vectors(),
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


def vectors() -> str:
    """The widest vectors: names of processors often do not tell."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    flags = next((line.split() for line in lines if line.startswith(("flags", "Features"))), [])
    return next((name for name, flag in [("AVX-512", "avx512f"), ("AVX2", "avx2"), ("NEON", "asimd")] if flag in flags), "")


def title(facts: dict) -> str:
    """A machine's name in tables."""
    return f"{facts['cpu']} ({facts.get('vectors', '')}), {facts['cores']} cores"


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
