"""Memory that the library holds, as NumPy sees it."""

from __future__ import annotations

import ctypes
from ctypes import byref
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import errors
from ._library import Array, Handle, library

_TYPES = {1: "|u1", 2: "<u2", 4: "<f4"}
_SIZE = ctypes.sizeof(Array)


class Buffer:
    """Numbers in memory that an object of the library holds, and with them a hold on that object.

    NumPy keeps it as `.base` of every view, so that views outlive whatever they were taken from.
    """

    __slots__ = ("__array_interface__", "_handle")

    def __init__(self, handle: Handle, array: Array, shape: tuple[int, ...]) -> None:
        self._handle = handle
        self.__array_interface__ = {
            "version": 3,
            "shape": shape,
            "typestr": _TYPES[array.item_bytes],
            "data": (array.data, True),
        }


def voxels(handle: Handle) -> NDArray[np.float32]:
    """A read-only view (k, j, i) of a volume's voxels."""
    array, error = Array(_SIZE), ctypes.c_uint64()
    if library.volume_voxels(handle.number, byref(array), byref(error)):
        raise errors.taken(error.value)
    return np.asarray(Buffer(handle, array, (array.slices, array.rows, array.columns)))


def pixels(handle: Handle, index: int) -> NDArray[Any]:
    """A read-only view of an image (rows, columns), of a coloured one (rows, columns, 3), of a mask (k, j, i)."""
    array, error = Array(_SIZE), ctypes.c_uint64()
    if library.image_array(handle.number, index, byref(array), byref(error)):
        raise errors.taken(error.value)
    shape: tuple[int, ...] = (array.rows, array.columns)
    if array.channels > 1:
        shape = (*shape, array.channels)
    if array.slices > 1:
        shape = (array.slices, *shape)
    return np.asarray(Buffer(handle, array, shape))
