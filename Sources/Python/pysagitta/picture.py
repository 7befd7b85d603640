"""Pictures: grey levels or colours, with marks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from . import errors
from ._images import Image, Images
from ._paths import Path

_SEQUENCES = (".gif", ".apng", ".mp4")


class Picture(Image):
    """A finished picture: `array` is uint8 or uint16, (rows, columns) of greys or (rows, columns, 3) of colours."""

    def save(self, path: Path, *, quality: int | None = None, replace: bool = True) -> None:
        """Writes the picture; the extension says how (`.png`, `.jpg`).

        Args:
            path: The file.
            quality: Of JPEG, 1 to 100; 90 if left out.
            replace: Whether a file that is there may be replaced.

        Raises:
            sagitta.CannotCreate: The file cannot be made, or must not be replaced.
        """
        self._images.save(path, index=self._one, quality=quality, replace=replace)

    def to_png(self) -> bytes:
        """The picture as a PNG file."""
        return self._images.save(None, index=self._one, format="png")

    def to_jpeg(self, quality: int = 90) -> bytes:
        """The picture as a JPEG file of a quality from 1 to 100."""
        return self._images.save(None, index=self._one, format="jpg", quality=quality)

    @property
    def _one(self) -> int | None:
        return self._index if len(self._images) > 1 else None

    def _repr_png_(self) -> bytes:
        return self.to_png()


class Pictures:
    """Pictures that were made together: a stack of planes, or the frames of a spin."""

    def __init__(self, images: Images) -> None:
        self._images = images

    def __len__(self) -> int:
        return len(self._images)

    @overload
    def __getitem__(self, index: int) -> Picture: ...

    @overload
    def __getitem__(self, index: slice) -> list[Picture]: ...

    def __getitem__(self, index: int | slice) -> Picture | list[Picture]:
        if isinstance(index, slice):
            return [Picture(self._images, n) for n in range(len(self))[index]]
        return Picture(self._images, range(len(self))[index])

    def __iter__(self) -> Iterator[Picture]:
        return (self[n] for n in range(len(self)))

    @property
    def array(self) -> NDArray[Any]:
        """All pictures, (n, rows, columns) or (n, rows, columns, 3): a copy.

        Raises:
            ValueError: The pictures have different sizes.
        """
        return np.stack([picture.array for picture in self])

    def save(
        self,
        path: Path,
        *,
        frames_per_second: float | None = None,
        quality: int | None = None,
        replace: bool = True,
    ) -> None:
        """Writes a sequence (`.gif`, `.apng`, `.mp4`), or `0000.png`, `0001.png`, … into a folder.

        Args:
            path: The file, or a folder, which is made if it is not there.
            frames_per_second: Of a sequence; 10 if left out.
            quality: Of JPEG, 1 to 100.
            replace: Whether files that are there may be replaced.

        Raises:
            sagitta.CannotCreate: The file cannot be made, or must not be replaced.
        """
        if os.fspath(path).lower().endswith(_SEQUENCES):
            self._images.save(path, framesPerSecond=frames_per_second, quality=quality, replace=replace)
            return
        if os.path.splitext(path)[1]:
            raise errors.refused(
                "unsuitable-request", "several pictures go into a folder, or a .gif, .apng or .mp4", field="path"
            )
        os.makedirs(path, exist_ok=True)
        for n, picture in enumerate(self):
            picture.save(os.path.join(path, f"{n:04}.png"), replace=replace)

    def __repr__(self) -> str:
        return f"<Pictures: {len(self)}, the first {self[0]!r}>"
