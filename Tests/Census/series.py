"""Series below folders, and what their headers say of them, read with pydicom alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy
import pydicom
from pydicom.dataset import Dataset

#: Images of one orientation differ by less than this in every direction cosine.
SAME_DIRECTION = 0.02

#: Positions along the normal closer than this, in mm, are one place.
SAME_PLACE = 1e-3

#: Multi-frame objects whose frames are slices though each has no plane position of its own.
STACKED_CLASSES = {
    "1.2.840.10008.5.1.4.1.1.481.2": "dose grid",
    "1.2.840.10008.5.1.4.1.1.20": "nuclear medicine",
}


@dataclass
class Series:
    """The files of one Series Instance UID below one folder."""

    uid: str
    folder: Path
    files: list[Path] = field(default_factory=list)
    #: "volume", "single slice" or why the headers promise none.
    promise: str = ""

    @property
    def holds_volume(self) -> bool:
        return self.promise == "volume"


def find(root: Path) -> list[Series]:
    """Every series below a folder, ordered by folder and UID, with what its headers promise."""
    found: dict[tuple[Path, str], Series] = {}
    headers: dict[tuple[Path, str], list[Dataset]] = defaultdict(list)
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        header = read(path)
        if header is None or "PixelData" not in header and not any_pixels(header):
            continue
        key = (path.parent, str(header.get("SeriesInstanceUID", "")))
        series = found.setdefault(key, Series(uid=key[1], folder=path.parent))
        series.files.append(path)
        headers[key].append(header)
    for key, series in found.items():
        series.promise = promise(headers[key])
    return sorted(found.values(), key=lambda s: (str(s.folder), s.uid))


def read(path: Path) -> Dataset | None:
    """The data set of a file, its pixels left on disk; None if it is none."""
    try:
        return pydicom.dcmread(path, force=False, defer_size=1024)
    except Exception:  # noqa: BLE001 - whatever pydicom cannot read promises nothing
        return None


def any_pixels(header: Dataset) -> bool:
    return "FloatPixelData" in header or "DoubleFloatPixelData" in header


def promise(headers: list[Dataset]) -> str:
    """What the headers of a series promise: a volume, or why not."""
    grey = [h for h in headers if h.get("SamplesPerPixel", 1) == 1]
    if not grey:
        return "colours"
    if all(is_localizer(h) for h in grey):
        return "localizer"
    places = [place for header in grey if not is_localizer(header) for place in frame_places(header)]
    if not places:
        return "no places"
    stacks = Counter(normal for normal, _ in places)
    normal, _ = stacks.most_common(1)[0]
    along = sorted({round(at / SAME_PLACE) for key, at in places if key == normal})
    if len(along) < 2:
        return "single slice" if len(places) == 1 else "one place"
    return "volume"


def is_localizer(header: Dataset) -> bool:
    kind = header.get("ImageType") or []
    return "LOCALIZER" in [str(part).upper() for part in kind]


def frame_places(header: Dataset) -> list[tuple[tuple[float, ...], float]]:
    """The normal (rounded) and the place along it of every frame."""
    frames = int(header.get("NumberOfFrames", 1) or 1)
    kinds = [str(part).upper() for part in header.get("ImageType") or []]
    if "MOSAIC" in kinds or "VFRAME" in kinds:
        return [((0.0, 0.0, 1.0), float(index)) for index in range(2)]
    if header.get("PerFrameFunctionalGroupsSequence"):
        groups = [grouped_place(header, frame) for frame in header.PerFrameFunctionalGroupsSequence]
        return [place for place in groups if place is not None]
    if frames > 1 and str(header.get("SOPClassUID")) in STACKED_CLASSES:
        return stacked_places(header, frames)
    place = plane_place(header.get("ImageOrientationPatient"), header.get("ImagePositionPatient"))
    return [place] if place is not None else []


def stacked_places(header: Dataset, frames: int) -> list[tuple[tuple[float, ...], float]]:
    """Places of frames that a vector of the object orders."""
    is_volume = "GridFrameOffsetVector" in header or "RECON" in " ".join(
        str(part) for part in header.get("ImageType") or [])
    return [((0.0, 0.0, 1.0), float(index)) for index in range(frames)] if is_volume else []


def grouped_place(header: Dataset, frame: Dataset) -> tuple[tuple[float, ...], float] | None:
    shared = (header.get("SharedFunctionalGroupsSequence") or [Dataset()])[0]
    orientation = group(frame, shared, "PlaneOrientationSequence", "ImageOrientationPatient")
    position = group(frame, shared, "PlanePositionSequence", "ImagePositionPatient")
    return plane_place(orientation, position)


def group(frame: Dataset, shared: Dataset, sequence: str, keyword: str):
    for source in (frame, shared):
        items = source.get(sequence)
        if items and keyword in items[0]:
            return items[0].get(keyword)
    return None


def plane_place(orientation, position) -> tuple[tuple[float, ...], float] | None:
    try:
        cosines = numpy.array([float(v) for v in orientation])
        point = numpy.array([float(v) for v in position])
    except (TypeError, ValueError):
        return None
    if cosines.shape != (6,) or point.shape != (3,):
        return None
    normal = numpy.cross(cosines[:3], cosines[3:])
    length = float(numpy.linalg.norm(normal))
    if not 0.9 < length < 1.1:
        return None
    normal /= length
    key = tuple(float(numpy.round(v / SAME_DIRECTION)) for v in normal)
    return key, float(point @ normal)
