"""Every service of an archive's web server through dicomweb-client: web_services.py URL FILES (a line each).

Prints the services whose answers are not what the files hold, as JSON.
"""

from __future__ import annotations

import json
import sys
import urllib.request

import numpy as np
import pydicom
from dicomweb_client.api import DICOMwebClient


def main() -> None:
    url, paths = sys.argv[1:]
    client = DICOMwebClient(url)
    objects = [pydicom.dcmread(path) for path in paths.split()]
    client.store_instances(objects)
    first = objects[0]
    study, series = first.StudyInstanceUID, first.SeriesInstanceUID
    check(len(client.search_for_studies(search_filters={"StudyInstanceUID": study})) == 1, "studies")
    check(len(client.search_for_series(study)) == 1, "series")
    check(len(client.search_for_instances(study, series)) == len(objects), "instances")
    check(len(client.retrieve_series_metadata(study, series)) == len(objects), "metadata")
    check(len(client.retrieve_series(study, series)) == len(objects), "series")
    check(len(client.retrieve_study(study)) == len(objects), "study")
    for known in objects:
        one(client, known)
    for threshold in (0, 1024):
        apart(client, objects, pydicom.uid.generate_uid(None), threshold)
    print(json.dumps(WRONG))


def one(client: DICOMwebClient, known: pydicom.Dataset) -> None:
    path = known.StudyInstanceUID, known.SeriesInstanceUID, known.SOPInstanceUID
    got = client.retrieve_instance(*path)
    check(got == known, "data set")
    check(np.array_equal(got.pixel_array, known.pixel_array), "pixels")
    frame = client.retrieve_instance_frames(*path, frame_numbers=[1])[0]
    check(frame == known.PixelData[: len(frame)], "frame")
    metadata = client.retrieve_instance_metadata(*path)
    check(metadata["00100020"].get("Value", [""])[0] == known.PatientID, "patient")
    bulk = client.retrieve_bulkdata(metadata["7FE00010"]["BulkDataURI"])
    check(bulk[0] == known.PixelData, "bulk data")
    picture = client.retrieve_instance_rendered(*path, media_types=("image/png",))
    check(picture.startswith(b"\x89PNG"), "rendered")


def apart(client: DICOMwebClient, objects: list[pydicom.Dataset], study: str, threshold: int) -> None:
    """Attributes in JSON, and what is longer than so many bytes each as a part of its own."""
    values: list[tuple[str, bytes]] = []

    def place(element: pydicom.DataElement) -> str:
        values.append((f"bulk/{len(values)}", element.value))
        return values[-1][0]

    copies = [pydicom.Dataset(known) for known in objects]
    texts = []
    for number, copy in enumerate(copies):
        copy.StudyInstanceUID, copy.SeriesInstanceUID, copy.SOPInstanceUID = study, f"{study}.1", f"{study}.1.{number}"
        texts.append(copy.to_json_dict(bulk_data_threshold=threshold, bulk_data_element_handler=place))
    body = b"--xyz\r\nContent-Type: application/dicom+json\r\n\r\n" + json.dumps(texts).encode()
    for location, value in values:
        body += f"\r\n--xyz\r\nContent-Type: application/octet-stream\r\nContent-Location: {location}\r\n\r\n".encode() + value
    request = urllib.request.Request(f"{client.base_url}/studies", body + b"\r\n--xyz--")
    request.add_header("Content-Type", 'multipart/related; type="application/dicom+json"; boundary=xyz')
    request.add_header("Accept", "application/dicom+json")
    with urllib.request.urlopen(request) as answer:
        check(answer.status == 200 and len(values) >= len(copies), f"apart from {threshold} bytes")
    for copy, known in zip(copies, objects):
        got = client.retrieve_instance(study, copy.SeriesInstanceUID, copy.SOPInstanceUID)
        # The text is in UTF-8 now.
        got.pop("SpecificCharacterSet"), copy.pop("SpecificCharacterSet", None)
        for dataset in (got, copy):
            round_decimals(dataset)
        check(got == copy, f"data set that came apart from {threshold} bytes")
        check(np.array_equal(got.pixel_array, known.pixel_array), "pixels that came apart")


def round_decimals(dataset: pydicom.Dataset) -> None:
    """To the digits that the sixteen characters of a decimal string always have."""
    for element in dataset.iterall():
        if element.VR == "DS" and element.value not in (None, ""):
            values = element.value if element.VM > 1 else [element.value]
            element.value = [f"{float(value):.9e}" for value in values]


WRONG: list[str] = []


def check(holds: bool, what: str) -> None:
    if not holds:
        WRONG.append(what)


main()
