#!/usr/bin/env python3
"""Asks a node for what pynetdicom can ask.

    network_user.py echo PORT
    network_user.py store PORT FILE…

Prints JSON: what the node said of itself, and the status of each operation.
"""

import json
import sys

from pydicom import dcmread
from pynetdicom import AE, build_context
from pynetdicom.pdu_primitives import AsynchronousOperationsWindowNegotiation, UserIdentityNegotiation
from pynetdicom.sop_class import Verification


def window():
    item = AsynchronousOperationsWindowNegotiation()
    item.maximum_number_operations_invoked = 5
    item.maximum_number_operations_performed = 0
    return item


def identity():
    item = UserIdentityNegotiation()
    item.user_identity_type = 2
    item.primary_field = b"user"
    item.secondary_field = b"secret"
    item.positive_response_requested = True
    return item


def contexts(files):
    kinds = {(file.SOPClassUID, file.file_meta.TransferSyntaxUID) for file in files}
    return [build_context(*kind) for kind in sorted(kinds)]


def operations(association, files):
    if not files:
        return [association.send_c_echo().Status]
    return [association.send_c_store(file).Status for file in files]


service, port, *paths = sys.argv[1:]
files = [dcmread(path) for path in paths]
proposed = contexts(files) or [build_context(Verification)]
# Beside what is needed, as many as fit: those that the node does not know are refused.
proposed += [build_context(f"1.2.3.{n}") for n in range(128 - len(proposed))]
association = AE("USER").associate("127.0.0.1", int(port), proposed, ext_neg=[window(), identity()])
assert association.is_established
said = association.acceptor
print(
    json.dumps(
        {
            "window": said.asynchronous_operations,
            "accepted": len(association.accepted_contexts),
            "maximumLength": said.maximum_length,
            "statuses": operations(association, files),
        }
    )
)
association.release()
