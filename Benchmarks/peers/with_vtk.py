"""VTK: vtkImageReslice and ray casts. `with_vtk.py float32|int16 [gpu]`: the type of its volumes.

With `gpu` rays are cast by vtkOpenGLGPUVolumeRayCastMapper, on whatever drives OpenGL: without a graphics card Mesa's
llvmpipe, which runs its shaders on the processor. Otherwise by vtkFixedPointVolumeRayCastMapper.

Filters and mappers live as long as the work, as in a program that shows one picture after the other, so that they keep
the memory of their output and what they computed in advance.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import looks
import numpy as np
import vtk
from vtk.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from worker import PROCESSORS, SIZES, SPACINGS, P, Request, Work, confine, float_volume, kept, origin, serve, words_of_slices

TYPE = np.dtype(sys.argv[1])
IS_GPU = "gpu" in sys.argv[2:]
os.environ["LP_NUM_THREADS"] = str(len(PROCESSORS))
BACKGROUND = -1000


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


def look(request: Request) -> vtk.vtkVolumeProperty:
    made = vtk.vtkVolumeProperty()
    made.SetInterpolationTypeToLinear()
    opacity, color = vtk.vtkPiecewiseFunction(), vtk.vtkColorTransferFunction()
    if request.work == "render":
        for value, alpha in looks.OPACITY[request["look"]]:
            opacity.AddPoint(value, alpha)
        for value, rgb in looks.COLOR[request["look"]]:
            color.AddRGBPoint(value, *rgb)
        made.ShadeOn()
        made.SetAmbient(looks.AMBIENT), made.SetDiffuse(looks.DIFFUSE)
        made.SetSpecular(looks.SPECULAR), made.SetSpecularPower(looks.POWER)
        made.SetScalarOpacityUnitDistance(looks.OPACITY_UNIT)
    else:
        # An opaque ramp from black to white: the picture's grey is the maximum.
        opacity.AddPoint(-1024, 1), opacity.AddPoint(3071, 1)
        color.AddRGBPoint(-1024, 0, 0, 0), color.AddRGBPoint(3071, 1, 1, 1)
    made.SetScalarOpacity(opacity), made.SetColor(color)
    return made


def set_camera(camera: vtk.vtkCamera, request: Request) -> None:
    upright = ((0, 1, 0), (0, 0, 1))
    forward, up = (P[:, 2], -P[:, 1]) if request.parameters.get("along") == "n" else upright
    field, angle = request.number("field"), float(request.parameters.get("angle", 0))
    distance = field / 2 / np.tan(np.radians(angle / 2)) if angle else 1000
    camera.SetFocalPoint(0, 0, 0)
    camera.SetPosition(*(-distance * np.array(forward)))
    camera.SetViewUp(*up)
    camera.SetParallelProjection(not angle)
    camera.SetParallelScale(field / 2)
    camera.SetViewAngle(angle or 30)


def mapper(request: Request) -> vtk.vtkVolumeMapper:
    """One ray a pixel; nothing chooses a coarser step than the workload's."""
    made = vtk.vtkOpenGLGPUVolumeRayCastMapper() if IS_GPU else vtk.vtkFixedPointVolumeRayCastMapper()
    made.SetInputData(image(request))
    made.SetAutoAdjustSampleDistances(False)
    made.SetLockSampleDistanceToInputSpacing(False)
    made.SetImageSampleDistance(1)
    if IS_GPU:
        made.SetUseJittering(False)
        made.SetMaxMemoryInBytes(4 << 30)
        made.SetMaxMemoryFraction(1)
    else:
        made.SetIntermixIntersectingGeometry(False)
    return made


class Scene:
    """A window with one volume."""

    parameters: dict[str, str] | None = None
    """Of the workload that it shows."""

    def __init__(self, request: Request):
        self.mapper = mapper(request)
        self.volume = vtk.vtkVolume()
        self.volume.SetMapper(self.mapper)
        self.renderer = vtk.vtkRenderer()
        self.renderer.AddVolume(self.volume)
        self.window = vtk.vtkRenderWindow()
        self.window.SetOffScreenRendering(True)
        self.window.AddRenderer(self.renderer)

    def show(self, request: Request) -> "Scene":
        """What the request wants, its first frame drawn."""
        if not IS_GPU:
            self.mapper.SetNumberOfThreads(request.threads)
        if self.parameters == request.parameters:
            return self
        self.parameters = request.parameters
        size, step = request.whole("size"), request.number("step")
        self.volume.SetProperty(look(request))
        self.mapper.SetSampleDistance(step)
        if not IS_GPU:
            self.mapper.SetInteractiveSampleDistance(step)
        if request.work != "render":
            self.mapper.SetBlendModeToMaximumIntensity()
        self.window.SetSize(size, size)
        set_camera(self.renderer.GetActiveCamera(), request)
        self.renderer.ResetCameraClippingRange()
        return self.draw()

    def draw(self) -> "Scene":
        self.renderer.GetActiveCamera().Modified()
        self.window.Render()
        self.window.WaitForCompletion()
        return self

    def picture(self) -> np.ndarray:
        size = self.window.GetSize()
        pixels = vtk.vtkUnsignedCharArray()
        self.window.GetPixelData(0, 0, size[0] - 1, size[1] - 1, 1, pixels, 0)
        return vtk_to_numpy(pixels).reshape(size[1], size[0], 3)[::-1]


def greys(scene: Scene) -> np.ndarray:
    """Eight bits of grey as values again."""
    return scene.picture()[:, :, 0].astype(np.float32) / 255 * 4095 - 1024


SCENES: dict[tuple, Scene] = {}
"""The last one, by its volume and whether it is shaded."""


def scene(request: Request) -> Scene:
    name = (request["volume"], request.work == "render")
    if name not in SCENES:
        SCENES.clear()
        SCENES[name] = Scene(request)
    return SCENES[name].show(request)


def mip(request: Request) -> Work:
    return Work(scene(request).draw, greys)


def spin(request: Request) -> Work:
    shown, count = scene(request), request.whole("frames")
    camera = shown.renderer.GetActiveCamera()

    def run() -> Scene:
        for n in range(count):
            angle = 2 * np.pi * n / count
            camera.SetPosition(1000 * np.sin(angle), -1000 * np.cos(angle), 0)
            shown.renderer.ResetCameraClippingRange()
            shown.draw()
        return shown

    return Work(run, greys)


def render(request: Request) -> Work:
    """Later frames of the one scene, whose first frame computes and encodes all gradients, or that first frame."""
    if request.parameters.get("first") == "yes":
        image(request)
        SCENES.clear()
        return Work(lambda: scene(request), Scene.picture)
    return Work(scene(request).draw, Scene.picture)


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
