"""Whether two programs' volumes are the same voxels in the same places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from nibabel.orientations import apply_orientation, inv_ornt_aff
from readers import Frame

#: A rescale in single precision: some units in the last place of the largest value.
RELATIVE_ROUNDING = 4e-7

#: Headers of NIfTI hold single-precision numbers; a metre from the origin they are this far off, in mm.
SAME_PLACE = 5e-3


@dataclass
class Match:
    """The frame of the other program that fits a frame best."""

    other: str | None
    #: The largest distance of a corner's place, in mm.
    distance: float = numpy.inf
    #: The largest difference of a voxel, of valid ones.
    difference: float = numpy.inf
    #: What difference is mere rounding.
    rounding: float = 0.0

    @property
    def has_equal_voxels(self) -> bool:
        return self.other is not None and self.difference <= self.rounding

    @property
    def has_equal_places(self) -> bool:
        return self.distance <= SAME_PLACE


def best_match(ours: Frame, others: list[Frame]) -> Match:
    """The best of the others: equal voxels before near places."""
    matches = [match for other in others if (match := compared(ours, other)) is not None]
    return min(
        matches, default=Match(None),
        key=lambda m: (not m.has_equal_voxels, not m.has_equal_places, m.difference, m.distance))


def compared(ours: Frame, theirs: Frame) -> Match | None:
    """Their frame turned to our axes; None if its axes are not ours, turned and flipped."""
    relation = numpy.linalg.inv(ours.affine[:3, :3]) @ theirs.affine[:3, :3]
    axes = numpy.abs(relation).argmax(axis=0)
    if sorted(axes) != [0, 1, 2]:
        return None
    signs = numpy.sign(relation[axes, range(3)])
    orientation = numpy.column_stack([axes, signs])
    voxels = apply_orientation(theirs.voxels, orientation)
    if voxels.shape != ours.voxels.shape:
        return None
    affine = theirs.affine @ inv_ornt_aff(orientation, theirs.voxels.shape)
    valid = numpy.isfinite(ours.voxels)
    apart = numpy.abs(ours.voxels.astype("f8") - voxels)[valid]
    largest = float(numpy.abs(ours.voxels[valid]).max()) if valid.any() else 0.0
    return Match(
        theirs.name, distance=corner_distance(ours, affine),
        difference=float(apart.max()) if apart.size else 0.0,
        rounding=max(RELATIVE_ROUNDING * largest, 1e-12))


def corner_distance(ours: Frame, affine: numpy.ndarray) -> float:
    """The largest distance in mm between the two places of a corner voxel."""
    corners = numpy.array([
        [i, j, k, 1] for i in (0, ours.voxels.shape[0] - 1) for j in (0, ours.voxels.shape[1] - 1)
        for k in (0, ours.voxels.shape[2] - 1)])
    return float(numpy.linalg.norm((corners @ (ours.affine - affine).T)[:, :3], axis=1).max())
