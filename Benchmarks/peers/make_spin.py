"""An input, not a contestant: a bony head all around its long axis, as raw RGB. `make_spin.py float32 CACHE FRAMES SIZE FILE`"""

import sys
from pathlib import Path

import numpy as np
import vtk_scenes
from worker import PROCESSORS, Request

CACHE, FRAMES, SIZE, FILE = sys.argv[2:]


def main() -> None:
    parameters = {"volume": "head", "look": "bone", "size": SIZE, "field": "280", "step": "0.5"}
    scene = vtk_scenes.scene(Request("render", parameters, len(PROCESSORS), 0, False, CACHE, ""))
    camera = scene.renderer.GetActiveCamera()
    with Path(FILE).open("wb") as file:
        for n in range(int(FRAMES)):
            angle = 2 * np.pi * n / int(FRAMES)
            camera.SetPosition(1000 * np.sin(angle), -1000 * np.cos(angle), 0)
            scene.renderer.ResetCameraClippingRange()
            file.write(np.ascontiguousarray(scene.draw().picture()).tobytes())


main()
