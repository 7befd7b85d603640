"""What is damaged or hostile is refused, and never ends the interpreter."""

from __future__ import annotations

import contextlib
import ctypes
import random
from pathlib import Path

import numpy as np
import pysagitta as sagitta
import pytest
from conftest import ROOT, run_python
from pysagitta._library import Array, Call, library

STREAMS = ROOT / "Tests" / "Fixtures" / "codecs"

LOADING = """
import sys, pathlib, pysagitta as sagitta
codes = {}
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    try:
        sagitta.load(folder).array.sum()
        code = "loaded"
    except sagitta.Error as error:
        code = error.code
    codes[code] = codes.get(code, 0) + 1
print(codes)
"""


def _wrapped(stream: bytes, syntax: str, file: Path) -> None:
    pydicom = pytest.importorskip("pydicom")
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.encaps import encapsulate
    from pydicom.uid import CTImageStorage, generate_uid

    image = Dataset()
    image.file_meta = FileMetaDataset()
    image.file_meta.TransferSyntaxUID = syntax
    image.file_meta.MediaStorageSOPClassUID = image.SOPClassUID = CTImageStorage
    image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID = generate_uid()
    image.SeriesInstanceUID, image.StudyInstanceUID = generate_uid(), generate_uid()
    image.Modality, image.PixelSpacing, image.ImagePositionPatient = "CT", [1, 1], [0, 0, 0]
    image.ImageOrientationPatient, image.SliceThickness = [1, 0, 0, 0, 1, 0], 1
    size = np.frombuffer(stream, ">u4", 2, stream.index(b"\xff\x51") + 6)
    if size.max() > 65535:
        raise ValueError("DICOM has no such size")
    image.Columns, image.Rows = int(size[0]), int(size[1])
    image.SamplesPerPixel, image.PhotometricInterpretation = 1, "MONOCHROME2"
    image.BitsAllocated, image.BitsStored, image.HighBit, image.PixelRepresentation = 16, 12, 11, 0
    image.PixelData = encapsulate([stream])
    pydicom.dcmwrite(file, image, enforce_file_format=True)


STREAMS_AND_SYNTAXES = [
    ("grey12-htj2k.j2k", "1.2.840.10008.1.2.4.201"),
    ("grey12-htj2k-lossy.j2k", "1.2.840.10008.1.2.4.203"),
    ("grey12.j2k", "1.2.840.10008.1.2.4.90"),
]


@pytest.mark.parametrize(("name", "syntax"), STREAMS_AND_SYNTAXES)
def test_damaged_streams(tmp_path: Path, name: str, syntax: str) -> None:
    """Some of them meet assertions of OpenJPEG, which end a process that nothing keeps from it."""
    stream = (STREAMS / name).read_bytes()
    for n in range(160):
        (tmp_path / f"{n:03}").mkdir()
        with contextlib.suppress(ValueError):
            _wrapped(_damaged(stream, n), syntax, tmp_path / f"{n:03}" / "image.dcm")
    assert "loaded" in run_python(LOADING, tmp_path)


def _damaged(stream: bytes, seed: int) -> bytes:
    dice = random.Random(seed)
    damaged = bytearray(stream)
    if seed % 4 == 1:
        return bytes(damaged[: dice.randrange(60, len(damaged))])
    if seed % 4 == 2:
        for _ in range(dice.randint(1, 8)):
            damaged[dice.randrange(2, len(damaged))] = dice.randrange(256)
    elif seed:
        start, count = dice.randrange(len(damaged) // 3, len(damaged)), dice.choice([1, 2, 8, 32, 64])
        for place in range(start, min(len(damaged), start + count)):
            damaged[place] = dice.choice([0, 255, dice.randrange(256)])
    return bytes(damaged)


def test_numbers_that_name_nothing() -> None:
    error = ctypes.c_uint64()
    place = ctypes.c_uint64()
    for number in (0, 1, 77, 2**64 - 1, id(place)):
        assert library.volume_json(number, ctypes.byref(place), ctypes.byref(error)) == 64
        assert error.value and library.release(error.value) == 0
        assert library.volume_voxels(number, ctypes.byref(Array(ctypes.sizeof(Array))), None) == 64
    assert library.volume_json(1, None, None) == 64
    assert library.release(12345) == 64 and library.release(0) == 0


def test_structures_of_wrong_size(head: sagitta.Volume) -> None:
    assert library.volume_voxels(head._handle.number, ctypes.byref(Array(3)), None) == 64
    assert library.volume_voxels(head._handle.number, None, None) == 64
    place = ctypes.c_uint64()
    assert library.load(ctypes.byref(Call(size=1)), b"{}", 2, ctypes.byref(place), None) == 64


NO_REQUESTS = [
    b"",
    b"{",
    b"null",
    b"[]",
    b'"x"',
    b"\xff\xfe",
    b'{"inputs": 3}',
    b'{"inputs": []}',
    b'{"x": 1}',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"9" * 5000,
]


@pytest.mark.parametrize("text", NO_REQUESTS, ids=range(len(NO_REQUESTS)))
def test_requests_that_are_none(head: sagitta.Volume, text: bytes) -> None:
    number = head._handle.number
    for function, before, after in (
        (library.load, (None,), ()),
        (library.scan, (None,), ()),
        (library.render, (None, number), ()),
        (library.probe, (None, number), ()),
        (library.planes, (None, number, 0, 0), (0,)),
        (library.projection, (None, number, 0), (0,)),
        (library.resample, (None, number, 0), ()),
    ):
        place, error = ctypes.c_uint64(), ctypes.c_uint64()
        status = function(*before, text, len(text), *after, ctypes.byref(place), ctypes.byref(error))
        assert status in (0, 64, 65, 77)
        library.release(place.value)
        library.release(error.value)


def test_numbers_that_are_none(head: sagitta.Volume) -> None:
    for bad in (float("inf"), -float("inf"), 1e308, -1e308, 5e-324, 0):
        for call in (
            lambda bad=bad: head.plane(pixel=bad),
            lambda bad=bad: head.plane(at=bad),
            lambda bad=bad: head.plane(center=(bad, bad, bad), normal=(bad, 0, 1), size=(4, 4)),
            lambda bad=bad: head.mip(step=bad, pixel=20),
            lambda bad=bad: head.resample(spacing=bad),
            lambda bad=bad: head.statistics(sphere=(bad, 0, 0, bad)),
            lambda bad=bad: head.value_at((bad, bad, bad)),
            lambda bad=bad: head.plane().display(window=(bad, bad)),
        ):
            with contextlib.suppress(sagitta.Error, ValueError):
                call()
    for count in (-1, 2**31, 2**62):
        for call in (
            lambda count=count: head.plane(size=(count, count)),
            lambda count=count: head.plane(index=count),
            lambda count=count: head.mip(frames=count, size=(2, 2)),
            lambda count=count: head.planes(radial=count, size=(2, 2)),
            lambda count=count: head.montage(rows=count, columns=count),
            lambda count=count: head.resample(pad=count),
        ):
            with pytest.raises(sagitta.Error):
                call()
