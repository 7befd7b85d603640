"""imagecodecs, with the OpenJPH that it brings: read all files by pydicom, sort by position, decode each into its place."""

import imagecodecs
import numpy as np
import pydicom
import pydicom_volumes
from pydicom.encaps import get_frame
from worker import serve


def pixels(dataset: pydicom.Dataset) -> np.ndarray:
    return imagecodecs.htj2k_decode(get_frame(dataset.PixelData, 0, number_of_frames=1))


serve({"load": pydicom_volumes.work(pixels)})
