"""Planes and curves through a volume."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, Unpack, overload

import numpy as np
from numpy.typing import ArrayLike

from . import _requests, errors
from ._calls import Progress
from ._held import HeldVolume
from ._images import VALUES, Recipe
from ._options import DisplayOptions, ObliqueOptions, PlaneName, SamplingOptions
from .picture import Picture
from .plane import Plane, Planes

if TYPE_CHECKING:
    from .volume import Volume


class SlicedVolume(HeldVolume):
    """A volume as planes, slabs and sections."""

    def plane(
        self,
        plane: PlaneName | None = None,
        *,
        at: float | None = None,
        index: int | None = None,
        native: bool = False,
        **options: Unpack[ObliqueOptions],
    ) -> Plane:
        """One plane: axial, coronal or sagittal, or of any direction; thin, or a slab.

        Args:
            plane: A patient plane; axial if nothing else is said. The middle one, unless `at` or `index` choose.
            at: The LPS coordinate across a patient plane, in mm.
            index: The number of a patient plane or stored slice, from 0.
            native: Whether the stored slice is taken as it is.
            **options: See `ObliqueOptions`, `SamplingOptions` and `LayoutOptions`.

        Returns:
            The plane; `.array` is float32 (rows, columns), NaN outside.

        Raises:
            sagitta.InvalidRequest: The keywords make no sense together.
        """
        recipe = Recipe("planes", self, _requests.plane(plane, at, index, native, options))
        return Plane(recipe.plane_values(), recipe)

    def planes(
        self,
        plane: PlaneName | None = None,
        *,
        spacing: float | None = None,
        count: int | None = None,
        every: int | None = None,
        radial: int | None = None,
        native: bool = False,
        like: Volume | None = None,
        progress: bool | Progress | None = None,
        **options: Unpack[ObliqueOptions],
    ) -> Planes:
        """Several parallel planes, or a fan.

        Args:
            plane: A patient plane; axial if nothing else is said. All of them, unless something chooses.
            spacing: Millimetres from plane to plane; without a count as many as cover the volume.
            count: How many planes, centred on `center`.
            every: Every n-th patient plane or stored slice.
            radial: So many planes through the centre, turned about the image's down.
            native: Whether stored slices are taken as they are.
            like: A volume whose stored slices' planes are taken.
            progress: As for `load`.
            **options: See `ObliqueOptions`, `SamplingOptions` and `LayoutOptions`.

        Returns:
            The planes, along the viewing direction: axial from the feet, coronal from the front, sagittal from
            the left.

        Raises:
            sagitta.InvalidRequest: The keywords make no sense together.
        """
        choice: dict[str, Any] = {"all": True} if every is None else {"every": every}
        if like is not None:
            request = _requests.patient_planes("planeOf", {}, options)
        elif native:
            request = _requests.patient_planes("native", choice, options)
        elif spacing is None and count is None and radial is None:
            request = _requests.orthogonal(plane, choice, options)
        else:
            if spacing is not None and count is None:
                count = self._covering(plane, spacing, options)
            stack = {"spacing": spacing, "count": count, "radial": radial}
            request = _requests.planes(plane, stack, options)
        recipe = Recipe("planes", self, request, like)
        return Planes(recipe.made(VALUES, progress=progress), recipe)

    def _covering(self, plane: str | None, spacing: float, options: Mapping[str, Any]) -> int:
        """How many planes cover the volume."""
        if options.get("rotate") is not None or options.get("through") is not None:
            raise errors.refused("incomplete-request", "turned planes need a count", field="planes.count")
        normal = options.get("normal")
        if normal is None and options.get("right") is not None and options.get("down") is not None:
            normal = np.cross(np.asarray(options["right"]), np.asarray(options["down"]))
        if normal is None:
            normal = {"coronal": (0, 1, 0), "sagittal": (1, 0, 0)}.get(plane or "axial", (0, 0, 1))
        return max(1, int(np.ceil(self.geometry.extent(normal) / spacing - 1e-6)))

    @overload
    def curve(
        self,
        points: ArrayLike,
        *,
        mode: Literal["straightened", "stretched"] = "straightened",
        shape: Literal["spline", "polyline"] | None = None,
        width: float | None = None,
        **options: Unpack[SamplingOptions],
    ) -> Plane: ...

    @overload
    def curve(
        self,
        points: ArrayLike,
        *,
        mode: Literal["cross-sections"],
        shape: Literal["spline", "polyline"] | None = None,
        width: float | None = None,
        count: int | None = None,
        spacing: float | None = None,
        **options: Unpack[SamplingOptions],
    ) -> Planes: ...

    def curve(
        self,
        points: ArrayLike,
        *,
        mode: Literal["straightened", "stretched", "cross-sections"] = "straightened",
        shape: Literal["spline", "polyline"] | None = None,
        width: float | None = None,
        count: int | None = None,
        spacing: float | None = None,
        **options: Unpack[SamplingOptions],
    ) -> Plane | Planes:
        """An image along a curve, or planes across it.

        Args:
            points: (n, 3), each x, y, z in LPS mm.
            mode: `straightened`, `stretched`, or `cross-sections`, which gives planes.
            shape: How the curve runs between points: `spline` or `polyline`.
            width: Millimetres across the curve; 50 if left out.
            count: Of cross-sections, how many from end to end.
            spacing: Of cross-sections, millimetres from one to the next; 5 if left out.
            **options: See `SamplingOptions` and `LayoutOptions`.

        Raises:
            sagitta.InvalidRequest: The points make no curve.
        """
        stack = {"mode": mode, "shape": shape, "width": width, "count": count, "spacing": spacing}
        recipe = Recipe("planes", self, _requests.curve(points, stack, options))
        images = recipe.made(VALUES)
        return Planes(images, recipe) if mode == "cross-sections" else Plane(images, recipe)

    def panels(self, overlay: Volume | None = None, **options: Unpack[DisplayOptions]) -> Picture:
        """The three patient planes through one place on one picture, all at one scale.

        Args:
            overlay: A second volume, laid over where it lies.
            **options: See `DisplayOptions`; the place is `crosshair`, or the volume's middle.
        """
        request: dict[str, Any] = {"planes": {"orthogonal": {"plane": "all"}}, "sheet": {"panels": True}}
        return Picture(Recipe("planes", self, request).displayed(overlay, dict(options)))

    def montage(
        self,
        plane: PlaneName = "axial",
        *,
        rows: int = 5,
        columns: int = 6,
        overlay: Volume | None = None,
        **options: Unpack[DisplayOptions],
    ) -> Picture:
        """A contact sheet of planes that are spread evenly from first to last; see `DisplayOptions`."""
        request = {"planes": {"orthogonal": {"plane": plane}}, "sheet": {"montage": [columns, rows]}}
        return Picture(Recipe("planes", self, request).displayed(overlay, dict(options)))
