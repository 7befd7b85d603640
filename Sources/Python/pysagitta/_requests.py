"""Keywords become requests, the JSON that the engine reads.

A table names for each keyword where its value goes and what it is turned into. What a value has to be is
checked by the engine alone, so that every face refuses the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import Any, Literal, TypedDict

from numpy.typing import ArrayLike

from ._paths import for_request
from .errors import refused

Blend = Literal["max", "min", "mean", "sum"]
Interpolation = Literal["nearest", "linear", "catmull-rom", "cubic", "lanczos", "lanczos4"]
PlaneName = Literal["axial", "coronal", "sagittal"]
View = Literal["anterior", "posterior", "left", "right", "head", "feet"]
Window = tuple[float, float] | str
Inputs = str | PathLike[str] | Sequence[str | PathLike[str]]


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
    `background` black, white, grey or #rrggbb; `shading`, `light` (a direction, LPS), `samples` a pixel's side."""

    preset: str | None
    transfer_function: Any
    iso: float | None
    background: str | None
    shading: bool | None
    light: ArrayLike | None
    samples: int | None


Request = dict[str, Any]
_Rule = tuple[str, str, Callable[[Any], Any] | None]


def _same(*places: str) -> dict[str, _Rule]:
    """Keywords whose values go to `group.field` as they are."""
    rules: dict[str, _Rule] = {}
    for place in places:
        group, _, field = place.rpartition(".")
        word = "".join("_" + letter.lower() if letter.isupper() else letter for letter in field)
        rules[word] = (group, field, None)
    return rules


def numbers(values: Any) -> list[float]:
    """A list of floats."""
    return list(map(float, values))


def _rows(values: Any) -> list[list[float]]:
    return [numbers(row) for row in values]


def reversed_numbers(values: Any) -> list[Any]:
    """Of an order here (k, j, i) the engine's (i, j, k)."""
    return list(values)[::-1]


_LAYOUT: dict[str, _Rule] = _same("layout.pixel", "layout.fov") | {"size": ("layout", "size", reversed_numbers)}
_SAMPLING = _LAYOUT | _same(
    "slab.thickness", "slab.blend", "slab.step", "interpolation", "antialias", "outside", "markGaps"
)
_DIRECTIONS: dict[str, _Rule] = {
    **{word: ("", word, numbers) for word in ("center", "right", "down", "normal", "up", "rotate")},
    "through": ("", "through", _rows),
}
_STACK: dict[str, _Rule] = {
    "count": ("", "count", None),
    "radial": ("", "radial", None),
    "spacing": ("", "spacingBetween", None),
}
_CURVE = _STACK | _same("mode", "shape", "width")
_RAYS: dict[str, _Rule] = _LAYOUT | {
    **_same("camera.view", "camera.azimuth", "camera.elevation", "camera.frames", "camera.projection"),
    **_same("camera.fovAngle", "clipping.slabFrom", "clipping.slabTo", "clipping.removeTable", "step"),
    "crop": ("clipping", "crop", numbers),
    "clip_planes": ("clipping", "clipPlanes", _rows),
}
_PROJECTION = _RAYS | _same("blend", "outside")
_MARKS = _same("marks.annotate", "marks.planeLines") | {"crosshair": ("marks", "crosshair", numbers)}
_RENDER = _RAYS | _MARKS | _same("preset", "iso", "background", "shading", "samples", "transferFunction")
_RENDER["light"] = ("", "light", numbers)
_DISPLAY = _MARKS | {
    **_same("display.voi", "display.colorMap", "display.invert", "display.bits"),
    "overlay_map": ("overlay", "map", None),
    "overlay_labels": ("overlay", "labels", None),
    "overlay_window": ("overlay", "window", None),
    "overlay_opacity": ("overlay", "opacity", None),
    "assume_aligned": ("overlay", "assumeAligned", None),
}


def fill(request: Request, options: Mapping[str, Any], rules: Mapping[str, _Rule]) -> Request:
    """Writes keywords into a request; None is as if it were not given.

    Raises:
        TypeError: There is no such keyword.
    """
    for word, value in options.items():
        if value is None:
            continue
        rule = rules.get(word)
        if rule is None:
            raise TypeError(f"there is no keyword {word}; there are {', '.join(sorted(rules))}")
        group, field, change = rule
        target = request.setdefault(group, {}) if group else request
        target[field] = change(value) if change else value
    return request


