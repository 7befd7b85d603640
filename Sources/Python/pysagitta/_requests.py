"""Keywords become requests, the JSON that the engine reads.

A table names for each keyword where its value goes and what it is turned into. What a value has to be is
checked by the engine alone, so that every face refuses the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from os import PathLike
from typing import Any

import numpy as np

from ._options import Inputs
from ._paths import for_request
from .errors import refused
from .geometry import Geometry

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
    # Element by element, an array of NumPy takes ten times as long.
    return values.tolist() if type(values) is np.ndarray else list(map(float, values))


def _rows(values: Any) -> list[list[float]]:
    return [numbers(row) for row in values]


def reversed_numbers(values: Any) -> list[Any]:
    """Of an order here (k, j, i) the engine's (i, j, k)."""
    return list(values)[::-1]


_LAYOUT: dict[str, _Rule] = _same("layout.pixel", "layout.fov") | {"size": ("layout", "size", reversed_numbers)}
_SAMPLING = _LAYOUT | _same(
    "slab.thickness", "slab.blend", "slab.step", "interpolation", "antialias", "outside", "markGaps"
)
_OBLIQUE: dict[str, _Rule] = _SAMPLING | {
    **{word: ("planes", word, numbers) for word in ("center", "right", "down", "normal", "up", "rotate")},
    "through": ("planes", "through", _rows),
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
_RENDER |= _same("classification", "interpolation")
_RENDER["light"] = ("", "light", numbers)
_LABELS: dict[str, _Rule] = {
    "overlay_labels": ("overlay", "labels", None),
    "overlay_opacity": ("overlay", "opacity", None),
    "assume_aligned": ("overlay", "assumeAligned", None),
}
_RENDER |= _LABELS | _same("labelsOnly", "occlusion")
_DISPLAY = _MARKS | {
    **_same("display.voi", "display.colorMap", "display.invert", "display.bits"),
    **_LABELS,
    "overlay_map": ("overlay", "map", None),
    "overlay_window": ("overlay", "window", None),
}
_CHOICE: dict[str, _Rule] = {"series": ("", "volume", str), "phase": ("", "phase", None)}
_READING: dict[str, _Rule] = {
    **_same("selection.values", "selection.outsideData", "selection.phase"),
    "series": ("selection", "volume", str),
    "assume_spacing": ("selection", "assumedSpacing", reversed_numbers),
    "tolerances": ("selection", "tolerances", dict),
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


def plane(name: str | None, at: float | None, index: int | None, native: bool, options: Mapping[str, Any]) -> Request:
    """A request for one plane."""
    if native or at is not None or index is not None:
        given = {word: value for word, value in (("at", at), ("index", index)) if value is not None}
        return patient_planes("native", given, options) if native else orthogonal(name, given, options)
    request = fill({}, options, _OBLIQUE)
    directions = request.pop("planes", None)
    if directions is None:
        request["planes"] = {"orthogonal": {"plane": name or "axial"}}
    else:
        request["planes"] = {"oblique": directions if name is None else {"plane": name, **directions}}
    return request


def planes(name: str | None, stack: Mapping[str, Any], options: Mapping[str, Any]) -> Request:
    """A request for a stack along a normal, or a fan."""
    request = fill({}, options, _OBLIQUE)
    oblique = fill(request.pop("planes", {}), stack, _STACK)
    request["planes"] = {"oblique": oblique if name is None else {"plane": name, **oblique}}
    return request


def orthogonal(name: str | None, choice: Request, options: Mapping[str, Any]) -> Request:
    """A request for planes of the patient."""
    return patient_planes("orthogonal", {"plane": name or "axial", **choice}, options)


def patient_planes(kind: str, choice: Request, options: Mapping[str, Any]) -> Request:
    """A request for `orthogonal`, `native` or `planeOf` planes."""
    request = fill({}, options, _OBLIQUE)
    if word := next(iter(request.pop("planes", ())), None):
        sentence = f"{word} is for one plane without at, index and native, or for planes with a count or a spacing"
        raise refused("contradicting-fields", sentence, field=f"planes.{word}")
    request["planes"] = {kind: choice}
    return request


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


def grid(geometry: Geometry) -> Request:
    """A grid as requests have it."""
    positions = geometry.slice_positions
    uneven = {} if positions is None else {"slicePositions": positions}
    return {"dimensions": list(geometry.shape[::-1]), "affine": geometry.affine(axes="ijk").ravel(), **uneven}


def box(limits: Any) -> Request:
    """A box by (x0, x1, y0, y1, z0, z1)."""
    low_high = numbers(limits)
    if len(low_high) != 6:
        raise refused("usage", "crop has six numbers: x0, x1, y0, y1, z0, z1", field="grid.crop")
    return {"lower": low_high[0::2], "upper": low_high[1::2]}


def reading(paths: Inputs, options: Mapping[str, Any]) -> Request:
    """A request for what is in files and folders; one, or several."""
    several = [paths] if isinstance(paths, (str, PathLike)) else paths
    return fill({"inputs": [for_request(path) for path in several]}, options, _READING)


def chosen(series: int | str | None, phase: int | None) -> Request:
    """The choice of a volume of a study."""
    return fill(
        {}, {"series": series, "phase": phase}, {word: ("", *_READING[word][1:]) for word in ("series", "phase")}
    )


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
