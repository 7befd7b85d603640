"""dicomsdl: open all files, sort by position, decode each into its place of one float32 array."""

from concurrent.futures import ThreadPoolExecutor

import dicomsdl
import numpy as np
from worker import Request, Work, height, serve


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


def scan(request: Request) -> Work:
    def run() -> np.ndarray:
        with ThreadPoolExecutor(request.threads) as pool:
            series = pool.map(lambda path: dicomsdl.open(path).SeriesInstanceUID, request.below())
            return np.unique(list(series), return_counts=True)[1]

    return Work(run)


serve({"load": load, "scan": scan})
