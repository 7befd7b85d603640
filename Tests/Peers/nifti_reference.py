#!/usr/bin/env python3
"""A NIfTI file as nibabel reads it.

    nifti_reference.py FILE

Prints JSON: `affine` (4×4 rows, voxel (i, j, k) → **RAS** mm), `dimensions` [i, j, k, …], `zooms`, `units`,
`sform` and `qform` (matrix or null) with their codes, and `sha256` of the scaled float32 values, last axis slowest.
"""

import argparse

import nibabel
from report import emit, voxel_facts


def listed(matrix) -> list | None:
    return None if matrix is None else matrix.tolist()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    image = nibabel.load(parser.parse_args().file)
    sform, sform_code = image.header.get_sform(coded=True)
    qform, qform_code = image.header.get_qform(coded=True)
    emit(
        {
            "affine": image.affine.tolist(),
            "zooms": [float(zoom) for zoom in image.header.get_zooms()],
            "units": list(image.header.get_xyzt_units()),
            "dataType": str(image.get_data_dtype()),
            "sform": listed(sform),
            "sformCode": int(sform_code),
            "qform": listed(qform),
            "qformCode": int(qform_code),
            **voxel_facts(image.get_fdata(dtype="float32").T),
        },
        "nibabel",
        "numpy",
    )


if __name__ == "__main__":
    main()
