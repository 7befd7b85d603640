"""Pictures and values of Python are the program's, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pysagitta as sagitta
import pytest
from conftest import VOLUMES, Program

CHEST = VOLUMES / "ct-chest"
HEAD = VOLUMES / "mr-head"


def _words(value: object) -> str:
    """The name of a case."""
    return " ".join(value) if isinstance(value, list) else ""


PLANES: list[tuple[list[str], dict[str, Any]]] = [
    (["slice"], {}),
    (["slice", "--plane", "coronal", "--at", "12.5"], {"plane": "coronal", "at": 12.5}),
    (
        ["slice", "--plane", "sagittal", "--index", "7", "--pixel", "1.5"],
        {"plane": "sagittal", "index": 7, "pixel": 1.5},
    ),
    (["slice", "--native", "--index", "3"], {"native": True, "index": 3}),
    (["slice", "--interpolation", "cubic", "--size", "100x80"], {"interpolation": "cubic", "size": (80, 100)}),
    (["slice", "--fov", "200", "--antialias", "--outside", "-2000"], {"fov": 200, "antialias": True, "outside": -2000}),
    (
        ["mpr", "--plane", "coronal", "--thickness", "20", "--blend", "max", "--pixel", "0.9"],
        {"plane": "coronal", "center": None, "rotate": (0, 0, 0), "thickness": 20, "blend": "max", "pixel": 0.9},
    ),
    (
        ["mpr", "--normal", "0,1,1", "--center", "-10,20,-540", "--size", "64x48"],
        {"normal": (0, 1, 1), "center": (-10, 20, -540), "size": (48, 64)},
    ),
    (
        ["mpr", "--right", "1,0,0", "--down", "0,0.6,-0.8", "--thickness", "5", "--blend", "mean", "--step", "0.5"],
        {"right": (1, 0, 0), "down": np.array([0, 0.6, -0.8]), "thickness": 5, "blend": "mean", "step": 0.5},
    ),
    (
        ["mpr", "--through", "0,0,-540", "--through", "50,0,-540", "--through", "0,40,-520"],
        {"through": [(0, 0, -540), (50, 0, -540), (0, 40, -520)]},
    ),
    (["mpr", "--plane", "sagittal", "--rotate", "10,15,20"], {"plane": "sagittal", "rotate": (10, 15, 20)}),
    (["mpr", "--normal", "1,2,3", "--up", "0,1,0"], {"normal": (1, 2, 3), "up": (0, 1, 0)}),
]


@pytest.mark.parametrize(("words", "keywords"), PLANES, ids=_words)
def test_values_of_a_plane(
    chest: sagitta.Volume, program: Program, tmp_path: Path, words: list[str], keywords: dict[str, Any]
) -> None:
    verb, *options = words
    told = json.loads(program(verb, CHEST, "-o", tmp_path / "plane.npy", "--json", *options))
    plane = chest.plane(**keywords)
    expected = np.load(tmp_path / "plane.npy")
    assert plane.array.tobytes() == expected.tobytes() and plane.shape == expected.shape
    assert plane.place == told["outputs"][0]["plane"]


DISPLAYS: list[tuple[list[str], dict[str, Any]]] = [
    ([], {}),
    (["--window", "40,400"], {"window": (40, 400)}),
    (["--window", "full", "--bits", "16"], {"window": "full", "bits": 16}),
    (["--window-preset", "lung", "--annotate", "labels"], {"window": "lung", "annotate": "labels"}),
    (["--annotate", "full", "--crosshair", "0,0,-540"], {"annotate": "full", "crosshair": (0, 0, -540)}),
    (["--color-map", "viridis", "--invert"], {"color_map": "viridis", "invert": True}),
    (["--voi", "sigmoid"], {"voi": "sigmoid"}),
]


@pytest.mark.parametrize(("words", "keywords"), DISPLAYS, ids=_words)
def test_pictures_of_a_plane(
    chest: sagitta.Volume, program: Program, tmp_path: Path, words: list[str], keywords: dict[str, Any]
) -> None:
    program("slice", CHEST, "-o", tmp_path / "picture.png", "--plane", "coronal", *words)
    picture = chest.plane("coronal").display(**keywords)
    picture.save(tmp_path / "python.png")
    assert (tmp_path / "python.png").read_bytes() == (tmp_path / "picture.png").read_bytes()
    assert picture.to_png() == (tmp_path / "picture.png").read_bytes()


def test_jpeg(chest: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    program("slice", CHEST, "-o", tmp_path / "picture.jpg", "--quality", "70")
    chest.plane("axial").display().save(tmp_path / "python.jpg", quality=70)
    assert (tmp_path / "python.jpg").read_bytes() == (tmp_path / "picture.jpg").read_bytes()


def test_stacks(chest: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    program("slice", CHEST, "-o", tmp_path / "all.npy", "--plane", "sagittal", "--every", "100")
    stack = chest.planes("sagittal", every=100)
    assert stack.array.tobytes() == np.load(tmp_path / "all.npy").tobytes()
    program("mpr", CHEST, "-o", tmp_path / "stack.npy", "--normal", "0,1,1", "--count", "5", "--spacing-between", "7")
    stack = chest.planes(normal=(0, 1, 1), count=5, spacing=7)
    assert stack.array.tobytes() == np.load(tmp_path / "stack.npy").tobytes()
    program(
        "mpr",
        CHEST,
        "-o",
        tmp_path / "fan",
        "--format",
        "npy",
        "--radial",
        "4",
        "--size",
        "64x48",
        "--plane",
        "coronal",
    )
    assert _bytes(chest.planes("coronal", radial=4, size=(48, 64))) == _arrays(tmp_path / "fan")


def _bytes(planes: sagitta.Planes) -> list[bytes]:
    return [plane.array.tobytes() for plane in planes]


def _arrays(folder: Path) -> list[bytes]:
    return [np.load(file).tobytes() for file in sorted(folder.glob("*.npy"))]


def test_pictures_of_a_stack(chest: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    options = ["--plane", "axial", "--every", "20", "--pixel", "2", "--annotate", "labels"]
    program("slice", CHEST, "-o", tmp_path / "stack", *options)
    stack = chest.planes("axial", every=20, pixel=2)
    pictures = stack.display(annotate="labels")
    files = sorted((tmp_path / "stack").iterdir())
    assert [picture.to_png() for picture in pictures] == [file.read_bytes() for file in files]
    assert stack[2].display(annotate="labels").to_png() == files[2].read_bytes()
    program("slice", CHEST, "-o", tmp_path / "program.gif", "--fps", "5", *options)
    pictures.save(tmp_path / "python.gif", frames_per_second=5)
    assert (tmp_path / "python.gif").read_bytes() == (tmp_path / "program.gif").read_bytes()
    pictures.save(tmp_path / "folder")
    assert (tmp_path / "folder" / "0001.png").read_bytes() == files[1].read_bytes()


def test_planes_spaced_in_mm_cover_the_volume(chest: sagitta.Volume) -> None:
    stack = chest.planes("axial", spacing=10, pixel=4)
    places = [plane.place["center"][2] for plane in stack]  # type: ignore[index]
    assert len(stack) == round(69 * 4 / 10)
    np.testing.assert_allclose(np.diff(places), 10)
    assert len(chest.planes(right=(1, 0, 0), down=(0, 1, 0), spacing=10, pixel=4)) == len(stack)


def test_planes_of_another_volume(chest: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    smaller = chest.resample(spacing=(20, 8, 8))
    smaller.save(tmp_path / "like.nii")
    program("mpr", CHEST, "-o", tmp_path / "of.npy", "--plane-of", tmp_path / "like.nii")
    stack = chest.planes(like=smaller)
    assert stack.array.tobytes() == np.load(tmp_path / "of.npy").tobytes()


def test_curves(chest: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    points = [[0, 0, -600], [10, 5, -560], [20, 5, -500]]
    (tmp_path / "points.json").write_text(json.dumps(points))
    curve = ["--curve", tmp_path / "points.json", "--width", "40"]
    for mode in ("straightened", "stretched"):
        program("mpr", CHEST, "-o", tmp_path / "curve.npy", *curve, "--curve-mode", mode)
        made = chest.curve(points, mode=mode, width=40)  # type: ignore[call-overload]
        assert made.array.tobytes() == np.load(tmp_path / "curve.npy").tobytes()
        assert len(made.curve["arcLengths"]) == made.shape[0]
        with pytest.raises(sagitta.InvalidRequest):
            _ = made.affine
    sections = ["--curve-mode", "cross-sections", "--count", "4", "--format", "npy"]
    program("mpr", CHEST, "-o", tmp_path / "cuts", *curve, *sections)
    cuts = chest.curve(np.array(points), mode="cross-sections", width=40, count=4)
    assert _bytes(cuts) == _arrays(tmp_path / "cuts")


def test_sheets(head: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    program("slice", HEAD, "-o", tmp_path / "panels.png", "--panels", "--crosshair", "0,-20,10")
    assert head.panels(crosshair=(0, -20, 10)).to_png() == (tmp_path / "panels.png").read_bytes()
    program("slice", HEAD, "-o", tmp_path / "sheet.png", "--montage", "4x3", "--plane", "coronal")
    assert head.montage("coronal", rows=3, columns=4).to_png() == (tmp_path / "sheet.png").read_bytes()


def test_overlays(chest: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    second = chest.resample(spacing=5)
    second.save(tmp_path / "second.nii")
    overlay = sagitta.load(tmp_path / "second.nii")
    options = ["--overlay", tmp_path / "second.nii", "--overlay-opacity", "0.3", "--overlay-window", "100,600"]
    program("slice", CHEST, "-o", tmp_path / "fused.png", "--plane", "coronal", *options)
    fused = chest.plane("coronal").display(overlay, overlay_opacity=0.3, overlay_window=(100, 600))
    assert fused.array.ndim == 3
    assert fused.to_png() == (tmp_path / "fused.png").read_bytes()


PROJECTIONS: list[tuple[list[str], dict[str, Any]]] = [
    ([], {}),
    (["--view", "left", "--blend", "min", "--pixel", "2"], {"view": "left", "blend": "min", "pixel": 2}),
    (["--azimuth", "30", "--elevation", "-10", "--step", "1"], {"azimuth": 30, "elevation": -10, "step": 1}),
    (
        ["--slab-from", "-10", "--slab-to", "15", "--blend", "mean", "--outside", "-5"],
        {"slab_from": -10, "slab_to": 15, "blend": "mean", "outside": -5},
    ),
    (
        ["--crop", "-50,50,-60,60,-600,-500", "--clip-plane", "1,0,0,20"],
        {"crop": (-50, 50, -60, 60, -600, -500), "clip_planes": [(1, 0, 0, 20)]},
    ),
    (["--remove-table", "--pixel", "3"], {"remove_table": True, "pixel": 3}),
    (
        ["--projection", "perspective", "--fov-angle", "40", "--pixel", "3"],
        {"projection": "perspective", "fov_angle": 40, "pixel": 3},
    ),
]


@pytest.mark.parametrize(("words", "keywords"), PROJECTIONS, ids=_words)
def test_projections(
    chest: sagitta.Volume, program: Program, tmp_path: Path, words: list[str], keywords: dict[str, Any]
) -> None:
    program("mip", CHEST, "-o", tmp_path / "mip.npy", *words)
    projection = chest.mip(**keywords)
    assert projection.array.tobytes() == np.load(tmp_path / "mip.npy").tobytes()
    program("mip", CHEST, "-o", tmp_path / "mip.png", *words, "--window", "200,1000")
    assert projection.display(window=(200, 1000)).to_png() == (tmp_path / "mip.png").read_bytes()


def test_depths_and_spins(chest: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    program("mip", CHEST, "-o", tmp_path / "mip.npy", "--pixel", "2", "--depths", tmp_path / "depths.npy")
    assert chest.mip(pixel=2).depths().tobytes() == np.load(tmp_path / "depths.npy").tobytes()
    program("mip", CHEST, "-o", tmp_path / "spin.gif", "--pixel", "4", "--frames", "6")
    spin = chest.mip(frames=6, pixel=4)
    assert len(spin) == 6
    spin.display().save(tmp_path / "python.gif", frames_per_second=12.5)
    assert (tmp_path / "python.gif").read_bytes() == (tmp_path / "spin.gif").read_bytes()


RENDERS: list[tuple[list[str], dict[str, Any]]] = [
    ([], {}),
    (["--preset", "ct-bone", "--view", "left"], {"preset": "ct-bone", "view": "left"}),
    (["--iso", "300", "--samples", "2", "--background", "white"], {"iso": 300, "samples": 2, "background": "white"}),
    (["--no-shading", "--azimuth", "45"], {"shading": False, "azimuth": 45}),
    (
        ["--classification", "preintegrated", "--interpolation", "catmull-rom"],
        {"classification": "preintegrated", "interpolation": "catmull-rom"},
    ),
    (["--occlusion", "0.8"], {"occlusion": 0.8}),
    (["--light", "1,-1,1", "--annotate", "labels"], {"light": (1, -1, 1), "annotate": "labels"}),
]


@pytest.mark.parametrize(("words", "keywords"), RENDERS, ids=_words)
def test_renders(
    chest: sagitta.Volume, program: Program, tmp_path: Path, words: list[str], keywords: dict[str, Any]
) -> None:
    program("render", CHEST, "-o", tmp_path / "render.png", "--pixel", "3", *words)
    picture = chest.render(pixel=3, **keywords)
    assert picture.array.dtype == np.uint8 and picture.array.ndim == 3
    assert picture.to_png() == (tmp_path / "render.png").read_bytes()


def test_labels_in_renders(chest: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    nibabel = pytest.importorskip("nibabel")
    numbers = np.where(chest.array > 200, 2, np.where(chest.array > 0, 1, 0)).astype(np.uint8)
    affine = np.diag([-1, -1, 1, 1]) @ chest.geometry.affine(axes="ijk")
    nibabel.save(nibabel.Nifti1Image(numbers.transpose(), affine), tmp_path / "labels.nii.gz")
    overlay = sagitta.load(tmp_path / "labels.nii.gz")
    words = ["--overlay", tmp_path / "labels.nii.gz", "--overlay-opacity", "0.4", "--pixel", "3"]
    program("render", CHEST, "-o", tmp_path / "both.png", *words)
    both = chest.render(pixel=3, overlay=overlay, overlay_opacity=0.4)
    assert both.to_png() == (tmp_path / "both.png").read_bytes()
    program("render", CHEST, "-o", tmp_path / "alone.png", *words, "--labels-only")
    alone = chest.render(pixel=3, overlay=overlay, overlay_opacity=0.4, labels_only=True)
    assert alone.to_png() == (tmp_path / "alone.png").read_bytes()
    assert len({picture.to_png() for picture in (both, alone, chest.render(pixel=3))}) == 3


def test_transfer_functions(chest: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    preset = program("render", "--dump-preset", "ct-skin")
    assert (
        chest.render(transfer_function=json.loads(preset), pixel=4).to_png()
        == chest.render(preset="ct-skin", pixel=4).to_png()
    )


def test_probes(chest: sagitta.Volume, program: Program) -> None:
    points = ["--at", "0,0,-540", "--at", "-33.3,12,-600", "--at", "0,0,5000"]
    told = json.loads(
        program("probe", CHEST, "--json", *points, "--sphere", "0,0,-540,20", "--box", "-10,10,-20,15,-600,-500")
    )
    values = chest.value_at([(0, 0, -540), (-33.3, 12, -600), (0, 0, 5000)])
    assert [None if np.isnan(value) else np.float32(value) for value in values] == [
        None if point.get("value") is None else np.float32(point["value"]) for point in told["points"]
    ]
    box, sphere = told["regions"]
    for mine, theirs in (
        (chest.statistics(box=(-10, 10, -20, 15, -600, -500)), box),
        (chest.statistics(sphere=(0, 0, -540, 20)), sphere),
    ):
        assert (mine.count, mine.volume, mine.mean) == (theirs["count"], theirs["volume"], theirs["mean"])
        assert (mine.minimum, mine.maximum) == (theirs["minimum"], theirs["maximum"])
        assert mine.standard_deviation == theirs["standardDeviation"]


RESAMPLES: list[tuple[list[str], dict[str, Any]]] = [
    (["--spacing", "3"], {"spacing": 3}),
    (["--spacing", "2,3,4", "--interpolation", "cubic"], {"spacing": (4, 3, 2), "interpolation": "cubic"}),
    (["--isotropic", "--crop", "-50,50,-60,60,-600,-500"], {"isotropic": True, "crop": (-50, 50, -60, 60, -600, -500)}),
    (
        ["--spacing", "4", "--no-antialias", "--pad", "2", "--outside", "0"],
        {"spacing": 4, "antialias": False, "pad": 2, "outside": 0},
    ),
]


@pytest.mark.parametrize(("words", "keywords"), RESAMPLES, ids=_words)
def test_resampled_files(
    chest: sagitta.Volume, program: Program, tmp_path: Path, words: list[str], keywords: dict[str, Any]
) -> None:
    program("resample", CHEST, "-o", tmp_path / "program.nii", *words)
    made = chest.resample(**keywords)
    made.save(tmp_path / "python.nii")
    assert (tmp_path / "python.nii").read_bytes() == (tmp_path / "program.nii").read_bytes()
    loaded = sagitta.load(tmp_path / "program.nii")
    np.testing.assert_array_equal(np.where(loaded.valid, loaded.array, 0), np.where(made.valid, made.array, 0))
    np.testing.assert_allclose(loaded.affine, made.affine, atol=1e-4)


def test_crops_are_voxels(chest: sagitta.Volume) -> None:
    part = chest.crop((-50, 50, -60, 60, -600, -500))
    first = np.rint(chest.geometry.to_indices(part.geometry.to_patient((0, 0, 0)))).astype(int)
    here = tuple(slice(start, start + count) for start, count in zip(first, part.shape, strict=True))
    np.testing.assert_array_equal(part.array, chest.array[here])


@pytest.mark.parametrize(
    "name", ["volume.nii", "volume.nii.gz", "volume.nrrd", "volume.mha", "volume.npy", "volume.npz"]
)
def test_converted_files(head: sagitta.Volume, program: Program, tmp_path: Path, name: str) -> None:
    (tmp_path / "program").mkdir()
    program("convert", HEAD, "-o", tmp_path / "program" / name)
    head.save(tmp_path / name)
    assert (tmp_path / name).read_bytes() == (tmp_path / "program" / name).read_bytes()


def test_converted_folders(head: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    program("convert", HEAD, "-o", tmp_path / "program.ome.zarr")
    head.save(tmp_path / "python.ome.zarr")
    files = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "program.ome.zarr", tmp_path / "python.ome.zarr")
    ]
    assert files[0] == files[1]
    loaded = sagitta.load(tmp_path / "python.ome.zarr")
    np.testing.assert_array_equal(loaded.array, head.array)
    np.testing.assert_array_equal(loaded.affine, head.affine)


def test_types_of_files(head: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    program("convert", HEAD, "-o", tmp_path / "program.nii", "--type", "int16", "--bids")
    head.save(tmp_path / "python.nii", type="int16", side_cars=True)
    assert (tmp_path / "python.nii").read_bytes() == (tmp_path / "program.nii").read_bytes()
    assert (tmp_path / "python.json").read_bytes() == (tmp_path / "program.json").read_bytes()


def test_dicom(head: sagitta.Volume, program: Program, tmp_path: Path) -> None:
    program("convert", HEAD, "-o", tmp_path / "program", "--dicom", "--deterministic-uids", "--transfer-syntax", "rle")
    head.save_dicom(tmp_path / "python", deterministic=True, encoding="rle")
    mine, theirs = (sorted((tmp_path / name).iterdir()) for name in ("python", "program"))
    assert [file.name for file in mine] == [file.name for file in theirs]
    assert [file.read_bytes() for file in mine] == [file.read_bytes() for file in theirs]


def test_planes_as_files(chest: sagitta.Volume, tmp_path: Path) -> None:
    plane = chest.plane("coronal", pixel=2)
    plane.save(tmp_path / "plane.nii")
    back = sagitta.load(tmp_path / "plane.nii")
    np.testing.assert_array_equal(back.array[0], plane.array)
    np.testing.assert_allclose(back.affine, plane.affine, atol=1e-4)
    plane.save(tmp_path / "plane.png")
    assert (tmp_path / "plane.png").read_bytes() == plane.display().to_png()


def test_reports(program: Program) -> None:
    study = sagitta.scan(VOLUMES)
    assert study.report.to_dict() == json.loads(program("info", VOLUMES, "--json", "--headers-only"))
