"""Axes, places and values against SimpleITK, nibabel and highdicom; and the way to each and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pysagitta as sagitta
import pytest
from conftest import VOLUMES

SERIES = [
    "ct_chest_lidc",
    "mr_head_7t_t1w",
    "small_series/ct_gantry_tilt_siemens",
    "small_series/mr_double_oblique_hitachi",
    "small_series/mr_implicit_philips",
    "small_series/mr_sagittal_siemens",
]


def _sitk(folder: Path) -> Any:
    SimpleITK = pytest.importorskip("SimpleITK")
    reader = SimpleITK.ImageSeriesReader()
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder)))
    reader.SetOutputPixelType(SimpleITK.sitkFloat32)
    return reader.Execute()


@pytest.mark.parametrize("name", SERIES)
def test_series_of_simpleitk(data: Path, name: str) -> None:
    volume = sagitta.load(data / name)
    image = _sitk(data / name)
    other = sagitta.Volume.from_sitk(image)
    assert volume.shape == other.shape
    flipped = volume.geometry.normal @ other.geometry.normal < 0
    values = other.array[::-1] if flipped else other.array
    np.testing.assert_array_equal(values, volume.array)
    slices, rows, columns = volume.shape
    # SimpleITK makes a sheared stack straight: places of its first slice are right, of the last are not.
    last = slices - 1 if volume.regularity == "regular" else 0
    corners = np.array([(k, j, i) for k in (0, last) for j in (0, rows - 1) for i in (0, columns - 1)])
    theirs = corners.copy()
    if flipped:
        theirs[:, 0] = slices - 1 - corners[:, 0]
    np.testing.assert_allclose(volume.geometry.to_patient(corners), other.geometry.to_patient(theirs), atol=2e-3)
    assert image.GetSpacing()[:2] == pytest.approx(volume.spacing[:0:-1], rel=1e-6)


@pytest.mark.parametrize("name", SERIES)
def test_files_for_nibabel(data: Path, tmp_path: Path, name: str) -> None:
    nibabel = pytest.importorskip("nibabel")
    volume = sagitta.load(data / name)
    volume.save(tmp_path / "volume.nii.gz")
    image = nibabel.load(tmp_path / "volume.nii.gz")
    np.testing.assert_array_equal(image.get_fdata(dtype=np.float32).T, volume.array)
    np.testing.assert_allclose(image.affine, volume.geometry.affine("RAS", "ijk"), rtol=1e-5, atol=1e-4)
    back = sagitta.Volume.from_nibabel(image)
    np.testing.assert_allclose(back.affine, volume.affine, rtol=1e-5, atol=1e-4)


def _volumes(data: Path) -> Iterator[sagitta.Volume]:
    for name in [*SERIES, "small_series/ct_missing_slice_ge"]:
        yield sagitta.load(data / name)


def test_nibabel_there_and_back(data: Path) -> None:
    nibabel = pytest.importorskip("nibabel")
    for volume in _volumes(data):
        if volume.regularity == "irregular":
            with pytest.raises(sagitta.InvalidInput, match="resample=True"):
                volume.to_nibabel()
            assert volume.to_nibabel(resample=True).shape[2] >= volume.shape[0]
            continue
        image = volume.to_nibabel()
        assert isinstance(image, nibabel.Nifti1Image)
        assert image.shape == volume.shape[::-1] and image.header.get_xyzt_units()[0] == "mm"
        assert np.shares_memory(np.asanyarray(image.dataobj), volume.array)
        back = sagitta.Volume.from_nibabel(image)
        np.testing.assert_array_equal(back.array, volume.array)
        np.testing.assert_allclose(back.affine, volume.affine, atol=1e-9)


def test_sitk_there_and_back(data: Path) -> None:
    pytest.importorskip("SimpleITK")
    for volume in _volumes(data):
        if volume.regularity != "regular":
            with pytest.raises(sagitta.InvalidInput) as caught:
                volume.to_sitk()
            assert caught.value.code == volume.regularity
            straight = sagitta.Volume.from_sitk(volume.to_sitk(resample=True))
            # The same patient: the new grid has the old one's values at the old one's middle.
            center = volume.geometry.center
            assert straight.value_at(center) == pytest.approx(volume.value_at(center), abs=60)
            continue
        image = volume.to_sitk()
        assert image.GetSize() == volume.shape[::-1]
        i, j, k = (count // 2 for count in image.GetSize())
        place = image.TransformIndexToPhysicalPoint((i, j, k))
        np.testing.assert_allclose(place, volume.geometry.to_patient((k, j, i)), atol=1e-6)
        assert image.GetPixel(i, j, k) == volume.array[k, j, i]
        back = sagitta.Volume.from_sitk(image)
        np.testing.assert_array_equal(back.array, volume.array)
        np.testing.assert_allclose(back.affine, volume.affine, atol=1e-9)


def test_highdicom_there_and_back(data: Path) -> None:
    pytest.importorskip("highdicom")
    for volume in _volumes(data):
        if volume.regularity != "regular":
            continue
        other = volume.to_highdicom()
        np.testing.assert_allclose(other.affine, volume.affine)
        np.testing.assert_allclose(other.spacing, volume.spacing)
        assert other.spatial_shape == volume.shape
        np.testing.assert_allclose(
            other.map_indices_to_reference(np.array([[1, 2, 3]]))[0], volume.geometry.to_patient((1, 2, 3))
        )
        back = sagitta.Volume.from_highdicom(other)
        np.testing.assert_array_equal(back.array, volume.array)
        assert back.frame_of_reference_uid == volume.frame_of_reference_uid


def test_series_of_highdicom() -> None:
    highdicom = pytest.importorskip("highdicom")
    pydicom = pytest.importorskip("pydicom")
    files = [pydicom.dcmread(file) for file in sorted((VOLUMES / "mr-head").glob("*.dcm"))]
    other = highdicom.get_volume_from_series(files)
    volume = sagitta.load(VOLUMES / "mr-head")
    flipped = volume.geometry.normal @ other.affine[:3, 0] < 0
    values = other.array[::-1] if flipped else other.array
    np.testing.assert_array_equal(values.astype(np.float32), volume.array)
    first = other.affine @ ((len(files) - 1 if flipped else 0), 0, 0, 1)
    np.testing.assert_allclose(first[:3], volume.geometry.to_patient((0, 0, 0)), atol=1e-3)


def test_xarray_there_and_back(data: Path, chest: sagitta.Volume) -> None:
    pytest.importorskip("xarray")
    array = chest.to_xarray()
    assert array.dims == ("k", "j", "i") and np.shares_memory(array.values, chest.array)
    k, j, i = 3, 100, 200
    assert (array.x[i], array.y[j], array.z[k]) == tuple(chest.geometry.to_patient((k, j, i)))
    assert array.attrs["unit"] == "HU"
    for volume in _volumes(data):
        made = volume.to_xarray()
        steps = np.abs(volume.affine[:3, :3])
        aligned = bool((steps.max(axis=0) > (1 - 1e-12) * steps.sum(axis=0)).all())
        assert ("x" in made.coords) == aligned
        back = sagitta.Volume.from_xarray(made)
        assert back.geometry == volume.geometry
        np.testing.assert_array_equal(back.array, volume.array)
    with pytest.raises(ValueError, match="affine"):
        sagitta.Volume.from_xarray(array.rename(k="a"))


def test_torch(head: sagitta.Volume) -> None:
    torch = pytest.importorskip("torch")
    copied = head.to_torch()
    assert copied.dtype == torch.float32 and tuple(copied.shape) == head.shape
    assert np.shares_memory(head.to_torch(copy=False).numpy(), head.array)
    shared = torch.from_dlpack(head)
    np.testing.assert_array_equal(shared.numpy(), head.array)
    back = sagitta.Volume.from_torch(copied.requires_grad_(), head.affine, unit=head.unit, modality=head.modality)
    np.testing.assert_array_equal(back.array, head.array)
    assert back.geometry == head.geometry and back.modality == "MR"


def test_itk_there_and_back(head: sagitta.Volume) -> None:
    pytest.importorskip("itk")
    back = sagitta.Volume.from_itk(head.to_itk())
    np.testing.assert_array_equal(back.array, head.array)
    np.testing.assert_allclose(back.affine, head.affine, atol=1e-9)


def test_monai_there_and_back(head: sagitta.Volume) -> None:
    pytest.importorskip("monai")
    back = sagitta.Volume.from_monai(head.to_monai())
    np.testing.assert_array_equal(back.array, head.array)
    np.testing.assert_allclose(back.affine, head.affine, atol=1e-9)


def test_what_is_missing_is_named(head: sagitta.Volume, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(ImportError, match="pip install torch"):
        head.to_torch()
