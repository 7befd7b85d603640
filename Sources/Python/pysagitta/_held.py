"""A volume that the library holds, and what is known of it: the ground that all of `Volume` stands on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _calls
from ._described import Described
from ._library import Handle, library
from ._paths import from_answer
from .geometry import Geometry


class HeldVolume(Described):
    """Where voxels lie, and what is known beside them."""

    def __init__(self, number: int, facts: dict[str, Any] | None = None) -> None:
        """Use `load` or `Volume.from_array`."""
        self._handle = Handle(number)
        self._known = facts

    @cached_property
    def _facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = self._known or _calls.answer(library.volume_json, self._handle.number)
        return facts

    @cached_property
    def geometry(self) -> Geometry:
        """Where voxels lie."""
        affine = np.reshape(self._facts["affine"], (4, 4))
        return Geometry(self.shape, affine, self._facts.get("slicePositions"), axes="ijk")

    @property
    def spacing(self) -> tuple[float, float, float]:
        """Millimetres between slices, rows and columns; of an irregular stack the mean."""
        return self.geometry.spacing

    @property
    def affine(self) -> NDArray[np.float64]:
        """4 × 4 float64, from (k, j, i, 1) to LPS mm; `geometry.affine(frame="RAS", axes="ijk")` has the others."""
        return self.geometry.affine()

    @property
    def range(self) -> tuple[float, float] | None:
        """The smallest and the largest valid value; None if there is none."""
        ends = self._facts.get("range")
        return None if ends is None else (float(ends[0]), float(ends[1]))

    @property
    def notices(self) -> tuple[str, ...]:
        """What the engine tells of how it was loaded."""
        return tuple(from_answer(notice) for notice in self._facts.get("notices", ()))

    @property
    def attributes(self) -> Mapping[str, Any]:
        """All that is known beside the voxels, by the names of `sagitta info --json` (axes in the order i, j, k)."""
        return MappingProxyType(self._facts)
