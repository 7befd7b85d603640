"""Volumes as files."""

from __future__ import annotations

import warnings
from typing import Literal, Unpack

from . import _calls, _requests
from ._held import HeldVolume
from ._library import library
from ._options import WatchOptions
from ._paths import Path, for_request, from_answer


class SavedVolume(HeldVolume):
    """A volume that is written."""

    def save(
        self,
        path: Path,
        *,
        type: str | None = None,
        scaled: bool = False,
        compressed: bool = False,
        padding: float | Literal["nan"] | None = None,
        uneven_slices: Literal["refused", "as-even", "resampled"] | None = None,
        side_cars: bool = False,
        show_identity: bool = False,
        labels: bool = False,
        replace: bool = True,
        **watch: Unpack[WatchOptions],
    ) -> None:
        """Writes a value file; the extension says which (`.nii`, `.nii.gz`, `.nrrd`, `.mha`, `.npy`, `.npz`,
        `.ome.zarr`).

        Args:
            path: The file.
            type: How voxels are stored: `float32` if left out, `int16`, …; what does not fit exactly is refused.
            scaled: Whether values are rounded to the type, with slope and intercept (NIfTI).
            compressed: Whether formats that can are compressed; `.nii.gz` always is.
            padding: What is written where there is no measured value; `nan`, a number, or as it is.
            uneven_slices: What becomes of irregular stacks.
            side_cars: Whether a file beside NIfTI says what the series states of its acquisition.
            show_identity: Whether the file carries the series' description, identifiers and texts.
            labels: Whether values are labels, which the levels of `.ome.zarr` do not mix; known of files that say so.
            replace: Whether a file that is there may be replaced.
            **watch: `threads`, `memory` and `progress`, as for `load`.

        Raises:
            sagitta.CannotCreate: The file cannot be made, or must not be replaced.
            sagitta.InvalidInput: The format cannot hold the volume.
        """
        voxels = {
            "type": type,
            "isScaled": scaled or None,
            "isCompressed": compressed or None,
            "padding": padding,
            "showIdentity": show_identity or None,
            "holdsLabels": labels or None,
        }
        request = {
            "path": for_request(path),
            "replace": replace,
            "voxels": {name: value for name, value in voxels.items() if value is not None},
            "sideCars": side_cars,
        }
        if uneven_slices is not None:
            request["unevenSlices"] = uneven_slices
        text = _requests.text(request)
        _warn(_calls.watched(library.volume_save, self._handle.number, text, len(text), **watch))

    def save_dicom(
        self,
        folder: Path,
        *,
        encoding: Literal["explicit", "implicit", "deflated", "rle", "jpeg-ls", "jpeg-2000"] | None = None,
        anonymous: bool = False,
        deterministic: bool = False,
        description: str | None = None,
        number: int | None = None,
        **watch: Unpack[WatchOptions],
    ) -> None:
        """Writes a DICOM series of calibrated images.

        Args:
            folder: A folder, made if it is not there, in which no file of such a name may be; best an empty one that
                is no part of an input.
            encoding: How pixels are stored, always without loss; `explicit` if left out.
            anonymous: Whether patient, people, places and dates are left out, with new identifiers throughout.
            deterministic: Whether identifiers follow from the input, and no clock is written.
            description: Series Description.
            number: Series Number.
            **watch: `threads`, `memory` and `progress`, as for `load`.

        Raises:
            sagitta.CannotCreate: The folder cannot be made, or a file is there already.
            sagitta.InvalidInput: The volume has no place in a patient, as one that `from_array` made.
        """
        dicom = {
            "encoding": encoding,
            "isAnonymous": anonymous,
            "isDeterministic": deterministic,
            "seriesDescription": description,
            "seriesNumber": number,
        }
        given = {name: value for name, value in dicom.items() if value is not None}
        text = _requests.text({"path": for_request(folder), "dicom": given})
        _warn(_calls.watched(library.volume_save_dicom, self._handle.number, text, len(text), **watch))


def _warn(number: int) -> None:
    """Passes on what is to be known of what was written."""
    answer = _calls.taken_json(number)
    for text in answer["notices"]:
        warnings.warn(from_answer(text), stacklevel=3)
