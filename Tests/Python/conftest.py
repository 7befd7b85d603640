"""What tests share: sample volumes, the program, and a folder of more data if there is one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pysagitta as sagitta
import pytest

ROOT = Path(__file__).resolve().parents[2]
VOLUMES = ROOT / "Volumes"
Program = Callable[..., bytes]


def program_path() -> str:
    """The program of the wheel, or the one that the environment names."""
    return os.environ.get("SAGITTA_PROGRAM") or str(Path(sys.executable).parent / "sagitta")


@pytest.fixture(scope="session")
def program() -> Program:
    """Runs the program; returns what it prints."""

    def run(*words: object) -> bytes:
        command = [program_path(), *map(str, words)]
        return subprocess.run(command, check=True, capture_output=True).stdout

    return run


@pytest.fixture(scope="session")
def chest() -> sagitta.Volume:
    return sagitta.load(VOLUMES / "ct-chest")


@pytest.fixture(scope="session")
def head() -> sagitta.Volume:
    return sagitta.load(VOLUMES / "mr-head")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of more data."""
    folder = Path(os.environ.get("SAGITTA_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("SAGITTA_DATA names no folder")
    return folder


def run_python(code: str, *words: object, environment: dict[str, str] | None = None) -> str:
    """Runs code in a process of its own; what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **(environment or {})},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
