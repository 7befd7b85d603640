"""Voxels as others read them: views of the engine's memory, and pickles."""

from __future__ import annotations

import pickle
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from . import _calls, _memory
from ._held import HeldVolume
from ._library import CLOSED, Handle, library


class SharedVolume(HeldVolume):
    """A volume as NumPy and others see it."""

    @cached_property
    def array(self) -> NDArray[np.float32]:
        """float32 (k, j, i), in the volume's unit: a read-only view of the engine's memory.

        It costs no copy, and stays valid when the volume is gone. Where `valid` is false the value means nothing.
        """
        return _memory.voxels(self._handle)

    @cached_property
    def valid(self) -> NDArray[np.bool_]:
        """bool (k, j, i): where there is a measured value, and no padding."""
        if not self._facts["hasInvalid"]:
            return np.broadcast_to(np.True_, self.shape)
        mask = Handle(_calls.direct(library.volume_validity, self._handle.number))
        return _memory.pixels(mask, 0).reshape(self.shape).view(np.bool_)

    @property
    def dtype(self) -> np.dtype[np.float32]:
        """float32."""
        return np.dtype(np.float32)

    @property
    def ndim(self) -> int:
        """3."""
        return 3

    @property
    def size(self) -> int:
        """How many voxels there are."""
        slices, rows, columns = self.shape
        return slices * rows * columns

    @property
    def nbytes(self) -> int:
        """Bytes of the voxels."""
        return self.size * 4

    @property
    def __array_interface__(self) -> dict[str, Any]:
        return self.array.__array_interface__

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.array, dtype=dtype, copy=copy)

    def __buffer__(self, flags: int, /) -> memoryview:
        array: Any = self.array
        return memoryview(array)

    def __dlpack__(
        self,
        *,
        stream: Any = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[Any, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        """The voxels for `from_dlpack`; a copy where the other side is too old to be told that they are read-only."""
        if max_version is not None and max_version[0] >= 1:
            return self.array.__dlpack__(stream=stream, max_version=max_version, dl_device=dl_device, copy=copy)
        if copy is False:
            raise BufferError("DLPack before 1.0 cannot say that memory is read-only")
        return self.array.copy().__dlpack__(stream=stream)

    def __dlpack_device__(self) -> tuple[Any, int]:
        return self.array.__dlpack_device__()

    def __reduce_ex__(self, protocol: Any) -> tuple[Any, ...]:
        from ._foreign import unpickled

        outside: Any = pickle.PickleBuffer if protocol >= 5 else bytes
        valid = outside(np.packbits(self.valid)) if self._facts["hasInvalid"] else None
        return unpickled, (type(self), outside(self.array), self._facts, valid)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        return self

    def close(self) -> None:
        """Lets go of the voxels; arrays that were taken stay valid."""
        self._handle = CLOSED
        self.__dict__.pop("array", None)
        self.__dict__.pop("valid", None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
