"""imagecodecs, with the OpenJPH that it brings: read all files by pydicom, sort by position, decode each into its place."""

from concurrent.futures import ThreadPoolExecutor

import imagecodecs
import numpy as np
import pydicom
from pydicom.encaps import get_frame
from worker import Request, Work, height, serve


def loaded(paths: list[str], threads: int) -> np.ndarray:
    with ThreadPoolExecutor(threads) as pool:
        datasets = list(pool.map(pydicom.dcmread, paths))
        datasets.sort(key=height)
        first = datasets[0]
        volume = np.empty((len(datasets), first.Rows, first.Columns), np.float32)

        def decode(k: int) -> None:
            dataset, plane = datasets[k], volume[k]
            plane[...] = imagecodecs.htj2k_decode(get_frame(dataset.PixelData, 0, number_of_frames=1))
            plane *= np.float32(dataset.RescaleSlope)
            plane += np.float32(dataset.RescaleIntercept)

        list(pool.map(decode, range(len(datasets))))
    return volume


def load(request: Request) -> Work:
    return Work(lambda: loaded(request.files(), request.threads))


serve({"load": load})
