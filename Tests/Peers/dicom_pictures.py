#!/usr/bin/env python3
"""Compares the frames of a DICOM picture, by pydicom, with the PNG files of a folder, by Pillow, in order of their names.

    dicom_pictures.py FILE FOLDER

Prints JSON: `frames`, and whether all samples are `equal`.
"""

import sys
from pathlib import Path

import numpy
import pydicom
from PIL import Image
from report import emit


def main() -> None:
    dataset = pydicom.dcmread(sys.argv[1])
    count = int(dataset.get("NumberOfFrames", 1))
    frames = dataset.pixel_array if count > 1 else dataset.pixel_array[None]
    pictures = [numpy.asarray(Image.open(path)) for path in sorted(Path(sys.argv[2]).glob("*.png"))]
    equal = len(pictures) == count and all(numpy.array_equal(a, b) for a, b in zip(frames, pictures))
    emit({"frames": count, "equal": equal}, "pydicom", "pillow")


if __name__ == "__main__":
    main()
