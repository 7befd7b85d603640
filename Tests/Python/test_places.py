"""Places of a network as inputs: the wheel asks the program that knows sockets."""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pysagitta as sagitta
import pytest
from archive_node import PROGRAMS, free_port, network_program, wait
from conftest import VOLUMES, run_python

HEAD = VOLUMES / "mr-head"


class Archive:
    """A node and a web service of this machine, that have the sample volumes."""

    def __init__(self, dicom: int, web: int, folder: Path) -> None:
        series = sagitta.scan(HEAD)[0].to_dict()
        self.series = str(series["seriesInstanceUID"])
        matches = json.loads(
            subprocess.run(
                [network_program(), "find", f"dicom://ARCHIVE@127.0.0.1:{dicom}", "--json"],
                check=True,
                capture_output=True,
            ).stdout
        )
        self.study = str(matches[0]["0020000D"]["Value"][0])
        self.places = {
            "dicom": f"dicom://ARCHIVE@127.0.0.1:{dicom}/{self.study}/{self.series}",
            "web": f"http://127.0.0.1:{web}/dicom-web/studies/{self.study}/series/{self.series}",
            "named": f"@near/{self.study}/{self.series}",
        }
        self.settings = folder / "settings"
        (self.settings / "sagitta").mkdir(parents=True)
        (self.settings / "sagitta" / "places.toml").write_text(f'[near]\nurl = "dicom://ARCHIVE@127.0.0.1:{dicom}"\n')


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    shutil.copytree(HEAD, folder / "head")
    dicom, web = free_port(), free_port()
    words = ["serve", folder / "head", "--store", folder / "store", "--aet", "ARCHIVE", "--quiet"]
    words += ["--listen", f"127.0.0.1:{web}", "--dicom-listen", f"127.0.0.1:{dicom}"]
    process = subprocess.Popen([network_program(), *map(str, words)])
    try:
        wait(web, process)
        wait(dicom, process)
        for _ in range(600):
            with contextlib.suppress(IndexError, subprocess.CalledProcessError):
                yield Archive(dicom, web, folder)
                break
            time.sleep(0.1)
    finally:
        process.terminate()
        process.wait()


@pytest.fixture
def found(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """The archive, with the program on PATH and the places known."""
    monkeypatch.delenv("SAGITTA_PROGRAM", raising=False)
    monkeypatch.setenv("PATH", f"/nowhere:{PROGRAMS}:/usr/bin:/bin")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(archive.settings))
    return archive


def _said(volume: sagitta.Volume) -> list[tuple[str, str, str]]:
    """What the findings say, but for the names of files."""
    return [(finding.code, finding.severity, finding.message) for finding in volume.findings]


@pytest.mark.parametrize("kind", ["dicom", "web", "named"])
def test_a_place_has_the_bits_the_findings_and_the_report_of_the_folder(
    found: Archive, head: sagitta.Volume, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    place = found.places[kind]
    volume = sagitta.load(place)
    assert volume.array.tobytes() == head.array.tobytes()
    assert np.array_equal(volume.affine, head.affine)
    assert _said(volume) == _said(head) != []
    with sagitta.scan(place) as study:
        there, here = study.report.to_dict(), sagitta.scan(HEAD).report.to_dict()
        for told in (*there["volumes"], *here["volumes"]):
            del told["folder"], told["firstFile"]
            for finding in told["findings"]:
                finding["files"] = len(finding["files"])
        assert there["volumes"] == here["volumes"]
        assert there["files"]["used"] == here["files"]["used"]
        assert study.load().array.tobytes() == head.array.tobytes()
    assert list(tmp_path.iterdir()) == []


def test_a_place_and_a_folder_are_one_input(found: Archive) -> None:
    # The same images twice: those of the folder are duplicates of those of the place.
    report = sagitta.scan([found.places["dicom"], HEAD]).report.to_dict()
    assert len(report["volumes"]) == 1
    assert {entry["code"] for entry in report["files"]["skipped"]} >= {"duplicate"}


def test_the_program_is_found_beside_the_one_that_the_environment_names(
    found: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("SAGITTA_PROGRAM", str(PROGRAMS / "sagitta"))
    assert len(sagitta.scan(found.places["dicom"])) == 1


def test_without_the_program_the_error_says_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAGITTA_PROGRAM", raising=False)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(sagitta.Error) as caught:
        sagitta.load("dicom://ARCHIVE@127.0.0.1:9/1.2.3")
    assert caught.value.code == "program-missing" and caught.value.kind == "not-installed"
    assert "sagitta-network" in str(caught.value) and "SAGITTA_PROGRAM" in str(caught.value)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("dicom://ARCHIVE@127.0.0.1:9/1.2.3", "unreachable"),
        ("http://127.0.0.1:9/dicom-web/studies/1.2.3", "unreachable"),
        ("@nobody/1.2.3", "unknown-place"),
        ("dicom://127.0.0.1:9", "usage"),
        ("dicom://127.0.0.1:9/../x", "bad-place"),
    ],
)
def test_what_keeps_a_place_from_answering_is_the_code(found: Archive, place: str, code: str) -> None:
    with pytest.raises(sagitta.Error) as caught:
        sagitta.load(place)
    assert caught.value.code == code, str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_study_that_is_not_there_is_none(found: Archive) -> None:
    for place in (found.places["dicom"], found.places["web"]):
        with pytest.raises(sagitta.Error) as caught:
            sagitta.load(place.replace(found.study, "1.2.3.4"))
        assert caught.value.code == "no-such-study", str(caught.value)


def test_nothing_says_whose_the_images_are(found: Archive) -> None:
    pydicom = pytest.importorskip("pydicom")
    first = pydicom.dcmread(min(HEAD.glob("*.dcm")), stop_before_pixels=True)
    place = found.places["dicom"]
    said = sagitta.scan(place).report.to_json() + repr(sagitta.scan(place)) + repr(sagitta.load(place))
    with pytest.raises(sagitta.Error) as caught:
        sagitta.load(place, memory=30_000_000)
    said += str(caught.value)
    assert caught.value.code == "over-limit"
    name, number = str(first.get("PatientName", "")), str(first.get("PatientID", ""))
    assert not name or name not in said
    assert not number or f'"{number}"' not in said


def test_a_file_of_such_a_name_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "@odd").mkdir()
    for path in sorted(HEAD.glob("*.dcm"))[:3]:
        shutil.copy(path, tmp_path / "@odd")
    assert sagitta.load("@odd").shape[0] == 3


def test_work_on_a_silent_place_is_cancelled(found: Archive) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        place = f"dicom://ARCHIVE@127.0.0.1:{silent.getsockname()[1]}/1.2.3"
        code = """
import asyncio, sys, time
import pysagitta as sagitta

async def main():
    work = asyncio.ensure_future(sagitta.load_async(sys.argv[1]))
    await asyncio.sleep(1)
    work.cancel()
    try:
        await work
    except asyncio.CancelledError:
        print("cancelled")

asyncio.run(main())
"""
        assert run_python(code, place).strip() == "cancelled"
