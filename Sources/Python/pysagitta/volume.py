"""Volumes: voxels in memory, and what is made of them."""

from __future__ import annotations

import ctypes
import pickle
import warnings
from collections.abc import Mapping
from ctypes import c_double, c_float, c_uint64
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, TypedDict, Unpack, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _calls, _memory, _requests, errors
from ._calls import Progress
from ._foreign import handed_over
from ._images import IMAGES, VALUES, Recipe
from ._library import CLOSED, Handle, library
from ._paths import Path, for_request, from_answer
from ._requests import (
    DisplayOptions,
    Interpolation,
    ObliqueOptions,
    PlaneName,
    ProjectionOptions,
    RenderOptions,
    SamplingOptions,
)
from .conversions import Conversions
from .geometry import Axes, Frame, Geometry, lps_ijk
from .picture import Picture, Pictures
from .plane import Plane, Planes
from .report import Finding
from .statistics import Statistics


class _Watch(TypedDict, total=False):
    threads: int | None
    memory: int | None
    progress: bool | Progress | None


class Volume(Conversions):
    """Voxels in memory, and where they lie in the patient. It never changes.

    Arrays have the order (slice k, row j, column i), and so have `shape`, `spacing` and `affine`. Places and
    directions are patient LPS: x, y, z in mm to the left, the back and the head.

    NumPy reads a volume without a copy: `np.asarray(volume)` is `volume.array`.
    """

    def __init__(self, number: int, facts: dict[str, Any] | None = None) -> None:
        """Use `load` or `Volume.from_array`."""
        self._handle = Handle(number)
        self._known = facts

    # What it is

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

    @cached_property
    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = self._known or _calls.answer(library.volume_json, self._handle.number)
        return facts

    @cached_property
    def geometry(self) -> Geometry:
        """Where voxels lie."""
        facts = self._facts
        columns, rows, slices = facts["dimensions"]
        affine = np.reshape(facts["affine"], (4, 4))
        return Geometry((slices, rows, columns), affine, facts.get("slicePositions"), axes="ijk")

    @property
    def shape(self) -> tuple[int, int, int]:
        """Slices, rows and columns."""
        return self.geometry.shape

    @property
    def spacing(self) -> tuple[float, float, float]:
        """Millimetres between slices, rows and columns; of an irregular stack the mean."""
        return self.geometry.spacing

    @property
    def affine(self) -> NDArray[np.float64]:
        """4 × 4 float64, from (k, j, i, 1) to LPS mm; `geometry.affine(frame="RAS", axes="ijk")` has the others."""
        return self.geometry.affine()

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
    def unit(self) -> str | None:
        """The unit of values, as `HU`; None if unknown."""
        return self._facts.get("unit")

    @property
    def modality(self) -> str | None:
        """DICOM's modality, as `CT`; None if unknown."""
        return self._facts.get("modality")

    @property
    def description(self) -> str | None:
        """The series' description."""
        return self._facts.get("description")

    @property
    def series_uid(self) -> str | None:
        """Series Instance UID."""
        return self._facts.get("seriesInstanceUID")

    @property
    def frame_of_reference_uid(self) -> str | None:
        """Frame of Reference UID: volumes that share it share their coordinates."""
        return self._facts.get("frameOfReferenceUID")

    @property
    def range(self) -> tuple[float, float] | None:
        """The smallest and the largest valid value; None if there is none."""
        ends = self._facts.get("range")
        return None if ends is None else (float(ends[0]), float(ends[1]))

    @property
    def regularity(self) -> Literal["regular", "sheared", "irregular"]:
        """`regular`; `sheared` where slices are shifted against each other; `irregular` where distances differ."""
        regularity: Literal["regular", "sheared", "irregular"] = self._facts["regularity"]
        return regularity

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a reader should know."""
        return tuple(Finding(finding) for finding in self._facts["findings"])

    @property
    def notices(self) -> tuple[str, ...]:
        """What the engine tells of how it was loaded."""
        return tuple(from_answer(notice) for notice in self._facts.get("notices", ()))

    @property
    def attributes(self) -> Mapping[str, Any]:
        """All that is known beside the voxels, by the names of `sagitta info --json` (axes in the order i, j, k)."""
        return MappingProxyType(self._facts)

    # What others read it by

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
        outside: Any = pickle.PickleBuffer if protocol >= 5 else bytes
        valid = outside(np.packbits(self.valid)) if self._facts["hasInvalid"] else None
        return _unpickled, (outside(self.array), self._facts, valid)

    def __copy__(self) -> Volume:
        return self

    def __deepcopy__(self, memo: Any) -> Volume:
        return self

    def close(self) -> None:
        """Lets go of the voxels; arrays that were taken stay valid."""
        self._handle = CLOSED
        self.__dict__.pop("array", None)
        self.__dict__.pop("valid", None)

    def __enter__(self) -> Volume:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        texts = [text for text in (self.modality, self.unit, self.description) if text]
        spacing = " × ".join(f"{step:.4g}" for step in self.spacing)
        return f"<Volume {' × '.join(map(str, self.shape))} voxels of {spacing} mm (k, j, i) {' '.join(texts)}>"

    def _repr_html_(self) -> str:
        from ._html import page

        return page(self)

    # Values

    def value_at(self, points: ArrayLike) -> NDArray[np.float32]:
        """Trilinear values at places.

        Args:
            points: (n, 3) or (3,), each x, y, z in LPS mm.

        Returns:
            float32 (n,) or (); NaN outside and where there is no measured value.

        Raises:
            ValueError: The last axis has not three numbers.
        """
        places = np.ascontiguousarray(points, dtype=np.float64)
        if places.ndim == 0 or places.shape[-1] != 3:
            raise ValueError(f"points have three numbers each, not the shape {places.shape}")
        values = np.empty(places.shape[:-1], dtype=np.float32)
        error = c_uint64()
        status = library.volume_values(
            None,
            self._handle.number,
            places.ctypes.data_as(ctypes.POINTER(c_double)),
            values.size,
            values.ctypes.data_as(ctypes.POINTER(c_float)),
            ctypes.byref(error),
        )
        if status:
            raise errors.taken(error.value)
        return values

    def statistics(self, *, sphere: ArrayLike | None = None, box: ArrayLike | None = None) -> Statistics:
        """Figures over a region.

        Args:
            sphere: (x, y, z, radius) in LPS mm.
            box: (x0, x1, y0, y1, z0, z1) in LPS mm.

        Returns:
            The figures, as `sagitta probe` prints them.

        Raises:
            TypeError: Not exactly one region is given.
            sagitta.InvalidRequest: A number is not finite, or the radius not above 0.
        """
        if (sphere is None) == (box is None):
            raise TypeError("give a sphere or a box")
        request: dict[str, Any] = {"boxes": [_requests.box(box)]} if box is not None else {"spheres": [_ball(sphere)]}
        text = _requests.text(request)
        answer = _calls.answer(library.probe, None, self._handle.number, text, len(text))
        return Statistics(answer["regions"][0])

    # Planes

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
        return Plane(recipe.quickly_made(VALUES), recipe)

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
            request = _requests.patient_planes("orthogonal", {"plane": plane or "axial", **choice}, options)
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

    # Rays

    @overload
    def mip(
        self,
        view: _requests.View | None = None,
        *,
        frames: None = None,
        progress: bool | Progress | None = None,
        **options: Unpack[ProjectionOptions],
    ) -> Plane: ...

    @overload
    def mip(
        self,
        view: _requests.View | None = None,
        *,
        frames: int,
        progress: bool | Progress | None = None,
        **options: Unpack[ProjectionOptions],
    ) -> Planes: ...

    def mip(
        self,
        view: _requests.View | None = None,
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
        view: _requests.View | None = None,
        *,
        frames: None = None,
        progress: bool | Progress | None = None,
        **options: Unpack[RenderOptions],
    ) -> Picture: ...

    @overload
    def render(
        self,
        view: _requests.View | None = None,
        *,
        frames: int,
        progress: bool | Progress | None = None,
        **options: Unpack[RenderOptions],
    ) -> Pictures: ...

    def render(
        self,
        view: _requests.View | None = None,
        *,
        frames: int | None = None,
        progress: bool | Progress | None = None,
        **options: Unpack[RenderOptions],
    ) -> Picture | Pictures:
        """A shaded ray cast.

        Args:
            view: From where: anterior (if nothing is said), posterior, left, right, head or feet.
            frames: A spin of so many frames about the long axis, which gives several pictures.
            progress: As for `load`.
            **options: See `RenderOptions`, `RayOptions` and `LayoutOptions`; without a look the one that suits the
                modality.

        Returns:
            Pictures whose `array` is uint8 (rows, columns, 3).

        Raises:
            sagitta.InvalidRequest: The keywords make no sense together, or there is no such preset.
        """
        recipe = Recipe("render", self, _requests.render({**options, "view": view, "frames": frames}))
        images = recipe.made(IMAGES, progress=progress)
        return Picture(images) if frames is None else Pictures(images)

    # Other grids

    def resample(
        self,
        spacing: float | tuple[float, float, float] | None = None,
        *,
        like: Volume | Geometry | None = None,
        isotropic: bool = False,
        crop: ArrayLike | None = None,
        pad: int | None = None,
        interpolation: Interpolation | None = None,
        antialias: bool = True,
        outside: float | None = None,
        **watch: Unpack[_Watch],
    ) -> Volume:
        """The volume on another grid.

        Args:
            spacing: Millimetres between slices, rows and columns, or one number for all.
            like: A volume or geometry whose grid is taken; its slices have to be evenly spaced.
            isotropic: Whether all axes get the finest spacing.
            crop: (x0, x1, y0, y1, z0, z1) in LPS mm, to which the grid is cut.
            pad: Voxels that are added on every side.
            interpolation: The kernel; `linear` if left out.
            antialias: Whether the kernel is widened where the new grid is coarser.
            outside: The value where this volume has none; NaN if left out.
            **watch: `threads`, `memory` and `progress`, as for `load`.

        Raises:
            sagitta.InvalidRequest: The keywords make no sense together.
            sagitta.LimitExceeded: The new voxels need more memory than is allowed.
        """
        grid: dict[str, Any] = {}
        if spacing is not None:
            steps = [spacing] * 3 if isinstance(spacing, (int, float)) else spacing
            grid["spacing"] = _requests.reversed_numbers(steps)
        if isotropic:
            grid["isIsotropic"] = True
        if isinstance(like, Geometry):
            grid["like"] = _grid(like)
        if crop is not None:
            grid["crop"] = _requests.box(crop)
        if pad is not None:
            grid["pad"] = pad
        request: dict[str, Any] = {
            "grid": grid,
            "interpolation": interpolation or "linear",
            "antialiasing": _ANTIALIASING[bool(antialias)],
        }
        if outside is not None:
            request["outside"] = float(outside)
        other = like._handle.number if isinstance(like, Volume) else 0
        text = _requests.text(request)
        return Volume(_calls.watched(library.resample, self._handle.number, other, text, len(text), **watch))

    def crop(self, box: ArrayLike) -> Volume:
        """The part of the volume in a box: its voxels, unchanged.

        Args:
            box: (x0, x1, y0, y1, z0, z1) in LPS mm.

        Raises:
            sagitta.InvalidRequest: Nothing of the volume lies in the box, or its slices are not evenly spaced.
        """
        return self.resample(crop=box, interpolation="nearest")

    # Files

    def save(
        self,
        path: Path,
        *,
        type: str | None = None,
        scaled: bool = False,
        compressed: bool = False,
        padding: float | Literal["nan"] | None = None,
        uneven_slices: Literal["refused", "as-even", "resampled"] | None = None,
        side_cars: bool = False,
        show_identity: bool = False,
        replace: bool = True,
        **watch: Unpack[_Watch],
    ) -> None:
        """Writes a value file; the extension says which (`.nii`, `.nii.gz`, `.nrrd`, `.mha`, `.npy`, `.npz`).

        Args:
            path: The file.
            type: How voxels are stored: `float32` if left out, `int16`, …; what does not fit exactly is refused.
            scaled: Whether values are rounded to the type, with slope and intercept (NIfTI).
            compressed: Whether formats that can are compressed; `.nii.gz` always is.
            padding: What is written where there is no measured value; `nan`, a number, or as it is.
            uneven_slices: What becomes of irregular stacks.
            side_cars: Whether a file beside NIfTI says what the series states of its acquisition.
            show_identity: Whether the file carries the series' description, identifiers and texts.
            replace: Whether a file that is there may be replaced.
            **watch: `threads`, `memory` and `progress`, as for `load`.

        Raises:
            sagitta.CannotCreate: The file cannot be made, or must not be replaced.
            sagitta.InvalidInput: The format cannot hold the volume.
        """
        voxels = {
            "type": type,
            "isScaled": scaled or None,
            "isCompressed": compressed or None,
            "padding": padding,
            "showIdentity": show_identity or None,
        }
        request = {
            "path": for_request(path),
            "replace": replace,
            "voxels": {name: value for name, value in voxels.items() if value is not None},
            "sideCars": side_cars,
        }
        if uneven_slices is not None:
            request["unevenSlices"] = uneven_slices
        text = _requests.text(request)
        _warn(_calls.watched(library.volume_save, self._handle.number, text, len(text), **watch))

    def save_dicom(
        self,
        folder: Path,
        *,
        encoding: Literal["explicit", "implicit", "deflated", "rle", "jpeg-ls", "jpeg-2000"] | None = None,
        anonymous: bool = False,
        deterministic: bool = False,
        description: str | None = None,
        number: int | None = None,
        **watch: Unpack[_Watch],
    ) -> None:
        """Writes a DICOM series of calibrated images.

        Args:
            folder: A folder that is not there yet.
            encoding: How pixels are stored, always without loss; `explicit` if left out.
            anonymous: Whether patient, people, places and dates are left out, with new identifiers throughout.
            deterministic: Whether identifiers follow from the input, and no clock is written.
            description: Series Description.
            number: Series Number.
            **watch: `threads`, `memory` and `progress`, as for `load`.

        Raises:
            sagitta.CannotCreate: The folder is there, or cannot be made.
        """
        dicom = {
            "encoding": encoding,
            "isAnonymous": anonymous,
            "isDeterministic": deterministic,
            "seriesDescription": description,
            "seriesNumber": number,
        }
        given = {name: value for name, value in dicom.items() if value is not None}
        text = _requests.text({"path": for_request(folder), "dicom": given})
        _warn(_calls.watched(library.volume_save_dicom, self._handle.number, text, len(text), **watch))

    # From elsewhere

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
    ) -> Volume:
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


def _warn(number: int) -> None:
    """Passes on what is to be known of what was written."""
    answer = _calls.taken_json(number)
    for text in answer["notices"]:
        warnings.warn(from_answer(text), stacklevel=3)


_ANTIALIASING = {True: "widenedKernel", False: "none"}


def _unpickled(voxels: Any, facts: dict[str, Any], valid: Any) -> Volume:
    columns, rows, slices = facts["dimensions"]
    array = np.frombuffer(voxels, dtype=np.float32).reshape(slices, rows, columns)
    if valid is not None:
        bits = np.unpackbits(np.frombuffer(valid, dtype=np.uint8), count=array.size)
        measured = bits.view(np.bool_).reshape(array.shape)
        array = np.where(measured, array, np.float32(np.nan))
    described = {name: facts.get(name) for name in _DESCRIBED}
    return Volume(handed_over(array, described, copy=True), facts)


_DESCRIBED = (
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


def _grid(geometry: Geometry) -> dict[str, Any]:
    grid = {
        "dimensions": list(geometry.shape[::-1]),
        "affine": geometry.affine(axes="ijk").ravel(),
        "slicePositions": geometry.slice_positions,
    }
    return {name: value for name, value in grid.items() if value is not None}


def _ball(sphere: Any) -> dict[str, Any]:
    numbers = _requests.numbers(sphere)
    if len(numbers) != 4:
        raise errors.refused("usage", "sphere has four numbers: x, y, z, radius", field="spheres")
    return {"center": numbers[:3], "radius": numbers[3]}
