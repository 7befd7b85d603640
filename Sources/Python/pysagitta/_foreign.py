"""Volumes of memory that NumPy made: copied, or taken as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _calls, _requests
from ._library import FREE, library

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
