"""SimpleITK: GDCM's file order and ImageSeriesReader, ResampleImageFilter, projections, ImageFileWriter."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import SimpleITK as sitk
from worker import SIZES, SPACINGS, P, Request, Work, confine, float_volume, kept, origin, serve, words_of_slices

KERNELS = {"linear": sitk.sitkLinear, "cubic": sitk.sitkBSpline}


def image(request: Request) -> sitk.Image:
    def make() -> sitk.Image:
        made = sitk.GetImageFromArray(float_volume(request))
        made.SetSpacing(SPACINGS[request["volume"]])
        made.SetOrigin(origin(request["volume"]).tolist())
        return made

    return kept(request["volume"], make)


def values(result: sitk.Image) -> np.ndarray:
    return sitk.GetArrayViewFromImage(result)


def load(request: Request) -> Work:
    folder = request.path("folder")

    def run() -> sitk.Image:
        reader = sitk.ImageSeriesReader()
        names = reader.GetGDCMSeriesFileNames(folder)
        reader.SetFileNames(names)
        reader.SetOutputPixelType(sitk.sitkFloat32)
        return reader.Execute()

    return Work(run, values)


def planes(request: Request) -> Work:
    source, count = image(request), int(request.parameters.get("count", 1))
    size, pixel, distance = request.whole("size"), request.number("pixel"), float(request.parameters.get("distance", 1))
    resample = sitk.ResampleImageFilter()
    resample.SetSize((size, size, count))
    resample.SetOutputSpacing((pixel, pixel, distance))
    corner = -(size - 1) / 2 * pixel * (P[:, 0] + P[:, 1]) - (count - 1) / 2 * distance * P[:, 2]
    resample.SetOutputOrigin(corner.tolist())
    resample.SetOutputDirection(P.reshape(-1).tolist())
    resample.SetDefaultPixelValue(-1000)
    resample.SetInterpolator(KERNELS[request["kernel"]])
    return Work(lambda: resample.Execute(source), values)


def resample(request: Request) -> Work:
    source, name, spacing = image(request), request["volume"], request.number("spacing")
    size = [int(np.ceil(n * s / spacing - 1e-6)) for n, s in zip(reversed(SIZES[name]), SPACINGS[name])]
    filter_ = sitk.ResampleImageFilter()
    filter_.SetSize(size)
    filter_.SetOutputSpacing([spacing] * 3)
    filter_.SetOutputOrigin([-(n - 1) / 2 * spacing for n in size])
    filter_.SetInterpolator(KERNELS[request["kernel"]])
    return Work(lambda: filter_.Execute(source), values)


def stack(request: Request) -> Work:
    source = image(request)
    order = (0, 2, 1) if request["plane"] == "coronal" else (1, 2, 0)
    permute, flips = sitk.PermuteAxesImageFilter(), (False, True, request["plane"] != "coronal")
    permute.SetOrder(order)
    return Work(lambda: sitk.Flip(permute.Execute(source), flips), values)


def mip(request: Request) -> Work:
    source, axis = image(request), "xyz".find(request["along"])
    if axis < 0:
        raise ValueError("SimpleITK projects along axes only")
    return Work(lambda: sitk.MaximumProjection(source, axis), lambda result: upright(values(result), axis))


def upright(projected: np.ndarray, axis: int) -> np.ndarray:
    picture = np.squeeze(projected)
    return picture if axis == 2 else picture[::-1]


def scan(request: Request) -> Work:
    """GDCM looks at one folder at a time."""

    def run() -> np.ndarray:
        folders = sorted({os.path.dirname(path) for path in request.below()})
        counts = []
        for folder in folders:
            for series in sitk.ImageSeriesReader.GetGDCMSeriesIDs(folder):
                counts.append(len(sitk.ImageSeriesReader.GetGDCMSeriesFileNames(folder, series)))
        return np.array(counts)

    return Work(run)


def png(request: Request) -> Work:
    slices = [sitk.GetImageFromArray(words) for words in words_of_slices(request)]

    def write_slice(n: int) -> None:
        """Level 2 is much faster than the default, with files 2 % larger; those of level 1 are half as large again."""
        sitk.WriteImage(slices[n], f"{request.output}/{n}.png", useCompression=True, compressionLevel=2)

    def run() -> None:
        with ThreadPoolExecutor(request.threads) as pool:
            list(pool.map(write_slice, range(len(slices))))

    return Work(run, lambda _: np.empty(0))


def write(request: Request) -> Work:
    source, path = image(request), f"{request.output}/volume.{request['format']}"
    return Work(lambda: sitk.WriteImage(source, path, useCompression=path.endswith(".gz")), lambda _: np.empty(0))


def read(request: Request) -> Work:
    return Work(lambda: sitk.ReadImage(request.path("file"), sitk.sitkFloat32), values)


def view(request: Request) -> Work:
    source = image(request)
    return Work(lambda: sitk.GetArrayViewFromImage(source))


def set_threads(request: Request) -> None:
    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(request.threads)
    confine(request.threads)  # OpenJPEG takes all the processors that it finds


WORKS = {"scan": scan, "view": view, "png": png, "write": write, "read": read, "load": load, "plane": planes, "planes": planes,
         "resample": resample, "stack": stack, "mip": mip}
serve(WORKS, set_threads)
