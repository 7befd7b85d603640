"""For contestants written in Python: how the work is timed and how its figures are printed."""

import json
import resource
import time
from collections.abc import Callable

import numpy


def measured_volume(load: Callable, as_array: Callable[..., numpy.ndarray] = lambda loaded: loaded) -> None:
    """Times `load` and prints the figures as one JSON line, with facts of what it returned.

    `as_array` gives those voxels as float32 `[k][row][column]`; it is not timed.
    """
    cpu_start, start = time.process_time(), time.perf_counter()
    loaded = load()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    volume = as_array(loaded)
    assert volume.dtype == numpy.float32
    print(
        json.dumps(
            {
                "seconds": seconds,
                "cpu_seconds": cpu_seconds,
                "peak_rss_bytes": peak,
                "range": [float(volume.min()), float(volume.max())],
                "first_column": volume[:, 0, 0].tolist(),
            }
        )
    )
