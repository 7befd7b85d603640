"""Whether what a contestant did is right: outside the measured time, at a few hundred places of the result."""

import functools
from collections.abc import Callable
from pathlib import Path

import cv2
import nibabel
import numpy as np
import pydicom
from PIL import Image

from . import oracle, rays
from .places import CACHE

FEW = 400
"""Places that are checked at most."""


def complaint(workload, cell, answer: dict) -> str | None:
    """What is wrong with the result in the answer; nil when it is right."""
    check = CHECKS.get(workload.work)
    if check is None:
        return None
    result = answer.get("result")
    if result is None:
        return "gave no result"
    values = np.array([np.nan if v is None else v for v in result["values"]])
    return check(workload.parameters, values, result, cell)


def volume_named(name: str) -> np.ndarray:
    return np.memmap(CACHE / f"{name}.f32", np.float32, "r", shape=oracle.SIZES[name])


def few(places: np.ndarray, *others: np.ndarray) -> tuple[np.ndarray, ...]:
    chosen = np.random.default_rng(1).permutation(len(places))[:FEW]
    return tuple(array[chosen] for array in (places, *others))


def compared(name: str, points: np.ndarray, values: np.ndarray, kernel: str, tolerance: float) -> str | None:
    interpolated, margin = oracle.KERNELS[kernel]
    places = oracle.voxel_places(name, points)
    inside = oracle.is_well_inside(name, places, margin)
    places, values = few(places[inside], values[inside])
    if kernel == "cubic":
        places, values = places[:24], values[:24]
    return differs(values, interpolated(volume_named(name), places), tolerance)


def differs(values: np.ndarray, expected: np.ndarray, tolerance: float) -> str | None:
    if len(values) == 0:
        return "wrong result: nothing to compare"
    worst = np.max(np.abs(values - expected))
    return None if worst <= tolerance else f"wrong result: differs by up to {worst:.3g}, allowed {tolerance:g}"


def offsets(result: dict) -> np.ndarray:
    return np.arange(0, result["count"], result["stride"])