def _split(options: Mapping[str, Any], rules: Mapping[str, _Rule]) -> tuple[dict[str, Any], dict[str, Any]]:
    inside: dict[str, Any] = {}
    outside: dict[str, Any] = {}
    for word, value in options.items():
        (inside if word in rules else outside)[word] = value
    return inside, outside


def plane(name: str | None, at: float | None, index: int | None, native: bool, options: Mapping[str, Any]) -> Request:
    """A request for one plane."""
    directions, rest = _split(options, _DIRECTIONS)
    request = fill({}, rest, _SAMPLING)
    given = {word: value for word, value in (("at", at), ("index", index)) if value is not None}
    if native:
        request["planes"] = {"native": given}
    elif any(value is not None for value in directions.values()):
        if given:
            raise refused(
                "contradicting-fields", "at and index choose patient planes; center places others", field="planes.at"
            )
        request["planes"] = {"oblique": _oblique(name, directions, {})}
    else:
        request["planes"] = {"orthogonal": {"plane": name or "axial", **given}}
    return request


def _oblique(name: str | None, directions: Mapping[str, Any], stack: Mapping[str, Any]) -> Request:
    oblique = fill(fill({}, directions, _DIRECTIONS), stack, _STACK)
    return oblique if name is None else {"plane": name, **oblique}


def planes(name: str | None, stack: Mapping[str, Any], options: Mapping[str, Any]) -> Request:
    """A request for a stack along a normal, or a fan."""
    directions, rest = _split(options, _DIRECTIONS)
    request = fill({}, rest, _SAMPLING)
    request["planes"] = {"oblique": _oblique(name, directions, stack)}
    return request


def patient_planes(kind: str, choice: Request, options: Mapping[str, Any]) -> Request:
    """A request for `orthogonal`, `native` or `planeOf` planes."""
    directions, rest = _split(options, _DIRECTIONS)
    word = next((word for word, value in directions.items() if value is not None), None)
    if word is not None:
        raise refused("contradicting-fields", f"{word} is for planes with a count or a spacing", field=f"planes.{word}")
    return fill({"planes": {kind: choice}}, rest, _SAMPLING)


def curve(points: Any, stack: Mapping[str, Any], options: Mapping[str, Any]) -> Request:
    """A request for an image along a curve, or planes across it."""
    return fill({"planes": {"curve": fill({"points": _rows(points)}, stack, _CURVE)}}, options, _SAMPLING)


def projection(options: Mapping[str, Any]) -> Request:
    """A request for projections."""
    return fill({}, options, _PROJECTION)


def render(options: Mapping[str, Any]) -> Request:
    """A request for ray casts."""
    return fill({}, options, _RENDER)


def displayed(request: Request, options: Mapping[str, Any]) -> Request:
    """A request for images of what another request has the values of."""
    shown = {**request}
    window = options.get("window")
    if isinstance(window, str) and window != "full":
        shown["display"] = {"windowPreset": window}
    elif window is not None:
        shown["display"] = {"window": window}
    return fill(shown, {word: value for word, value in options.items() if word != "window"}, _DISPLAY)


def box(limits: Any) -> Request:
    """A box by (x0, x1, y0, y1, z0, z1)."""
    low_high = numbers(limits)
    if len(low_high) != 6:
        raise refused("usage", "crop has six numbers: x0, x1, y0, y1, z0, z1", field="grid.crop")
    return {"lower": low_high[0::2], "upper": low_high[1::2]}


def inputs(paths: Inputs) -> list[str]:
    """Files and folders; one, or several."""
    several = [paths] if isinstance(paths, (str, PathLike)) else paths
    return [for_request(path) for path in several]


def _plain(value: Any) -> Any:
    """A number or an array of NumPy, as JSON has it."""
    to_list = getattr(value, "tolist", None)
    if to_list is None:
        raise TypeError(f"{type(value).__name__} is nothing that a request holds")
    return to_list()


_encode = json.JSONEncoder(default=_plain, allow_nan=False, check_circular=False, separators=(",", ":")).encode


def text(request: Request) -> bytes:
    """A request as JSON.

    Raises:
        sagitta.InvalidRequest: A number is not finite.
    """
    try:
        return _encode(request).encode("ascii")
    except ValueError as error:
        raise refused("field-out-of-range", "a number is not finite", field="request") from error
