"""`sagitta` as a user runs it: a process for each piece of work, whose whole life counts. `with_command.py PROGRAM`"""

import sys

import numpy as np
from worker import P, Program, Request, Work, serve

PROGRAM = sys.argv[1]


def sagitta(request: Request, *arguments: str) -> str:
    return Program.run([PROGRAM, *arguments, "--force", "--quiet", "--threads", str(request.threads)])


def words(vector: np.ndarray) -> str:
    return ",".join(f"{number:.9f}" for number in vector)


def plane(request: Request) -> Work:
    """From the DICOM series to the plane's values in a file."""
    size, path = request.whole("size"), f"{request.output}/plane.npy"
    arguments = [
        "mpr", request.path("folder"), "-o", path, "--center", "0,0,0", "--right", words(P[:, 0]), "--down",
        words(P[:, 1]), "--size", f"{size}x{size}", "--pixel", request["pixel"], "--interpolation", request["kernel"]]
    return Work(lambda: sagitta(request, *arguments), lambda _: np.load(path))


def load(request: Request) -> Work:
    """From the DICOM series to the volume's values in a file."""
    path = f"{request.output}/volume.npy"
    return Work(lambda: sagitta(request, "convert", request.path("folder"), "-o", path), lambda _: np.load(path))


def convert(request: Request) -> Work:
    path = f"{request.output}/volume.{request['format']}"
    arguments = ["convert", request.path("folder"), "-o", path, "--type", "int16"]
    return Work(lambda: sagitta(request, *arguments), lambda _: np.empty(0))


serve({"plane": plane, "load": load, "convert": convert})
