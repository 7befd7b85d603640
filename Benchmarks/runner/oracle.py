"""Slow and plain: what the values must be, at a few places."""

import numpy as np
from scipy import ndimage

SIZES = {"ct": (600, 512, 512), "head": (512, 512, 512)}
SPACINGS = {"ct": (0.7, 0.7, 0.625), "head": (0.5, 0.5, 0.5)}


def turn(axis: int, degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    a, b = [(1, 2), (2, 0), (0, 1)][axis]
    matrix = np.eye(3)
    matrix[a, a] = matrix[b, b] = c
    matrix[a, b], matrix[b, a] = -s, s
    return matrix


P = turn(2, 20) @ turn(1, 30) @ turn(0, 25)


def voxel_places(name: str, points: np.ndarray) -> np.ndarray:
    """Continuous (k, j, i) of patient points (x, y, z)."""
    size = np.array(SIZES[name])
    return points[..., ::-1] / np.array(SPACINGS[name][::-1]) + (size - 1) / 2


def is_well_inside(name: str, places: np.ndarray, margin: float) -> np.ndarray:
    return np.all((places >= margin) & (places <= np.array(SIZES[name]) - 1 - margin), axis=-1)


def weighted(volume: np.ndarray, places: np.ndarray, first: int, weights_of) -> np.ndarray:
    """A separable kernel at places of shape (n, 3), all well inside; `weights_of` gives the taps of fractions."""
    base = np.floor(places).astype(int)
    weights = weights_of(places - base)  # [tap][n, 3]
    total = np.zeros(len(places))
    for c, wk in enumerate(weights):
        for b, wj in enumerate(weights):
            for a, wi in enumerate(weights):
                k, j, i = (base + np.array([c, b, a]) + first).T
                total += wk[:, 0] * wj[:, 1] * wi[:, 2] * volume[k, j, i]
    return total


def linear(volume: np.ndarray, places: np.ndarray) -> np.ndarray:
    limited = np.clip(places, 0, np.array(volume.shape) - 1 - 1e-9)
    return weighted(volume, limited, 0, lambda t: [1 - t, t])


def catmull_rom(volume: np.ndarray, places: np.ndarray) -> np.ndarray:
    return weighted(volume, places, -1, lambda t: [
        (-t + 2 * t**2 - t**3) / 2, (2 - 5 * t**2 + 3 * t**3) / 2, (t + 4 * t**2 - 3 * t**3) / 2, (t**3 - t**2) / 2])


def b_spline(volume: np.ndarray, places: np.ndarray) -> np.ndarray:
    """By SciPy in a block around each place: 16 voxels away a voxel weighs less than 1e-9."""
    values = np.empty(len(places))
    for n, place in enumerate(places):
        low = np.maximum(np.floor(place).astype(int) - 16, 0)
        block = volume[tuple(slice(a, a + 34) for a in low)].astype(np.float64)
        values[n] = ndimage.map_coordinates(block, (place - low)[:, None], order=3, mode="mirror")[0]
    return values


KERNELS = {"linear": (linear, 0), "catmull-rom": (catmull_rom, 1), "cubic": (b_spline, 17)}
"""Each with the distance from the rim, in voxels, from which on it needs nothing beyond."""
