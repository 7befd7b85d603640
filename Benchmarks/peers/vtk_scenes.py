"""VTK's ray casts: one window with one volume, which lives from frame to frame."""

import looks
import numpy as np
import vtk
from vtk.util.numpy_support import vtk_to_numpy
from vtk_images import IS_GPU, image
from worker import P, Request, Work


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
