"""What all conversions need: a grid that the other side knows."""

from __future__ import annotations

from typing import Self

from . import errors
from ._foreign import MadeVolume
from ._grids import SampledVolume


class ConvertibleVolume(SampledVolume, MadeVolume):
    """A volume for other packages.

    Formats that know only evenly spaced slices refuse an irregular stack (code `irregular`), and those that know
    only right angles a sheared one (`sheared`), unless `resample=True` puts the volume on a new grid first.
    """

    def _even(self, resample: bool, *, straight: bool = False) -> Self:
        """A volume whose grid the other package can hold."""
        word = self.regularity
        if word == "regular" or (word == "sheared" and not straight):
            return self
        if resample:
            return self.resample(self.spacing)
        what = "evenly spaced slices" if word == "irregular" else "right angles"
        remedy = "resample-evenly" if word == "irregular" else "straighten"
        sentence = f"the volume is {word}, and the other side knows only {what}"
        raise errors.refused(word, f"{sentence}; resample=True changes it", remedies=(remedy,))
