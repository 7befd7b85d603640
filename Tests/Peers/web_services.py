"""Every service of an archive's web server through dicomweb-client: web_services.py URL FILES (a line each).

Prints the services whose answers are not what the files hold, as JSON.
"""

from __future__ import annotations

import json
import sys

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


WRONG: list[str] = []


def check(holds: bool, what: str) -> None:
    if not holds:
        WRONG.append(what)


main()
