"""Rays as the workloads define them, and what must be seen along a few of them."""

import importlib.util

import numpy as np

from . import oracle
from .places import BENCHMARKS

_spec = importlib.util.spec_from_file_location("looks", BENCHMARKS / "peers/looks.py")
looks = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(looks)


def axes(parameters: dict) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Right, down and forward."""
    if "frames" in parameters:  # the last frame of a spin
        angle = 2 * np.pi * (int(parameters["frames"]) - 1) / int(parameters["frames"])
        forward, up = np.array([-np.sin(angle), np.cos(angle), 0]), np.array([0.0, 0, 1])
    else:
        forward, up = oracle.P[:, 2], -oracle.P[:, 1]
    return np.cross(forward, up), -up, forward


def rays(parameters: dict, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For pixels their points in the plane through the volume's centre, directions, and distances of the samples."""
    size, field = int(parameters["size"]), float(parameters["field"])
    right, down, forward = axes(parameters)
    row, column = np.divmod(pixels, size)
    offsets = (np.stack([column, row], -1) - (size - 1) / 2) * field / size
    points = offsets @ np.stack([right, down])
    step, reach = float(parameters["step"]), int(np.ceil(400 / float(parameters["step"])))
    angle = float(parameters.get("angle", 0))
    if not angle:
        return points, np.broadcast_to(forward, points.shape), np.arange(-reach, reach + 1) * step
    eye = -forward * field / 2 / np.tan(np.radians(angle / 2))
    directions = (points - eye) / np.linalg.norm(points - eye, axis=1, keepdims=True)
    return np.broadcast_to(eye, points.shape), directions, np.arange(0, int(1200 / step)) * step


def maxima(parameters: dict, volume: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """The largest sample of each pixel's ray between the outer voxel centres, NaN where there is none."""
    points, directions, distances = rays(parameters, pixels)
    found = np.full(len(pixels), np.nan)
    for n, (point, direction) in enumerate(zip(points, directions)):
        places = oracle.voxel_places(parameters["volume"], point + distances[:, None] * direction)
        places = places[oracle.is_well_inside(parameters["volume"], places, 0)]
        if len(places):
            found[n] = oracle.linear(volume, places).max()
    return found


def colors(parameters: dict, volume: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """Red, green and blue (0…255) of each pixel, gathered sample by sample from front to back; light from the viewer."""
    points, directions, distances = rays(parameters, pixels)
    return np.stack([
        color(parameters, volume, point + distances[:, None] * direction, direction)
        for point, direction in zip(points, directions)])


def color(parameters: dict, volume: np.ndarray, samples: np.ndarray, direction: np.ndarray) -> np.ndarray:
    name = parameters["volume"]
    places = oracle.voxel_places(name, samples)
    places = places[oracle.is_well_inside(name, places, 1)]
    if len(places) == 0:
        return np.zeros(3)
    values = oracle.linear(volume, places)
    alpha = curve(looks.OPACITY[parameters["look"]], values)
    alpha = 1 - (1 - alpha) ** (float(parameters["step"]) / looks.OPACITY_UNIT)
    weight = alpha * np.concatenate([[1], np.cumprod(1 - alpha)[:-1]])
    seen = weight > 1e-5
    places, values, weight = places[seen], values[seen], weight[seen]
    if len(places) == 0:
        return np.zeros(3)
    # (x, y, z) of the gradient, per mm: one voxel to either side.
    steps = np.eye(3)
    gradient = np.stack([
        oracle.linear(volume, places + steps[2 - axis]) - oracle.linear(volume, places - steps[2 - axis])
        for axis in range(3)], -1) / (2 * np.array(oracle.SPACINGS[name]))
    length = np.linalg.norm(gradient, axis=1)
    facing = np.abs(gradient @ direction) / np.maximum(length, 1e-9)
    # The light is where the viewer is, so the half vector is its direction.
    mirrored = np.maximum(2 * facing**2 - 1, 0) ** looks.POWER
    plain = np.stack([curve([(v, rgb[c]) for v, rgb in looks.COLOR[parameters["look"]]], values) for c in range(3)], -1)
    lit = plain * (looks.AMBIENT + looks.DIFFUSE * facing)[:, None] + (looks.SPECULAR * mirrored)[:, None]
    return 255 * np.clip((weight[:, None] * np.minimum(lit, 1)).sum(axis=0), 0, 1)


def curve(points: list, values: np.ndarray) -> np.ndarray:
    return np.interp(values, [point[0] for point in points], [point[1] for point in points])
