"""pydicom with its plugins (pylibjpeg, pyjpegls): read all files, sort by position, decode each into its place."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pydicom
from worker import Request, Work, height, serve


def loaded(paths: list[str], threads: int) -> np.ndarray:
    with ThreadPoolExecutor(threads) as pool:
        datasets = list(pool.map(pydicom.dcmread, paths))
        datasets.sort(key=height)
        first = datasets[0]
        volume = np.empty((len(datasets), first.Rows, first.Columns), np.float32)

        def decode(k: int) -> None:
            dataset, plane = datasets[k], volume[k]
            plane[...] = dataset.pixel_array
            plane *= np.float32(dataset.RescaleSlope)
            plane += np.float32(dataset.RescaleIntercept)

        list(pool.map(decode, range(len(datasets))))
    return volume


def load(request: Request) -> Work:
    return Work(lambda: loaded(request.files(), request.threads))


TAGS = ["SeriesInstanceUID", "ImagePositionPatient", "ImageOrientationPatient", "Rows", "Columns", "PixelSpacing"]


def scan(request: Request) -> Work:
    """The fewest attributes that tell where a slice belongs."""

    def run() -> np.ndarray:
        def series(path: str) -> str:
            return str(pydicom.dcmread(path, stop_before_pixels=True, specific_tags=TAGS).SeriesInstanceUID)

        return np.unique([series(path) for path in request.below()], return_counts=True)[1]

    return Work(run)


serve({"load": load, "scan": scan})
