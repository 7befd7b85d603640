"""Planes: values in the volume's unit, and where they lie."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Unpack, overload

import numpy as np
from numpy.typing import NDArray

from ._images import Image, Images, Recipe
from ._options import DisplayOptions
from ._paths import Path
from .picture import Picture, Pictures

if TYPE_CHECKING:
    from .volume import Volume

_PICTURES = (".png", ".jpg", ".jpeg", ".gif")


class Plane(Image):
    """Values of a plane, a slab, a projection, or along a curve.

    `array` is float32, (rows, columns), in the volume's unit; NaN where there is no value. A plane keeps the
    volume that it was made of, since pictures of it need it; its array alone does not.
    """

    def __init__(self, images: Images, recipe: Recipe, index: int = 0, stack: Planes | None = None) -> None:
        super().__init__(images, index)
        self._recipe = recipe
        self._stack = stack

    def display(self, overlay: Volume | None = None, **options: Unpack[DisplayOptions]) -> Picture:
        """The plane as a picture.

        Args:
            overlay: A second volume, laid over where it lies in the patient.
            **options: See `DisplayOptions`; without a window the series' own, else the 0.5–99.5 percentile.

        Returns:
            A picture, byte for byte what `sagitta slice`, `mpr` or `mip` writes of the same request.

        Raises:
            sagitta.InvalidRequest: The keywords make no sense together.
            sagitta.InvalidInput: The overlay has another frame of reference.
        """
        if self._stack is not None:
            return self._stack._display_one(self._index, overlay, dict(options))
        return Picture(self._recipe.displayed(overlay, dict(options)))

    def depths(self) -> NDArray[np.float32]:
        """Of a projection where its extremes lie: (rows, columns) float32, mm along the rays.

        Raises:
            sagitta.InvalidRequest: It is no projection, or one of mean values.
        """
        return self._recipe.depths().array(self._index)

    def to_volume(self) -> Volume:
        """The plane as a volume of one slice, 1 mm thick.

        Raises:
            sagitta.InvalidRequest: Its pixels lie on no plane.
        """
        from .volume import Volume

        source = self._recipe._volume
        return Volume.from_array(
            self.array[np.newaxis],
            self.affine,
            unit=source.unit,
            modality=source.modality,
            frame_of_reference_uid=source.frame_of_reference_uid,
        )

    def save(self, path: Path, *, replace: bool = True) -> None:
        """Writes the values (`.npy`, `.nii`, `.nii.gz`, `.nrrd`, `.mha`), or a picture (`.png`, `.jpg`).

        Raises:
            sagitta.CannotCreate: The file cannot be made, or must not be replaced.
            sagitta.InvalidRequest: Values of what lies on no plane are to be written with their place.
        """
        if os.fspath(path).lower().endswith(_PICTURES):
            self.display().save(path, replace=replace)
        else:
            self.to_volume().save(path, replace=replace)

    def _repr_png_(self) -> bytes:
        return self.display().to_png()


class Planes:
    """Planes that were made together: a stack, a fan, sections of a curve, or the frames of a spin."""

    def __init__(self, images: Images, recipe: Recipe) -> None:
        self._images = images
        self._recipe = recipe
        self._last: tuple[Any, Pictures] | None = None

    def __len__(self) -> int:
        return len(self._images)

    @overload
    def __getitem__(self, index: int) -> Plane: ...

    @overload
    def __getitem__(self, index: slice) -> list[Plane]: ...

    def __getitem__(self, index: int | slice) -> Plane | list[Plane]:
        if isinstance(index, slice):
            return [self._plane(n) for n in range(len(self))[index]]
        return self._plane(range(len(self))[index])

    def _plane(self, index: int) -> Plane:
        return Plane(self._images, self._recipe, index, self)

    def __iter__(self) -> Iterator[Plane]:
        return (self._plane(n) for n in range(len(self)))

    @property
    def array(self) -> NDArray[np.float32]:
        """All values, (n, rows, columns) float32: a copy.

        Raises:
            ValueError: The planes have different sizes.
        """
        return np.stack([plane.array for plane in self])

    def display(self, overlay: Volume | None = None, **options: Unpack[DisplayOptions]) -> Pictures:
        """The planes as pictures, all through one window; see `Plane.display`."""
        return self._display(overlay, dict(options))

    def _display(self, overlay: Volume | None, options: dict[str, Any]) -> Pictures:
        return Pictures(self._recipe.displayed(overlay, options))

    def _display_one(self, index: int, overlay: Volume | None, options: dict[str, Any]) -> Picture:
        # Who shows one shows the next, and all are made at once.
        key = (id(overlay), repr(options))
        if self._last is None or self._last[0] != key:
            self._last = (key, self._display(overlay, options))
        return self._last[1][index]

    def save(self, path: Path, *, frames_per_second: float | None = None, replace: bool = True) -> None:
        """Writes pictures: a sequence (`.gif`, `.apng`, `.mp4`), or one file each into a folder.

        Raises:
            sagitta.CannotCreate: A file cannot be made, or must not be replaced.
        """
        self.display().save(path, frames_per_second=frames_per_second, replace=replace)

    def __repr__(self) -> str:
        return f"<Planes: {len(self)}, the first {self[0]!r}>"
