"""The program `sagitta serve` as a process: at a free port, with folders and a store."""

import contextlib
import json
import os
import pathlib
import socket
import subprocess
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("SAGITTA_PROGRAM", ROOT / ".build/tests/release"))


def free_port():
    with socket.socket() as end:
        end.bind(("127.0.0.1", 0))
        return end.getsockname()[1]


def start(*words, node="none", errors=None, environment=None, folder=None):
    """Starts the server; gives the process and its address once it answers.

    `node` is where the DICOM network is heard, None what the program does by itself; `errors` a file for what it says.
    """
    port = free_port()
    command = [PROGRAM / "sagitta-network", "serve", *words, "--listen", f"127.0.0.1:{port}"]
    command += ["--dicom-listen", node] if node else []
    process = subprocess.Popen(command, stderr=errors, env=environment, cwd=folder)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            urllib.request.urlopen(f"{address}/health", timeout=1)
            return process, address
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise RuntimeError("the server does not answer")


@contextlib.contextmanager
def running(*words, **how):
    """A server while something is done: process and address. It has to end well when it is asked to."""
    process, address = start(*words, **how)
    try:
        yield process, address
    except BaseException:
        process.kill()
        raise
    if process.poll() is None:
        process.terminate()
        assert process.wait(timeout=30) == 0


def get(address, path, accept="*/*"):
    """Status, headers and body."""
    request = urllib.request.Request(f"{address}{path}", headers={"Accept": accept})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def find(address, path):
    """The JSON of a search."""
    status, _, body = get(address, f"/dicom-web/{path}", "application/dicom+json")
    assert status in (200, 204), body
    return json.loads(body) if body else []


def wait_for_series(address, count):
    for _ in range(200):
        if len(find(address, "series")) >= count:
            return
        time.sleep(0.1)
    raise RuntimeError("the server does not find the series")
