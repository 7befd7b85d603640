"""What goes wrong: a test of every kind of error and of the words that people read."""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pysagitta as sagitta
import pytest
from conftest import VOLUMES
from pysagitta import _names, _remedies, errors

Chest = sagitta.Volume

REQUESTS: list[tuple[str, str | None, Callable[[Chest], Any]]] = [
    ("contradicting-fields", "index", lambda volume: volume.plane(at=1, index=2)),
    ("contradicting-fields", "center", lambda volume: volume.plane(at=1, center=(0, 0, 0))),
    ("contradicting-fields", "plane", lambda volume: volume.plane("axial", normal=(0, 0, 1))),
    ("unreadable-request", "overlay_window", lambda volume: volume.plane().display(overlay_window="x")),  # type: ignore[arg-type]
    ("incomplete-request", "right", lambda volume: volume.plane(right=(1, 0, 0))),
    ("incomplete-request", "up", lambda volume: volume.plane(up=(1, 0, 0))),
    ("incomplete-request", "count", lambda volume: volume.planes("axial", rotate=(1, 2, 3), spacing=4)),
    ("field-out-of-range", "thickness", lambda volume: volume.plane(thickness=-1)),
    ("field-out-of-range", "every", lambda volume: volume.planes("axial", every=0)),
    ("field-out-of-range", "spacing", lambda volume: volume.resample(spacing=-1)),
    ("field-out-of-range", "request", lambda volume: volume.plane(pixel=float("nan"))),
    ("field-out-of-range", "clip_planes", lambda volume: volume.mip(clip_planes=[(0, 0, 0, 1)])),
    ("unreadable-request", "plane", lambda volume: volume.plane("front")),  # type: ignore[arg-type]
    ("unreadable-request", "pixel", lambda volume: volume.plane(pixel="x")),  # type: ignore[arg-type]
    ("unknown-name", "preset", lambda volume: volume.render(preset="no-such")),
    ("unknown-name", "window", lambda volume: volume.plane().display(window="no-such")),
    ("unknown-name", "color_map", lambda volume: volume.plane().display(color_map="no-such")),
    ("unsuitable-request", "depths", lambda volume: volume.plane().depths()),
    ("field-out-of-range", "sphere", lambda volume: volume.statistics(sphere=(0, 0, 0, 0))),
    ("field-out-of-range", "affine", lambda volume: volume.from_array(volume.array[:2], np.diag([1, 1, 0, 1]))),
    ("index-out-of-range", None, lambda volume: volume.plane(index=1000)),
    ("no-such-volume", None, lambda volume: sagitta.load(VOLUMES, series=9)),
    ("no-such-phase", None, lambda volume: sagitta.load(VOLUMES / "mr-head", phase=9)),
    ("no-such-object", None, lambda volume: _closed().statistics(sphere=(0, 0, 0, 1))),
    ("usage", "crop", lambda volume: volume.crop((1000, 1001, 0, 1, 0, 1))),
    ("usage", "crop", lambda volume: volume.crop((1, 2, 3))),
]


def _closed() -> sagitta.Volume:
    volume = sagitta.Volume.from_array(np.ones((1, 1, 1)), np.eye(4))
    volume.close()
    return volume


@pytest.mark.parametrize(("code", "field", "call"), REQUESTS)
def test_requests_that_make_no_sense(chest: Chest, code: str, field: str | None, call: Callable[[Chest], Any]) -> None:
    with pytest.raises(sagitta.InvalidRequest) as caught:
        call(chest)
    error = caught.value
    assert isinstance(error, ValueError)
    assert (error.code, error.field, error.kind) == (code, field, "wrong-request")


def test_unknown_keywords_are_type_errors(chest: Chest) -> None:
    for call in (chest.plane, chest.planes, chest.mip, chest.render, chest.plane().display):
        with pytest.raises(TypeError, match="there is no keyword colour"):
            call(colour=1)  # type: ignore[operator]
    with pytest.raises(TypeError, match="sphere or a box"):
        chest.statistics()


def test_several_volumes_are_listed() -> None:
    with pytest.raises(sagitta.AmbiguousInput) as caught:
        sagitta.load(VOLUMES)
    error = caught.value
    assert error.code == "ambiguous-input"
    assert [volume.modality for volume in error.volumes] == ["MR", "CT"]
    assert "series=" in str(error)
    uid = error.volumes[1].series_uid
    assert uid is not None
    assert sagitta.load(VOLUMES, series=uid).modality == "CT"
    assert sagitta.load(VOLUMES, series=error.volumes[0].id).modality == "MR"


def test_what_is_not_there(tmp_path: Path) -> None:
    for call in (sagitta.load, sagitta.scan):
        with pytest.raises(FileNotFoundError) as caught:
            call(tmp_path / "nothing")
        error = caught.value
        assert isinstance(error, sagitta.NotFound)
        assert (error.code, error.path) == ("not-found", str(tmp_path / "nothing"))


def test_input_without_volumes(tmp_path: Path) -> None:
    (tmp_path / "text.dcm").write_text("no DICOM")
    with pytest.raises(sagitta.InvalidInput) as caught:
        sagitta.load(tmp_path)
    assert caught.value.code == "no-volume"
    assert "list-input" in caught.value.remedies and "report" in str(caught.value)
    study = sagitta.scan(tmp_path)
    assert len(study) == 0
    assert [(file.code, os.path.basename(file.path)) for file in study.report.skipped] == [("not-dicom", "text.dcm")]
    with pytest.raises(sagitta.InvalidInput):
        study.load()


