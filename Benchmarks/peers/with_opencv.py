"""OpenCV: 16-bit PNG from a pool of threads, at its default compression."""

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from worker import Request, Work, serve, words_of_slices


def png(request: Request) -> Work:
    cv2.setNumThreads(request.threads)
    slices = words_of_slices(request)

    def run() -> None:
        with ThreadPoolExecutor(request.threads) as pool:
            list(pool.map(lambda n: cv2.imwrite(f"{request.output}/{n}.png", slices[n]), range(len(slices))))

    return Work(run, lambda _: np.empty(0))


serve({"png": png})
