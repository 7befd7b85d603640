"""VTK's volumes, of the type that the command line names, and its numbers of threads."""

import os
import sys

import numpy as np
import vtk
from vtk.util.numpy_support import numpy_to_vtk
from worker import PROCESSORS, SIZES, SPACINGS, Request, confine, float_volume, kept, origin

TYPE = np.dtype(sys.argv[1])
IS_GPU = "gpu" in sys.argv[2:]
os.environ["LP_NUM_THREADS"] = str(len(PROCESSORS))


def image(request: Request) -> vtk.vtkImageData:
    def make() -> vtk.vtkImageData:
        name = request["volume"]
        data = vtk.vtkImageData()
        data.SetDimensions(*reversed(SIZES[name]))
        data.SetSpacing(SPACINGS[name])
        data.SetOrigin(*origin(name))
        voxels = float_volume(request).astype(TYPE, copy=False).reshape(-1)
        data.GetPointData().SetScalars(numpy_to_vtk(voxels))
        data.voxels = voxels  # VTK does not own them
        return data

    return kept(request["volume"], make)


def set_threads(request: Request) -> None:
    """For all that has no number of its own; what has one takes no more than this."""
    vtk.vtkSMPTools.Initialize(request.threads)
    vtk.vtkMultiThreader.SetGlobalMaximumNumberOfThreads(request.threads)
    vtk.vtkMultiThreader.SetGlobalDefaultNumberOfThreads(request.threads)
    if IS_GPU:
        confine(request.threads)  # llvmpipe has one number for the life of a process
