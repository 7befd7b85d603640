#!/usr/bin/env python3
"""The volume of a DICOM folder by SimpleITK's ImageSeriesReader on GDCM's file order.

    simpleitk_volume.py FOLDER [--series UID]     default: the series with the most files

Prints JSON: `affine` (4×4 rows, voxel (i, j, k) → LPS mm) and its parts `origin`, `direction` (3×3 rows, axes in the
columns), `spacing`; `dimensions` [columns, rows, slices]; `sha256` of the float32 voxels `[k][row][column]`.
"""

import argparse

import numpy
import SimpleITK
from report import emit, voxel_facts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--series")
    arguments = parser.parse_args()

    reader = SimpleITK.ImageSeriesReader()
    uids = [arguments.series] if arguments.series else reader.GetGDCMSeriesIDs(arguments.folder)
    names = max((reader.GetGDCMSeriesFileNames(arguments.folder, uid) for uid in uids), key=len)
    reader.SetFileNames(names)
    image = reader.Execute()

    direction = numpy.array(image.GetDirection()).reshape(3, 3)
    affine = numpy.eye(4)
    affine[:3, :3] = direction * image.GetSpacing()
    affine[:3, 3] = image.GetOrigin()
    emit(
        {
            "affine": affine.tolist(),
            "origin": image.GetOrigin(),
            "direction": direction.tolist(),
            "spacing": image.GetSpacing(),
            **voxel_facts(SimpleITK.GetArrayViewFromImage(image)),
        },
        "simpleitk",
        "numpy",
    )


if __name__ == "__main__":
    main()
