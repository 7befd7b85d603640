"""pysagitta, as its users call it; `with_pysagitta.py c`: the C interface below it, its requests made before."""

import sys
from ctypes import byref, c_uint64

import numpy as np
import pysagitta as sagitta
from pysagitta import _requests
from pysagitta._library import library
from worker import SIZES, SPACINGS, P, Request, Work, confine, float_volume, kept, origin, serve


def volume(request: Request) -> sagitta.Volume:
    def make() -> sagitta.Volume:
        name = request["volume"]
        voxels = sagitta.empty(SIZES[name])
        voxels[...] = float_volume(request)
        affine = np.zeros((4, 4))
        affine[[2, 1, 0], [0, 1, 2]] = SPACINGS[name][::-1]
        affine[:, 3] = [*origin(name), 1]
        return sagitta.Volume.from_array(voxels, affine, copy=False)

    return kept(request["volume"], make)


def load(request: Request) -> Work:
    folder = request.path("folder")
    return Work(lambda: sagitta.load(folder, threads=request.threads).array)


def read(request: Request) -> Work:
    file = request.path("file")
    return Work(lambda: sagitta.load(file, threads=request.threads).array)


def view(request: Request) -> Work:
    source = volume(request)
    return Work(lambda: np.asarray(source))


def oblique(request: Request) -> dict:
    size = request.whole("size")
    return {"center": (0, 0, 0), "right": P[:, 0], "down": P[:, 1], "size": (size, size), "pixel": request.number("pixel")}


def plane(request: Request) -> Work:
    source, options = volume(request), oblique(request)
    return Work(lambda: source.plane(**options).array)


def plane_in_c(request: Request) -> Work:
    """What has to be called for the same plane, and nothing else."""
    source = volume(request)
    asked = source.plane(**oblique(request))
    text = _requests.text(asked._recipe.request)
    planes, release, number = library.planes, library.release, source._handle.number
    made, error = c_uint64(), c_uint64()

    def run() -> None:
        if planes(None, number, 0, 0, text, len(text), 0, byref(made), byref(error)):
            raise RuntimeError("the library refuses")
        release(made.value)

    return Work(run, lambda _: asked.array)


def resample(request: Request) -> Work:
    source, spacing = volume(request), request.number("spacing")
    return Work(lambda: source.resample(spacing, antialias=False, threads=request.threads).array)


WORKS = {"load": load, "read": read, "view": view, "plane": plane, "resample": resample}
serve({"plane": plane_in_c} if sys.argv[1:] == ["c"] else WORKS, lambda request: confine(request.threads))
