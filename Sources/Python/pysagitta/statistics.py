"""Figures over regions of a volume."""

from __future__ import annotations

from typing import Any


class Statistics:
    """Figures over the voxels of a region whose centres lie in it and that hold a measured value.

    Attributes:
        count: How many voxels there are.
        volume: Their volume in mm³.
        mean, standard_deviation, minimum, maximum: In the volume's unit; NaN if there are no voxels.
    """

    __slots__ = ("count", "maximum", "mean", "minimum", "standard_deviation", "volume")

    def __init__(self, facts: dict[str, Any]) -> None:
        self.count = int(facts["count"])
        self.volume = float(facts["volume"])
        self.mean = _number(facts.get("mean"))
        self.standard_deviation = _number(facts.get("standardDeviation"))
        self.minimum = _number(facts.get("minimum"))
        self.maximum = _number(facts.get("maximum"))

    def __repr__(self) -> str:
        return (
            f"<Statistics of {self.count} voxels, {self.volume:.6g} mm³: mean {self.mean:.6g}, "
            f"standard deviation {self.standard_deviation:.6g}, {self.minimum:.6g} … {self.maximum:.6g}>"
        )


def _number(value: float | None) -> float:
    return float("nan") if value is None else float(value)
