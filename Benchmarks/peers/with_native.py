"""The OpenMP yardstick and the limits of the machine, in C. `with_native.py LIBRARY`"""

import ctypes
import os
import sys
import zlib

import numpy as np
from worker import SIZES, SPACINGS, P, Request, Work, float_volume, kept, serve

# A millisecond of waiting between parallel parts, not a fifth of a second: else a work of two threads still keeps its
# second one busy while the next, of one thread, is measured.
os.environ["KMP_BLOCKTIME"] = "1"
LIBRARY = ctypes.CDLL(sys.argv[1])
for name in ("copy", "maximum", "stream", "read", "load", "file", "touch", "deflate", "inflate"):
    getattr(LIBRARY, f"limit_{name}").restype = ctypes.c_int64
INTERCEPT = -1024


def pointer(array: np.ndarray) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def number(value: int) -> ctypes.c_int64:
    return ctypes.c_int64(value)


def touched(count: int, dtype=np.float32) -> np.ndarray:
    return np.ones(count, dtype)


def moved(call) -> Work:
    """A limit's work, whose result is how many bytes it moved."""

    def run() -> np.ndarray:
        count = call()
        if count < 0:
            raise OSError("a file cannot be read")
        return np.array([float(count)])

    return Work(run)


def volume(request: Request) -> np.ndarray:
    return kept(request["volume"], lambda: float_volume(request))


def copy(request: Request) -> Work:
    """Copies a volume, or the first `bytes` of it, into touched memory."""
    source = volume(request)
    count = int(request.parameters.get("bytes", source.nbytes))
    target = touched(count, np.uint8)
    return moved(lambda: LIBRARY.limit_copy(pointer(target), pointer(source), number(count), request.threads))


def maximum(request: Request) -> Work:
    source, result = volume(request), ctypes.c_float()
    return moved(lambda: LIBRARY.limit_maximum(
        pointer(source), number(source.size), request.threads, ctypes.byref(result)))


def stream(request: Request) -> Work:
    """Reads a volume, or the first `bytes` of it."""
    source, result = volume(request), ctypes.c_uint64()
    count = int(request.parameters.get("bytes", source.nbytes)) // 8
    return moved(lambda: LIBRARY.limit_stream(pointer(source), number(count), request.threads, ctypes.byref(result)))


LINES: dict[tuple, int] = {}


def lines(request: Request) -> Work:
    """Reads as much memory as the cache lines take that hold the voxels around the samples of a plane, stack or slab."""
    source = volume(request)
    words = tuple(sorted(request.parameters.items()))
    if words not in LINES:
        LINES[words] = distinct_lines(request)
    count = LINES[words] * 64 // 8
    result = ctypes.c_uint64()
    return moved(lambda: LIBRARY.limit_stream(pointer(source), number(count), request.threads, ctypes.byref(result)))


