#!/usr/bin/env python3
"""Provides what pynetdicom can provide, of the files in a folder, until it is ended.

    network_provider.py PORT FOLDER [--no-roles] [--move-to PORT]

Instances that it is sent go to FOLDER/stored, as they came. It knows the title SAGITTA only.
"""

import argparse
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset
from pynetdicom import AE, evt
from pynetdicom.sop_class import (
    CTImageStorage,
    MRImageStorage,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
    Verification,
)

SYNTAXES = ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2", "1.2.840.10008.1.2.1.99"]

parser = argparse.ArgumentParser()
parser.add_argument("port", type=int)
parser.add_argument("folder", type=Path)
parser.add_argument("--no-roles", action="store_true")
parser.add_argument("--move-to", type=int, default=1)
options = parser.parse_args()


def held():
    return [dcmread(path) for path in sorted(options.folder.glob("*.dcm"))]


def store(event):
    folder = options.folder / "stored"
    folder.mkdir(exist_ok=True)
    (folder / f"{event.request.AffectedSOPInstanceUID}.dcm").write_bytes(event.encoded_dataset(include_meta=False))
    return 0


def find(event):
    """One answer for each instance, with the character set of the instance and all keys that are asked for."""
    for instance in held():
        answer = Dataset()
        if "SpecificCharacterSet" in instance:
            answer.SpecificCharacterSet = instance.SpecificCharacterSet
        for key in event.identifier:
            if key.keyword != "SpecificCharacterSet":
                setattr(answer, key.keyword, instance.get(key.keyword, key.value))
        yield 0xFF00, answer


def wanted(event):
    uids = event.identifier.get("SOPInstanceUID") or []
    uids = [uids] if isinstance(uids, str) else uids
    return [instance for instance in held() if not uids or instance.SOPInstanceUID in uids]


def get(event):
    instances = wanted(event)
    yield len(instances)
    for instance in instances:
        yield 0xFF00, instance


def move(event):
    if event.move_destination.strip() != "SAGITTA":
        yield None, None
        return
    yield "127.0.0.1", options.move_to
    yield from get(event)


entity = AE("PROVIDER")
entity.requested_contexts = []
for sop_class in (CTImageStorage, MRImageStorage):
    roles = {} if options.no_roles else {"scu_role": True, "scp_role": True}
    entity.add_supported_context(sop_class, SYNTAXES, **roles)
    entity.add_requested_context(sop_class, SYNTAXES[0])
for sop_class in (
    Verification,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
):
    entity.add_supported_context(sop_class)
entity.start_server(
    ("127.0.0.1", options.port),
    evt_handlers=[
        (evt.EVT_C_ECHO, lambda event: 0),
        (evt.EVT_C_STORE, store),
        (evt.EVT_C_FIND, find),
        (evt.EVT_C_GET, get),
        (evt.EVT_C_MOVE, move),
    ],
)
