"""A volume of what pydicom reads: all files, sorted by position, each decoded into its place."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pydicom
from worker import Request, Work, height


def work(pixels: Callable[[pydicom.Dataset], np.ndarray]) -> Callable[[Request], Work]:
    """Loading with `pixels` as the decoder of a slice's stored values."""
    return lambda request: Work(lambda: loaded(request.files(), request.threads, pixels))


def loaded(paths: list[str], threads: int, pixels: Callable[[pydicom.Dataset], np.ndarray]) -> np.ndarray:
    with ThreadPoolExecutor(threads) as pool:
        datasets = list(pool.map(pydicom.dcmread, paths))
        datasets.sort(key=height)
        first = datasets[0]
        volume = np.empty((len(datasets), first.Rows, first.Columns), np.float32)

        def decode(k: int) -> None:
            dataset, plane = datasets[k], volume[k]
            plane[...] = pixels(dataset)
            plane *= np.float32(dataset.RescaleSlope)
            plane += np.float32(dataset.RescaleIntercept)

        list(pool.map(decode, range(len(datasets))))
    return volume