def distinct_lines(request: Request) -> int:
    name, edge, pixel = request["volume"], request.whole("size"), request.number("pixel")
    (nk, nj, ni), spacing = SIZES[name], np.array(SPACINGS[name])
    thickness = float(request.parameters.get("thickness", 0))
    if thickness:
        count, distance = round(thickness / request.number("step")) + 1, request.number("step")
    else:
        count, distance = int(request.parameters.get("count", 1)), float(request.parameters.get("distance", 1))
    is_touched = np.zeros((nk, nj, (ni + 15) // 16), bool)
    across = (np.arange(edge) - (edge - 1) / 2) * pixel
    for n in range(count):
        points = (across[None, :, None] * P[:, 0] + across[:, None, None] * P[:, 1]
                  + (n - (count - 1) / 2) * distance * P[:, 2])
        i, j, k = np.floor(np.moveaxis(points / spacing, -1, 0) + (np.array([[[ni]], [[nj]], [[nk]]]) - 1) / 2).astype(int)
        inside = (i >= 0) & (j >= 0) & (k >= 0) & (i < ni - 1) & (j < nj - 1) & (k < nk - 1)
        i, j, k = i[inside], j[inside], k[inside]
        for c in (0, 1):
            for b in (0, 1):
                for a in (0, 1):
                    is_touched[k + c, j + b, (i + a) // 16] = True
    return int(is_touched.sum())


def file(request: Request) -> Work:
    source, path = volume(request), f"{request.output}/plain".encode()
    return moved(lambda: LIBRARY.limit_file(path, pointer(source), number(source.nbytes)))


def paths(request: Request) -> ctypes.Array:
    if "file" in request.parameters:
        return (ctypes.c_char_p * 1)(request.path("file").encode())
    found = request.below()
    count = request.parameters.get("files")
    found = found[: int(count) if count else None]
    return (ctypes.c_char_p * len(found))(*[path.encode() for path in found])


def read(request: Request) -> Work:
    files = paths(request)
    heads = request.work == "heads"
    return moved(lambda: LIBRARY.limit_read(files, len(files), request.threads, heads))


def load(request: Request) -> Work:
    files, perSlice = paths(request), SIZES["ct"][1] * SIZES["ct"][2]
    target = touched(len(files) * perSlice)
    return moved(lambda: LIBRARY.limit_load(
        files, len(files), number(perSlice), ctypes.c_float(INTERCEPT), pointer(target), request.threads))


def touch(request: Request) -> Work:
    huge = request["pages"] == "huge"
    return moved(lambda: LIBRARY.limit_touch(number(request.whole("bytes")), request.threads, huge))


def words(request: Request) -> np.ndarray:
    """What is compressed: the volume's floats, or its values as int16."""
    values = volume(request)
    if request.parameters.get("type") == "int16":
        return kept("int16", lambda: float_volume(request).astype(np.int16))
    return values


def deflate(request: Request) -> Work:
    source, compressed = words(request), ctypes.c_int64()
    return moved(lambda: LIBRARY.limit_deflate(
        pointer(source), number(int(request.parameters.get("bytes", source.nbytes))), request.whole("level"),
        request.threads, ctypes.byref(compressed)))


def inflate(request: Request) -> Work:
    block = words(request).reshape(-1).view(np.uint8)[100 << 20: 101 << 20].tobytes()
    packed = np.frombuffer(zlib.compress(block, 6), np.uint8)
    return moved(lambda: LIBRARY.limit_inflate(
        pointer(packed), number(packed.size), number(len(block)), number(request.whole("bytes")), request.threads))


def size_of(request: Request) -> np.ndarray:
    return np.array(SIZES[request["volume"]][::-1], np.int64)


def in_voxels(request: Request, vector: np.ndarray) -> np.ndarray:
    return vector / np.array(SPACINGS[request["volume"]])


def plane(request: Request) -> Work:
    source, size = volume(request), size_of(request)
    edge, pixel = request.whole("size"), request.number("pixel")
    right, down = (in_voxels(request, P[:, axis] * pixel) for axis in (0, 1))
    start = (size - 1) / 2 - (edge - 1) / 2 * (right + down)

    def run() -> np.ndarray:
        out = np.empty(edge * edge, np.float32)
        LIBRARY.yardstick_plane(
            pointer(source), pointer(size), pointer(start), pointer(right), pointer(down), number(edge), pointer(out),
            request.threads)
        return out

    return Work(run)


def mip(request: Request) -> Work:
    source, size = volume(request), size_of(request)
    edge, field, millimetres = request.whole("size"), request.number("field"), request.number("step")
    right, down = (in_voxels(request, P[:, axis] * field / edge) for axis in (0, 1))
    step = in_voxels(request, P[:, 2] * millimetres)
    half = int(np.ceil(np.linalg.norm(size * np.array(SPACINGS[request["volume"]])) / 2 / millimetres))
    start = (size - 1) / 2 - (edge - 1) / 2 * (right + down) - half * step
    maxima = np.empty(int(np.prod((size + 15) // 16)), np.float32)
    LIBRARY.yardstick_blocks(pointer(source), pointer(size), pointer(maxima), request.threads)

    def run() -> np.ndarray:
        out = np.empty(edge * edge, np.float32)
        LIBRARY.yardstick_mip(
            pointer(source), pointer(size), pointer(maxima), pointer(start), pointer(right), pointer(down),
            pointer(step), number(edge), number(2 * half + 1), pointer(out), request.threads)
        return out

    return Work(run)


serve({
    "copy": copy, "maximum": maximum, "stream": stream, "read": read, "heads": read, "load": load, "touch": touch,
    "lines": lines, "file": file,
    "deflate": deflate, "inflate": inflate, "plane": plane, "mip": mip,
})
