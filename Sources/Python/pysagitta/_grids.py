"""Values at places, over regions and on other grids."""

from __future__ import annotations

import ctypes
from ctypes import c_double, c_float, c_uint64
from typing import Any, Self, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _calls, _irregular, _requests, errors
from ._held import HeldVolume
from ._library import library
from ._options import Interpolation, WatchOptions
from ._sharing import SharedVolume
from .geometry import Geometry
from .statistics import Statistics


class SampledVolume(SharedVolume):
    """A volume as values in space."""

    def value_at(self, points: ArrayLike) -> NDArray[np.float32]:
        """Trilinear values at places.

        Args:
            points: (n, 3) or (3,), each x, y, z in LPS mm.

        Returns:
            float32 (n,) or (); NaN outside and where there is no measured value.

        Raises:
            ValueError: The last axis has not three numbers.
        """
        places = np.ascontiguousarray(points, dtype=np.float64)
        if places.ndim == 0 or places.shape[-1] != 3:
            raise ValueError(f"points have three numbers each, not the shape {places.shape}")
        values = np.empty(places.shape[:-1], dtype=np.float32)
        error = c_uint64()
        status = library.volume_values(
            None,
            self._handle.number,
            places.ctypes.data_as(ctypes.POINTER(c_double)),
            values.size,
            values.ctypes.data_as(ctypes.POINTER(c_float)),
            ctypes.byref(error),
        )
        if status:
            raise errors.taken(error.value)
        return values

    def statistics(self, *, sphere: ArrayLike | None = None, box: ArrayLike | None = None) -> Statistics:
        """Figures over a region.

        Args:
            sphere: (x, y, z, radius) in LPS mm.
            box: (x0, x1, y0, y1, z0, z1) in LPS mm.

        Returns:
            The figures, as `sagitta probe` prints them.

        Raises:
            TypeError: Not exactly one region is given.
            sagitta.InvalidRequest: A number is not finite, or the radius not above 0.
        """
        if (sphere is None) == (box is None):
            raise TypeError("give a sphere or a box")
        request: dict[str, Any] = {"boxes": [_requests.box(box)]} if box is not None else {"spheres": [_ball(sphere)]}
        text = _requests.text(request)
        answer = _calls.answer(library.probe, None, self._handle.number, text, len(text))
        return Statistics(answer["regions"][0])

    def resample(
        self,
        spacing: float | tuple[float, float, float] | None = None,
        *,
        like: HeldVolume | Geometry | None = None,
        isotropic: bool = False,
        crop: ArrayLike | None = None,
        pad: int | None = None,
        interpolation: Interpolation | None = None,
        antialias: bool = True,
        outside: float | None = None,
        **watch: Unpack[WatchOptions],
    ) -> Self:
        """The volume on another grid.

        Args:
            spacing: Millimetres between slices, rows and columns, or one number for all.
            like: A volume or geometry whose grid is taken. The slices of a geometry have to be evenly spaced; of a
                volume they need not be, if nothing else chooses the grid.
            isotropic: Whether all axes get the finest spacing.
            crop: (x0, x1, y0, y1, z0, z1) in LPS mm, to which the grid is cut.
            pad: Voxels that are added on every side.
            interpolation: The kernel; `linear` if left out.
            antialias: Whether the kernel is widened where the new grid is coarser.
            outside: The value where this volume has none; NaN if left out.
            **watch: `threads`, `memory` and `progress`, as for `load`.

        Raises:
            sagitta.InvalidRequest: The keywords make no sense together.
            sagitta.LimitExceeded: The new voxels need more memory than is allowed.
        """
        grid: dict[str, Any] = {}
        if spacing is not None:
            steps = [spacing] * 3 if isinstance(spacing, (int, float)) else spacing
            grid["spacing"] = _requests.reversed_numbers(steps)
        if isotropic:
            grid["isIsotropic"] = True
        if isinstance(like, Geometry):
            grid["like"] = _requests.grid(like)
        if crop is not None:
            grid["crop"] = _requests.box(crop)
        if pad is not None:
            grid["pad"] = pad
        request: dict[str, Any] = {"interpolation": interpolation or "linear"}
        if outside is not None:
            request["outside"] = float(outside)
        if isinstance(like, HeldVolume) and like.regularity == "irregular" and not grid:
            return type(self)(_irregular.on_slices(self, like, {**request, "antialias": antialias}, dict(watch)))
        request |= {"grid": grid, "antialiasing": "widenedKernel" if antialias else "none"}
        other = like._handle.number if isinstance(like, HeldVolume) else 0
        text = _requests.text(request)
        return type(self)(_calls.watched(library.resample, self._handle.number, other, text, len(text), **watch))

    def crop(self, box: ArrayLike) -> Self:
        """The part of the volume in a box: its voxels, unchanged.

        Args:
            box: (x0, x1, y0, y1, z0, z1) in LPS mm.

        Raises:
            sagitta.InvalidRequest: Nothing of the volume lies in the box.
        """
        if self.regularity == "irregular":
            return type(self)(_irregular.part(self, box))
        return self.resample(crop=box, interpolation="nearest")


def _ball(sphere: Any) -> dict[str, Any]:
    numbers = _requests.numbers(sphere)
    if len(numbers) != 4:
        raise errors.refused("usage", "sphere has four numbers: x, y, z, radius", field="spheres")
    return {"center": numbers[:3], "radius": numbers[3]}
