"""SciPy: map_coordinates, affine_transform; `with_scipy.py zoom`: zoom. One thread, whatever is asked for."""

import sys

import numpy as np
from scipy import ndimage
from worker import SIZES, SPACINGS, P, Request, Work, float_volume, kept, serve


def volume(request: Request) -> np.ndarray:
    return kept(request["volume"], lambda: float_volume(request))


def coordinates(request: Request) -> np.ndarray:
    """(k, j, i) of the pixels; computing them is not counted."""
    size, spacing, name = request.whole("size"), request.number("pixel"), request["volume"]
    places = (np.arange(size) - (size - 1) / 2) * spacing
    points = places[None, :, None] * P[:, 0] + places[:, None, None] * P[:, 1]
    kji = points[..., ::-1] / np.array(SPACINGS[name][::-1]) + (np.array(SIZES[name]) - 1) / 2
    return np.ascontiguousarray(np.moveaxis(kji, -1, 0))


def plane(request: Request) -> Work:
    places = coordinates(request)
    order = {"linear": 1, "cubic": 3}[request["kernel"]]
    if request.parameters.get("prefilter") == "kept":
        source = kept("coefficients", lambda: ndimage.spline_filter(float_volume(request), 3, np.float32, "mirror"))
        return Work(lambda: ndimage.map_coordinates(source, places, order=3, mode="mirror", prefilter=False))
    source = volume(request)
    mode = "mirror" if order == 3 else "nearest"
    return Work(lambda: ndimage.map_coordinates(source, places, order=order, mode=mode))


def resample(request: Request) -> Work:
    name, spacing = request["volume"], request.number("spacing")
    source = volume(request)
    steps = np.array(SPACINGS[name][::-1])
    size = np.ceil(np.array(SIZES[name]) * steps / spacing - 1e-6).astype(int)
    offset = (np.array(SIZES[name]) - 1) / 2 - (size - 1) / 2 * spacing / steps
    return Work(lambda: ndimage.affine_transform(
        source, spacing / steps, offset, tuple(size), np.float32, order=1, mode="nearest"))


def zoom(request: Request) -> Work:
    """Its grid has the volume's rim, and therefore not quite the spacing."""
    source, steps = volume(request), np.array(SPACINGS[request["volume"]][::-1])
    factors = steps / request.number("spacing")

    def grid(result: np.ndarray) -> dict:
        extent = np.array(source.shape) * steps
        spacing = extent / result.shape
        return {"size": list(result.shape), "spacing": spacing.tolist(), "first": ((spacing - extent) / 2).tolist()}

    return Work(lambda: ndimage.zoom(source, factors, order=1, mode="nearest", grid_mode=True), grid=grid)


serve({"resample": zoom} if sys.argv[1:] == ["zoom"] else {"plane": plane, "resample": resample})
