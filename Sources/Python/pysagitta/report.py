"""What is known of inputs: the volumes of a study, and the files that are part of none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ._described import Described
from ._optional import needed
from ._paths import from_answer

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class VolumeInfo(Described):
    """What the headers say of one volume, before its voxels are read."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._told = facts

    @property
    def _facts(self) -> dict[str, Any]:
        return self._told

    @property
    def id(self) -> int:
        """The number that `series=` takes."""
        return int(self._facts["id"])

    @property
    def spacing(self) -> tuple[float, float, float]:
        """Millimetres between slices, rows and columns; of an irregular stack the mean."""
        dx, dy, dz = self._facts["spacing"]
        return dz, dy, dx

    @property
    def affine(self) -> NDArray[np.float64]:
        """4 × 4, from (k, j, i, 1) to LPS mm."""
        from .geometry import kji_affine

        return kji_affine(self._facts["affine"])

    @property
    def phases(self) -> int:
        """How many volumes there are of the same place."""
        return int(self._facts["phases"])

    @property
    def files(self) -> int:
        """How many files hold it."""
        return int(self._facts.get("files", 0))

    @property
    def folder(self) -> str | None:
        """The deepest folder that holds all its files."""
        folder = self._facts.get("folder")
        return None if folder is None else from_answer(folder)

    def to_dict(self) -> dict[str, Any]:
        """All of it, as `sagitta info --json` prints it (axes in the order i, j, k)."""
        return dict(self._facts)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}: {' '.join(_texts(self))}>"


def _texts(volume: VolumeInfo) -> list[str]:
    size = " × ".join(str(count) for count in volume.shape)
    phases = f"{volume.phases} phases" if volume.phases > 1 else None
    return [text for text in (volume.modality, size, phases, volume.description) if text]


class Skipped:
    """A file that is part of no volume.

    Attributes:
        path: The file.
        code: A stable word for the reason.
        message: The reason in words.
    """

    __slots__ = ("code", "message", "path")

    def __init__(self, facts: dict[str, Any]) -> None:
        self.path = from_answer(facts["path"])
        self.code = str(facts["code"])
        self.message = from_answer(facts["message"])

    def __repr__(self) -> str:
        return f"<skipped {self.path}: {self.code}>"


class Report:
    """What is in an input: its volumes, and every file that is part of none, with the reason."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self._facts = facts

    @property
    def volumes(self) -> tuple[VolumeInfo, ...]:
        """The volumes, by number."""
        return tuple(VolumeInfo(volume) for volume in self._facts["volumes"])

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The files that are part of no volume."""
        return tuple(Skipped(file) for file in self._facts["files"]["skipped"])

    @property
    def files_read(self) -> int:
        """How many files were looked at."""
        return int(self._facts["files"]["read"])

    @property
    def files_used(self) -> int:
        """How many of them are part of a volume."""
        return int(self._facts["files"]["used"])

    def to_dict(self) -> dict[str, Any]:
        """All of it, as `sagitta info --json --headers-only` prints it."""
        return dict(self._facts)

    def to_json(self) -> str:
        """The same as text."""
        return json.dumps(self._facts, indent=2, ensure_ascii=False)

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame` with a row for each volume; needs pandas."""
        return needed("pandas").DataFrame([row(volume) for volume in self.volumes])

    def __repr__(self) -> str:
        lines = [f"<Report of {self.files_read} files, {self.files_used} used>"]
        return "\n".join(lines + [f"  {volume!r}" for volume in self.volumes])

    def _repr_html_(self) -> str:
        from ._html import report_page

        return report_page(self)


def row(volume: VolumeInfo) -> dict[str, Any]:
    """A volume's line in tables."""
    return {
        "id": volume.id,
        "modality": volume.modality,
        "description": volume.description,
        "shape": volume.shape,
        "spacing": volume.spacing,
        "unit": volume.unit,
        "phases": volume.phases,
        "files": volume.files,
        "findings": [finding.code for finding in volume.findings],
        "series_uid": volume.series_uid,
    }
