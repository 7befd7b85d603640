"""Every code of an error: a call that meets it, or why no call of this package does."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pysagitta as sagitta
import pytest
from conftest import ROOT, VOLUMES, run_python

CATALOGUE = ROOT / "Sources" / "Faces" / "Sagitta" / "Documentation.docc"
CHEST = VOLUMES / "ct-chest"
HEAD = VOLUMES / "mr-head"


class Place:
    """What calls work on."""

    def __init__(self, folder: Path, chest: sagitta.Volume) -> None:
        self.folder = folder
        self.chest = chest
        numbers = np.random.default_rng(0).normal(size=(4, 5, 6))
        self.small = sagitta.Volume.from_array(numbers, np.eye(4), unit="HU", frame_of_reference_uid="1.2.3")

    def file(self, name: str, content: bytes = b"") -> Path:
        path = self.folder / name
        path.write_bytes(content)
        return path

    def folder_named(self, name: str) -> Path:
        path = self.folder / name
        path.mkdir()
        return path

    def another(self, **known: Any) -> sagitta.Volume:
        return sagitta.Volume.from_array(np.full((2, 3, 4), 0.5), np.eye(4), **known)


@pytest.fixture
def place(tmp_path: Path, chest: sagitta.Volume) -> Place:
    return Place(tmp_path, chest)


def _uneven() -> sagitta.Volume:
    return sagitta.Volume.from_array(np.ones((4, 3, 2)), np.eye(4), slice_positions=[0, 1, 2, 5])


def _sheared() -> sagitta.Volume:
    affine = np.eye(4)
    affine[1, 0] = 0.3
    return sagitta.Volume.from_array(np.ones((4, 5, 6)), affine)


def _cut_slice(place: Place) -> Path:
    whole = min(CHEST.glob("*.dcm")).read_bytes()
    return place.file("cut.dcm", whole[:-1000])


def _great_numbers(place: Place) -> sagitta.Volume:
    nibabel = pytest.importorskip("nibabel")
    nibabel.save(nibabel.Nifti1Image(np.full((2, 3, 4), 2**24 + 1, np.int32), np.eye(4)), place.folder / "great.nii")
    return sagitta.load(place.folder / "great.nii")


def _many_labels(place: Place) -> sagitta.Volume:
    nibabel = pytest.importorskip("nibabel")
    numbers = np.arange(40_000, dtype=np.int32).reshape(20, 40, 50)
    nibabel.save(nibabel.Nifti1Image(numbers, np.eye(4)), place.folder / "many.nii")
    return sagitta.load(place.folder / "many.nii")


def _without_ffmpeg(place: Place) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "/nowhere")
        place.chest.planes("axial", every=30).display().save(place.folder / "a.mp4")


def _closed(place: Place) -> None:
    place.small.close()
    place.small.plane()


def _to_full_disk(place: Place) -> None:
    link = place.folder / "full.nii"
    os.symlink("/dev/full", link)
    place.small.save(link)


CALLS: dict[str, Callable[[Place], Any]] = {
    "ambiguous-input": lambda place: sagitta.load(VOLUMES),
    "bad-speed": lambda place: place.chest.mip(frames=2).display().save(place.folder / "a.gif", frames_per_second=0),
    "cancelled": lambda place: sagitta.load(CHEST, progress=lambda *_: False),
    "cannot-write": lambda place: place.small.save("/proc/volume.nii"),
    "contradicting-fields": lambda place: place.small.plane(at=1, index=2),
    "curve-too-short": lambda place: place.small.curve([(0, 0, 0)]),
    "damaged": lambda place: sagitta.load(_cut_slice(place)),
    "different-frames-of-reference": lambda place: place.small.plane().display(
        overlay=place.another(frame_of_reference_uid="1.2.4")
    ),
    "disk-full": _to_full_disk,
    "field-out-of-range": lambda place: place.small.plane(thickness=-1),
    "folder-missing": lambda place: place.small.save(place.folder / "no" / "volume.nii"),
    "image-too-large": lambda place: place.small.plane(size=(1, 70_000), pixel=1).display().to_jpeg(),
    "incomplete-request": lambda place: place.small.plane(right=(1, 0, 0)),
    "index-out-of-range": lambda place: place.small.plane(index=1000),
    "irregular": lambda place: _uneven().save(place.folder / "volume.nii"),
    "irregular-target": lambda place: place.small.resample(like=_uneven().geometry),
    "is-a-folder": lambda place: place.small.save(place.folder_named("folder.nii")),
    "no-labels": lambda place: place.chest.plane().display(overlay=place.another(), overlay_labels={"1": "lung"}),
    "no-patient-frame": lambda place: place.another().save_dicom(place.folder / "series"),
    "no-such-object": _closed,
    "no-such-phase": lambda place: sagitta.load(HEAD, phase=9),
    "no-such-values": lambda place: sagitta.load(CHEST, values="suv-body-weight"),
    "no-such-volume": lambda place: sagitta.load(VOLUMES, series=9),
    "no-volume": lambda place: sagitta.load(place.file("text.dcm", b"no DICOM")),
    "not-a-folder": lambda place: place.small.save(place.file("file") / "volume.nii"),
    "not-compressible": lambda place: place.small.save(place.folder / "volume.npy", compressed=True),
    "not-exact": lambda place: place.small.save(place.folder / "volume.nii", type="int16"),
    "not-found": lambda place: sagitta.load(place.folder / "nothing"),
    "not-positive": lambda place: place.small.plane(pixel=0),
    "not-scalable": lambda place: place.small.save(place.folder / "volume.nrrd", type="int16", scaled=True),
    "nothing-left": lambda place: place.chest.mip(crop=(1e5, 1e5 + 1, 0, 1, 0, 1)),
    "output-exists": lambda place: place.small.save(place.file("there.nii"), replace=False),
    "over-limit": lambda place: sagitta.load(CHEST, memory=30_000_000),
    "overdetermined-layout": lambda place: place.small.plane(size=(4, 4), pixel=1, fov=3),
    "program-missing": _without_ffmpeg,
    "read-only-format": lambda place: place.small.save(place.folder / "volume.hdr"),
    "rounded-before": lambda place: _great_numbers(place).save(place.folder / "volume.nii", type="int32"),
    "sheared": lambda place: _sheared().save(place.folder / "volume.mha"),
    "too-many-bits": lambda place: place.chest.plane().display(bits=16).to_jpeg(),
    "too-many-clip-planes": lambda place: place.chest.mip(clip_planes=[(1, 0, 0, 1)] * 1000),
    "too-many-labels": lambda place: place.chest.render(size=(4, 4), overlay=_many_labels(place), assume_aligned=True),
    "too-many-pixels": lambda place: place.small.plane(size=(10**6, 10**6)),
    "too-many-planes": lambda place: place.small.planes("axial", count=200_000, spacing=1),
    "too-many-points": lambda place: place.small.curve(np.random.default_rng(0).normal(size=(20_000, 3))),
    "too-many-samples": lambda place: place.small.plane(thickness=1e6, step=1e-6),
    "unknown-image-format": lambda place: place.chest.plane().display().save(place.folder / "a.bmp"),
    "unknown-name": lambda place: place.chest.render(preset="no-such"),
    "unknown-volume-format": lambda place: place.small.save(place.folder / "volume.unknown"),
    "unreadable": lambda place: sagitta.load("/dev/null"),
    "unreadable-request": lambda place: place.small.plane(pixel="x"),  # type: ignore[arg-type]
    "unsuitable-request": lambda place: place.chest.panels().affine,
    "unusable-name": lambda place: place.small.save(f"{place.folder}/a\0b.nii"),
}


NO_CALLS: dict[str, str] = {
    "requests say it first, as field-out-of-range, unknown-name or unreadable-request": """
        bad-parameter camera-angle camera-box-empty camera-not-finite camera-up-is-forward camera-without-direction
        collinear-points flat-grid no-such-color-map no-such-plane no-such-preset no-such-view no-such-window
        not-finite not-perpendicular null-direction parallel-directions slice-positions-not-increasing
        unfit-target wrong-argument unknown-field""",
    "the file is part of no volume, and the report says why": """
        attribute-absent attribute-count attribute-empty attribute-malformed attribute-missing bad-archive bad-bits
        bad-image-size bad-volume-property color-parts corrupt-compression damaged-pixels header-too-long
        inflates-too-long item-expected length-beyond-parent made-up-coordinates misplaced-item mosaic-plane
        mosaic-tiles multi-frame needs-more-bytes nested-too-deep no-inflater no-pixel-data no-spacing not-dicom
        not-pet outside-folder pixels-contradict-header too-many-elements truncated-compression truncated-data-set
        truncated-pixel-data undefined-length unlike-frames unsupported-bits unsupported-pixels unsupported-samples
        unsupported-suv unsupported-transfer-syntax unsupported-volume-file value-too-long frame-too-large""",
    "no call of this package asks for that": """
        bad-label-table curve-empty curve-not-growing curve-too-long dicom-image-too-large frame-count
        gradient-frame-unknown gradient-length images-differ meta-attribute-missing needs-frames needs-seeking
        needs-folder needs-two-files no-calibrated-class no-deflater no-encoder no-planes no-sequence no-side-car
        no-such-frame not-a-file nothing-to-write object-too-large out-of-range part-outside-volume phases-differ
        planes-differ planes-uneven source-lacks-attribute folder-not-empty output-is-input""",
    "the program for networks says it": """
        index-failed too-many-values unusable-index
        association-aborted association-rejected bad-place bad-places-file cannot-listen command-damaged
        connection-lost context-not-agreed message-out-of-order message-too-long not-dicom-protocol not-secure
        not-supported-by-peer operation-failed operation-too-slow peer-silent role-refused unexpected-answer
        unit-damaged unit-too-long unit-unexpected unknown-place unreachable unusable-credentials
        answer-damaged bad-message bad-query-parameter body-too-long json-damaged multipart-damaged no-such-study
        not-authorized referred-elsewhere set-too-large unknown-resource unusable-file unusable-header""",
    "the server says it": """
        busy mixed-media-types no-such-target no-volume-in-target not-acceptable presentation-state superseded
        too-large-to-return wrong-parameter xml-damaged""",
    "the program says it, where volumes lie on disk": """
        scratch-full scratch-in-memory scratch-unusable""",
    "batches say it, in test_batch.py or as the program": """
        bad-manifest bad-shard bad-work batch-exists batch-running engine-missing no-items no-ledger""",
    "it takes a machine in that state": """
        compression-failed deflation-failed encoder-failed file-too-large not-permitted out-of-memory
        read-only-file-system""",
}


@pytest.mark.parametrize("code", CALLS)
def test_every_code_that_a_call_can_meet(place: Place, code: str) -> None:
    before = sorted(place.folder.iterdir())
    with pytest.raises(sagitta.Error) as caught:
        CALLS[code](place)
    error = caught.value
    assert error.code == code
    assert str(error) and "--" not in str(error)
    left = [path for path in place.folder.iterdir() if path not in before and path.suffix == ".part"]
    assert left == []


def _documented(page: str) -> set[str]:
    rows = re.findall(r"^\| `([a-z-]+)` \| `[a-z-]+`(?:, `[a-z-]+`)* \|", (CATALOGUE / page).read_text(), re.MULTILINE)
    return set(rows)


def test_the_table_has_every_code_of_the_documentation() -> None:
    documented = _documented("Refusals.md") | _documented("CInterface.md")
    unmet = [code for codes in NO_CALLS.values() for code in codes.split()]
    assert len(unmet) == len(set(unmet)) and not set(unmet) & set(CALLS)
    assert documented == set(unmet) | set(CALLS)


def test_memory_that_the_system_refuses() -> None:
    code = """
import resource, sys
import pysagitta as sagitta
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
try:
    sagitta.load(sys.argv[1]).resample(0.2, memory=10**12)
except sagitta.LimitExceeded as error:
    print(error.code)
"""
    assert run_python(code, CHEST).strip() in ("over-limit", "out-of-memory")
