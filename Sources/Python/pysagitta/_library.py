"""The C library: found, opened, and its functions with their types."""

from __future__ import annotations

import ctypes
import os
import sys
from ctypes import POINTER, c_char_p, c_double, c_float, c_int32, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any

ABI_VERSION = 1

PROGRESS = ctypes.CFUNCTYPE(c_int32, c_void_p, c_char_p, c_uint64, c_uint64)
FREE = ctypes.CFUNCTYPE(None, c_void_p)


class Call(ctypes.Structure):
    """How a call works: `sagitta_call`."""

    _fields_ = [
        ("size", c_uint32),
        ("workers", c_uint32),
        ("memory_bytes", c_uint64),
        ("cancellation", c_uint64),
        ("progress", PROGRESS),
        ("context", c_void_p),
    ]


class Array(ctypes.Structure):
    """Numbers in memory that an object holds: `sagitta_array`."""

    _fields_ = [
        ("size", c_uint32),
        ("item_bytes", c_uint32),
        ("data", c_void_p),
        ("columns", c_uint64),
        ("rows", c_uint64),
        ("slices", c_uint64),
        ("channels", c_uint32),
        ("reserved", c_uint32),
    ]


_call, _object, _text = POINTER(Call), c_uint64, (c_char_p, c_size_t)
_objects, _array, _count = POINTER(c_uint64), POINTER(Array), POINTER(c_uint64)

_SIGNATURES: dict[str, tuple[Any, ...]] = {
    "retain": (_object,),
    "release": (_object,),
    "bytes": (_object, POINTER(c_void_p), POINTER(c_size_t)),
    "cancellation_make": (_objects,),
    "cancel": (_object,),
    "scan": (_call, *_text, _objects, _objects),
    "study_json": (_object, *_text, _objects, _objects),
    "study_load": (_call, _object, *_text, _objects, _objects),
    "load": (_call, *_text, _objects, _objects),
    "volume_json": (_object, _objects, _objects),
    "volume_voxels": (_object, _array, _objects),
    "volume_validity": (_object, _objects, _objects),
    "volume_make": (_call, *_text, c_void_p, c_uint64, c_uint64, FREE, c_void_p, _objects, _objects),
    "volume_values": (_call, _object, POINTER(c_double), c_uint64, POINTER(c_float), _objects),
    "probe": (_call, _object, *_text, _objects, _objects),
    "resample": (_call, _object, _object, *_text, _objects, _objects),
    "volume_save": (_call, _object, *_text, _objects, _objects),
    "volume_save_dicom": (_call, _object, *_text, _objects, _objects),
    "planes": (_call, _object, _object, _object, *_text, c_int32, _objects, _objects),
    "projection": (_call, _object, _object, *_text, c_int32, _objects, _objects),
    "render": (_call, _object, *_text, _objects, _objects),
    "render_overlaid": (_call, _object, _object, *_text, _objects, _objects),
    "image_count": (_object, _count),
    "image_array": (_object, c_uint64, _array, _objects),
    "images_json": (_object, _objects, _objects),
    "images_save": (_call, _object, *_text, _objects, _objects),
}


def library_path() -> str:
    """The file of the library: beside this one, or what the environment names."""
    beside = os.path.join(os.path.dirname(__file__), "lib", "libsagitta.so")
    return os.environ.get("SAGITTA_LIBRARY") or beside


def _open() -> ctypes.CDLL:
    path = library_path()
    try:
        opened = ctypes.CDLL(path)
    except OSError as error:
        raise ImportError(f"the library of pysagitta cannot be opened: {error}", path=path) from error
    opened.sagitta_abi_version.restype = c_int32
    version = opened.sagitta_abi_version()
    if version != ABI_VERSION:
        raise ImportError(f"{path} has version {version} of the interface, not {ABI_VERSION}", path=path)
    for name, arguments in _SIGNATURES.items():
        function = opened["sagitta_" + name]
        function.argtypes = arguments
        function.restype = c_int32
        setattr(opened, name, function)
    opened.sagitta_about.restype = c_char_p
    opened.sagitta_object_count.restype = c_uint64
    return opened


library = _open()


class Handle:
    """A hold on an object of the library, which ends with the last reference to this one."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    # What is called is bound here: at exit, modules lose their names before arrays lose their memory.
    def __del__(self, release: Any = library.release, ends: Any = sys.is_finalizing) -> None:
        if not ends():
            release(self.number)

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError("what the library holds lives in this process only; pickle volumes or arrays")


CLOSED = Handle(0)


def taken_bytes(number: int) -> bytes:
    """The bytes of an object, which is released."""
    start, count = c_void_p(), c_size_t()
    library.bytes(number, ctypes.byref(start), ctypes.byref(count))
    content = ctypes.string_at(start, count.value) if start else b""
    library.release(number)
    return content


def object_count() -> int:
    """How many objects of the library are held in this process, by anybody."""
    return int(library.sagitta_object_count())
