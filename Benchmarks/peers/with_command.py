"""`sagitta` as a user runs it: a process for each piece of work, whose whole life counts. `with_command.py PROGRAM`"""

import os
import shutil
import subprocess
import sys

import numpy as np
from worker import Request, Work, serve

PROGRAM = sys.argv[1]


def sagitta(request: Request, *arguments: str) -> str:
    command = [PROGRAM, *arguments, "--threads", str(request.threads)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode != 0:
        raise RuntimeError(ended.stderr.strip())
    return ended.stdout


def output(request: Request, name: str) -> str:
    folder = os.path.join(request.cache, "scratch", "command")
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    return os.path.join(folder, name)


def plane(request: Request) -> Work:
    """From the DICOM series to the plane's values in a file."""
    size, path = request.whole("size"), output(request, "plane.npy")
    arguments = [
        "mpr", request.path("folder"), "-o", path, "--center", "0,0,0", "--right", "0.8137977,0.2961981,-0.5",
        "--down", "-0.1315085,0.9334521,0.3659982", "--size", f"{size}x{size}", "--pixel", request["pixel"],
        "--interpolation", request["kernel"]]
    return Work(lambda: sagitta(request, *arguments), lambda _: np.load(path))


serve({"plane": plane})
