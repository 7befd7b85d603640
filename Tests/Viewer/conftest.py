"""A server with known volumes, and a browser that looks at them."""

import array
import json
import pathlib
import shutil
import subprocess
import sys
import types

import pydicom
import pytest
from selenium import webdriver

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Support"))

from page import PHASES, SECOND, SERIES, Page
from served import PROGRAM, ROOT, start, wait_for_series

PHANTOMS = {
    "sphere": ["sphere", "--size", "128", "--spacing", "1"],
    "head": ["head", "--size", "160,160,100"],
    "ramp": ["ramp", "--size", "64", "--spacing", "2", "--seed", "3"],
}


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """Folders by name, each with one series; `truth` of the phantoms."""
    root = tmp_path_factory.mktemp("data")
    truth = {}
    for name, options in PHANTOMS.items():
        subprocess.run([PROGRAM / "sagitta", "phantom", *options, "-o", root / name, "-q"], check=True)
        truth[name] = json.loads((root / name / "truth.json").read_text())
    for file in truth["ramp"]["files"]:
        if file.get("slice") in (30, 31):
            (root / "ramp" / file["name"]).unlink()
    shutil.copytree(ROOT / "Volumes/ct-chest", root / "ct")
    add_second_series(root / "sphere", root / "second")
    add_color_images(next((root / "sphere").glob("*.dcm")), root / "colors")
    add_phases(root / "sphere", root / "phases")
    return types.SimpleNamespace(root=root, truth=truth)


def add_second_series(folder, target):
    """The ball again in the same study and frame of reference, as another series."""
    target.mkdir()
    for file in folder.glob("*.dcm"):
        image = pydicom.dcmread(file)
        image.SeriesInstanceUID = SECOND
        image.SeriesNumber, image.SeriesDescription = 2, "second"
        image.SOPInstanceUID = f"{SECOND}.{image.InstanceNumber}"
        image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
        image.save_as(target / file.name)


def add_phases(folder, target):
    """The ball twice, one after the other in time, the second time with half of its stored values. A study of its own."""
    target.mkdir()
    for file in folder.glob("*.dcm"):
        image = pydicom.dcmread(file)
        study, image.SeriesInstanceUID = PHASES
        image.StudyInstanceUID = study
        pixels = array.array("h" if image.PixelRepresentation else "H", image.PixelData)
        for phase in range(2):
            image.TemporalPositionIdentifier, image.NumberOfTemporalPositions = phase + 1, 2
            image.SOPInstanceUID = image.file_meta.MediaStorageSOPInstanceUID = f"{study}.{phase}.{image.InstanceNumber}"
            image.PixelData = array.array(pixels.typecode, [value // (phase + 1) for value in pixels]).tobytes()
            image.save_as(target / f"{phase}-{file.name}")


def add_color_images(template, target):
    """Three images without places: red, green and blue; a study of its own."""
    target.mkdir()
    image = pydicom.dcmread(template)
    for word in ("ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "FrameOfReferenceUID", "WindowCenter",
                 "WindowWidth", "RescaleIntercept", "RescaleSlope", "RescaleType"):
        if word in image:
            del image[word]
    image.SOPClassUID = image.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    image.Modality, image.StudyInstanceUID, image.SeriesInstanceUID = "OT", *SERIES["colors"]
    image.SamplesPerPixel, image.PhotometricInterpretation, image.PlanarConfiguration = 3, "RGB", 0
    image.Rows, image.Columns, image.PixelRepresentation = 16, 16, 0
    image.BitsAllocated, image.BitsStored, image.HighBit = 8, 8, 7
    for number in range(3):
        image.InstanceNumber = number + 1
        image.SOPInstanceUID = image.file_meta.MediaStorageSOPInstanceUID = f"{SERIES['colors'][1]}.{number + 1}"
        image.PixelData = bytes(255 * (number == channel) for channel in range(3)) * 256
        image.save_as(target / f"{number}.dcm")


def serve(folders, store, *options):
    """Starts the server; gives the process and its address once it answers."""
    return start(*folders, "--store", store, "--rescan", "0", "-q", *options)


@pytest.fixture(scope="session")
def server(data, tmp_path_factory):
    """The address of a server of all the data."""
    process, address = serve([data.root], tmp_path_factory.mktemp("store"))
    wait_for_series(address, 7)
    yield address
    process.terminate()
    assert process.wait(timeout=30) == 0


def start_browser():
    options = webdriver.ChromeOptions()
    for word in ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage",
                 "--window-size=1440,900"]:
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options)
    browser.set_script_timeout(60)
    return browser


@pytest.fixture(scope="session")
def browser():
    browser = start_browser()
    yield browser
    browser.quit()


@pytest.fixture
def page(browser, server, data):
    """The page, at the usual size; nothing went wrong in it when the test ends."""
    page = Page(browser, server, data.truth)
    page.resize(1440, 900)
    yield page
    page.expect_no_errors()
