"""highdicom: files read by pydicom in a pool, its own volume made of the series."""

from concurrent.futures import ThreadPoolExecutor

import highdicom
import numpy as np
import pydicom
from worker import Request, Work, serve


def load(request: Request) -> Work:
    def run() -> highdicom.Volume:
        with ThreadPoolExecutor(request.threads) as pool:
            datasets = list(pool.map(pydicom.dcmread, request.files()))
        return highdicom.get_volume_from_series(datasets, dtype=np.float32)

    return Work(run, along_normal)


def along_normal(volume: highdicom.Volume) -> np.ndarray:
    """Its slices run so that its axes are right-handed; wanted are slices along the normal of rows and columns."""
    slices, rows, columns = (np.array(vector) for vector in volume.spacing_vectors())
    runs_along = np.dot(slices, np.cross(columns, rows)) > 0
    return volume.array if runs_along else volume.array[::-1]


serve({"load": load})
