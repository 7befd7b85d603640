"""What the fields of requests are called here."""

from __future__ import annotations

import re

_FIELDS = {
    "assumedSpacing": "assume_spacing",
    "boxes": "box",
    "camera.azimuth": "azimuth",
    "camera.elevation": "elevation",
    "camera.fovAngle": "fov_angle",
    "camera.frames": "frames",
    "camera.projection": "projection",
    "camera.view": "view",
    "clipping.clipPlanes": "clip_planes",
    "clipping.crop": "crop",
    "clipping.removeTable": "remove_table",
    "clipping.slabFrom": "slab_from",
    "clipping.slabTo": "slab_to",
    "sideCars": "side_cars",
    "curve.count": "count",
    "curve.mode": "mode",
    "curve.points": "points",
    "curve.shape": "shape",
    "curve.spacingBetween": "spacing",
    "curve.width": "width",
    "description": "affine",
    "dicom.encoding": "encoding",
    "dicom.seriesDescription": "description",
    "dicom.seriesNumber": "number",
    "display.bits": "bits",
    "display.colorMap": "color_map",
    "display.invert": "invert",
    "display.voi": "voi",
    "display.window": "window",
    "display.windowPreset": "window",
    "framesPerSecond": "frames_per_second",
    "grid.crop": "crop",
    "grid.isIsotropic": "isotropic",
    "grid.like": "like",
    "grid.like.dimensions": "like",
    "grid.pad": "pad",
    "grid.spacing": "spacing",
    "inputs": "inputs",
    "labelsOnly": "labels_only",
    "layout.fov": "fov",
    "layout.pixel": "pixel",
    "layout.size": "size",
    "marks.annotate": "annotate",
    "marks.crosshair": "crosshair",
    "marks.planeLines": "plane_lines",
    "marks.showIdentity": "show_identity",
    "outsideData": "outside_data",
    "overlay.assumeAligned": "assume_aligned",
    "overlay.labels": "overlay_labels",
    "overlay.map": "overlay_map",
    "overlay.opacity": "overlay_opacity",
    "overlay.window": "overlay_window",
    "planes.all": "all",
    "planes.at": "at",
    "planes.center": "center",
    "planes.count": "count",
    "planes.curve": "points",
    "planes.down": "down",
    "planes.every": "every",
    "planes.index": "index",
    "planes.native": "native",
    "planes.normal": "normal",
    "planes.oblique": "center",
    "planes.orthogonal": "plane",
    "planes.plane": "plane",
    "planes.planeOf": "like",
    "planes.radial": "radial",
    "planes.right": "right",
    "planes.rotate": "rotate",
    "planes.spacingBetween": "spacing",
    "planes.through": "through",
    "planes.up": "up",
    "selection.assumedSpacing": "assume_spacing",
    "selection.outsideData": "outside_data",
    "selection.phase": "phase",
    "selection.tolerances": "tolerances",
    "selection.values": "values",
    "selection.volume": "series",
    "sheet.montage": "montage",
    "sheet.panels": "panels",
    "slab.blend": "blend",
    "slab.step": "step",
    "slab.thickness": "thickness",
    "spheres": "sphere",
    "transferFunction": "transfer_function",
    "unevenSlices": "uneven_slices",
    "volume": "series",
    "voxels.holdsLabels": "labels",
    "voxels.isCompressed": "compressed",
    "voxels.isScaled": "scaled",
    "voxels.padding": "padding",
    "voxels.showIdentity": "show_identity",
    "voxels.type": "type",
}


def _in_sentences() -> re.Pattern[str]:
    # Plain words are left alone: "volume" and "boxes" are words of sentences, too.
    words = [field for field in sorted(_FIELDS, key=len, reverse=True) if not field.islower() or "." in field]
    return re.compile("|".join(rf"(?<![\w./]){re.escape(word)}(?![\w/]|\.\w)" for word in words))


def keyword(field: str) -> str:
    """The keyword that fills a field, else its last word."""
    return _FIELDS.get(field) or _snake(field.rpartition(".")[2])


def keywords_in(sentence: str) -> str:
    """A sentence that names fields, with keywords in their place."""
    return _in_sentences().sub(lambda found: _FIELDS[found.group()], sentence)


def _snake(word: str) -> str:
    return re.sub("[A-Z]", lambda letter: "_" + letter.group().lower(), word)
