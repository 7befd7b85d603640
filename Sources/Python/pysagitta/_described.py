"""What the engine tells of volumes, by the names that Python has for it."""

from __future__ import annotations

from typing import Any, Literal

from .findings import Finding

Regularity = Literal["regular", "sheared", "irregular"]


class Described:
    """Something that has the facts of a volume: one in memory, or one of a study."""

    @property
    def _facts(self) -> dict[str, Any]:
        raise NotImplementedError

    @property
    def series_uid(self) -> str | None:
        """Series Instance UID, which `series=` takes."""
        return self._facts.get("seriesInstanceUID")

    @property
    def frame_of_reference_uid(self) -> str | None:
        """Frame of Reference UID: volumes that share it share their coordinates."""
        return self._facts.get("frameOfReferenceUID")

    @property
    def modality(self) -> str | None:
        """DICOM's modality, as `CT`; None if unknown."""
        return self._facts.get("modality")

    @property
    def description(self) -> str | None:
        """The series' description."""
        return self._facts.get("description")

    @property
    def unit(self) -> str | None:
        """The unit of values, as `HU`; None if unknown."""
        return self._facts.get("unit")

    @property
    def shape(self) -> tuple[int, int, int]:
        """Slices, rows and columns."""
        columns, rows, slices = self._facts["dimensions"]
        return slices, rows, columns

    @property
    def regularity(self) -> Regularity:
        """`regular`; `sheared` where slices are shifted against each other; `irregular` where distances differ."""
        regularity: Regularity = self._facts["regularity"]
        return regularity

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What a reader should know."""
        return tuple(Finding(finding) for finding in self._facts.get("findings", ()))
