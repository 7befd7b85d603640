"""Prints the colour maps as others publish them: DICOM PS3.6 Annex B through pydicom, and matplotlib's."""

import json

import matplotlib
import numpy
import pydicom
from pydicom.pixels.processing import apply_color_lut

# By UID: by name, pydicom 3.0.2 mistakes fall for winter (its own registry of UIDs does not).
STANDARD = {
    "hot-iron": 1, "pet": 2, "hot-metal-blue": 3, "pet-20-step": 4, "spring": 5, "summer": 6, "fall": 7, "winter": 8,
}

greys = numpy.arange(256, dtype="uint8").reshape(16, 16)
maps = {
    name: apply_color_lut(greys, palette=f"1.2.840.10008.1.5.{number}").reshape(256, 3)
    for name, number in STANDARD.items()
}
for name in ("viridis", "magma", "inferno", "plasma"):
    maps[name] = matplotlib.colormaps[name](numpy.arange(256), bytes=True)[:, :3]
print(json.dumps({
    "maps": {name: numpy.asarray(colors).tolist() for name, colors in maps.items()},
    "versions": {"pydicom": pydicom.__version__, "matplotlib": matplotlib.__version__},
}))
