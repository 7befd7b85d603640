"""Where voxels lie in the patient."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

Frame = Literal["LPS", "RAS"]
Axes = Literal["kji", "ijk"]

_REVERSED = np.eye(4)[[2, 1, 0, 3]]
_RAS = np.diag([-1.0, -1.0, 1.0, 1.0])


def kji_affine(row_major: ArrayLike) -> NDArray[np.float64]:
    """The map of (k, j, i, 1) of sixteen numbers that map (i, j, k, 1)."""
    return np.asarray(row_major, dtype=np.float64).reshape(4, 4) @ _REVERSED


def lps_ijk(affine: ArrayLike, frame: Frame = "LPS", axes: Axes = "kji") -> NDArray[np.float64]:
    """A map in the engine's form, from (i, j, k, 1) to LPS mm.

    Raises:
        ValueError: It is not 4 × 4.
    """
    map = np.asarray(affine, dtype=np.float64)
    if map.shape != (4, 4):
        raise ValueError(f"an affine is 4 × 4, not {' × '.join(str(count) for count in map.shape)}")
    if _checked(frame, "frame", ("LPS", "RAS")) == "RAS":
        map = _RAS @ map
    return map @ _REVERSED if _checked(axes, "axes", ("kji", "ijk")) == "kji" else map


def _checked(word: str, name: str, words: tuple[str, ...]) -> str:
    if word not in words:
        raise ValueError(f"{name} is {' or '.join(words)}, not {word!r}")
    return word


class Geometry:
    """The grid of a volume: slice k, row j and column i, each from 0, and where they lie.

    Indices are those of `volume.array`, and integers are the centres of voxels. Coordinates are patient LPS
    millimetres, in the order x, y, z.
    """

    __slots__ = ("_ijk", "_shape", "_slice_positions")

    def __init__(
        self,
        shape: tuple[int, int, int],
        affine: ArrayLike,
        slice_positions: ArrayLike | None = None,
        *,
        frame: Frame = "LPS",
        axes: Axes = "kji",
    ) -> None:
        """Describes a grid.

        Args:
            shape: Slices, rows and columns.
            affine: 4 × 4, from indices in the order of `axes` to mm in `frame`.
            slice_positions: Of an irregular stack, mm along the normal from the first slice to each.
            frame: What the affine maps to.
            axes: The order of indices that it maps.

        Raises:
            ValueError: The affine is not 4 × 4.
        """
        slices, rows, columns = shape
        self._shape = int(slices), int(rows), int(columns)
        self._ijk = lps_ijk(affine, frame, axes)
        self._slice_positions = None if slice_positions is None else np.array(slice_positions, dtype=np.float64)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Slices, rows and columns."""
        return self._shape

    @property
    def spacing(self) -> tuple[float, float, float]:
        """Millimetres from slice to slice (along the way from one to the next), row to row, column to column."""
        lengths = np.linalg.norm(self._ijk[:3, :3], axis=0)
        return float(lengths[2]), float(lengths[1]), float(lengths[0])

    @property
    def slice_positions(self) -> NDArray[np.float64] | None:
        """Millimetres along the normal from the first slice to each, of an irregular stack; else None."""
        return None if self._slice_positions is None else self._slice_positions.copy()

    def affine(self, frame: Frame = "LPS", axes: Axes = "kji") -> NDArray[np.float64]:
        """The map from indices to the patient, between voxel centres.

        Of an irregular stack it maps the first and the last slice right, and those between as if they were
        evenly spaced; `to_patient` maps all of them right.

        Args:
            frame: `LPS` (x to the left, y to the back, z to the head) or `RAS` (nibabel, MONAI).
            axes: `kji`, as arrays here have them, or `ijk`.

        Returns:
            4 × 4 float64: (k, j, i, 1) or (i, j, k, 1) to mm.
        """
        map = self._ijk if _checked(axes, "axes", ("kji", "ijk")) == "ijk" else self._ijk @ _REVERSED
        return _RAS @ map if _checked(frame, "frame", ("LPS", "RAS")) == "RAS" else map.copy()

    @property
    def normal(self) -> NDArray[np.float64]:
        """The unit vector across slices, along which k counts: columns × rows (LPS)."""
        normal = np.cross(self._ijk[:3, 0], self._ijk[:3, 1])
        return np.asarray(normal / np.linalg.norm(normal))

    @property
    def center(self) -> NDArray[np.float64]:
        """The middle of the grid, (3,) in LPS mm."""
        return self.to_patient([(count - 1) / 2 for count in self._shape])

    @property
    def voxel_volume(self) -> float:
        """Cubic millimetres of a voxel; of an irregular stack, of the mean one."""
        return abs(float(np.linalg.det(self._ijk[:3, :3])))

    def to_patient(self, indices: ArrayLike) -> NDArray[np.float64]:
        """Places of indices.

        Args:
            indices: (…, 3), each k, j, i; they need not be whole.

        Returns:
            (…, 3), each x, y, z in LPS mm.
        """
        kji = np.asarray(indices, dtype=np.float64)
        k = self._even(kji[..., 0])
        map = self._ijk
        columns, rows, slices = map[:3, 0], map[:3, 1], map[:3, 2]
        return np.asarray(map[:3, 3] + kji[..., 2, None] * columns + kji[..., 1, None] * rows + k[..., None] * slices)

    def to_indices(self, points: ArrayLike) -> NDArray[np.float64]:
        """Continuous indices of places.

        Args:
            points: (…, 3), each x, y, z in LPS mm.

        Returns:
            (…, 3), each k, j, i; they may lie outside of the grid.
        """
        away = np.asarray(points, dtype=np.float64) - self._ijk[:3, 3]
        ijk = away @ np.linalg.inv(self._ijk[:3, :3]).T
        return np.stack([self._uneven(ijk[..., 2]), ijk[..., 1], ijk[..., 0]], axis=-1)

    def extent(self, direction: ArrayLike) -> float:
        """Millimetres of the grid along a direction, from the outermost voxel rim to the other."""
        along = np.asarray(direction, dtype=np.float64)
        heights = self._corners() @ (along / np.linalg.norm(along))
        return float(heights.max() - heights.min())

    def _corners(self) -> NDArray[np.float64]:
        ends = [(-0.5, count - 0.5) for count in self._shape]
        return self.to_patient([[k, j, i] for k in ends[0] for j in ends[1] for i in ends[2]])

    def _even(self, k: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where an even stack has what an irregular one has at k."""
        if self._slice_positions is None:
            return k
        return _through(k, np.arange(float(self._shape[0])), self._slice_positions) / self._distance

    def _uneven(self, k: NDArray[np.float64]) -> NDArray[np.float64]:
        if self._slice_positions is None:
            return k
        return _through(k * self._distance, self._slice_positions, np.arange(float(self._shape[0])))

    @property
    def _distance(self) -> float:
        return float(self._ijk[:3, 2] @ self.normal)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Geometry):
            return NotImplemented
        return (
            self._shape == other._shape
            and np.array_equal(self._ijk, other._ijk)
            and np.array_equal(self._slice_positions, other._slice_positions)  # type: ignore[arg-type]
        )

    def __hash__(self) -> int:
        return hash((self._shape, self._ijk.tobytes()))

    def __reduce__(self) -> tuple[object, ...]:
        return _made, (self._shape, self._ijk, self._slice_positions)

    def __repr__(self) -> str:
        size = " × ".join(str(count) for count in self._shape)
        spacing = " × ".join(f"{step:.4g}" for step in self.spacing)
        return f"<Geometry {size} voxels of {spacing} mm (k, j, i)>"


def _made(
    shape: tuple[int, int, int], ijk: NDArray[np.float64], slice_positions: NDArray[np.float64] | None
) -> Geometry:
    return Geometry(shape, ijk, slice_positions, axes="ijk")


def _through(x: NDArray[np.float64], xs: NDArray[np.float64], ys: NDArray[np.float64]) -> NDArray[np.float64]:
    """The line through points, its first and last part prolonged."""
    n = np.clip(np.searchsorted(xs, x) - 1, 0, len(xs) - 2)
    part = (x - xs[n]) / (xs[n + 1] - xs[n])
    return np.asarray(ys[n] + part * (ys[n + 1] - ys[n]))
