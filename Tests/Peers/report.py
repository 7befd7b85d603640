"""What the peer programs share: how an answer is hashed and printed."""

import hashlib
import json
from importlib.metadata import version

import numpy


def voxel_facts(voxels: numpy.ndarray) -> dict:
    """Facts of a C-ordered array `[k][row][column]`; `sha256` is over its float32 little-endian bytes."""
    values = numpy.ascontiguousarray(voxels, dtype="<f4")
    finite = values[numpy.isfinite(values)]
    return {
        "sha256": hashlib.sha256(values.tobytes()).hexdigest(),
        "dimensions": list(values.shape[::-1]),
        "range": [float(finite.min()), float(finite.max())] if finite.size else None,
        "notFinite": int(values.size - finite.size),
    }


def emit(answer: dict, *programs: str) -> None:
    answer["versions"] = {name: version(name) for name in programs}
    print(json.dumps(answer, allow_nan=False))
