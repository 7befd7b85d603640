#!/usr/bin/env python3
"""A phantom series read by pydicom, compared with the truth.json beside it.

    phantom_truth.py FOLDER

Prints JSON: `affineDifference` (largest, of the 4×4 matrices), `dimensions` [columns, rows, slices], `probes` (how many
were compared), `largestValueDifference` at the probes, `beadErrors` (mm between each bead's centroid and its place).
"""

import json
import sys
from pathlib import Path

import numpy
import pydicom
from reference_volume import affine_matrix, modality_values, vector


def centroid(volume: numpy.ndarray, affine: numpy.ndarray, place: numpy.ndarray, reach: float, background: float):
    """The centre of mass above the background of the voxels within reach of a place, in mm."""
    k, j, i = numpy.indices(volume.shape)
    points = numpy.stack([i, j, k], axis=-1) @ affine[:3, :3].T + affine[:3, 3]
    near = numpy.linalg.norm(points - place, axis=-1) < reach
    mass = volume[near] - background
    return (points[near] * mass[:, None]).sum(axis=0) / mass.sum()


def main() -> None:
    folder = Path(sys.argv[1])
    truth = json.loads((folder / "truth.json").read_text())
    slices = [pydicom.dcmread(path) for path in folder.glob("*.dcm")]
    along_row, along_column = vector(slices[0].ImageOrientationPatient).reshape(2, 3)
    normal = numpy.cross(along_row, along_column)
    slices.sort(key=lambda s: vector(s.ImagePositionPatient) @ normal)
    affine = affine_matrix(slices, normal)
    volume = numpy.stack([modality_values(s) for s in slices])
    differences = [
        abs(volume[probe["index"][2], probe["index"][1], probe["index"][0]] - probe["value"])
        for probe in truth["probes"]
    ]
    facts = truth["phantom"]
    errors = [
        float(numpy.linalg.norm(centroid(volume, affine, bead, 5 * facts["sigma"], facts["background"]) - bead))
        for bead in map(numpy.array, facts.get("beads", []))
    ]
    json.dump(
        {
            "affineDifference": float(abs(affine - numpy.reshape(truth["affine"], (4, 4))).max()),
            "dimensions": list(volume.shape[::-1]),
            "probes": len(differences),
            "largestValueDifference": float(max(differences)),
            "beadErrors": errors,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
