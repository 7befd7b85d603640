"""Two machines of a Ray cluster on this one, each with a folder for results of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from archive_node import free_port

_RAY = [sys.executable, "-m", "ray.scripts.scripts"]


def why_not() -> str | None:
    """Why there cannot be two."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return "a view of the file system of its own needs root and unshare"
    done = subprocess.run(["unshare", "-m", "true"], check=False, capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else None


def _start(words: list[str], mine: Path, shared: Path) -> subprocess.Popen[bytes]:
    """A machine that sees its own folder where the others see theirs, and works in another one."""
    for folder in (mine / "out", mine / "work"):
        folder.mkdir(parents=True, exist_ok=True)
    enter = 'mount --make-rprivate / && mount --bind "$0/out" "$1" && cd "$0/work" && shift && exec "$@"'
    start = [*_RAY, "start", "--block", "--num-cpus", "1", "--object-store-memory", str(80 << 20), *words]
    with (mine / "log").open("wb") as log:
        return subprocess.Popen(
            ["unshare", "-m", "sh", "-c", enter, str(mine), str(shared), *start],
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        assert process.poll() is None, "the machine has ended"
        done = subprocess.run([*_RAY, "status", "--address", address], check=False, capture_output=True)
        if done.returncode == 0:
            return
        time.sleep(0.5)
    raise AssertionError("no machine answers")


@contextlib.contextmanager
def machines(folder: Path, shared: Path) -> Iterator[str]:
    """Two of them, whose results go to `folder/0/out` and `folder/1/out` instead of `shared`; their address."""
    port = free_port()
    address = f"127.0.0.1:{port}"
    head = ["--head", "--port", str(port), "--include-dashboard", "false", "--temp-dir", str(folder / "ray")]
    started = []
    try:
        for n, words in enumerate((head, ["--address", address])):
            started.append(_start(words, folder / str(n), shared))
            _wait(address, started[0])
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=60)
