#!/usr/bin/env python3
"""Asks an archive's node for what pynetdicom can ask.

    network_retriever.py find PORT KEYWORD=VALUE…
    network_retriever.py get PORT FOLDER KEYWORD=VALUE…
    network_retriever.py move PORT TITLE KEYWORD=VALUE…

Prints JSON: the status of every answer, and what it says. Instances go to FOLDER, as they came.
"""

import json
import sys
from pathlib import Path

from pydicom.dataset import Dataset
from pynetdicom import AE, build_role, evt
from pynetdicom.sop_class import (
    CTImageStorage,
    StudyRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelMove,
)

service, port, *rest = sys.argv[1:]
place = rest.pop(0) if service != "find" else None
identifier = Dataset()
identifier.SpecificCharacterSet = "ISO_IR 192"
for pair in rest:
    keyword, value = pair.split("=", 1)
    setattr(identifier, keyword, value.split("\\") if "\\" in value else value)


def store(event):
    name = f"{event.request.AffectedSOPInstanceUID}.dcm"
    (Path(place) / name).write_bytes(event.encoded_dataset(include_meta=False))
    return 0


entity = AE("USER")
entity.add_requested_context(StudyRootQueryRetrieveInformationModelFind)
entity.add_requested_context(StudyRootQueryRetrieveInformationModelGet)
entity.add_requested_context(StudyRootQueryRetrieveInformationModelMove)
entity.add_requested_context(CTImageStorage)
association = entity.associate(
    "127.0.0.1",
    int(port),
    ext_neg=[build_role(CTImageStorage, scp_role=True)],
    evt_handlers=[(evt.EVT_C_STORE, store)],
    ae_title="NODE",
)
assert association.is_established
answers = {
    "find": lambda: association.send_c_find(identifier, StudyRootQueryRetrieveInformationModelFind),
    "get": lambda: association.send_c_get(identifier, StudyRootQueryRetrieveInformationModelGet),
    "move": lambda: association.send_c_move(identifier, place, StudyRootQueryRetrieveInformationModelMove),
}[service]()
said = []
for status, answer in answers:
    failed = getattr(answer, "FailedSOPInstanceUIDList", None) or []
    said.append(
        {
            "status": status.Status,
            "name": str(getattr(answer, "PatientName", "")),
            "completed": getattr(status, "NumberOfCompletedSuboperations", 0) or 0,
            "failed": [failed] if isinstance(failed, str) else list(failed),
        }
    )
print(json.dumps(said))
association.release()
