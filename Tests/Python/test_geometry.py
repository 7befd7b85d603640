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
    with pytest.raises(sagitta.InvalidRequest, match="evenly spaced"):
        volume.resample(like=volume)


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
