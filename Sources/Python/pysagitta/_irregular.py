"""Grids whose slices are not evenly spaced, which the engine's resampling does not know."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _requests, errors
from ._foreign import DESCRIBED, handed_over
from ._held import HeldVolume
from ._images import VALUES, Recipe
from ._sharing import SharedVolume
from .geometry import Geometry


def part(volume: SharedVolume, box: Any) -> int:
    """The voxels in a box, unchanged, with the positions of their slices."""
    low, high = _range(volume.geometry, _requests.box(box))
    inside = tuple(slice(start, end) for start, end in zip(low, high, strict=True))
    voxels = np.where(volume.valid[inside], volume.array[inside], np.float32(np.nan))
    return _made(voxels, volume, _cut(volume.geometry, low, high))


def on_slices(volume: HeldVolume, like: HeldVolume, request: dict[str, Any], watch: dict[str, Any]) -> int:
    """Values in the planes and pixels of another volume's slices."""
    images = Recipe("planes", volume, {**request, "planes": {"planeOf": {}}}, like).made(VALUES, **watch)
    return _made(np.stack([images.array(k) for k in range(len(images))]), volume, like.geometry)


def _range(geometry: Geometry, box: dict[str, Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """From where to where voxels cover a box, as the engine counts."""
    corners = geometry.to_indices(list(product(*zip(box["lower"], box["upper"], strict=True))))
    low = np.maximum(np.floor(corners.min(axis=0) - 1e-6), 0).astype(np.int64)
    high = np.minimum(np.ceil(corners.max(axis=0) + 1e-6) + 1, geometry.shape).astype(np.int64)
    if (low >= high).any():
        raise errors.refused("usage", "nothing of the volume lies in the box", field="grid.crop")
    return low, high


def _cut(geometry: Geometry, low: NDArray[np.int64], high: NDArray[np.int64]) -> Geometry:
    positions = geometry.slice_positions
    assert positions is not None
    kept = positions[low[0] : high[0]] - positions[low[0]]
    affine = geometry.affine()
    affine[:3, 3] = geometry.to_patient(low)
    if len(kept) > 1:
        affine[:3, 0] *= kept[-1] / (len(kept) - 1) * (len(positions) - 1) / (positions[-1] - positions[0])
    slices, rows, columns = (int(count) for count in high - low)
    return Geometry((slices, rows, columns), affine, kept)


def _made(voxels: NDArray[np.float32], source: HeldVolume, geometry: Geometry) -> int:
    facts = {name: source.attributes.get(name) for name in DESCRIBED}
    return handed_over(voxels, facts | _requests.grid(geometry), copy=True)