def planes(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    size, count = int(parameters["size"]), int(parameters.get("count", 1))
    if result["count"] != size * size * count:
        return f"wrong result: {result['count']} values"
    plane, pixel = np.divmod(offsets(result), size * size)
    row, column = np.divmod(pixel, size)
    spacing = float(parameters["pixel"])
    steps = np.stack([(column - (size - 1) / 2) * spacing, (row - (size - 1) / 2) * spacing,
                      (plane - (count - 1) / 2) * float(parameters.get("distance", 1))], -1)
    return compared(parameters["volume"], steps @ oracle.P.T, values, parameters["kernel"], allowed(cell))


def allowed(cell) -> float:
    """HU: VTK's int16 volumes give whole numbers, its float ones use weights of limited precision."""
    return {"VTK int16": 1.0, "VTK": 0.05}.get(cell.contestant, 0.02)


def slab(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    size, spacing = int(parameters["size"]), float(parameters["pixel"])
    row, column = np.divmod(offsets(result), size)
    count = round(float(parameters["thickness"]) / float(parameters["step"])) + 1
    distances = np.linspace(-0.5, 0.5, count) * float(parameters["thickness"])
    steps = np.stack([(column - (size - 1) / 2) * spacing, (row - (size - 1) / 2) * spacing], -1)
    points = (steps @ oracle.P[:, :2].T)[:, None, :] + distances[:, None] * oracle.P[:, 2]
    name = parameters["volume"]
    places = oracle.voxel_places(name, points)
    inside = np.all(oracle.is_well_inside(name, places, 0), axis=1)
    places, values = few(places[inside], values[inside])
    samples = oracle.linear(volume_named(name), places.reshape(-1, 3)).reshape(len(places), count)
    if parameters["blend"] == "max":
        return differs(values, samples.max(axis=1), allowed(cell))
    weights = np.ones(count)
    weights[[0, -1]] = 0.5
    return differs(values, samples @ weights / weights.sum(), allowed(cell))


def stack(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    volume = volume_named(parameters["volume"])
    nk, nj, ni = volume.shape
    is_coronal = parameters["plane"] == "coronal"
    width = ni if is_coronal else nj
    if result["count"] != volume.size:
        return f"wrong result: {result['count']} values"
    plane, pixel = np.divmod(offsets(result), width * nk)
    row, column = np.divmod(pixel, width)
    plane, row, column, values = few(plane, row, column, values)
    k = nk - 1 - row
    expected = volume[k, plane, column] if is_coronal else volume[k, column, ni - 1 - plane]
    return differs(values, expected, allowed(cell))


def resample(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    name, wanted = parameters["volume"], float(parameters["spacing"])
    extent = np.array(oracle.SIZES[name]) * np.array(oracle.SPACINGS[name][::-1])
    covering = np.ceil(extent / wanted - 1e-6).astype(int)
    given = {"size": covering, "spacing": [wanted] * 3, "first": -(covering - 1) / 2 * wanted} | result.get("grid", {})
    size, spacing, first = (np.array(given[key]) for key in ("size", "spacing", "first"))
    if np.max(np.abs(size - covering)) > 1 or np.max(np.abs(spacing / wanted - 1)) > 0.01:
        return f"wrong result: a grid of {size} voxels, {spacing} mm"
    if result["count"] != np.prod(size):
        return f"wrong result: {result['count']} values, not {np.prod(size)}"
    kji = np.stack(np.unravel_index(offsets(result), size), -1)
    points = (first + kji * spacing)[:, ::-1]
    return compared(name, points, values, parameters["kernel"], allowed(cell))


def load(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    """Every voxel that is compared must be the series' own."""
    expected = series_voxels(parameters)
    if result["count"] != expected.size:
        return f"wrong result: {result['count']} voxels, not {expected.size}"
    return differs(values, expected.reshape(-1)[offsets(result)], 0)


def series_voxels(parameters: dict) -> np.ndarray:
    folder = parameters["folder"]
    if "files" in parameters or not folder.startswith("ct"):
        return read_slowly(CACHE / folder, parameters.get("files"))
    return volume_named("ct") if folder == "ct" else volume_named("ct")[236:364]


@functools.cache
def read_slowly(folder: Path, files: str | None) -> np.ndarray:
    """By pydicom, one slice after the other."""
    paths = sorted(path for path in folder.iterdir() if path.is_file())[: int(files) if files else None]
    slices = [pydicom.dcmread(path) for path in paths]
    normal = np.cross(slices[0].ImageOrientationPatient[:3], slices[0].ImageOrientationPatient[3:])
    slices.sort(key=lambda dataset: np.dot(normal, np.array(dataset.ImagePositionPatient, float)))
    return np.stack([
        dataset.pixel_array.astype(np.float64) * float(dataset.get("RescaleSlope", 1))
        + float(dataset.get("RescaleIntercept", 0)) for dataset in slices]).astype(np.float32)


def scan(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    """The number of slices of each series."""
    found = sorted(values.tolist())
    return None if found == [200] * 50 else f"wrong result: {len(found)} series of {found[:3]}… slices"


def png(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    first, count = int(parameters["first"]), int(parameters["count"])
    paths = [cell.output / f"{n}.png" for n in range(count)]
    cell.notes["writtenBytes"] = sum(path.stat().st_size for path in paths)
    for n in (0, count // 2, count - 1):
        picture = cv2.imread(str(paths[n]), cv2.IMREAD_UNCHANGED)
        if picture is None or picture.dtype != np.uint16:
            return f"wrong result: {paths[n].name} is no picture of 16 bits"
        if not np.array_equal(picture, volume_named(parameters["volume"])[first + n] + 1024):
            return f"wrong result: {paths[n].name} has other pixels"
    return None


def frames(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    """Some of the frames: every sample of an animated PNG, colours that are near those of a GIF's."""
    path, size = cell.output / "spin", int(parameters["size"])
    cell.notes["writtenBytes"] = path.stat().st_size
    expected = np.fromfile(CACHE / parameters["file"], np.uint8).reshape(-1, size, size, 3)
    with Image.open(path) as picture:
        if picture.n_frames != len(expected):
            return f"wrong result: {picture.n_frames} frames"
        differences = []
        for n in (0, len(expected) // 2, len(expected) - 1):
            picture.seek(n)
            differences.append(np.abs(np.asarray(picture.convert("RGB")).astype(int) - expected[n]).mean())
    cell.notes["meanDifference"] = round(float(max(differences)), 2)
    allowed_mean = 0 if parameters["format"] == "apng" else 4
    worst = max(differences)
    return None if worst <= allowed_mean else f"wrong result: colours differ by {worst:.1f} of 255 in the mean"


def written(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    """Some of the slices that nibabel reads back, and where the file says that they lie."""
    path = next(cell.output.glob("volume.nii*"))
    cell.notes["writtenBytes"] = path.stat().st_size
    image = nibabel.load(path)
    volume = volume_named(parameters.get("volume", "ct"))
    # RAS millimetres of a voxel's centre, whichever way the axes of the file run.
    for place in ((0, 0, 0), (300, 200, 100)):
        ijk = np.linalg.inv(image.affine) @ [*ras(place), 1]
        if np.max(np.abs(ijk[:3] - np.rint(ijk[:3]))) > 0.01:
            return "wrong result: its voxels lie elsewhere"
    flat = image.dataobj[..., : 1 + volume.shape[0] // 8]
    picks = np.random.default_rng(2).integers(0, np.array(flat.shape), (FEW, 3))
    kji = [np.rint(np.array(voxel_of(image.affine @ [*pick, 1]))).astype(int) for pick in picks]
    expected = np.array([volume[tuple(place)] for place in kji])
    return differs(np.array([flat[tuple(pick)] for pick in picks], float), expected, 0)


def ras(ijk: tuple) -> np.ndarray:
    """Where a voxel of the CT lies."""
    size, spacing = np.array(oracle.SIZES["ct"])[::-1], np.array(oracle.SPACINGS["ct"])
    return (np.array(ijk) - (size - 1) / 2) * spacing * [-1, -1, 1]


def voxel_of(point: np.ndarray) -> np.ndarray:
    """(k, j, i) of the CT's voxel at RAS millimetres."""
    return oracle.voxel_places("ct", point[:3] * [-1, -1, 1])


def as_it_is(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    """Voxels that were read back, or looked at."""
    volume = volume_named(parameters.get("volume", "ct"))
    if result["count"] != volume.size:
        return f"wrong result: {result['count']} voxels"
    return differs(values, volume.reshape(-1)[offsets(result)], 0)


def mip(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    volume = volume_named(parameters["volume"])
    if parameters.get("field") == "voxels":
        return axis_mip(parameters, values, result, volume)
    pixels, values = few(offsets(result), values)
    expected = rays.maxima(parameters, volume, pixels)
    there = ~np.isnan(expected) & ~np.isnan(values)
    if there.sum() < len(expected) / 4:
        return "wrong result: nothing to compare"
    differences = np.abs(values - expected)[there]
    # VTK gives 8 bits of grey for 4096 HU and begins its steps elsewhere, which at the edge of bone makes 100 HU.
    usual, worst, part = (20, 80, 0.9) if "VTK" in cell.contestant else (0.05, 5, 0.97)
    middle, most = np.median(differences), np.quantile(differences, part)
    if middle > usual or most > worst:
        return f"wrong result: differs by {middle:.3g} in the median and over {most:.3g} in {1 - part:.0%} of places"
    return None


def axis_mip(parameters: dict, values: np.ndarray, result: dict, volume: np.ndarray) -> str | None:
    nk, nj, ni = volume.shape
    width, height = {"x": (nj, nk), "y": (ni, nk), "z": (ni, nj)}[parameters["along"]]
    if result["count"] != width * height:
        return f"wrong result: {result['count']} pixels"
    pixels, values = few(offsets(result), values)
    row, column = np.divmod(pixels, width)
    pick = {"x": lambda r, c: volume[nk - 1 - r, c, :], "y": lambda r, c: volume[nk - 1 - r, :, c],
            "z": lambda r, c: volume[:, r, c]}[parameters["along"]]
    return differs(values, np.array([pick(r, c).max() for r, c in zip(row, column)]), 0)


def render(parameters: dict, values: np.ndarray, result: dict, cell) -> str | None:
    """The mean difference of samples of the picture.

    VTK lights the eight voxels around a sample and interpolates that, with normals of 16 bits that noise turns away: its
    pictures are darker. They must still show the same thing in the same place.
    """
    places, values = few(offsets(result), values)
    pixels, channels = np.divmod(places[:120], 3)
    expected = rays.colors(parameters, volume_named(parameters["volume"]), pixels)
    expected = expected[np.arange(len(pixels)), channels]
    mean = np.mean(np.abs(values[:120] - expected))
    allowed_mean = 25 if "VTK" in cell.contestant else 1
    cell.notes["meanDifference"] = round(float(mean), 2)
    if expected.max() < 50:
        return "wrong result: nothing to compare"
    return None if mean <= allowed_mean else f"wrong result: differs by {mean:.1f} of 255 in the mean"


CHECKS: dict[str, Callable] = {
    "plane": planes, "planes": planes, "slab": slab, "stack": stack, "resample": resample, "load": load, "mip": mip, "spin": mip,
    "render": render, "scan": scan, "png": png, "frames": frames, "write": written, "convert": written, "read": as_it_is,
    "view": as_it_is,
}
