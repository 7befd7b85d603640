#!/usr/bin/env python3
"""Command sets as pynetdicom encodes them, for the tests of the message exchange.

    command_sets.py > Tests/Networking/MessageExchangeTests/RecordedCommands.swift

Prints Swift: each command as hexadecimal digits. The values are those of RecordedCommandsTests.swift.
"""

import textwrap
from io import BytesIO

import pynetdicom
from pynetdicom import dimse_messages, dimse_primitives
from pynetdicom.dsutils import encode
from pydicom.dataset import Dataset

CT = "1.2.840.10008.5.1.4.1.1.2"
FIND, MOVE, GET = (f"1.2.840.10008.5.1.4.1.2.2.{n}" for n in (1, 2, 3))


def identifier():
    keys = Dataset()
    keys.QueryRetrieveLevel = "STUDY"
    return BytesIO(encode(keys, True, True))


def command(message, primitive, **values):
    made = getattr(dimse_primitives, primitive)()
    for name, value in values.items():
        setattr(made, name, value)
    encoded = getattr(dimse_messages, message)()
    encoded.primitive_to_message(made)
    return next(iter(encoded.encode_msg(1, 0))).presentation_data_value_list[0][1][1:]


ECHO = dict(AffectedSOPClassUID="1.2.840.10008.1.1")
STORE = dict(AffectedSOPClassUID=CT, AffectedSOPInstanceUID="1.2.3")
COUNTS = dict(
    NumberOfRemainingSuboperations=7, NumberOfCompletedSuboperations=300,
    NumberOfFailedSuboperations=2, NumberOfWarningSuboperations=1,
)
FINAL = {name: count for name, count in COUNTS.items() if "Remaining" not in name}

COMMANDS = {
    "echo": command("C_ECHO_RQ", "C_ECHO", MessageID=1, **ECHO),
    "echoAnswer": command("C_ECHO_RSP", "C_ECHO", MessageIDBeingRespondedTo=1, Status=0, **ECHO),
    "store": command("C_STORE_RQ", "C_STORE", MessageID=65535, Priority=0, DataSet=identifier(), **STORE),
    "storeOfMove": command(
        "C_STORE_RQ", "C_STORE", MessageID=2, Priority=0, DataSet=identifier(),
        MoveOriginatorApplicationEntityTitle="WORKSTATION", MoveOriginatorMessageID=258, **STORE),
    "storeAnswer": command(
        "C_STORE_RSP", "C_STORE", MessageIDBeingRespondedTo=65535, Status=0xA700, ErrorComment="no room left",
        **STORE),
    "find": command(
        "C_FIND_RQ", "C_FIND", MessageID=3, Priority=0, AffectedSOPClassUID=FIND, Identifier=identifier()),
    "findAnswer": command(
        "C_FIND_RSP", "C_FIND", MessageIDBeingRespondedTo=3, AffectedSOPClassUID=FIND, Status=0xFF00,
        Identifier=identifier()),
    "move": command(
        "C_MOVE_RQ", "C_MOVE", MessageID=4, Priority=0, AffectedSOPClassUID=MOVE, MoveDestination="SAGITTA",
        Identifier=identifier()),
    "moveAnswer": command(
        "C_MOVE_RSP", "C_MOVE", MessageIDBeingRespondedTo=4, AffectedSOPClassUID=MOVE, Status=0xFF00, **COUNTS),
    "get": command(
        "C_GET_RQ", "C_GET", MessageID=5, Priority=0, AffectedSOPClassUID=GET, Identifier=identifier()),
    "getAnswer": command(
        "C_GET_RSP", "C_GET", MessageIDBeingRespondedTo=5, AffectedSOPClassUID=GET, Status=0xB000,
        Identifier=identifier(), **FINAL),
    "cancel": command("C_CANCEL_RQ", "C_CANCEL", MessageIDBeingRespondedTo=3),
}

print(f"/// Commands as pynetdicom {pynetdicom.__version__} encodes them, recorded by Tests/Peers/command_sets.py.")
print("enum RecordedCommands {")
for name, encoded in COMMANDS.items():
    digits = "\n".join("    " + line for line in textwrap.wrap(encoded.hex(), 92))
    print(f'  static let {name} = bytes(\n    """\n{digits}\n    """)\n')
print(
    """  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { place in
      UInt8(digits[place] << 4 | digits[place + 1])
    }
  }
}"""
)
