"""VTK: vtkImageReslice and ray casts. `with_vtk.py float32|int16 [gpu]`: the type of its volumes.

With `gpu` rays are cast by vtkOpenGLGPUVolumeRayCastMapper, on whatever drives OpenGL: without a graphics card Mesa's
llvmpipe, which runs its shaders on the processor. Otherwise by vtkFixedPointVolumeRayCastMapper.

Filters and mappers live as long as the work, as in a program that shows one picture after the other, so that they keep
the memory of their output and what they computed in advance.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import vtk
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtk_images import TYPE, image, set_threads
from vtk_scenes import mip, render, spin
from worker import SIZES, SPACINGS, P, Request, Work, origin, serve, words_of_slices

BACKGROUND = -1000


def reslicer(request: Request) -> vtk.vtkImageReslice:
    reslice = vtk.vtkImageReslice()
    reslice.SetInputData(image(request))
    reslice.SetNumberOfThreads(request.threads)
    if request.parameters.get("kernel", "linear") == "catmull-rom":
        reslice.SetInterpolationModeToCubic()
    else:
        reslice.SetInterpolationModeToLinear()
    reslice.SetBackgroundLevel(BACKGROUND)
    return reslice


def set_plane(reslice: vtk.vtkImageReslice, distance: float) -> None:
    matrix = vtk.vtkMatrix4x4()
    for row in range(3):
        for column in range(3):
            matrix.SetElement(row, column, P[row, column])
        matrix.SetElement(row, 3, P[row, 2] * distance)
    reslice.SetResliceAxes(matrix)


def oblique(request: Request) -> vtk.vtkImageReslice:
    reslice = reslicer(request)
    size, pixel = request.whole("size"), request.number("pixel")
    set_plane(reslice, 0)
    reslice.SetOutputDimensionality(2)
    reslice.SetOutputSpacing(pixel, pixel, 1)
    reslice.SetOutputOrigin(-(size - 1) / 2 * pixel, -(size - 1) / 2 * pixel, 0)
    reslice.SetOutputExtent(0, size - 1, 0, size - 1, 0, 0)
    return reslice


def updated(reslice: vtk.vtkImageReslice) -> vtk.vtkImageData:
    reslice.Modified()
    reslice.Update()
    return reslice.GetOutput()


def values(output: vtk.vtkImageData) -> np.ndarray:
    return vtk_to_numpy(output.GetPointData().GetScalars())


def plane(request: Request) -> Work:
    reslice = oblique(request)
    return Work(lambda: updated(reslice), values)


def planes(request: Request) -> Work:
    """One filter, moved from plane to plane: faster than one output of three dimensions."""
    reslice = oblique(request)
    count, distance, size = request.whole("count"), request.number("distance"), request.whole("size")
    stack = np.zeros((count, size * size), TYPE)

    def run() -> np.ndarray:
        for n in range(count):
            set_plane(reslice, (n - (count - 1) / 2) * distance)
            stack[n] = values(updated(reslice))
        return stack

    return Work(run)


def slab(request: Request) -> Work:
    reslice = oblique(request)
    spacing = request.number("step")
    reslice.SetSlabNumberOfSlices(round(request.number("thickness") / spacing) + 1)
    # The fraction counts output spacings along the plane's normal, which are 1 mm here.
    reslice.SetSlabSliceSpacingFraction(spacing)
    if request["blend"] == "max":
        reslice.SetSlabModeToMax()
    else:
        reslice.SetSlabModeToMean()
        reslice.SetSlabTrapezoidIntegration(True)
    return Work(lambda: updated(reslice), values)


def stack(request: Request) -> Work:
    name, is_coronal = request["volume"], request["plane"] == "coronal"
    reslice = reslicer(request)
    (nk, nj, ni), (dx, dy, dz), start = SIZES[name], SPACINGS[name], origin(name)
    across, along = (0, 1) if is_coronal else (1, 0)
    axes = [[1, 0, 0], [0, 0, -1], [0, 1, 0]] if is_coronal else [[0, 1, 0], [0, 0, -1], [-1, 0, 0]]
    reslice.SetResliceAxesDirectionCosines(*axes)
    spacing, size = (dx, dy, dz), (ni, nj, nk)
    reslice.SetOutputSpacing(spacing[across], dz, spacing[along])
    reslice.SetOutputOrigin(start[across], start[2], start[along])
    reslice.SetOutputExtent(0, size[across] - 1, 0, nk - 1, 0, size[along] - 1)
    return Work(lambda: updated(reslice), values)


def resample(request: Request) -> Work:
    name, spacing = request["volume"], request.number("spacing")
    reslice = reslicer(request)
    size = [int(np.ceil(n * s / spacing - 1e-6)) for n, s in zip(reversed(SIZES[name]), SPACINGS[name])]
    reslice.SetOutputSpacing(spacing, spacing, spacing)
    reslice.SetOutputOrigin(*[-(n - 1) / 2 * spacing for n in size])
    reslice.SetOutputExtent(0, size[0] - 1, 0, size[1] - 1, 0, size[2] - 1)
    return Work(lambda: updated(reslice), values)


def load(request: Request) -> Work:
    """Uncompressed slices only. The reader sorts by position and rescales; its rows and slices run the other way."""

    def run() -> vtk.vtkImageData:
        reader = vtk.vtkDICOMImageReader()
        reader.SetDirectoryName(request.path("folder"))
        cast = vtk.vtkImageCast()
        cast.SetOutputScalarTypeToFloat()
        cast.SetInputConnection(reader.GetOutputPort())
        cast.SetNumberOfThreads(request.threads)
        cast.Update()
        return cast.GetOutput()

    def upright(output: vtk.vtkImageData) -> np.ndarray:
        columns, rows, slices = output.GetDimensions()
        return values(output).reshape(slices, rows, columns)[::-1, ::-1]

    return Work(run, upright)


def png(request: Request) -> Work:
    def as_image(words: np.ndarray) -> vtk.vtkImageData:
        data = vtk.vtkImageData()
        data.SetDimensions(words.shape[1], words.shape[0], 1)
        data.GetPointData().SetScalars(numpy_to_vtk(np.ascontiguousarray(words[::-1]).reshape(-1)))
        data.words = words
        return data

    slices = [as_image(words) for words in words_of_slices(request)]

    def write(n: int) -> None:
        writer = vtk.vtkPNGWriter()
        writer.SetInputData(slices[n])
        writer.SetFileName(f"{request.output}/{n}.png")
        writer.SetCompressionLevel(1)  # thrice as fast as the default, files 3 % larger
        writer.Write()

    def run() -> None:
        with ThreadPoolExecutor(request.threads) as pool:
            list(pool.map(write, range(len(slices))))

    return Work(run, lambda _: np.empty(0))


WORKS = {"load": load, "png": png, "plane": plane, "planes": planes, "slab": slab, "stack": stack,
         "resample": resample, "mip": mip, "spin": spin, "render": render}
serve(WORKS, set_threads)
