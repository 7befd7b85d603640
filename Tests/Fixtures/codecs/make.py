#!/usr/bin/env python3
"""Makes the files beside it anew: tiny frames of our own phantom, compressed by other programs.

    make.py            needs what Tests/run --with-peers installs, and ojph_compress of OpenJPH
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy
import pydicom
from pydicom.encaps import generate_frames

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "Peers"))
sys.dont_write_bytecode = True

import codec_cases  # noqa: E402
import stored_images  # noqa: E402

COLUMNS, ROWS = 19, 13
# Case of codec_cases.py → name here.
STREAMS = {
    "grey8-rle": "grey8.rle",
    "grey8-sv1": "grey8-sv1.jpg",
    "grey8-baseline": "grey8-baseline.jpg",
    "grey8-jls": "grey8.jls",
    "grey12-dcmtk-rle": "grey12.rle",
    "grey12-sv1": "grey12-sv1.jpg",
    "grey12-sv7": "grey12-sv7.jpg",
    "grey12-extended": "grey12-extended.jpg",
    "grey12-jls": "grey12.jls",
    "grey12-near": "grey12-near.jls",
    "grey12-j2k": "grey12.j2k",
    "signed12-sv6": "signed12-sv6.jpg",
    "signed12-jls": "signed12.jls",
    "signed12-j2k": "signed12.j2k",
    "signed16-sv1": "signed16-sv1.jpg",
    "signed16-j2k": "signed16.j2k",
}


# Case of stored_images.py → name here.
COLOURS = {
    "rle": "colour8.rle",
    "lossless1": "colour8-sv1.jpg",
    "lossless6": "colour8-sv6.jpg",
    "jls-none": "colour8-none.jls",
    "jls-line": "colour8-line.jls",
    "jls-sample": "colour8-sample.jls",
    "jpeg-420": "colour8-420.jpg",
    "j2k-YBR_RCT": "colour8-rct.j2k",
    "j2k-RGB": "colour8.j2k",
}


def values_file(name: str, values: numpy.ndarray) -> None:
    (HERE / f"{name}.values").write_bytes(values.astype("<u2").tobytes())


def htj2k(folder: Path) -> None:
    stored = codec_cases.phantom(COLUMNS, ROWS, 12, False)
    picture = folder / "grey12.pgm"
    picture.write_bytes(b"P5\n%d %d\n4095\n" % (COLUMNS, ROWS) + stored.astype(">u2").tobytes())
    for name, options in {"grey12-htj2k": ["-reversible", "true"], "grey12-htj2k-lossy": ["-qstep", "0.001"]}.items():
        stream = folder / f"{name}.j2c"
        subprocess.run(
            ["ojph_compress", "-i", picture, "-o", stream, "-num_decomps", "2", *options],
            check=True, capture_output=True,
        )
        (HERE / f"{name}.j2k").write_bytes(stream.read_bytes())


def colours(folder: Path) -> None:
    stored_images.COLUMNS, stored_images.ROWS = 20, 14
    cases, rgb = stored_images.Cases(folder), stored_images.colours()
    stored_images.native(cases, folder, rgb)
    stored_images.compressed(cases, folder, rgb)
    for case, stream in COLOURS.items():
        image = pydicom.dcmread(folder / f"{case}.dcm")
        (HERE / stream).write_bytes(next(generate_frames(image.PixelData, number_of_frames=1)))
    (HERE / "colour8.values").write_bytes(rgb.tobytes())


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        codec_cases.encode_all(folder, COLUMNS, ROWS)
        for case, stream in STREAMS.items():
            image = pydicom.dcmread(folder / f"{case}.dcm")
            (HERE / stream).write_bytes(next(generate_frames(image.PixelData, number_of_frames=1)))
            if case.split("-")[-1] in ("baseline", "extended"):
                values_file(stream.split(".")[0], numpy.fromfile(folder / f"{case}.values", "<i4"))
        for image, (_, bits, signed) in codec_cases.FORMATS.items():
            if image != "grey16":
                values_file(image, codec_cases.phantom(COLUMNS, ROWS, bits, signed))
        htj2k(folder)
        colours(folder)


if __name__ == "__main__":
    main()
