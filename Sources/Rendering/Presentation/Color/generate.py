#!/usr/bin/env python3
"""Writes ColorMapTable.swift: 256 colours for each known colour map.

    pip install pydicom==3.0.2 matplotlib==3.10.7 numpy
    Sources/Rendering/Presentation/Color/generate.py

The first eight are the well-known palettes of DICOM PS3.6 Annex B, facts of the standard, read from the copies that
pydicom (MIT) carries. The others are by Nathaniel J. Smith, Stefan van der Walt and Eric Firing, who gave them to
the public domain (CC0); read from matplotlib.
"""

import pathlib

import matplotlib
import numpy
import pydicom
from pydicom.pixels.processing import _expand_segmented_lut

STANDARD = [
    ("hot-iron", "hotiron", "nuclear medicine"), ("pet", "pet", "positron emission"),
    ("hot-metal-blue", "hotmetalblue", "fusion with CT"),
    ("pet-20-step", "pet20step", "steps that show equal values"),
    ("spring", "spring", "magenta to yellow"), ("summer", "summer", "green to blue"),
    ("fall", "fall", "yellow to red"), ("winter", "winter", "blue to green"),
]
OTHERS = [
    ("viridis", "even steps, dark blue to yellow"), ("magma", "even steps, black to cream"),
    ("inferno", "even steps, black to yellow"), ("plasma", "even steps, blue to yellow"),
]


def palette(name):
    data = pydicom.dcmread(pathlib.Path(pydicom.__file__).parent / "data/palettes" / f"{name}.dcm")
    columns = []
    for color in ("Red", "Green", "Blue"):
        plain = data.get(f"{color}PaletteColorLookupTableData")
        if plain is None:
            segments = data[f"Segmented{color}PaletteColorLookupTableData"].value
            plain = bytes(_expand_segmented_lut(tuple(segments), "B"))
        columns.append(list(plain))
    return list(zip(*columns)), data.PaletteColorLookupTableUID


def entry(name, use, source, colors):
    assert len(colors) == 256
    digits = "".join("%02x%02x%02x" % tuple(color) for color in colors)
    return f'    Entry(\n      name: "{name}", use: "{use}", source: "{source}",\n      digits: "{digits}"),\n'


def main():
    text = """// Made by generate.py, which tells where the colours come from. Do not edit.
// swift-format-ignore-file

/// The colours of the known maps: 256 times red, green and blue in hexadecimal.
enum ColorMapTable {
  struct Entry: Sendable {
    let name: String
    let use: String
    let source: String
    let digits: StaticString
  }

  static let entries: [Entry] = [
"""
    for name, file, use in STANDARD:
        colors, uid = palette(file)
        text += entry(name, use, f"DICOM PS3.6 Annex B, {uid}", colors)
    for name, use in OTHERS:
        colors = [
            [int(numpy.floor(part * 255 + 0.5)) for part in color] for color in matplotlib.colormaps[name].colors]
        text += entry(name, use, "matplotlib, CC0", colors)
    text += "  ]\n}\n"
    (pathlib.Path(__file__).parent / "ColorMapTable.swift").write_text(text)


main()
