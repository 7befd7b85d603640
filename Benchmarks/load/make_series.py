"""Makes the `load` workload's series: a CT of 600 uncompressed slices of a body with noise.

    make_series.py FOLDER

512×512×600 voxels of 0.7×0.7×0.625 mm, 12 bits stored in 16, Explicit VR Little Endian; file names and instance numbers
are shuffled, each on its own. The first pixel of slice k (from the feet) is stored as k, so that order can be checked.
Deterministic: the same NumPy gives the same bytes.
"""

import sys
from pathlib import Path

import numpy
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

COLUMNS = ROWS = 512
SLICES = 600
PIXEL_MM, SLICE_MM = 0.7, 0.625
INTERCEPT = -1024
NOISE_HU = 10
SEED = 20240624
ROOT = "2.25.3141592653589793238462643383279"


def body() -> numpy.ndarray:
    """One slice in HU: air, an ellipse of tissue, two lungs, a spine."""
    v, u = numpy.mgrid[-1 : 1 : ROWS * 1j, -1 : 1 : COLUMNS * 1j]
    values = numpy.full((ROWS, COLUMNS), -1000.0)
    values[(u / 0.85) ** 2 + (v / 0.6) ** 2 < 1] = 40
    for side in (-1, 1):
        values[((u - side * 0.4) / 0.28) ** 2 + (v / 0.42) ** 2 < 1] = -850
    values[u**2 + (v - 0.42) ** 2 < 0.1**2] = 700
    return values


def stored_slice(k: int, hu: numpy.ndarray, random: numpy.random.Generator) -> numpy.ndarray:
    noisy = hu + NOISE_HU * random.standard_normal(hu.shape, dtype=numpy.float32)
    stored = numpy.clip(numpy.rint(noisy - INTERCEPT), 0, 4095).astype("<u2")
    stored[0, 0] = k
    return stored


def header(k: int, instance_number: int) -> Dataset:
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
    dataset.SliceThickness = SLICE_MM
    dataset.ImagePositionPatient = [
        -(COLUMNS - 1) / 2 * PIXEL_MM, -(ROWS - 1) / 2 * PIXEL_MM, (k - (SLICES - 1) / 2) * SLICE_MM
    ]
    dataset.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    dataset.PixelSpacing = [PIXEL_MM, PIXEL_MM]
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.Rows, dataset.Columns = ROWS, COLUMNS
    dataset.BitsAllocated, dataset.BitsStored, dataset.HighBit, dataset.PixelRepresentation = 16, 12, 11, 0
    dataset.RescaleSlope, dataset.RescaleIntercept = 1, INTERCEPT
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    return dataset


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    random = numpy.random.default_rng(SEED)
    names, numbers = random.permutation(SLICES), random.permutation(SLICES)
    hu = body()
    for k in range(SLICES):
        dataset = header(k, int(numbers[k]) + 1)
        dataset.PixelData = stored_slice(k, hu, random).tobytes()
        dataset.save_as(folder / f"IM{names[k]:04}", enforce_file_format=True)


if __name__ == "__main__":
    main()
