"""Volumes of DICOM and research files as NumPy arrays, without a copy: loading, planes, projections, rendering.

    import pysagitta as sagitta

    volume = sagitta.load("scans/")
    volume.array                                  # float32 (k, j, i), a view of the engine's memory
    volume.plane("coronal", at=12.5).array        # values in a plane
    volume.plane("axial").display(window="lung").save("lung.png")

Every array of an object has one order: slice k, row j, column i; `shape`, `spacing` and `affine` follow it.
Places and directions are patient LPS, x, y, z in mm.
"""

from __future__ import annotations

import json as _json
from typing import Any as _Any

from ._foreign import empty as empty
from ._library import library as _library
from ._library import object_count as object_count
from .errors import AmbiguousInput as AmbiguousInput
from .errors import Cancelled as Cancelled
from .errors import CannotCreate as CannotCreate
from .errors import Error as Error
from .errors import InvalidInput as InvalidInput
from .errors import InvalidRequest as InvalidRequest
from .errors import IOFailed as IOFailed
from .errors import LimitExceeded as LimitExceeded
from .errors import NotFound as NotFound
from .errors import NotInstalled as NotInstalled
from .findings import Finding as Finding
from .geometry import Geometry as Geometry
from .picture import Picture as Picture
from .picture import Pictures as Pictures
from .plane import Plane as Plane
from .plane import Planes as Planes
from .report import Report as Report
from .report import Skipped as Skipped
from .report import VolumeInfo as VolumeInfo
from .statistics import Statistics as Statistics
from .study import Study as Study
from .study import StudyVolume as StudyVolume
from .study import load as load
from .study import load_async as load_async
from .study import scan as scan
from .volume import Volume as Volume

__version__ = "0.1.0"


def about() -> dict[str, _Any]:
    """The version, the libraries and the level of the processor in use; the names of presets and colour maps."""
    about: dict[str, _Any] = _json.loads(_library.sagitta_about())
    return about
