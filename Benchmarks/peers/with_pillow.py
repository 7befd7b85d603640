"""Pillow: animated pictures, each frame with colours of its own where the format has 256."""

import numpy as np
from PIL import Image
from worker import Request, Work, raw_frames, serve

OPTIONS = {"gif": {}, "apng": {"format": "PNG", "compress_level": 1}}
MILLISECONDS = 80


def frames(request: Request) -> Work:
    first, *others = [Image.fromarray(frame) for frame in raw_frames(request)]
    path, options = f"{request.output}/spin", OPTIONS[request["format"]]

    def run() -> None:
        first.save(
            path, **({"format": request["format"]} | options), save_all=True, append_images=others,
            duration=MILLISECONDS, loop=0)

    return Work(run, lambda _: np.empty(0))


serve({"frames": frames})
