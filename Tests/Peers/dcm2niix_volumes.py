#!/usr/bin/env python3
"""NIfTI files of ours beside what dcm2niix makes of the same input.

    dcm2niix_volumes.py OURS INPUT     a folder of .nii files, and the files or folder they were made of

Prints JSON: `pairs`, for each file of ours (by name) the file of dcm2niix that fits best: `theirs` (null if none has its
voxels' places), `affine` (the largest difference of an element in mm, once their axes are turned and flipped to ours),
`voxels` (the largest difference of a value); `unpaired`, what else dcm2niix made.

Philips values are asked for with the public rescale (`-p n`): by default dcm2niix prefers a private one.
"""

import argparse
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import nibabel
import numpy
from report import emit

DCM2NIIX = Path(sys.executable).parent / "dcm2niix"


def turned(ours: nibabel.Nifti1Image, theirs: nibabel.Nifti1Image) -> nibabel.Nifti1Image | None:
    """Their image with our axes; None if their voxels are not ours."""
    relation = numpy.linalg.inv(ours.affine[:3, :3]) @ theirs.affine[:3, :3]
    signs = numpy.round(relation)
    if numpy.any(numpy.abs(signs).sum(0) != 1) or numpy.any(numpy.abs(signs).sum(1) != 1):
        return None
    axes = [int(numpy.abs(signs[:, axis]).argmax()) for axis in range(3)]
    orientation = [[axes[axis], signs[axes[axis], axis]] for axis in range(3)]
    image = theirs.as_reoriented(numpy.array(orientation))
    return image if image.shape == ours.shape else None


def difference(ours: nibabel.Nifti1Image, theirs: nibabel.Nifti1Image) -> tuple[float, float]:
    affine = float(numpy.abs(ours.affine - theirs.affine).max())
    a, b = ours.get_fdata(dtype="float32"), theirs.get_fdata(dtype="float32")
    # Voxels without a value are NaN here and something else there: they are left out.
    voxels = numpy.nanmax(numpy.abs(a.astype("float64") - b))
    return affine, float(voxels)


def converted(source: str, folder: Path) -> dict[str, nibabel.Nifti1Image]:
    command = [DCM2NIIX, "-b", "n", "-z", "n", "-p", "n", "-f", "%s_%r", "-o", folder, source]
    subprocess.run(command, check=False, capture_output=True)
    return {path.name: nibabel.load(path) for path in sorted(folder.glob("*.nii"))}


def best(ours: nibabel.Nifti1Image, candidates: dict[str, nibabel.Nifti1Image]) -> dict:
    found = {"theirs": None, "affine": None, "voxels": None}
    for name, image in candidates.items():
        image = turned(ours, image)
        if image is None:
            continue
        affine, voxels = difference(ours, image)
        if found["theirs"] is None or (affine > 1, voxels, affine) < (found["affine"] > 1, found["voxels"], found["affine"]):
            found = {"theirs": name, "affine": affine, "voxels": voxels}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ours", type=Path)
    parser.add_argument("input")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        theirs = converted(arguments.input, Path(folder))
        pairs = {}
        for path in sorted(arguments.ours.glob("*.nii")):
            pairs[path.name] = best(nibabel.load(path), theirs)
        used = {pair["theirs"] for pair in pairs.values()}
        emit({"pairs": pairs, "unpaired": [name for name in theirs if name not in used]}, "dcm2niix", "nibabel")


if __name__ == "__main__":
    main()
