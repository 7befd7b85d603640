"""Small series for batches: good ones that differ, and ones that are broken in ten ways."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import MPEG2MPML, CTImageStorage, ExplicitVRLittleEndian, JPEGLosslessSV1

SLICES = 6


def _head(seed: int, size: int) -> np.ndarray:
    """A bright ring with something in it, and the noise of a scanner, so that files compress as theirs do."""
    rows, columns = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    radius = np.hypot(rows, columns * 1.2)
    inside = 1064 + 60 * np.sin(7 * columns + seed)
    values = np.where(radius < 0.8, inside, np.where(radius < 0.87, 2100, 24))
    noise = np.random.default_rng(seed).normal(0, 12, values.shape)
    return np.clip(values + noise, 0, 4095).astype(np.int16)


def _image(series: int, n: int, size: int) -> FileDataset:
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = f"1.2.826.0.1.{series}.{n + 1}"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    image = FileDataset("", Dataset(), file_meta=meta, preamble=b"\0" * 128)
    image.SOPClassUID = CTImageStorage
    image.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    image.StudyInstanceUID = f"1.2.826.0.1.{series}"
    image.SeriesInstanceUID = f"1.2.826.0.1.{series}.0"
    image.FrameOfReferenceUID = f"1.2.826.0.1.{series}.0.1"
    image.Modality = "CT"
    image.PatientName = "Secret^Name"
    image.PatientID = "SECRET-4711"
    image.SeriesNumber = series
    image.SeriesDescription = "Thorax"
    image.InstanceNumber = n + 1
    image.Rows = image.Columns = size
    image.PixelSpacing = [1.5, 1.5]
    image.SliceThickness = 2
    image.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    image.ImagePositionPatient = [-20, -20, 2 * n]
    image.SamplesPerPixel = 1
    image.PhotometricInterpretation = "MONOCHROME2"
    image.BitsAllocated = image.BitsStored = 16
    image.HighBit = 15
    image.PixelRepresentation = 1
    image.RescaleIntercept = -1024
    image.RescaleSlope = 1
    image.WindowCenter, image.WindowWidth = 40, 400
    image.PixelData = _head(series * 100 + n, size).tobytes()
    return image


def _written(folder: Path, images: list[FileDataset]) -> list[Path]:
    folder.mkdir(parents=True)
    paths = [folder / f"IM{n:04}.dcm" for n in range(len(images))]
    for path, image in zip(paths, images, strict=True):
        image.save_as(path, enforce_file_format=True)
    return paths


def good(folder: Path, series: int, size: int = 32, slices: int = SLICES) -> list[Path]:
    """Writes a good series."""
    return _written(folder, [_image(series, n, size) for n in range(slices)])


def _changed(change: Callable[[FileDataset, int], None]) -> Callable[[Path, int], None]:
    def write(folder: Path, series: int) -> None:
        images = [_image(series, n, 32) for n in range(SLICES)]
        for n, image in enumerate(images):
            change(image, n)
        _written(folder, images)

    return write


def _cut(length: Callable[[int], int]) -> Callable[[Path, int], None]:
    def write(folder: Path, series: int) -> None:
        for path in good(folder, series):
            content = path.read_bytes()
            path.write_bytes(content[: length(len(content))])

    return write


def _no_geometry(image: FileDataset, _: int) -> None:
    del image.ImagePositionPatient, image.ImageOrientationPatient


def _video(image: FileDataset, _: int) -> None:
    image.file_meta.TransferSyntaxUID = MPEG2MPML
    image.PixelData = encapsulate([b"\x00\x01\x02\x03"])
    image["PixelData"].is_undefined_length = True
    image["PixelData"].VR = "OB"


def _no_pixels(image: FileDataset, _: int) -> None:
    del image.PixelData


def _colour(image: FileDataset, _: int) -> None:
    image.SamplesPerPixel = 3
    image.PhotometricInterpretation = "RGB"
    image.PlanarConfiguration = 0
    image.BitsAllocated = image.BitsStored = 8
    image.HighBit = 7
    image.PixelRepresentation = 0
    image.PixelData = bytes(3 * 32 * 32)


def _projection(image: FileDataset, _: int) -> None:
    _no_geometry(image, 0)
    del image.PixelSpacing
    image.ImagerPixelSpacing = [0.2, 0.2]


def _corrupt(image: FileDataset, _: int) -> None:
    image.file_meta.TransferSyntaxUID = JPEGLosslessSV1
    image.PixelData = encapsulate([b"\xff\xd8\xff\xc3" + bytes(range(100))])
    image["PixelData"].is_undefined_length = True
    image["PixelData"].VR = "OB"


def _garbage(folder: Path, series: int) -> None:
    folder.mkdir(parents=True)
    for n in range(SLICES):
        content = np.random.default_rng(series * 100 + n).integers(0, 256, 5000, dtype=np.uint8)
        (folder / f"IM{n:04}.dcm").write_bytes(content.tobytes())


BROKEN: list[tuple[str, Callable[[Path, int], None]]] = [
    ("empty-file", _cut(lambda _: 0)),
    ("truncated-pixel-data", _cut(lambda length: length - 100)),
    ("damaged", _cut(lambda _: 400)),
    ("not-dicom", _garbage),
    ("no-geometry", _changed(_no_geometry)),
    ("unsupported-transfer-syntax", _changed(_video)),
    ("no-pixel-data", _changed(_no_pixels)),
    ("colour-image", _changed(_colour)),
    ("projection-image", _changed(_projection)),
    ("damaged", _changed(_corrupt)),
]


def archive(folder: Path, count: int, broken: int = 0, size: int = 32, slices: int = SLICES) -> dict[str, str]:
    """Writes an archive.

    Args:
        folder: Where; series lie in folders of studies.
        count: Good series.
        broken: Broken ones, in ten ways that take turns.
        size: Rows and columns.
        slices: Images of each.

    Returns:
        The folder of each broken series and the code that it is to be refused with.
    """
    for n in range(count):
        good(folder / f"study{n % 7}" / f"good{n:05}", n + 1, size, slices)
    codes = {}
    for n in range(broken):
        way = n % len(BROKEN)
        code, write = BROKEN[way]
        name = f"study{n // len(BROKEN)}/broken-{way}-{n // len(BROKEN)}"
        write(folder / name, 100_000 + n // len(BROKEN) * 100 + way)
        codes[name] = code
    return codes


if __name__ == "__main__":
    archive(Path(sys.argv[1]), *map(int, sys.argv[2:]))
