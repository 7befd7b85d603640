"""NumPy: transposes and maxima. `with_numpy.py`: one thread, whatever is asked for."""

import numpy as np
from worker import Request, Work, float_volume, kept, serve


def volume(request: Request) -> np.ndarray:
    return kept(request["volume"], lambda: float_volume(request))


def stack(request: Request) -> Work:
    source = volume(request)
    order = (1, 0, 2) if request["plane"] == "coronal" else (2, 0, 1)

    def run() -> np.ndarray:
        turned = source[::-1].transpose(order)
        return np.ascontiguousarray(turned if request["plane"] == "coronal" else turned[::-1])

    return Work(run)


def mip(request: Request) -> Work:
    source, axis = volume(request), "zyx".find(request["along"])
    if axis < 0:
        raise ValueError("NumPy projects along axes only")
    return Work(lambda: source.max(axis=axis), lambda picture: picture if axis == 0 else picture[::-1])


serve({"stack": stack, "mip": mip})
