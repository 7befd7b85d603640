"""Rays through a volume: projections and shaded pictures."""

from __future__ import annotations

from typing import Unpack, overload

from . import _requests
from ._calls import Progress
from ._held import HeldVolume
from ._images import IMAGES, VALUES, Recipe
from ._options import ProjectionOptions, RenderOptions, View
from .picture import Picture, Pictures
from .plane import Plane, Planes


class SeenVolume(HeldVolume):
    """A volume seen from outside."""

    @overload
    def mip(
        self,
        view: View | None = None,
        *,
        frames: None = None,
        progress: bool | Progress | None = None,
        **options: Unpack[ProjectionOptions],
    ) -> Plane: ...

    @overload
    def mip(
        self,
        view: View | None = None,
        *,
        frames: int,
        progress: bool | Progress | None = None,
        **options: Unpack[ProjectionOptions],
    ) -> Planes: ...

    def mip(
        self,
        view: View | None = None,
        *,
        frames: int | None = None,
        progress: bool | Progress | None = None,
        **options: Unpack[ProjectionOptions],
    ) -> Plane | Planes:
        """A projection: the largest, smallest or mean value along rays.

        Args:
            view: From where: anterior (if nothing is said), posterior, left, right, head or feet.
            frames: A spin of so many frames about the long axis, which gives several planes.
            progress: As for `load`.
            **options: See `ProjectionOptions`, `RayOptions` and `LayoutOptions`.

        Raises:
            sagitta.InvalidRequest: The keywords make no sense together.
        """
        request = _requests.projection({**options, "view": view, "frames": frames})
        recipe = Recipe("projection", self, request)
        images = recipe.made(VALUES, progress=progress)
        return Plane(images, recipe) if frames is None else Planes(images, recipe)

    @overload
    def render(
        self,
        view: View | None = None,
        *,
        overlay: HeldVolume | None = None,
        frames: None = None,
        progress: bool | Progress | None = None,
        **options: Unpack[RenderOptions],
    ) -> Picture: ...

    @overload
    def render(
        self,
        view: View | None = None,
        *,
        overlay: HeldVolume | None = None,
        frames: int,
        progress: bool | Progress | None = None,
        **options: Unpack[RenderOptions],
    ) -> Pictures: ...

    def render(
        self,
        view: View | None = None,
        *,
        overlay: HeldVolume | None = None,
        frames: int | None = None,
        progress: bool | Progress | None = None,
        **options: Unpack[RenderOptions],
    ) -> Picture | Pictures:
        """A shaded ray cast.

        Args:
            view: From where: anterior (if nothing is said), posterior, left, right, head or feet.
            overlay: A second volume whose labels are seen together with this one, where they lie in the patient.
            frames: A spin of so many frames about the long axis, which gives several pictures.
            progress: As for `load`.
            **options: See `RenderOptions`, `RayOptions` and `LayoutOptions`; without a look the one that suits the
                modality.

        Returns:
            Pictures whose `array` is uint8 (rows, columns, 3).

        Raises:
            sagitta.InvalidRequest: The keywords make no sense together, or there is no such preset.
            sagitta.InvalidInput: The overlay holds no labels, or has another frame of reference.
        """
        recipe = Recipe("render", self, _requests.render({**options, "view": view, "frames": frames}))
        images = recipe.made(IMAGES, overlay, progress=progress)
        return Picture(images) if frames is None else Pictures(images)
