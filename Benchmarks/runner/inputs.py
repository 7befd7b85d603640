"""Makes the inputs that are missing, each in one piece: a folder or file is there when it is complete."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import imagecodecs
import nibabel
import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    CTImageStorage,
    ExplicitVRLittleEndian,
    HTJ2KLossless,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
)

from . import phantoms
from .places import BENCHMARKS, CACHE

ROOT = "2.25.3141592653589793238462643383279"
CODED_SLICES = range(236, 364)
"""The slices of the CT of which there is a series in each encoding."""


def make(names: set[str]) -> None:
    """`ct`, `ct.f32`, `head.f32`, `ct-raw`, `ct-rle`, …, `many`: what workloads name."""
    for name in sorted(names, key=list(MAKERS).index):
        made(name, MAKERS[name])


def needed(workloads) -> set[str]:
    names = set()
    for workload in workloads:
        names |= {f"{workload.parameters[key]}.f32" for key in ("volume",) if key in workload.parameters}
        names |= {workload.parameters[key] for key in ("folder", "file") if key in workload.parameters}
        if "ct" in workload.parameters.get("folder", "") + workload.parameters.get("file", ""):
            names.add("ct.f32")
        if workload.parameters.get("file") == "spin.rgb":
            names.add("head.f32")
    return names & set(MAKERS)


def made(name: str, maker: Callable[[Path], None]) -> None:
    place = CACHE / name
    if place.exists():
        return
    print(f"making {name}", file=sys.stderr)
    partial = CACHE / f"{name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    maker(partial)
    partial.rename(place)


def each(function: Callable, items) -> list:
    with ProcessPoolExecutor() as pool:
        return list(pool.map(function, items, chunksize=8))


def float_file(size: tuple, slices: Callable) -> Callable[[Path], None]:
    def maker(path: Path) -> None:
        with path.open("wb") as file, ProcessPoolExecutor() as pool:
            for values in pool.map(slices, range(size[0]), chunksize=8):
                values.tofile(file)

    return maker


def header(k: int, instance_number: int) -> Dataset:
    spacing, (slices, rows, columns) = phantoms.CT_SPACING, phantoms.CT_SIZE
    dataset = Dataset()
    dataset.SOPClassUID = CTImageStorage
    dataset.SOPInstanceUID = f"{ROOT}.3.{k}"
    dataset.Modality = "CT"
    dataset.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    dataset.PatientName = "Benchmark^Load"
    dataset.PatientID = "load"
    dataset.StudyInstanceUID = f"{ROOT}.1"
    dataset.SeriesInstanceUID = f"{ROOT}.2"
    dataset.FrameOfReferenceUID = f"{ROOT}.4"
    dataset.SeriesNumber = 1
    dataset.InstanceNumber = instance_number
    dataset.PatientPosition = "HFS"
    dataset.SliceThickness = spacing[2]
    dataset.ImagePositionPatient = [
        -(columns - 1) / 2 * spacing[0], -(rows - 1) / 2 * spacing[1], (k - (slices - 1) / 2) * spacing[2]]
    dataset.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    dataset.PixelSpacing = [spacing[1], spacing[0]]
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows, dataset.Columns = rows, columns
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 16, 12, 11, 0
    dataset.RescaleSlope, dataset.RescaleIntercept = 1, phantoms.INTERCEPT
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return dataset


def series(folder: Path) -> None:
    """One file a slice; names and instance numbers are shuffled, each on its own, so only positions tell the order."""
    folder.mkdir(parents=True)
    random = np.random.default_rng(phantoms.SEED)
    count = phantoms.CT_SIZE[0]
    names, numbers = random.permutation(count), random.permutation(count)
    each(write_slice, [(folder, k, int(names[k]), int(numbers[k]) + 1) for k in range(count)])


def write_slice(item: tuple) -> None:
    folder, k, name, number = item
    dataset = header(k, number)
    dataset.PixelData = (phantoms.ct_slice(k) - phantoms.INTERCEPT).astype("<u2").tobytes()
    dataset.save_as(folder / f"IM{name:04}", enforce_file_format=True)


def coded(encode: Callable[[Path, Dataset], None]) -> Callable[[Path], None]:
    def maker(folder: Path) -> None:
        folder.mkdir(parents=True)
        numbers = np.random.default_rng(phantoms.SEED + 1).permutation(len(CODED_SLICES))
        each(write_coded, [(encode, folder, k, int(n)) for k, n in zip(CODED_SLICES, numbers)])

    return maker


def write_coded(item: tuple) -> None:
    encode, folder, k, number = item
    dataset = header(k, number + 1)
    dataset.PixelData = (phantoms.ct_slice(k) - phantoms.INTERCEPT).astype("<u2").tobytes()
    encode(folder / f"IM{number:04}", dataset)


def as_it_is(path: Path, dataset: Dataset) -> None:
    dataset.save_as(path, enforce_file_format=True)


def in_rle(path: Path, dataset: Dataset) -> None:
    dataset.compress(RLELossless, generate_instance_uid=False)
    as_it_is(path, dataset)


def in_jpeg_ls(path: Path, dataset: Dataset) -> None:
    dataset.compress(JPEGLSLossless, generate_instance_uid=False)
    as_it_is(path, dataset)


def in_jpeg_2000(path: Path, dataset: Dataset) -> None:
    dataset.compress(JPEG2000Lossless, generate_instance_uid=False)
    as_it_is(path, dataset)


def in_htj2k(path: Path, dataset: Dataset) -> None:
    """By OpenJPH: pydicom has no encoder for it."""
    stream = imagecodecs.htj2k_encode(dataset.pixel_array, reversible=True)
    dataset.PixelData = encapsulate([bytes(stream)])
    dataset["PixelData"].VR = "OB"
    dataset["PixelData"].is_undefined_length = True
    dataset.file_meta.TransferSyntaxUID = HTJ2KLossless
    as_it_is(path, dataset)


def in_jpeg_lossless(path: Path, dataset: Dataset) -> None:
    """First-order prediction, by dcmtk: Python has no encoder for it."""
    plain = path.with_suffix(".plain")
    as_it_is(plain, dataset)
    subprocess.run(["dcmcjpeg", "+e1", "+ua", plain, path], check=True)
    plain.unlink()


MANY_SERIES, MANY_SLICES, MANY_EDGE = 50, 200, 184


def many(folder: Path) -> None:
    """10,000 files of 68 KB in 50 series: for the cost of looking at headers."""
    for number in range(MANY_SERIES):
        (folder / f"{number:02}").mkdir(parents=True)
    each(write_series, [(folder, number) for number in range(MANY_SERIES)])


def write_series(item: tuple) -> None:
    folder, number = item
    pixels = np.random.default_rng(number).integers(0, 4096, MANY_EDGE * MANY_EDGE).astype("<u2").tobytes()
    for k in range(MANY_SLICES):
        dataset = header(k, k + 1)
        dataset.SeriesInstanceUID = f"{ROOT}.5.{number}"
        dataset.SOPInstanceUID = f"{ROOT}.6.{number}.{k}"
        dataset.SeriesNumber = number + 1
        dataset.Rows = dataset.Columns = MANY_EDGE
        dataset.PixelData = pixels
        dataset.save_as(folder / f"{number:02}/IM{k:04}", enforce_file_format=True)


def nifti(suffix: str) -> Callable[[Path], None]:
    def maker(path: Path) -> None:
        voxels = np.fromfile(CACHE / "ct.f32", np.float32).reshape(phantoms.CT_SIZE)
        affine = np.diag([*phantoms.CT_SPACING, 1]) * np.array([-1, -1, 1, 1])
        partial = path.with_name(f"partial{suffix}")
        nibabel.save(nibabel.Nifti1Image(voxels.T, affine), partial)
        partial.rename(path)

    return maker


SPIN_FRAMES, SPIN_SIZE = 24, 512


def spin(path: Path) -> None:
    """Shaded ray casts of the head from all around, by VTK."""
    script = BENCHMARKS / "peers" / "make_spin.py"
    subprocess.run([sys.executable, script, "float32", CACHE, str(SPIN_FRAMES), str(SPIN_SIZE), path], check=True)


LONG_SLICES = 3000


def long(folder: Path) -> None:
    """3000 slices, named in their order, so that the first of them make a volume too; the CT again and again."""
    folder.mkdir(parents=True)
    each(write_long, [(folder, k) for k in range(phantoms.CT_SIZE[0])])


def write_long(item: tuple) -> None:
    folder, first = item
    pixels = (phantoms.ct_slice(first) - phantoms.INTERCEPT).astype("<u2").tobytes()
    for k in range(first, LONG_SLICES, phantoms.CT_SIZE[0]):
        dataset = header(k, k + 1)
        dataset.SeriesInstanceUID = f"{ROOT}.7"
        dataset.SOPInstanceUID = f"{ROOT}.8.{k}"
        dataset.PixelData = pixels
        dataset.save_as(folder / f"IM{k:04}", enforce_file_format=True)


MAKERS: dict[str, Callable[[Path], None]] = {
    "ct": series,
    "ct.f32": float_file(phantoms.CT_SIZE, phantoms.ct_slice),
    "head.f32": float_file(phantoms.HEAD_SIZE, phantoms.head_slice),
    "ct.nii": nifti(".nii"),
    # Not "ct.nii.gz": NIfTI's own library, in ITK, would quietly read "ct.nii" beside it.
    "ct-gzip.nii.gz": nifti(".nii.gz"),
    "ct-raw": coded(as_it_is),
    "ct-rle": coded(in_rle),
    "ct-jpeg-lossless": coded(in_jpeg_lossless),
    "ct-jpeg-ls": coded(in_jpeg_ls),
    "ct-jpeg-2000": coded(in_jpeg_2000),
    "ct-htj2k": coded(in_htj2k),
    "spin.rgb": spin,
    "many": many,
    "long": long,
}
