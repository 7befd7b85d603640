"""SimpleITK: GDCM's file order and ImageSeriesReader, ResampleImageFilter, projections, ImageFileWriter."""

import numpy as np
import SimpleITK as sitk
from worker import P, SIZES, SPACINGS, Request, Work, float_volume, kept, origin, serve

KERNELS = {"linear": sitk.sitkLinear, "cubic": sitk.sitkBSpline}


def image(request: Request) -> sitk.Image:
    def make() -> sitk.Image:
        made = sitk.GetImageFromArray(float_volume(request))
        made.SetSpacing(SPACINGS[request["volume"]])
        made.SetOrigin(origin(request["volume"]).tolist())
        return made

    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(request.threads)
    return kept(request["volume"], make)


def values(result: sitk.Image) -> np.ndarray:
    return sitk.GetArrayViewFromImage(result)


def load(request: Request) -> Work:
    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(request.threads)
    count, folder = request.parameters.get("files"), request.path("folder")

    def run() -> sitk.Image:
        reader = sitk.ImageSeriesReader()
        names = reader.GetGDCMSeriesFileNames(folder)
        reader.SetFileNames(names)
        reader.SetOutputPixelType(sitk.sitkFloat32)
        return reader.Execute()

    if count:
        raise ValueError("not for parts of a folder")
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
    return Work(lambda: sitk.MaximumProjection(source, axis), values)


serve({"load": load, "plane": planes, "planes": planes, "resample": resample, "stack": stack, "mip": mip})