def test_limits() -> None:
    with pytest.raises(MemoryError) as caught:
        sagitta.load(VOLUMES / "ct-chest", memory=30_000_000)
    assert isinstance(caught.value, sagitta.LimitExceeded)
    assert caught.value.code == "over-limit" and "memory=" in str(caught.value)


def test_limits_of_results(chest: Chest) -> None:
    with pytest.raises(sagitta.LimitExceeded):
        chest.resample(spacing=0.001)
    with pytest.raises(sagitta.LimitExceeded):
        chest.plane(size=(10**6, 10**6))


def test_outputs(chest: Chest, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="does not exist") as caught:
        chest.save(tmp_path / "no" / "volume.nii")
    assert isinstance(caught.value, sagitta.CannotCreate) and caught.value.code == "folder-missing"
    with pytest.raises(sagitta.CannotCreate):
        chest.plane().display().save(tmp_path / "no" / "plane.png")
    (tmp_path / "there.png").write_text("mine")
    with pytest.raises(sagitta.Error):
        chest.plane().display().save(tmp_path / "there.png", replace=False)
    assert (tmp_path / "there.png").read_text() == "mine"
    with pytest.raises(sagitta.Error):
        chest.save(tmp_path / "volume.unknown")
    with pytest.raises(sagitta.InvalidRequest):
        chest.planes("axial", every=30).display().save(tmp_path / "several.png")
    (tmp_path / "file").touch()
    with pytest.raises(sagitta.Error):
        chest.save_dicom(tmp_path / "file")


def test_irregular_stacks_are_refused_where_formats_know_none(data: Path, tmp_path: Path) -> None:
    volume = sagitta.load(data / "small_series" / "ct_missing_slice_ge")
    with pytest.raises(sagitta.InvalidInput) as caught:
        volume.save(tmp_path / "volume.nii")
    assert caught.value.code == "irregular"
    assert {"resample-evenly", "write-as-even"} <= set(caught.value.remedies)
    assert "uneven_slices=" in str(caught.value)
    with pytest.warns(UserWarning):
        volume.save(tmp_path / "volume.nii", uneven_slices="as-even")


def test_file_names_that_are_no_text(tmp_path: Path) -> None:
    name = os.fsdecode(bytes(str(tmp_path), "utf-8") + b"/\xff\xe9-\xc3\xa9")
    with pytest.raises(sagitta.NotFound) as caught:
        sagitta.load(name)
    assert caught.value.path == name
    os.symlink(VOLUMES / "mr-head", name)
    assert sagitta.load(name).modality == "MR"


def test_errors_go_through_pools() -> None:
    with pytest.raises(sagitta.AmbiguousInput) as caught:
        sagitta.load(VOLUMES)
    for protocol in range(2, 6):
        back = pickle.loads(pickle.dumps(caught.value, protocol=protocol))
        assert type(back) is sagitta.AmbiguousInput
        assert str(back) == str(caught.value) and len(back.volumes) == 2


KINDS = [
    ("wrong-request", sagitta.InvalidRequest, ValueError),
    ("bad-input", sagitta.InvalidInput, ValueError),
    ("no-input", sagitta.NotFound, FileNotFoundError),
    ("not-installed", sagitta.NotInstalled, RuntimeError),
    ("cannot-create", sagitta.CannotCreate, OSError),
    ("io-failed", sagitta.IOFailed, OSError),
    ("over-limit", sagitta.LimitExceeded, MemoryError),
    ("cancelled", sagitta.Cancelled, sagitta.Error),
]


@pytest.mark.parametrize(("kind", "own", "known"), KINDS)
def test_every_kind_is_an_exception_that_people_expect(kind: str, own: type, known: type) -> None:
    facts = {"code": "x", "kind": kind, "sentence": "it is", "path": "/a", "byteOffset": 3, "frame": 1, "remedies": []}
    error = errors.made(facts)
    assert type(error) is own and isinstance(error, known) and isinstance(error, sagitta.Error)
    assert (str(error), error.path, error.byte_offset, error.frame, error.field) == ("it is", "/a", 3, 1, None)
    assert str(pickle.loads(pickle.dumps(error))) == "it is"


def test_every_remedy_has_words_here() -> None:
    assert list(_remedies.PHRASES) == sagitta.about()["remedies"]
    text = str(
        errors.made({"code": "x", "kind": "bad-input", "sentence": "it is", "remedies": list(_remedies.PHRASES)})
    )
    assert "--" not in text and "sagitta info" not in text


def test_reports_name_nothing_of_the_command_line(data: Path) -> None:
    told = []
    for folder in sorted({file.parent for file in data.rglob("*") if file.is_file()}):
        report = sagitta.scan(folder).report
        told += [file.message for file in report.skipped]
        told += [text for volume in report.volumes for note in volume.findings for text in (note.message, note.advice)]
    assert len(told) > 50
    assert [text for text in told if re.search(r"--[a-z]|`sagitta (?!frames)", text)] == []


def test_fields_are_keywords() -> None:
    assert _names.keyword("slab.thickness") == "thickness"
    assert _names.keyword("planes.orthogonal.plane") == "plane"
    assert _names.keyword("some.newField") == "new_field"
    facts = {"code": "x", "kind": "wrong-request", "field": "spheres", "sentence": "spheres has two spheres"}
    assert str(errors.made(facts)) == "sphere has two spheres"
    said = _names.keywords_in("slab.thickness and planes.at, but not /data/planes.at.nii or marks.png")
    assert said == "thickness and at, but not /data/planes.at.nii or marks.png"
