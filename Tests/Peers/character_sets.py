#!/usr/bin/env python3
"""Texts of DICOM's character sets as pydicom reads them.

    character_sets.py TERMS:HEX[;TERMS:HEX…]     the values of Specific Character Set, and the bytes of a name

Prints JSON: `texts`, one for each.
"""

import argparse

from pydicom.charset import convert_encodings, decode_bytes
from report import emit

# What ends the effect of an escape sequence in a person name (PS3.5 6.1.2.5.3).
DELIMITERS = {"^", "=", "\\", "\r", "\n", "\t", "\f"}


def text(case: str) -> str:
    terms, digits = case.rsplit(":", 1)
    return decode_bytes(bytes.fromhex(digits), convert_encodings(terms.split("\\")), DELIMITERS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases")
    cases = parser.parse_args().cases.split(";")
    emit({"texts": [text(case) for case in cases]}, "pydicom")


if __name__ == "__main__":
    main()
