"""Every series of the data beside what SimpleITK, highdicom and nibabel make of it: what differs is written down.

`Python.md` explains the differences.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pysagitta as sagitta
import pytest
from numpy.typing import NDArray

SAME = "same"
REVERSED = "reversed"
"""The same voxels at the same places, slices counted the other way."""
PLACES = "places"
"""Slices lie elsewhere."""
VALUES = "values"
SHAPE = "shape"
REFUSED = "refused"

MILLIMETRES = 2e-3

# Folder, number of the volume: against SimpleITK, against highdicom.
EXPECTED: dict[tuple[str, int], tuple[str, str]] = {
    ("ct_chest_lidc", 1): (SAME, REFUSED),
    ("ct_head_philips_tilt_study/S2010", 1): (PLACES, REFUSED),
    ("mr_4d_ge_fmri", 1): (SHAPE, REFUSED),
    ("mr_4d_siemens_xa30_enhanced", 1): (SAME, REFUSED),
    ("mr_head_7t_t1w", 1): (SAME, REVERSED),
    ("mr_head_siemens_xa30_enhanced", 1): (REVERSED, REVERSED),
    **{("mr_mosaic_siemens_9_syntaxes", number): (SHAPE, REFUSED) for number in range(1, 10)},
    ("pydicom_dicomdir/77654033/CT2", 1): (PLACES, REFUSED),
    ("pydicom_dicomdir/98892001/CT5N", 1): (SAME, REVERSED),
    ("pydicom_dicomdir/98892003/MR1", 1): (SAME, REVERSED),
    ("pydicom_dicomdir/98892003/MR1", 2): (SAME, REVERSED),
    ("pydicom_dicomdir/98892003/MR1", 3): (SAME, REVERSED),
    ("pydicom_dicomdir/98892003/MR2", 1): (SAME, REVERSED),
    ("pydicom_files", 1): (REFUSED, REVERSED),
    ("pydicom_files", 2): (REFUSED, REVERSED),
    ("pydicom_files", 3): (REFUSED, REFUSED),
    ("pydicom_files", 4): (REFUSED, REFUSED),
    ("pydicom_files", 5): (REFUSED, REVERSED),
    ("small_series/ct_gantry_tilt_siemens", 1): (PLACES, REFUSED),
    ("small_series/ct_missing_slice_ge", 1): (PLACES, REFUSED),
    ("small_series/mr_double_oblique_hitachi", 1): (SAME, REFUSED),
    ("small_series/mr_enhanced_4d_philips", 1): (SHAPE, REFUSED),
    ("small_series/mr_enhanced_nonsquare_hyperfine", 1): (SAME, REFUSED),
    ("small_series/mr_implicit_philips", 1): (SAME, REFUSED),
    ("small_series/mr_sagittal_siemens", 1): (SAME, REFUSED),
    ("transfer_syntaxes_ct", 1): (SHAPE, REFUSED),
    ("transfer_syntaxes_ct", 2): (REVERSED, f"{REVERSED} {VALUES}"),
}

FILES = [
    "mr_head_siemens_xa30_enhanced/reference/5_anat-T1w_acq-tfl.nii",
    "mr_4d_ge_fmri/reference/DCM2NIIX_regression_test_4.nii",
    "mr_4d_siemens_xa30_enhanced/reference/25_asl_2d_tra.nii",
    "mr_mosaic_siemens_9_syntaxes/reference/1.nii",
    "small_series/mr_double_oblique_hitachi/reference/001_ground_truth.nii.gz",
    "small_series/mr_enhanced_4d_philips/reference/001_ground_truth.nii.gz",
    "small_series/mr_enhanced_nonsquare_hyperfine/reference/001_ground_truth.nii.gz",
    "small_series/mr_implicit_philips/reference/001_implicit_ground_truth.nii.gz",
    "small_series/mr_sagittal_siemens/reference/001_ground_truth.nii.gz",
]


class Other(NamedTuple):
    """A volume of another package: an array (k, j, i), and the map of these to LPS mm."""

    array: NDArray[Any]
    affine: NDArray[np.float64]


def _difference(volume: sagitta.Volume, other: Other) -> str:
    if other.array.shape != volume.shape:
        return SHAPE
    array, affine = other
    is_reversed = volume.affine[:3, 0] @ affine[:3, 0] < 0
    if is_reversed:
        array, affine = array[::-1], affine @ _reversing(len(array))
    first = np.array([(k, 0, 0) for k in range(len(array))])
    across = np.array((1, *volume.shape[1:])) - 1
    corners = np.concatenate([first, first + across])
    theirs = corners @ affine[:3, :3].T + affine[:3, 3]
    apart = np.linalg.norm(theirs - volume.geometry.to_patient(corners), axis=1).max()
    has_other_values = not np.array_equal(array[volume.valid], volume.array[volume.valid])
    differs = {REVERSED: is_reversed, PLACES: apart > MILLIMETRES, VALUES: has_other_values}
    return " ".join(word for word, is_so in differs.items() if is_so) or SAME


def _reversing(slices: int) -> NDArray[np.float64]:
    affine = np.diag([-1.0, 1, 1, 1])
    affine[0, 3] = slices - 1
    return affine


def _by_simpleitk(folder: Path, uid: str) -> Other:
    SimpleITK = pytest.importorskip("SimpleITK")
    names = SimpleITK.ImageSeriesReader.GetGDCMSeriesFileNames(str(folder), uid)
    what = names if len(names) > 1 else names[0]
    image = SimpleITK.ReadImage(what, SimpleITK.sitkFloat32)
    volume = sagitta.Volume.from_sitk(image[:, :, :, 0] if image.GetDimension() == 4 else image)
    return Other(volume.array, volume.affine)


def _by_highdicom(folder: Path, uid: str) -> Other:
    highdicom = pytest.importorskip("highdicom")
    pydicom = pytest.importorskip("pydicom")
    found = []
    for file in sorted(folder.iterdir()):
        if file.is_file() and pydicom.misc.is_dicom(file):
            found.append(pydicom.dcmread(file))
    series = [dataset for dataset in found if dataset.get("SeriesInstanceUID") == uid]
    if len(series) == 1 and "NumberOfFrames" in series[0]:
        volume = highdicom.Image.from_dataset(series[0]).get_volume()
    else:
        volume = highdicom.get_volume_from_series(series)
    return Other(volume.array, volume.affine)


def _found(volume: sagitta.Volume, read: Any, folder: Path) -> str:
    try:
        other = read(folder, volume.series_uid or "")
    except (RuntimeError, ValueError, AttributeError, TypeError, IndexError):
        return REFUSED
    return _difference(volume, other)


def _folders(data: Path) -> list[Path]:
    return sorted({file.parent for file in data.rglob("*") if file.is_file()})


def test_every_series_beside_simpleitk_and_highdicom(data: Path) -> None:
    pytest.importorskip("SimpleITK").ProcessObject.SetGlobalWarningDisplay(False)
    found = {}
    for folder in _folders(data):
        for info in sagitta.scan(folder):
            if info.folder is None or Path(info.folder) != folder or not info.series_uid:
                continue
            volume = info.load()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                both = (_found(volume, _by_simpleitk, folder), _found(volume, _by_highdicom, folder))
            found[str(folder.relative_to(data)), info.id] = both
    assert found == EXPECTED


@pytest.mark.parametrize("name", FILES)
def test_files_beside_nibabel(data: Path, name: str) -> None:
    nibabel = pytest.importorskip("nibabel")
    image = nibabel.load(data / name)
    volume = sagitta.load(data / name)
    voxels = np.atleast_3d(image.get_fdata(dtype=np.float32))
    other = sagitta.Volume.from_array(
        voxels if voxels.ndim == 3 else voxels[..., 0], image.affine, frame="RAS", axes="ijk"
    )
    assert _difference(volume, Other(other.array, other.affine)) == SAME
