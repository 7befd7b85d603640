"""Keywords that several calls take, and what may stand for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from typing import Any, Literal, TypedDict

from numpy.typing import ArrayLike

from ._calls import Progress

Blend = Literal["max", "min", "mean", "sum"]
Interpolation = Literal["nearest", "linear", "catmull-rom", "cubic", "lanczos", "lanczos4"]
PlaneName = Literal["axial", "coronal", "sagittal"]
View = Literal["anterior", "posterior", "left", "right", "head", "feet"]
Window = tuple[float, float] | str
Values = Literal["modality", "suv-body-weight", "real-world"]
Inputs = str | PathLike[str] | Sequence[str | PathLike[str]]


class WatchOptions(TypedDict, total=False):
    """`threads`: the most threads, as many as there are processors if left out; `memory`: the most bytes that the
    process may hold, 90 % of what there is if left out; `progress`: True for a bar (tqdm), or a callable
    `(done, total, stage)` that is called in the thread of the call; where it returns False or raises, the work is
    cancelled."""

    threads: int | None
    memory: int | None
    progress: bool | Progress | None


class ReadingOptions(TypedDict, total=False):
    """`values`: what voxels are, `modality` values (HU of CT), `suv-body-weight` of PET, or `real-world`;
    `assume_spacing`: millimetres between slices, rows and columns of images that do not say where they lie;
    `tolerances` of the loader by name, in their units (of an unknown name the error lists the known ones);
    `outside_data`: whether headers may name data files that do not lie below their own folder."""

    values: Values | None
    assume_spacing: tuple[float, float, float] | None
    tolerances: Mapping[str, float] | None
    outside_data: bool | None


class LayoutOptions(TypedDict, total=False):
    """`size`: rows and columns of the image; `pixel`: mm from pixel to pixel; `fov`: mm that a square shows."""

    size: tuple[int, int] | None
    pixel: float | None
    fov: float | None


class SamplingOptions(LayoutOptions, total=False):
    """How planes are sampled.

    `thickness` in mm, centred on the plane, and `blend` make a slab, sampled every `step` mm; `interpolation`
    is the kernel; `antialias` widens it where pixels are coarser than voxels; `outside` is the value outside of
    the volume (NaN if left out); `mark_gaps` hatches in images what is interpolated across missing slices.
    """

    thickness: float | None
    blend: Blend | None
    step: float | None
    interpolation: Interpolation | None
    antialias: bool | None
    outside: float | None
    mark_gaps: bool | None


class ObliqueOptions(SamplingOptions, total=False):
    """A plane of any direction: centre in LPS mm, and `right` with `down`, `normal` with or without `up`, three
    points `through` it, or a patient plane; `rotate` turns it by degrees about right, then down, then normal."""

    center: ArrayLike | None
    right: ArrayLike | None
    down: ArrayLike | None
    normal: ArrayLike | None
    up: ArrayLike | None
    through: ArrayLike | None
    rotate: ArrayLike | None


class RayOptions(LayoutOptions, total=False):
    """From where rays look, and at what.

    `azimuth` and `elevation` in degrees, where no view is named; `projection` with `fov_angle` in degrees; `crop`
    (x0, x1, y0, y1, z0, z1) in LPS mm; `clip_planes`, each (a, b, c, d), keep ax + by + cz + d ≥ 0;
    `slab_from` and `slab_to` in mm along the view, from the volume's centre; `remove_table` leaves out what is
    not the patient in a CT; `step` in mm along rays.
    """

    azimuth: float | None
    elevation: float | None
    projection: Literal["orthographic", "perspective"] | None
    fov_angle: float | None
    crop: ArrayLike | None
    clip_planes: ArrayLike | None
    slab_from: float | None
    slab_to: float | None
    remove_table: bool | None
    step: float | None


class MarkOptions(TypedDict, total=False):
    """`annotate` none, labels (sides, scale, position, window) or full; `crosshair` points at a place in LPS mm;
    `plane_lines` shows where other planes of the same request cross."""

    annotate: Literal["none", "labels", "full"] | None
    crosshair: ArrayLike | None
    plane_lines: bool | None


class DisplayOptions(MarkOptions, total=False):
    """How values become grey or colours.

    `window`: (centre, width) in the volume's unit, `full`, or the name of a known one, as `lung`; `voi` linear,
    linear-exact or sigmoid; `color_map` by name; `invert` turns greys round; `bits` 8 or 16. A second volume is
    laid over by `overlay`, in colours `overlay_map` (or `labels`) from the window `overlay_window`, at
    `overlay_opacity` 0…1; `assume_aligned` takes the coordinates of both as equal.
    """

    window: Window | None
    voi: Literal["linear", "linear-exact", "sigmoid"] | None
    color_map: str | None
    invert: bool | None
    bits: Literal[8, 16] | None
    overlay_map: str | None
    overlay_labels: Any
    overlay_window: tuple[float, float] | Literal["full"] | None
    overlay_opacity: float | None
    assume_aligned: bool | None


class ProjectionOptions(RayOptions, total=False):
    """As `RayOptions`; `blend` max, min or mean of what is on a ray; `outside` where a ray meets nothing."""

    blend: Literal["max", "min", "mean"] | None
    outside: float | None


class RenderOptions(RayOptions, MarkOptions, total=False):
    """As `RayOptions` and `MarkOptions`; a look by `preset`, `transfer_function` (a dict or its JSON) or `iso`;
    `background` black, white, grey or #rrggbb; `shading`, `light` (a direction, LPS), `samples` a pixel's side;
    `classification` of samples or of the ways between them, and the kernel that values are sampled by; `occlusion` 0…1,
    how much darker hollows are. Labels of a second volume, `overlay`, are bodies in the colours of `overlay_labels`, at
    `overlay_opacity` 0…1 (opaque if left out); `labels_only` leaves out the volume itself; `assume_aligned` takes the
    coordinates of both as equal."""

    preset: str | None
    transfer_function: Any
    iso: float | None
    background: str | None
    shading: bool | None
    light: ArrayLike | None
    classification: Literal["sampled", "preintegrated"] | None
    interpolation: Literal["linear", "catmull-rom", "cubic", "smooth"] | None
    samples: int | None
    occlusion: float | None
    overlay_labels: Any
    overlay_opacity: float | None
    labels_only: bool | None
    assume_aligned: bool | None
