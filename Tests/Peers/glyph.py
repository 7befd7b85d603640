"""Draws a letter of DejaVu Sans with FreeType (through Pillow) and prints the coverage of each pixel as JSON.

    glyph.py LETTER CAP_HEIGHT_IN_PIXELS CAP_HEIGHT_IN_UNITS UNITS_PER_EM
"""

import json
import pathlib
import sys

import numpy
import PIL
from PIL import Image, ImageDraw, ImageFont

FONTS = [
    pathlib.Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
]
FINE = 16  # so that hinting, which moves outlines by fractions of a pixel, moves them by little

letter, pixels, cap, units = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
path = next((path for path in FONTS if path.exists()), None)
if path is None:
    sys.exit("DejaVuSans.ttf is missing: apt install fonts-dejavu-core")
font = ImageFont.truetype(str(path), size=pixels * FINE / cap * units, layout_engine=ImageFont.Layout.BASIC)
side = 3 * pixels  # pixels around the base line's beginning, which is at (pixels, 2 * pixels)
canvas = Image.new("L", (side * FINE, side * FINE))
ImageDraw.Draw(canvas).text((pixels * FINE, 2 * pixels * FINE), letter, fill=255, font=font, anchor="ls")
fine = numpy.asarray(canvas, dtype=float).reshape(side, FINE, side, FINE) / 255
print(json.dumps({
    "origin": [-pixels, -2 * pixels], "width": side, "height": side,
    "coverage": fine.mean(axis=(1, 3)).ravel().tolist(), "versions": {"pillow": PIL.__version__},
}))
