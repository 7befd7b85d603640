"""Two machines of a Ray cluster on this one, each with a folder for results of its own."""

from __future__ import annotations

import contextlib
import os
import secrets
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


def _start(words: list[str], mine: Path, shared: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """A machine that sees its own folder where the others see theirs, and works in another one."""
    for folder in (mine / "out", mine / "work"):
        folder.mkdir(parents=True, exist_ok=True)
    enter = 'mount --make-rprivate / && mount --bind "$0/out" "$1" && cd "$0/work" && shift && exec "$@"'
    start = [*_RAY, "start", "--block", "--num-cpus", "1", "--object-store-memory", str(80 << 20), *words]
    with (mine / "log").open("wb") as log:
        return subprocess.Popen(
            ["unshare", "-m", "sh", "-c", enter, str(mine), str(shared), *start],
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True, env=environment,
        )  # fmt: skip


def _wait(address: str, process: subprocess.Popen[bytes], environment: dict[str, str]) -> None:
    words = [*_RAY, "status", "--address", address]
    for _ in range(100):
        assert process.poll() is None, "the machine has ended"
        done = subprocess.run(words, check=False, capture_output=True, env=environment)
        if done.returncode == 0:
            return
        time.sleep(0.5)
    raise AssertionError("no machine answers")


@contextlib.contextmanager
def machines(folder: Path, shared: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Two of them, whose results go to `folder/0/out` and `folder/1/out` instead of `shared`.

    Their address, and the environment of those who work with them. The second may not be there yet.
    """
    # Else it would depend on tokens that the user has.
    environment = os.environ | {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    port = free_port()
    address = f"127.0.0.1:{port}"
    head = ["--head", "--port", str(port), "--include-dashboard", "false", "--temp-dir", str(folder / "ray")]
    started = []
    try:
        started.append(_start(head, folder / "0", shared, environment))
        _wait(address, started[0], environment)
        started.append(_start(["--address", address], folder / "1", shared, environment))
        yield address, environment
    finally:
        for process in reversed(started):
            process.terminate()
        for process in started:
            process.wait(timeout=60)
