"""Images that the engine made, and how they came about."""

from __future__ import annotations

from ctypes import byref, c_uint64
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from . import _calls, _memory, _requests, errors
from ._library import Handle, library, taken_bytes
from ._paths import Path, for_request
from .findings import Finding
from .geometry import kji_affine

if TYPE_CHECKING:
    from ._held import HeldVolume

VALUES, IMAGES, DEPTHS = 0, 1, 2


class Images:
    """One image or several, held by the library."""

    def __init__(self, number: int) -> None:
        self.handle = Handle(number)

    def __len__(self) -> int:
        count = c_uint64()
        library.image_count(self.handle.number, byref(count))
        return count.value

    def array(self, index: int) -> NDArray[Any]:
        """The pixels of an image, a read-only view."""
        return _memory.pixels(self.handle, index)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What is known of the images."""
        facts: dict[str, Any] = _calls.answer(library.images_json, self.handle.number)
        return facts

    def save(self, path: Path | None, **request: Any) -> bytes:
        """Writes images into a file; without one into bytes."""
        if path is not None:
            request["path"] = for_request(path)
        filled = {word: value for word, value in request.items() if value is not None}
        text = _requests.text(filled)
        if path is None:
            return taken_bytes(_calls.direct(library.images_save, None, self.handle.number, text, len(text)))
        number = _calls.watched(library.images_save, self.handle.number, text, len(text))
        library.release(number)
        return b""


class Image:
    """One image: what values and pictures have in common."""

    def __init__(self, images: Images, index: int = 0) -> None:
        self._images = images
        self._index = index
        self._array: NDArray[Any] | None = None

    @property
    def array(self) -> NDArray[Any]:
        """The pixels, a read-only view of the engine's memory that outlives this object."""
        if self._array is None:
            self._array = self._images.array(self._index)
        return self._array

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows and columns."""
        return self.array.shape

    @property
    def _place(self) -> dict[str, Any]:
        place: dict[str, Any] = self._images.facts["images"][self._index]
        return place

    @property
    def place(self) -> dict[str, Any] | None:
        """Where the pixels lie: `right`, `down`, `center`, `pixel`, `size` and a 4 × 4 `affine` of (column, row,
        mm away from the viewer), all in LPS mm, as `sagitta slice --json` prints it; None of sheets and curves."""
        return self._place.get("plane")

    @property
    def curve(self) -> dict[str, Any] | None:
        """Of an image along a curve the middle and the direction of each row in LPS mm: `centers`, `rights`,
        `arcLengths`; else None."""
        return self._place.get("curve")

    @property
    def tiles(self) -> list[dict[str, Any]] | None:
        """Of a sheet its planes, each with the `origin` of its upper left pixel; else None."""
        return self._place.get("tiles")

    @property
    def affine(self) -> NDArray[np.float64]:
        """4 × 4 float64, from (k, j, i, 1) to LPS mm: mm away from the viewer, row and column.

        Raises:
            sagitta.InvalidRequest: The image is a sheet, or lies along a curve.
        """
        if self.place is None:
            sentence = "sheets, curves and perspectives lie on no plane"
            raise errors.refused("unsuitable-request", sentence, field="affine")
        return kji_affine(self.place["affine"])

    @property
    def window(self) -> dict[str, Any] | None:
        """The window through which values are seen: `center`, `width`, `function`; None of values."""
        return self._images.facts.get("window")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a reader should know."""
        return tuple(Finding(finding) for finding in self._images.facts["findings"])

    @property
    def notices(self) -> tuple[str, ...]:
        """What the engine tells of how the image was made."""
        return tuple(notice["message"] for notice in self._images.facts["notices"])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.array, dtype=dtype, copy=copy)

    @property
    def __array_interface__(self) -> dict[str, Any]:
        return self.array.__array_interface__

    def __repr__(self) -> str:
        size = " × ".join(str(count) for count in self.shape)
        return f"<{type(self).__name__} {size} {self.array.dtype}>"


class Recipe:
    """A request and the volumes that it runs on."""

    def __init__(self, kind: str, volume: HeldVolume, request: dict[str, Any], like: HeldVolume | None = None) -> None:
        self._kind = kind
        self._volume = volume
        self._like = like
        self.request = request

    def made(self, wanted: int, overlay: HeldVolume | None = None, **how: Any) -> Images:
        """Runs the request where Ctrl-C and progress reach it."""
        function, arguments = self._call(self.request, wanted, overlay)
        return Images(_calls.watched(function, *arguments, **how))

    def plane_values(self) -> Images:
        """Runs a request for one plane here and now, in as few steps as there can be."""
        text = _requests.text(self.request)
        number = self._volume._handle.number
        return Images(_calls.direct(library.planes, None, number, 0, 0, text, len(text), VALUES))

    def displayed(self, overlay: HeldVolume | None, options: dict[str, Any]) -> Images:
        """Runs the request for images instead of values."""
        request = _requests.displayed(self.request, options)
        function, arguments = self._call(request, IMAGES, overlay)
        return Images(_calls.watched(function, *arguments))

    def depths(self) -> Images:
        """Runs the request for places of extremes instead of values."""
        if self._kind != "projection":
            raise errors.refused("unsuitable-request", "only projections have depths", field="depths")
        function, arguments = self._call({**self.request, "depths": True}, DEPTHS, None)
        return Images(_calls.watched(function, *arguments))

    def _call(self, request: dict[str, Any], wanted: int, overlay: HeldVolume | None) -> tuple[Any, tuple[Any, ...]]:
        text = _requests.text(request)
        volume = self._volume._handle.number
        second = 0 if overlay is None else overlay._handle.number
        if self._kind == "planes":
            like = 0 if self._like is None else self._like._handle.number
            return library.planes, (volume, second, like, text, len(text), wanted)
        if self._kind == "projection":
            return library.projection, (volume, second, text, len(text), wanted)
        return library.render_overlaid, (volume, second, text, len(text))
