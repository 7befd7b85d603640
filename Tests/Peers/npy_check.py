#!/usr/bin/env python3
"""A NumPy file as NumPy reads it, with the side-car that Sagitta writes beside it.

    npy_check.py FILE.npy

Prints JSON: `shape`, `dataType` (as NumPy writes it: `<f4`), `order` (C or F), `sidecar` (FILE.npy.json or null),
and the facts of the values.
"""

import argparse
import json
from pathlib import Path

import numpy
from report import emit, voxel_facts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    values = numpy.load(file, allow_pickle=False)
    sidecar = Path(f"{file}.json")
    emit(
        {
            "shape": list(values.shape),
            "dataType": values.dtype.str,
            "order": "C" if values.flags.c_contiguous else "F",
            "sidecar": json.loads(sidecar.read_text()) if sidecar.exists() else None,
            **voxel_facts(values),
        },
        "numpy",
    )


if __name__ == "__main__":
    main()
