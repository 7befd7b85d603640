#!/usr/bin/env python3
"""The volume of a DICOM folder by pydicom and the definition of the standard (PS3.3 C.7.6.2.1.1).

    reference_volume.py FOLDER [--series UID]     default: the series with the most slices

Prints JSON: `affine` (4×4 rows, voxel (i, j, k) → LPS mm), `dimensions` [columns, rows, slices],
`sha256` of the rescaled float32 voxels `[k][row][column]`, `positions` (mm along the normal from the first slice).
Slices of one frame only, in order of position along row × column direction.
"""

import argparse
from collections import defaultdict
from pathlib import Path

import numpy
import pydicom
from pydicom.errors import InvalidDicomError
from report import emit, voxel_facts


def slices_by_series(folder: Path) -> dict[str, list[pydicom.Dataset]]:
    series = defaultdict(list)
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            dataset = pydicom.dcmread(path)
        except InvalidDicomError:
            continue
        if "PixelData" in dataset and "ImagePositionPatient" in dataset:
            series[dataset.SeriesInstanceUID].append(dataset)
    return series


def vector(values) -> numpy.ndarray:
    return numpy.array([float(v) for v in values])


def modality_values(dataset: pydicom.Dataset) -> numpy.ndarray:
    """Rescaled in double precision and rounded to float32 once."""
    stored = dataset.pixel_array.astype(numpy.float64)
    return stored * float(dataset.get("RescaleSlope", 1)) + float(dataset.get("RescaleIntercept", 0))


def affine_matrix(slices: list[pydicom.Dataset], normal: numpy.ndarray) -> numpy.ndarray:
    first, last = slices[0], slices[-1]
    row_spacing, column_spacing = vector(first.PixelSpacing)
    along_row, along_column = vector(first.ImageOrientationPatient).reshape(2, 3)
    start, end = vector(first.ImagePositionPatient), vector(last.ImagePositionPatient)
    matrix = numpy.eye(4)
    matrix[:3, 0] = along_row * column_spacing
    matrix[:3, 1] = along_column * row_spacing
    matrix[:3, 2] = (end - start) / (len(slices) - 1) if len(slices) > 1 else normal * float(first.SliceThickness)
    matrix[:3, 3] = start
    return matrix


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--series")
    arguments = parser.parse_args()

    series = slices_by_series(arguments.folder)
    slices = series[arguments.series] if arguments.series else max(series.values(), key=len)
    normal = numpy.cross(*vector(slices[0].ImageOrientationPatient).reshape(2, 3))
    slices.sort(key=lambda dataset: vector(dataset.ImagePositionPatient) @ normal)
    heights = [float(vector(dataset.ImagePositionPatient) @ normal) for dataset in slices]
    emit(
        {
            "seriesInstanceUID": slices[0].SeriesInstanceUID,
            "affine": affine_matrix(slices, normal).tolist(),
            "positions": [height - heights[0] for height in heights],
            **voxel_facts(numpy.stack([modality_values(dataset) for dataset in slices])),
        },
        "pydicom",
        "numpy",
    )


if __name__ == "__main__":
    main()
