"""fastdicom: read and decode all files, sort by position, rescale each into its place of one float32 array."""

from concurrent.futures import ThreadPoolExecutor

import fastdicom
import numpy as np
from worker import Request, Work, height, serve


def opened(path: str) -> tuple[float, np.ndarray, float, float]:
    """What is needed of a file: its data set must not leave the thread that read it."""
    dataset = fastdicom.dcmread(path)
    return height(dataset), dataset.pixel_array, dataset.RescaleSlope, dataset.RescaleIntercept


def loaded(paths: list[str], threads: int) -> np.ndarray:
    with ThreadPoolExecutor(threads) as pool:
        slices = sorted(pool.map(opened, paths), key=lambda opened: opened[0])
        volume = np.empty((len(slices), *slices[0][1].shape), np.float32)

        def rescale(k: int) -> None:
            _, stored, slope, intercept = slices[k]
            plane = volume[k]
            plane[...] = stored
            plane *= np.float32(slope)
            plane += np.float32(intercept)

        list(pool.map(rescale, range(len(slices))))
    return volume


def load(request: Request) -> Work:
    return Work(lambda: loaded(request.files(), request.threads))


def scan(request: Request) -> Work:
    def run() -> np.ndarray:
        def series(path: str) -> str:
            return str(fastdicom.dcmread(path, stop_before_pixels=True).SeriesInstanceUID)

        with ThreadPoolExecutor(request.threads) as pool:
            return np.unique(list(pool.map(series, request.below())), return_counts=True)[1]

    return Work(run)


serve({"load": load, "scan": scan})
