"""The program and a series for it."""

import json
import pathlib
import subprocess
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Support"))

from served import PROGRAM


@pytest.fixture(scope="session")
def ball(tmp_path_factory):
    """A folder with the series of a phantom; its truth has the UIDs."""
    folder = tmp_path_factory.mktemp("data") / "ball"
    subprocess.run([PROGRAM / "sagitta", "phantom", "sphere", "--size", "32", "--spacing", "4", "-o", folder, "-q"], check=True)
    return folder


@pytest.fixture(scope="session")
def series(ball):
    """The path of the series below /dicom-web."""
    truth = json.loads((ball / "truth.json").read_text())
    return f"studies/{truth['studyInstanceUID']}/series/{truth['seriesInstanceUID']}"
