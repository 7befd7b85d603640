#!/usr/bin/env python3
"""Projections of a volume along parallel rays, by resampling it along the rays with SimpleITK.

    simpleitk_projection.py QUESTION.json VOXELS.f32

The question: `dimensions` and `affine` (4×4 rows, LPS mm) of the float32 voxels; `right`, `down`, `forward`,
`pixel`, `step` and `first` (the first sample of the first ray) of the samples, `size` of their grid.
Prints JSON: `maximum`, `minimum` and `mean` of each ray's samples inside the volume, row by row, null for none.
"""

import argparse
import json
from pathlib import Path

import numpy
import SimpleITK
from report import emit


def volume(question: dict, path: Path) -> SimpleITK.Image:
    voxels = numpy.fromfile(path, dtype="<f4").reshape(question["dimensions"][::-1])
    affine = numpy.array(question["affine"]).reshape(4, 4)
    spacing = numpy.linalg.norm(affine[:3, :3], axis=0)
    image = SimpleITK.GetImageFromArray(voxels)
    image.SetOrigin(affine[:3, 3].tolist())
    image.SetSpacing(spacing.tolist())
    image.SetDirection((affine[:3, :3] / spacing).flatten().tolist())
    return image


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", type=Path)
    parser.add_argument("voxels", type=Path)
    arguments = parser.parse_args()
    question = json.loads(arguments.question.read_text())
    outside = -1e9
    directions = numpy.stack([question["right"], question["down"], question["forward"]], axis=1)
    samples = SimpleITK.GetArrayFromImage(
        SimpleITK.Resample(
            volume(question, arguments.voxels),
            question["size"],
            SimpleITK.Transform(),
            SimpleITK.sitkLinear,
            question["first"],
            [*question["pixel"], question["step"]],
            directions.flatten().tolist(),
            outside,
            SimpleITK.sitkFloat32,
        )
    ).astype(numpy.float64)
    inside = samples != outside
    count = inside.sum(axis=0).ravel()

    def values(rays: numpy.ndarray) -> list:
        return [float(v) if n else None for v, n in zip(rays.ravel(), count)]

    total = numpy.where(inside, samples, 0).sum(axis=0).ravel()
    emit(
        {
            "maximum": values(numpy.where(inside, samples, -numpy.inf).max(axis=0)),
            "minimum": values(numpy.where(inside, samples, numpy.inf).min(axis=0)),
            "mean": values(total / numpy.maximum(count, 1)),
        },
        "simpleitk",
        "numpy",
    )


if __name__ == "__main__":
    main()
