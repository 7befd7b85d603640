#!/usr/bin/env python3
"""Planes of a volume as SimpleITK, SciPy and VTK sample them.

    resliced_planes.py FOLDER

FOLDER holds `volume.raw` (float32, column fastest) and `job.json`: `size` [columns, rows, slices], `affine` (16 numbers,
row-major, voxel → mm) and `planes`, each with `width`, `height` and `affine` (pixel (column, row, mm away) → mm). For every
work of a peer and every plane n it writes `WORK-PEER-n.raw`, float32, row by row; VTK takes part where the volume's axes run
along x, y, z. Slabs are of 41 samples 0.5 mm apart, the mean by the trapezoid rule. Prints the names of the works as JSON.
"""

import argparse
import json
from pathlib import Path

import numpy
import scipy.ndimage
import SimpleITK
from report import emit
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkImagingCore import vtkImageReslice


def places(plane: dict, voxel_to_mm: numpy.ndarray) -> numpy.ndarray:
    """Continuous indices (i, j, k) of the pixels, one column each."""
    rows, columns = numpy.mgrid[0 : plane["height"], 0 : plane["width"]].astype(float)
    pixels = numpy.stack([columns.ravel(), rows.ravel(), 0 * rows.ravel(), 1 + 0 * rows.ravel()])
    pixel_to_mm = numpy.array(plane["affine"]).reshape(4, 4)
    return (numpy.linalg.inv(voxel_to_mm) @ pixel_to_mm @ pixels)[:3]


def with_scipy(voxels, plane, voxel_to_mm, order):
    # Mirrored about the outermost centres; [k][j][i].
    found = scipy.ndimage.map_coordinates(
        voxels.astype(float), places(plane, voxel_to_mm)[::-1], order=order, mode="mirror")
    return found.reshape(plane["height"], plane["width"])


def with_simpleitk(voxels, plane, voxel_to_mm, interpolator):
    image = SimpleITK.GetImageFromArray(voxels)
    steps = numpy.linalg.norm(voxel_to_mm[:3, :3], axis=0)
    image.SetSpacing(steps)
    image.SetDirection((voxel_to_mm[:3, :3] / steps).ravel())
    image.SetOrigin(voxel_to_mm[:3, 3])
    pixel_to_mm = numpy.array(plane["affine"]).reshape(4, 4)
    pixel = numpy.linalg.norm(pixel_to_mm[:3, :3], axis=0)
    resample = SimpleITK.ResampleImageFilter()
    resample.SetSize((plane["width"], plane["height"], 1))
    resample.SetOutputSpacing(pixel)
    resample.SetOutputDirection((pixel_to_mm[:3, :3] / pixel).ravel())
    resample.SetOutputOrigin(pixel_to_mm[:3, 3])
    resample.SetDefaultPixelValue(-9999)
    resample.SetInterpolator(interpolator)
    return SimpleITK.GetArrayFromImage(resample.Execute(image))[0]


def with_vtk(voxels, plane, voxel_to_mm, kernel, slab=None):
    image = vtkImageData()
    image.SetDimensions(*reversed(voxels.shape))
    image.SetSpacing(*numpy.diag(voxel_to_mm)[:3])
    image.SetOrigin(*voxel_to_mm[:3, 3])
    image.GetPointData().SetScalars(numpy_to_vtk(voxels.ravel()))
    pixel_to_mm = numpy.array(plane["affine"]).reshape(4, 4)
    pixel = numpy.linalg.norm(pixel_to_mm[:3, :3], axis=0)
    axes = vtkMatrix4x4()
    for row in range(3):
        for column in range(3):
            axes.SetElement(row, column, pixel_to_mm[row, column] / pixel[column])
        axes.SetElement(row, 3, pixel_to_mm[row, 3])
    reslice = vtkImageReslice()
    reslice.SetInputData(image)
    reslice.SetResliceAxes(axes)
    reslice.SetOutputDimensionality(2)
    reslice.SetOutputSpacing(pixel[0], pixel[1], 1)
    reslice.SetOutputOrigin(0, 0, 0)
    reslice.SetOutputExtent(0, plane["width"] - 1, 0, plane["height"] - 1, 0, 0)
    reslice.SetBackgroundLevel(-9999)
    getattr(reslice, f"SetInterpolationModeTo{kernel}")()
    if slab:
        reslice.SetSlabNumberOfSlices(41)
        reslice.SetSlabSliceSpacingFraction(0.5)
        reslice.SlabTrapezoidIntegrationOn()
        getattr(reslice, f"SetSlabModeTo{slab}")()
    reslice.Update()
    values = vtk_to_numpy(reslice.GetOutput().GetPointData().GetScalars())
    return values.reshape(plane["height"], plane["width"])


WORKS = {
    "linear-simpleitk": lambda *job: with_simpleitk(*job, SimpleITK.sitkLinear),
    "linear-scipy": lambda *job: with_scipy(*job, 1),
    "nearest-simpleitk": lambda *job: with_simpleitk(*job, SimpleITK.sitkNearestNeighbor),
    "cubic-simpleitk": lambda *job: with_simpleitk(*job, SimpleITK.sitkBSpline),
    "cubic-scipy": lambda *job: with_scipy(*job, 3),
}
WORKS_OF_VTK = {
    "catmull-rom-vtk": lambda *job: with_vtk(*job, "Cubic"),
    "max-vtk": lambda *job: with_vtk(*job, "Linear", "Max"),
    "mean-vtk": lambda *job: with_vtk(*job, "Linear", "Mean"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    job = json.loads((folder / "job.json").read_text())
    voxels = numpy.fromfile(folder / "volume.raw", "<f4").reshape(job["size"][::-1])
    voxel_to_mm = numpy.array(job["affine"]).reshape(4, 4)
    steps = voxel_to_mm[:3, :3]
    is_straight = numpy.array_equal(steps, numpy.diag(numpy.abs(numpy.diag(steps))))
    works = WORKS | (WORKS_OF_VTK if is_straight else {})
    for name, work in works.items():
        for number, plane in enumerate(job["planes"]):
            values = numpy.ascontiguousarray(work(voxels, plane, voxel_to_mm), dtype="<f4")
            values.tofile(folder / f"{name}-{number}.raw")
    emit({"works": list(works)}, "numpy", "scipy", "simpleitk", "vtk")


if __name__ == "__main__":
    main()
