#!/usr/bin/env python3
"""Images of a phantom, compressed by dcmtk, pydicom and SimpleITK (GDCM) in every way they know.

    codec_cases.py FOLDER [--columns N] [--rows N]

Writes DICOM files into FOLDER and prints JSON: `cases`, each with `file`, `values` (a file of the stored
values that a decoder must give, int32 little-endian, row by row) and `tolerance`.
Lossless files are compared with the image itself, lossy ones with the program that wrote them.
"""

import argparse
import subprocess
from pathlib import Path

import numpy
import pydicom
import SimpleITK
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, RLELossless
from report import emit

# Bits allocated, bits stored, signed.
FORMATS = {
    "grey8": (8, 8, False),
    "grey12": (16, 12, False),
    "signed12": (16, 12, True),
    "grey16": (16, 16, False),
    "signed16": (16, 16, True),
}


def phantom(columns: int, rows: int, bits: int, signed: bool) -> numpy.ndarray:
    """A disc on a ramp with noise, a flat part for run lengths, and both ends of the range."""
    generator = numpy.random.default_rng(bits + 100 * signed)
    y, x = numpy.mgrid[0:rows, 0:columns]
    top = 2**bits
    disc = (x - columns / 2) ** 2 + (y - rows / 2) ** 2 < (min(columns, rows) / 3) ** 2
    values = top * (0.2 + 0.3 * disc + 0.3 * x / columns) + generator.normal(0, top / 200, (rows, columns))
    values[rows - rows // 4 :, : columns // 2] = top * 0.1
    values[0, 0], values[-1, -1] = 0, top - 1
    stored = numpy.clip(values, 0, top - 1).astype(numpy.int32)
    return stored - top // 2 if signed else stored


def native_file(path: Path, stored: numpy.ndarray, allocated: int, bits: int, signed: bool) -> None:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = f"2.25.{sum(map(ord, path.stem))}"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    image = FileDataset(None, {}, file_meta=meta, preamble=bytes(128))
    image.SOPClassUID, image.SOPInstanceUID = CTImageStorage, meta.MediaStorageSOPInstanceUID
    image.StudyInstanceUID, image.SeriesInstanceUID = "2.25.1", "2.25.2"
    image.Modality, image.PatientID, image.PatientName = "CT", "phantom", "phantom"
    image.Rows, image.Columns = stored.shape
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.BitsAllocated, image.BitsStored, image.HighBit = allocated, bits, bits - 1
    image.PixelRepresentation = int(signed)
    image.RescaleSlope, image.RescaleIntercept = 1, 0
    data = stored.astype(f"<i{allocated // 8}" if signed else f"<u{allocated // 8}").tobytes()
    image.PixelData = data + b"\0" * (len(data) % 2)
    image["PixelData"].VR = "OW" if allocated > 8 else "OB"
    image.save_as(path, enforce_file_format=True)


def run(*arguments: object) -> None:
    subprocess.run([str(a) for a in arguments], check=True, capture_output=True)


class Cases:
    def __init__(self, folder: Path):
        self.folder, self.cases = folder, []

    def add(self, name: str, values: numpy.ndarray, tolerance: int = 0) -> None:
        path = self.folder / f"{name}.values"
        path.write_bytes(values.astype("<i4").tobytes())
        self.cases.append({"file": str(self.folder / f"{name}.dcm"), "values": str(path), "tolerance": tolerance})

    def lossless(self, name: str, stored: numpy.ndarray, tool: str, *options: object) -> None:
        target = self.folder / f"{name}.dcm"
        run(tool, *options, self.folder / f"{name.split('-')[0]}.dcm", target)
        self.add(name, stored)

    def lossy(self, name: str, tool: str, decoder: str, *options: object) -> None:
        target, decoded = self.folder / f"{name}.dcm", self.folder / f"{name}.decoded"
        run(tool, *options, self.folder / f"{name.split('-')[0]}.dcm", target)
        run(decoder, target, decoded)
        self.add(name, pydicom.dcmread(decoded).pixel_array)


def encode_all(folder: Path, columns: int, rows: int) -> list[dict]:
    cases = Cases(folder)
    for name, (allocated, bits, signed) in FORMATS.items():
        stored = phantom(columns, rows, bits, signed)
        native = folder / f"{name}.dcm"
        native_file(native, stored, allocated, bits, signed)
        cases.lossless(f"{name}-dcmtk-rle", stored, "dcmcrle")
        for predictor in range(1, 8):
            cases.lossless(f"{name}-sv{predictor}", stored, "dcmcjpeg", "+el", "+sv", predictor)
        cases.lossless(f"{name}-sv1-process14", stored, "dcmcjpeg", "+e1")
        cases.lossless(f"{name}-jls", stored, "dcmcjpls")
        cases.lossless(f"{name}-jls-fragments", stored, "dcmcjpls", "+fs", 1, "-ot")
        if not signed:  # dcmtk refuses the others
            cases.lossy(f"{name}-near", "dcmcjpls", "dcmdjpls", "+en", "+md", 3)
        for transform in (1, 3):
            cases.lossy(f"{name}-pt{transform}", "dcmcjpeg", "dcmdjpeg", "+el", "+sv", 4, "+pt", transform)
        if bits == 8:
            cases.lossy(f"{name}-baseline", "dcmcjpeg", "dcmdjpeg", "+eb", "+q", 80)
        cases.lossy(f"{name}-extended", "dcmcjpeg", "dcmdjpeg", "+ee", "+q", 90)

        rle = pydicom.dcmread(native)
        rle.compress(RLELossless, encoding_plugin="pydicom")
        rle.save_as(folder / f"{name}-rle.dcm")
        cases.add(f"{name}-rle", stored)

        writer = SimpleITK.ImageFileWriter()
        writer.SetImageIO("GDCMImageIO")
        writer.UseCompressionOn()
        writer.SetCompressor("JPEG2000")
        writer.SetFileName(str(folder / f"{name}-j2k.dcm"))
        writer.Execute(SimpleITK.ReadImage(str(native)))
        cases.add(f"{name}-j2k", stored)
    return cases.cases


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--columns", type=int, default=61)
    parser.add_argument("--rows", type=int, default=47)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    cases = encode_all(arguments.folder, arguments.columns, arguments.rows)
    emit({"cases": cases}, "pydicom", "simpleitk")


if __name__ == "__main__":
    main()
