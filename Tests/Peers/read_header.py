#!/usr/bin/env python3
"""The elements of a DICOM file as pydicom reads them.

    read_header.py FILE

Prints JSON: `meta` and `dataset` in the DICOM JSON model (PS3.18 Annex F), keys like `00100020`; without the pixels.
"""

import argparse

import pydicom
from report import emit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    dataset = pydicom.dcmread(parser.parse_args().file, stop_before_pixels=True)
    emit({"meta": dataset.file_meta.to_json_dict(), "dataset": dataset.to_json_dict()}, "pydicom")


if __name__ == "__main__":
    main()
