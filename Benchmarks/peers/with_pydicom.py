"""pydicom with its plugins (pylibjpeg, pyjpegls): read all files, sort by position, decode each into its place."""

import numpy as np
import pydicom
import pydicom_volumes
from worker import Request, Work, serve

TAGS = ["SeriesInstanceUID", "ImagePositionPatient", "ImageOrientationPatient", "Rows", "Columns", "PixelSpacing"]


def scan(request: Request) -> Work:
    """The fewest attributes that tell where a slice belongs."""

    def run() -> np.ndarray:
        def series(path: str) -> str:
            return str(pydicom.dcmread(path, stop_before_pixels=True, specific_tags=TAGS).SeriesInstanceUID)

        return np.unique([series(path) for path in request.below()], return_counts=True)[1]

    return Work(run)


serve({"load": pydicom_volumes.work(lambda dataset: dataset.pixel_array), "scan": scan})
