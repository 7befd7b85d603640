"""Numba: a plain compiled loop, what anyone gets in twenty lines. Compiling is not counted."""

import numba
import numpy as np
from worker import SIZES, SPACINGS, P, Request, Work, float_volume, kept, serve


@numba.njit(parallel=True, fastmath=True, cache=False)
def sampled(volume, start, right, down, away, count, edge, out):
    nk, nj, ni = volume.shape
    for line in numba.prange(count * edge):
        plane, row = line // edge, line % edge
        for column in range(edge):
            x = start[0] + column * right[0] + row * down[0] + plane * away[0]
            y = start[1] + column * right[1] + row * down[1] + plane * away[1]
            z = start[2] + column * right[2] + row * down[2] + plane * away[2]
            if x >= 0 and y >= 0 and z >= 0 and x < ni - 1 and y < nj - 1 and z < nk - 1:
                i, j, k = int(x), int(y), int(z)
                a, b, c = np.float32(x - i), np.float32(y - j), np.float32(z - k)
                p = volume[k, j, i] + a * (volume[k, j, i + 1] - volume[k, j, i])
                q = volume[k, j + 1, i] + a * (volume[k, j + 1, i + 1] - volume[k, j + 1, i])
                r = volume[k + 1, j, i] + a * (volume[k + 1, j, i + 1] - volume[k + 1, j, i])
                s = volume[k + 1, j + 1, i] + a * (volume[k + 1, j + 1, i + 1] - volume[k + 1, j + 1, i])
                p += b * (q - p)
                r += b * (s - r)
                out[plane, row, column] = p + c * (r - p)
            else:
                out[plane, row, column] = np.nan


@numba.njit(parallel=True, fastmath=True, cache=False)
def blended(volume, start, right, down, away, count, edge, is_maximum, out):
    nk, nj, ni = volume.shape
    for row in numba.prange(edge):
        for column in range(edge):
            total, parts, most = np.float32(0), np.float32(0), np.float32(-1e30)
            for n in range(count):
                x = start[0] + column * right[0] + row * down[0] + n * away[0]
                y = start[1] + column * right[1] + row * down[1] + n * away[1]
                z = start[2] + column * right[2] + row * down[2] + n * away[2]
                if x >= 0 and y >= 0 and z >= 0 and x < ni - 1 and y < nj - 1 and z < nk - 1:
                    i, j, k = int(x), int(y), int(z)
                    a, b, c = np.float32(x - i), np.float32(y - j), np.float32(z - k)
                    p = volume[k, j, i] + a * (volume[k, j, i + 1] - volume[k, j, i])
                    q = volume[k, j + 1, i] + a * (volume[k, j + 1, i + 1] - volume[k, j + 1, i])
                    r = volume[k + 1, j, i] + a * (volume[k + 1, j, i + 1] - volume[k + 1, j, i])
                    s = volume[k + 1, j + 1, i] + a * (volume[k + 1, j + 1, i + 1] - volume[k + 1, j + 1, i])
                    p += b * (q - p)
                    r += b * (s - r)
                    value = p + c * (r - p)
                    weight = np.float32(0.5 if n == 0 or n == count - 1 else 1)
                    most = max(most, value)
                    total += weight * value
                    parts += weight
            out[row, column] = (most if is_maximum else total / parts) if parts > 0 else np.nan


def lattice(request: Request, distance: float, count: int) -> tuple:
    """In voxels: the first sample, and the steps right, down and away."""
    name, edge, pixel = request["volume"], request.whole("size"), request.number("pixel")
    right, down, away = (P[:, n] * mm / np.array(SPACINGS[name]) for n, mm in ((0, pixel), (1, pixel), (2, distance)))
    middle = (np.array(SIZES[name][::-1]) - 1) / 2
    return middle - (edge - 1) / 2 * (right + down) - (count - 1) / 2 * away, right, down, away


def volume(request: Request) -> np.ndarray:
    numba.set_num_threads(request.threads)
    return kept(request["volume"], lambda: float_volume(request))


TINY = np.zeros((2, 2, 2), np.float32)


def planes(request: Request) -> Work:
    source, edge, count = volume(request), request.whole("size"), int(request.parameters.get("count", 1))
    places = lattice(request, float(request.parameters.get("distance", 1)), count)
    sampled(TINY, *places, 1, 2, np.zeros((1, 2, 2), np.float32))  # compiles
    stack = np.zeros((count, edge, edge), np.float32) if count > 1 else None

    def run() -> np.ndarray:
        # A single plane is a new array, as elsewhere; a stack goes into touched memory.
        out = np.empty((1, edge, edge), np.float32) if stack is None else stack
        sampled(source, *places, count, edge, out)
        return out

    return Work(run)


def slab(request: Request) -> Work:
    source, edge, distance = volume(request), request.whole("size"), request.number("step")
    count, is_maximum = round(request.number("thickness") / distance) + 1, request["blend"] == "max"
    places = lattice(request, distance, count)
    blended(TINY, *places, 1, 2, is_maximum, np.zeros((2, 2), np.float32))

    def run() -> np.ndarray:
        out = np.empty((edge, edge), np.float32)
        blended(source, *places, count, edge, is_maximum, out)
        return out

    return Work(run)


serve({"plane": planes, "planes": planes, "slab": slab})
