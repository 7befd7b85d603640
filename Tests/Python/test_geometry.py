"""Places and indices."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pysagitta as sagitta
import pytest


def test_all_that_a_volume_says_has_one_order(head: sagitta.Volume) -> None:
    geometry = head.geometry
    assert head.shape == geometry.shape == (96, 384, 274)
    np.testing.assert_allclose(head.spacing, (2.66667, 0.66667, 0.7), atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(head.affine[:3, :3], axis=0), head.spacing)
    np.testing.assert_allclose(geometry.to_patient((1, 2, 3)), (head.affine @ (1, 2, 3, 1))[:3])
    np.testing.assert_allclose(geometry.affine("LPS", "ijk") @ (3, 2, 1, 1), head.affine @ (1, 2, 3, 1))
    np.testing.assert_allclose(np.diag([-1, -1, 1, 1]) @ head.affine, geometry.affine("RAS"))


def test_indices_and_places_are_inverse(head: sagitta.Volume) -> None:
    indices = np.random.default_rng(1).uniform(-5, 300, (50, 3))
    places = head.geometry.to_patient(indices)
    np.testing.assert_allclose(head.geometry.to_indices(places), indices, atol=1e-9)


def test_values_lie_where_the_geometry_says(chest: sagitta.Volume) -> None:
    indices = np.random.default_rng(2).integers(0, chest.shape, (200, 3))
    values = chest.value_at(chest.geometry.to_patient(indices))
    np.testing.assert_allclose(values, chest.array[tuple(indices.T)], atol=1e-3)


def test_irregular_stacks(data: Path) -> None:
    volume = sagitta.load(data / "small_series" / "ct_missing_slice_ge")
    assert volume.regularity == "irregular"
    positions = volume.geometry.slice_positions
    assert positions is not None and len(positions) == volume.shape[0]
    indices = np.random.default_rng(3).uniform(0, np.array(volume.shape) - 1, (50, 3))
    places = volume.geometry.to_patient(indices)
    np.testing.assert_allclose(volume.geometry.to_indices(places), indices, atol=1e-9)
    whole = np.floor(indices).astype(int)
    values = volume.value_at(volume.geometry.to_patient(whole))
    valid = volume.valid[tuple(whole.T)]
    np.testing.assert_allclose(values[valid], volume.array[tuple(whole.T)][valid], atol=1e-2)
    same = pickle.loads(pickle.dumps(volume.geometry))
    assert same == volume.geometry and hash(same) == hash(volume.geometry)


def test_irregular_stacks_are_cropped_with_their_slice_positions(data: Path) -> None:
    volume = sagitta.load(data / "small_series" / "ct_missing_slice_ge")
    x, y, _ = volume.geometry.center
    middle = volume.geometry.to_patient((2, 0, 0))[2]
    part = volume.crop((x - 30, x + 40, y - 20, y + 25, middle + 1, 1e4))
    assert part.shape[0] == 2 and part.unit == volume.unit
    low = np.rint(volume.geometry.to_indices(part.geometry.to_patient((0, 0, 0)))).astype(int)
    assert low[0] == 2
    inside = tuple(slice(start, start + count) for start, count in zip(low, part.shape, strict=True))
    np.testing.assert_array_equal(part.valid, volume.valid[inside])
    np.testing.assert_array_equal(part.array[part.valid], volume.array[inside][part.valid])
    last = np.array(part.shape) - 1
    np.testing.assert_allclose(part.geometry.to_patient(last), volume.geometry.to_patient(low + last), atol=1e-6)
    whole = volume.crop((-1e4, 1e4, -1e4, 1e4, -1e4, 1e4))
    assert whole.geometry == volume.geometry and whole.regularity == "irregular"
    with pytest.raises(sagitta.InvalidRequest, match="lies in the box"):
        volume.crop((1e4, 2e4, 0, 1, 0, 1))


def test_even_stacks_are_cropped_by_the_same_rule(chest: sagitta.Volume) -> None:
    x, y, z = chest.geometry.center
    box = (x - 30, x + 40, y - 20, y + 25, z - 13.3, z + 20)
    part = chest.crop(box)
    corners = chest.geometry.to_indices([box[0::2], box[1::2]])
    low = np.floor(corners.min(axis=0) - 1e-6).astype(int)
    high = np.ceil(corners.max(axis=0) + 1e-6).astype(int) + 1
    assert part.shape == tuple(high - low)
    np.testing.assert_array_equal(part.array, chest.array[tuple(map(slice, low, high))])


def test_values_on_the_slices_of_an_irregular_stack(data: Path) -> None:
    volume = sagitta.load(data / "small_series" / "ct_missing_slice_ge")
    same = volume.resample(like=volume)
    assert same.geometry == volume.geometry
    np.testing.assert_array_equal(same.valid, volume.valid)
    np.testing.assert_array_equal(same.array[volume.valid], volume.array[volume.valid])
    even = volume.resample(2)
    back = even.resample(like=volume, antialias=False)
    assert back.geometry == volume.geometry
    indices = np.random.default_rng(4).integers((0, 100, 100), np.array(volume.shape) - (0, 100, 100), (200, 3))
    expected = even.value_at(volume.geometry.to_patient(indices))
    np.testing.assert_allclose(back.array[tuple(indices.T)], expected, atol=0.01, equal_nan=True)
    for refused in ({"like": volume.geometry}, {"like": volume, "pad": 1}):
        with pytest.raises(sagitta.InvalidRequest, match="evenly spaced") as caught:
            volume.resample(**refused)
        assert caught.value.code == "irregular-target"


def test_value_at_takes_one_place_and_many(chest: sagitta.Volume) -> None:
    center = chest.geometry.center
    assert chest.value_at(center).shape == ()
    assert chest.value_at([center, center]).shape == (2,)
    assert chest.value_at(np.zeros((0, 3))).shape == (0,)
    assert np.isnan(chest.value_at((1e6, 0, 0)))
    assert np.isnan(chest.value_at((np.nan, 0, 0)))
    with pytest.raises(ValueError, match="three numbers"):
        chest.value_at([1, 2])


def test_extent_and_volume(chest: sagitta.Volume) -> None:
    slices, rows, _ = chest.shape
    dz, dy, dx = chest.spacing
    assert chest.geometry.extent((0, 0, 2)) == pytest.approx(slices * dz)
    assert chest.geometry.extent((0, 1, 0)) == pytest.approx(rows * dy)
    assert chest.geometry.voxel_volume == pytest.approx(dx * dy * dz)
    np.testing.assert_allclose(chest.geometry.center, chest.plane("axial").place["center"], atol=4)  # type: ignore[index]


def test_refusals() -> None:
    with pytest.raises(ValueError, match="4 × 4"):
        sagitta.Geometry((1, 1, 1), np.eye(3))
    with pytest.raises(ValueError, match="LPS or RAS"):
        sagitta.Geometry((1, 1, 1), np.eye(4), frame="XYZ")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="kji or ijk"):
        sagitta.Geometry((1, 1, 1), np.eye(4)).affine(axes="xyz")  # type: ignore[arg-type]


def test_planes_lie_where_they_say(chest: sagitta.Volume) -> None:
    plane = chest.plane(center=chest.geometry.center, right=(1, 0, 0), down=(0, 0.6, 0.8), size=(50, 40), pixel=2)
    assert plane.shape == (50, 40)
    rows, columns = np.mgrid[0:50, 0:40]
    indices = np.stack([np.zeros_like(rows), rows, columns, np.ones_like(rows)], axis=-1)
    places = (indices @ plane.affine.T)[..., :3]
    np.testing.assert_allclose(plane.array, chest.value_at(places), atol=2e-2)
