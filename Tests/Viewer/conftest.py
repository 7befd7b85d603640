"""A server with known volumes, and a browser that looks at them."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import time
import types
import urllib.request

import pydicom
import pytest
from selenium import webdriver

from page import SECOND, SERIES, Page

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("SAGITTA_PROGRAM", ROOT / ".build/tests/release"))
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


def free_port():
    with socket.socket() as end:
        end.bind(("127.0.0.1", 0))
        return end.getsockname()[1]


def serve(folders, store, *options):
    """Starts the server; gives the process and its address once it answers."""
    port = free_port()
    command = [PROGRAM / "sagitta-network", "serve", *folders, "--listen", f"127.0.0.1:{port}", "--store", store,
               "--rescan", "0", "-q", *options]
    process = subprocess.Popen(command)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            urllib.request.urlopen(f"{address}/health", timeout=1)
            return process, address
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise RuntimeError("the server does not answer")


@pytest.fixture(scope="session")
def server(data, tmp_path_factory):
    """The address of a server of all the data."""
    process, address = serve([data.root], tmp_path_factory.mktemp("store"))
    wait_for_series(address, 6)
    yield address
    process.terminate()
    assert process.wait(timeout=30) == 0


def wait_for_series(address, count):
    for _ in range(200):
        request = urllib.request.Request(f"{address}/dicom-web/series", headers={"Accept": "application/dicom+json"})
        with urllib.request.urlopen(request) as answer:
            if answer.status == 200 and len(json.load(answer)) >= count:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not find the series")


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
