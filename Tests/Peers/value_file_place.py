#!/usr/bin/env python3
"""Where a value file's voxels lie and what they hold, as other programs see it.

    value_file_place.py FILE x,y,z …

FILE is a NIfTI file or a NumPy file with its side-car. Prints JSON: for each place in patient LPS mm the value of the voxel
that holds it, `nibabel` and `simpleitk` for NIfTI, `numpy` for NumPy (null outside), and `affine` (4×4 rows, → LPS mm).
"""

import argparse
import json
from pathlib import Path

import nibabel
import numpy
import SimpleITK
from report import emit

FROM_RAS = numpy.diag([-1.0, -1, 1, 1])


def held(values, affine, places):
    """Values at places; `values` is indexed [i, j, k]."""
    found = []
    for place in places:
        index = numpy.rint(numpy.linalg.inv(affine) @ [*place, 1])[:3].astype(int)
        inside = all(0 <= n < size for n, size in zip(index, values.shape))
        found.append(float(values[tuple(index)]) if inside else None)
    return found


def with_simpleitk(image, places):
    found = []
    for place in places:
        index = image.TransformPhysicalPointToIndex(place)
        inside = all(0 <= n < size for n, size in zip(index, image.GetSize()))
        found.append(float(image[index]) if inside else None)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    # A minus at the start is no option.
    given, words = parser.parse_known_args()
    places = [[float(n) for n in word.split(",")] for word in words]
    if given.file.endswith(".npy"):
        values = numpy.load(given.file, allow_pickle=False)
        affine = numpy.array(json.loads(Path(given.file + ".json").read_text())["affine"]).reshape(4, 4)
        answer = {"numpy": held(values.T.reshape(*values.T.shape, *[1] * (3 - values.ndim)), affine, places)}
    else:
        image = nibabel.load(given.file)
        values = image.get_fdata(dtype="float32")
        affine = FROM_RAS @ image.affine
        answer = {
            "nibabel": held(values.reshape(*values.shape, *[1] * (3 - values.ndim)), affine, places),
            "simpleitk": with_simpleitk(SimpleITK.ReadImage(given.file), places),
        }
    emit({"affine": affine.tolist(), **answer}, "nibabel", "numpy", "simpleitk")


if __name__ == "__main__":
    main()
