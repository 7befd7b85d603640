#!/usr/bin/env python3
"""The pixels of DICOM files by pydicom and by SimpleITK.

    derived_pixels.py FOLDER

Prints JSON: `pydicom` and `simpleitk`, for each file in order of its number the SHA-256 of its samples as 32-bit
integers, null where the program has no decoder.
"""

import hashlib
import sys
from pathlib import Path

import numpy
import pydicom
import SimpleITK
from report import emit


def digest(samples: numpy.ndarray) -> str:
    return hashlib.sha256(numpy.ascontiguousarray(samples, dtype="<i4").tobytes()).hexdigest()


def by_pydicom(path: Path) -> str | None:
    try:
        return digest(pydicom.dcmread(path).pixel_array)
    except (NotImplementedError, RuntimeError):
        return None


def by_simpleitk(path: Path) -> str | None:
    try:
        image = SimpleITK.ReadImage(str(path))
    except RuntimeError:
        return None
    # Rescaled values; the comparison is with the same of the native file.
    return hashlib.sha256(numpy.ascontiguousarray(SimpleITK.GetArrayViewFromImage(image), dtype="<f8").tobytes()).hexdigest()


def main() -> None:
    files = sorted(Path(sys.argv[1]).glob("*.dcm"), key=lambda path: int(path.stem))
    emit(
        {"pydicom": [by_pydicom(path) for path in files], "simpleitk": [by_simpleitk(path) for path in files]},
        "pydicom",
        "simpleitk",
        "numpy",
    )


if __name__ == "__main__":
    main()
