"""dicomsdl: open all files, sort by position, decode each into its place of one float32 array."""

from concurrent.futures import ThreadPoolExecutor

import dicomsdl
import numpy as np
from worker import Request, Work, serve


def height(dataset) -> float:
    ax, ay, az, bx, by, bz = dataset.ImageOrientationPatient
    x, y, z = dataset.ImagePositionPatient
    return x * (ay * bz - az * by) + y * (az * bx - ax * bz) + z * (ax * by - ay * bx)


def loaded(paths: list[str], threads: int) -> np.ndarray:
    with ThreadPoolExecutor(threads) as pool:
        datasets = list(pool.map(dicomsdl.open, paths))
        datasets.sort(key=height)
        rows, columns = datasets[0].Rows, datasets[0].Columns
        volume = np.empty((len(datasets), rows, columns), dtype=np.float32)

        def decode(share: int) -> None:
            stored = np.empty((rows, columns), dtype=datasets[0].getPixelDataInfo()["dtype"])
            for k in range(share, len(datasets), threads):
                dataset, plane = datasets[k], volume[k]
                dataset.copyFrameData(0, stored)
                plane[...] = stored
                plane *= np.float32(dataset.RescaleSlope)
                plane += np.float32(dataset.RescaleIntercept)

        list(pool.map(decode, range(threads)))
    return volume


def load(request: Request) -> Work:
    return Work(lambda: loaded(request.files(), request.threads))


serve({"load": load})
