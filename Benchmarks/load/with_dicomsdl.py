"""dicomsdl: open all files, sort by position, decode each into its place of one float32 array.

with_dicomsdl.py FOLDER THREADS
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import dicomsdl
import numpy
from measured import measured_volume


def height(dataset) -> float:
    ax, ay, az, bx, by, bz = dataset.ImageOrientationPatient
    x, y, z = dataset.ImagePositionPatient
    return x * (ay * bz - az * by) + y * (az * bx - ax * bz) + z * (ax * by - ay * bx)


def load(folder: str, threads: int) -> numpy.ndarray:
    with ThreadPoolExecutor(threads) as pool:
        datasets = list(pool.map(dicomsdl.open, [entry.path for entry in os.scandir(folder)]))
        datasets.sort(key=height)
        rows, columns = datasets[0].Rows, datasets[0].Columns
        volume = numpy.empty((len(datasets), rows, columns), dtype=numpy.float32)

        def decode(share: int) -> None:
            stored = numpy.empty((rows, columns), dtype=datasets[0].getPixelDataInfo()["dtype"])
            for k in range(share, len(datasets), threads):
                dataset, plane = datasets[k], volume[k]
                dataset.copyFrameData(0, stored)
                plane[...] = stored
                plane *= numpy.float32(dataset.RescaleSlope)
                plane += numpy.float32(dataset.RescaleIntercept)

        list(pool.map(decode, range(threads)))
    return volume


measured_volume(lambda: load(sys.argv[1], int(sys.argv[2])))
