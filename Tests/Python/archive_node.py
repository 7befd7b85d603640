"""The program that knows sockets, as a node and a web service of this machine."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PROGRAMS = Path(os.environ.get("SAGITTA_NETWORK_PROGRAMS") or ROOT / ".build" / "tests" / "release")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("nobody listens")


def network_program() -> Path:
    program = PROGRAMS / "sagitta-network"
    if not program.exists():
        assert not os.environ.get("SAGITTA_REQUIRE_PEERS"), f"{program} is not there: swift build --build-tests"
        pytest.skip("sagitta-network is not there")
    return program


@contextlib.contextmanager
def archive(images: Path, store: Path) -> Iterator[str]:
    """Serves a folder of images, and stores what comes; the address of its web service."""
    web, dicom = free_port(), free_port()
    words = ["serve", images, "--store", store, "--quiet", "--listen", f"127.0.0.1:{web}"]
    process = subprocess.Popen([network_program(), *map(str, words), "--dicom-listen", f"127.0.0.1:{dicom}"])
    try:
        wait(web, process)
        yield f"http://127.0.0.1:{web}/dicom-web"
    finally:
        process.terminate()
        process.wait()


def series(web: str) -> list[str]:
    """The series of a web service once it has read them all, as paths below its address."""
    paths: list[str] = []
    for _ in range(600):
        request = urllib.request.Request(f"{web}/series", headers={"Accept": "application/dicom+json"})
        with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(request, timeout=10) as answer:
            uids = [(one["0020000D"]["Value"][0], one["0020000E"]["Value"][0]) for one in json.load(answer)]
            last, paths = paths, sorted(f"studies/{study}/series/{series}" for study, series in uids)
            if paths and paths == last:
                return paths
        time.sleep(0.2)
    raise AssertionError("the archive has no series")
