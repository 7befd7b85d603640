"""VTK and SimpleITK at the reslicing work. peers.py VOLUME.raw LIBRARY TASK THREADS REPEATS

Prints the seconds of each repeat as a JSON list. The work is that of Sources/reslice-bench/Bench.swift.
"""

import json
import sys
import time

import numpy as np

SHAPE = (600, 512, 512)
SPACING = (0.7, 0.7, 0.625)
ORIGIN = tuple(-(n - 1) / 2 * s for n, s in zip(reversed(SHAPE), SPACING))


def turn(axis: int, degrees: float) -> np.ndarray:
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    a, b = [(1, 2), (2, 0), (0, 1)][axis]
    matrix = np.eye(3)
    matrix[a, a] = matrix[b, b] = c
    matrix[a, b], matrix[b, a] = -s, s
    return matrix


P = turn(2, 20) @ turn(1, 30) @ turn(0, 25)


class WithVTK:
    def __init__(self, voxels: np.ndarray, threads: int):
        import vtk
        from vtk.util.numpy_support import numpy_to_vtk

        self.vtk, self.threads = vtk, threads
        self.image = vtk.vtkImageData()
        self.image.SetDimensions(*reversed(SHAPE))
        self.image.SetSpacing(SPACING)
        self.image.SetOrigin(ORIGIN)
        self.image.GetPointData().SetScalars(numpy_to_vtk(voxels.reshape(-1)))
        vtk.vtkSMPTools.Initialize(threads)

    def filter(self, cubic: bool):
        reslice = self.vtk.vtkImageReslice()
        reslice.SetInputData(self.image)
        reslice.SetNumberOfThreads(self.threads)
        reslice.SetInterpolationModeToCubic() if cubic else reslice.SetInterpolationModeToLinear()
        reslice.SetBackgroundLevel(-1000)
        return reslice

    def plane(self, size: int, pixel: float, distance: float, cubic: bool):
        reslice = self.filter(cubic)
        matrix = self.vtk.vtkMatrix4x4()
        for row in range(3):
            for column in range(3):
                matrix.SetElement(row, column, P[row, column])
            matrix.SetElement(row, 3, P[row, 2] * distance)
        reslice.SetResliceAxes(matrix)
        reslice.SetOutputDimensionality(2)
        reslice.SetOutputSpacing(pixel, pixel, 1)
        reslice.SetOutputOrigin(-(size - 1) / 2 * pixel, -(size - 1) / 2 * pixel, 0)
        reslice.SetOutputExtent(0, size - 1, 0, size - 1, 0, 0)
        return reslice

    def slab(self, mode: str):
        reslice = self.plane(512, 0.7, 0, False)
        reslice.SetSlabNumberOfSlices(41)
        reslice.SetSlabSliceSpacingFraction(0.5)
        reslice.SetSlabModeToMax() if mode == "max" else reslice.SetSlabModeToMean()
        reslice.Update()

    def grid(self, spacing, extent, origin, axes=None):
        reslice = self.filter(False)
        if axes:
            reslice.SetResliceAxesDirectionCosines(*axes)
        reslice.SetOutputSpacing(*spacing)
        reslice.SetOutputOrigin(*origin)
        reslice.SetOutputExtent(0, extent[0] - 1, 0, extent[1] - 1, 0, extent[2] - 1)
        reslice.Update()

    def work(self, task: str):
        name, *options = task.split(":")
        cubic = options[:1] == ["catmull-rom"]
        if name == "oblique":
            return lambda: self.plane(1024, 0.35, 0, cubic).Update()
        if name == "planes":
            return lambda: [self.plane(512, 0.7, d - 99.5, cubic).Update() for d in range(200)]
        if name == "slab":
            return lambda: self.slab(options[1])
        if name == "isotropic":
            return lambda: self.grid((1, 1, 1), (359, 359, 375), (-179, -179, -187))
        if name == "columns":
            third = (ORIGIN[0], ORIGIN[2], ORIGIN[1])
            if options[0] == "coronal":
                return lambda: self.grid(
                    (0.7, 0.625, 0.7), (512, 600, 512), third, ((1, 0, 0), (0, 0, -1), (0, 1, 0)))
            return lambda: self.grid(
                (0.7, 0.625, 0.7), (512, 600, 512), third, ((0, 1, 0), (0, 0, -1), (-1, 0, 0)))
        raise SystemExit(f"VTK has no {task}")


class WithSimpleITK:
    def __init__(self, voxels: np.ndarray, threads: int):
        import SimpleITK

        self.sitk = SimpleITK
        SimpleITK.ProcessObject.SetGlobalDefaultNumberOfThreads(threads)
        self.image = SimpleITK.GetImageFromArray(voxels)
        self.image.SetSpacing(SPACING)
        self.image.SetOrigin(ORIGIN)

    def planes(self, size: int, pixel: float, distance: float, count: int, cubic: bool):
        resample = self.sitk.ResampleImageFilter()
        resample.SetSize((size, size, count))
        resample.SetOutputSpacing((pixel, pixel, 1))
        corner = -(size - 1) / 2 * pixel * (P[:, 0] + P[:, 1]) + distance * P[:, 2]
        resample.SetOutputOrigin(tuple(corner))
        resample.SetOutputDirection(tuple(P.reshape(-1)))
        resample.SetDefaultPixelValue(-1000)
        resample.SetInterpolator(self.sitk.sitkBSpline if cubic else self.sitk.sitkLinear)
        resample.Execute(self.image)

    def work(self, task: str):
        name, *options = task.split(":")
        cubic = options[:1] == ["cubic"]
        if name == "oblique":
            return lambda: self.planes(1024, 0.35, 0, 1, cubic)
        if name == "planes":
            return lambda: self.planes(512, 0.7, -99.5, 200, cubic)
        raise SystemExit(f"SimpleITK has no {task}")


def main() -> None:
    volume, library, task, threads, repeats = sys.argv[1:]
    voxels = np.fromfile(volume, np.float32).reshape(SHAPE)
    work = {"vtk": WithVTK, "simpleitk": WithSimpleITK}[library](voxels, int(threads)).work(task)
    seconds = []
    for _ in range(int(repeats)):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    print(json.dumps(seconds))


main()
