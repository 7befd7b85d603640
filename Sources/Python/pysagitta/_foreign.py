"""Volumes of memory that NumPy made: copied, or taken as it is."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _calls, _requests
from ._library import FREE, library
from ._sharing import SharedVolume
from .geometry import Axes, Frame, lps_ijk

_SLACK = 64
"""Bytes behind voxels that the engine may read."""


def empty(shape: tuple[int, int, int]) -> NDArray[np.float32]:
    """An array (slices, rows, columns) whose memory `Volume.from_array(…, copy=False)` can take."""
    slices, rows, columns = shape
    count = slices * rows * columns
    return np.empty(count + _SLACK // 4, dtype=np.float32)[:count].reshape(shape)


_taken: dict[int, NDArray[np.float32]] = {}
"""Arrays whose memory the engine uses, by what it calls them."""


def _forget(context: int) -> None:
    _taken.pop(context, None)


_LET_GO = FREE(_forget)
_NOTHING = FREE()


def handed_over(voxels: NDArray[np.float32], facts: dict[str, Any], *, copy: bool) -> int:
    """Makes a volume of an array's memory."""
    text = _requests.text({name: value for name, value in facts.items() if value is not None})
    count, address = voxels.size, voxels.ctypes.data
    if copy:
        arguments = (address, count, voxels.nbytes, _NOTHING, None)
        return _calls.watched(library.volume_make, text, len(text), *arguments)
    readable = _readable(voxels)
    if readable < voxels.nbytes + _SLACK:
        raise ValueError("the memory of this array cannot be taken: make it with sagitta.empty, or let it be copied")
    key = id(voxels)
    _taken[key] = voxels
    try:
        number = _calls.watched(library.volume_make, text, len(text), address, count, readable, _LET_GO, key)
    except BaseException:
        _taken.pop(key, None)
        raise
    owner: Any = voxels
    while isinstance(owner, np.ndarray):
        owner.flags.writeable = False
        owner = owner.base
    return number


def _readable(voxels: NDArray[np.float32]) -> int:
    """Bytes from the first voxel to the end of the memory that the array is a part of."""
    owner = voxels
    while isinstance(owner.base, np.ndarray):
        owner = owner.base
    if owner.base is not None or not owner.flags.c_contiguous:
        return voxels.nbytes
    return owner.ctypes.data + owner.nbytes - voxels.ctypes.data


class MadeVolume(SharedVolume):
    """A volume of numbers from elsewhere."""

    @classmethod
    def from_array(
        cls,
        array: ArrayLike,
        affine: ArrayLike,
        *,
        frame: Frame = "LPS",
        axes: Axes = "kji",
        slice_positions: ArrayLike | None = None,
        unit: str | None = None,
        modality: str | None = None,
        description: str | None = None,
        frame_of_reference_uid: str | None = None,
        copy: bool = True,
    ) -> Self:
        """A volume of an array's numbers.

        Args:
            array: (slices, rows, columns), or, with `axes="ijk"`, (columns, rows, slices); it is turned into float32.
            affine: 4 × 4, from indices in the order of `axes` to mm in `frame`.
            frame: What the affine maps to.
            axes: The order of the array's and the affine's axes.
            slice_positions: Of an irregular stack, mm along the normal from the first slice to each.
            unit: The unit of values, as `HU`.
            modality: DICOM's modality, as `CT`.
            description: A text.
            frame_of_reference_uid: Frame of Reference UID.
            copy: False takes the memory of an array that `sagitta.empty` made; the array can then no longer be
                written to.

        Raises:
            ValueError: The array is not three-dimensional, the affine not 4 × 4, or the memory cannot be taken.
            sagitta.InvalidRequest: The affine makes no grid.
        """
        given = np.asarray(array)
        if given.ndim != 3:
            raise ValueError(f"a volume's array has three axes, not {given.ndim}")
        voxels = np.ascontiguousarray(given.T if axes == "ijk" else given, dtype=np.float32)
        facts = {
            "dimensions": list(voxels.shape[::-1]),
            "affine": lps_ijk(affine, frame, axes).ravel(),
            "slicePositions": None if slice_positions is None else np.asarray(slice_positions, dtype=np.float64),
            "unit": unit,
            "modality": modality,
            "description": description,
            "frameOfReferenceUID": frame_of_reference_uid,
        }
        return cls(handed_over(voxels, facts, copy=copy))


def unpickled(kind: type[SharedVolume], voxels: Any, facts: dict[str, Any], valid: Any) -> SharedVolume:
    """A volume out of a pickle."""
    columns, rows, slices = facts["dimensions"]
    array = np.frombuffer(voxels, dtype=np.float32).reshape(slices, rows, columns)
    if valid is not None:
        bits = np.unpackbits(np.frombuffer(valid, dtype=np.uint8), count=array.size)
        measured = bits.view(np.bool_).reshape(array.shape)
        array = np.where(measured, array, np.float32(np.nan))
    described = {name: facts.get(name) for name in DESCRIBED}
    return kind(handed_over(array, described, copy=True), facts)


DESCRIBED = (
    "dimensions",
    "affine",
    "slicePositions",
    "unit",
    "modality",
    "description",
    "seriesInstanceUID",
    "frameOfReferenceUID",
    "windows",
    "isInverted",
    "hasPatientFrame",
)
"""What the engine takes of what it tells of a volume."""
