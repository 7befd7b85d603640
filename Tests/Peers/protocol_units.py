#!/usr/bin/env python3
"""Protocol data units as pynetdicom encodes them, for the tests of the upper layer.

    protocol_units.py > Tests/Networking/UpperLayerTests/RecordedUnits.swift

Prints Swift: each unit as hexadecimal digits. The values are those of RecordedValues.swift.
"""

import textwrap

import pynetdicom
from pynetdicom.pdu import A_ABORT_RQ, A_ASSOCIATE_AC, A_ASSOCIATE_RJ, A_ASSOCIATE_RQ, A_RELEASE_RP, A_RELEASE_RQ
from pynetdicom.pdu import P_DATA_TF
from pynetdicom.pdu_primitives import (
    A_ABORT,
    A_ASSOCIATE,
    A_P_ABORT,
    A_RELEASE,
    P_DATA,
    AsynchronousOperationsWindowNegotiation,
    ImplementationClassUIDNotification,
    ImplementationVersionNameNotification,
    MaximumLengthNotification,
    SCP_SCU_RoleSelectionNegotiation,
    SOPClassCommonExtendedNegotiation,
    SOPClassExtendedNegotiation,
    UserIdentityNegotiation,
)
from pynetdicom.presentation import PresentationContext

VERIFICATION = "1.2.840.10008.1.1"
CT = "1.2.840.10008.5.1.4.1.1.2"
STUDY_FIND = "1.2.840.10008.5.1.4.1.2.2.1"
IMPLICIT, EXPLICIT, JPEG_LS = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.80"


def made(kind, **values):
    item = kind()
    for name, value in values.items():
        setattr(item, name, value)
    return item


def maximum(length):
    return made(MaximumLengthNotification, maximum_length_received=length)


IMPLEMENTATION = made(ImplementationClassUIDNotification, implementation_class_uid="1.2.826.0.1.3680043.9.3811.3.0.4")
VERSION = made(ImplementationVersionNameNotification, implementation_version_name="PYNETDICOM_304")
WINDOW = made(
    AsynchronousOperationsWindowNegotiation,
    maximum_number_operations_invoked=5, maximum_number_operations_performed=0,
)
ROLES = [
    made(SCP_SCU_RoleSelectionNegotiation, sop_class_uid=CT, scu_role=False, scp_role=True),
    made(SCP_SCU_RoleSelectionNegotiation, sop_class_uid=STUDY_FIND, scu_role=True, scp_role=True),
]
EXTENDED = [
    made(SOPClassExtendedNegotiation, sop_class_uid=STUDY_FIND, service_class_application_information=b"\1\1\0"),
    made(
        SOPClassCommonExtendedNegotiation, sop_class_uid=CT, service_class_uid="1.2.840.10008.4.2",
        related_general_sop_class_identification=["1.2.840.10008.5.1.4.1.1.2.1"],
    ),
]


def identity(kind, wants_answer, primary, secondary=b""):
    return made(
        UserIdentityNegotiation, user_identity_type=kind, positive_response_requested=wants_answer,
        primary_field=primary, secondary_field=secondary,
    )


def proposed(number, abstract, *transfer):
    return made(PresentationContext, context_id=number, abstract_syntax=abstract, transfer_syntax=list(transfer))


def answered(number, result, transfer):
    return made(PresentationContext, context_id=number, result=result, transfer_syntax=[transfer])


def association(**values):
    return made(
        A_ASSOCIATE, calling_ae_title="SCANNER 1", called_ae_title="ARCHIVE",
        application_context_name="1.2.840.10008.3.1.1.1", **values,
    )


def request(contexts, user):
    return association(presentation_context_definition_list=contexts, user_information=user)


def encoded(kind, primitive):
    unit = kind()
    unit.from_primitive(primitive)
    return unit.encode()


def with_unknown_items(unit):
    """The same request with an item of type 77H before the last one, and one of type 5AH at its end."""
    body, last = unit[6:], len(unit) - 6
    place = 68
    while place < last and body[place] != 0x50:
        place += 4 + int.from_bytes(body[place + 2:place + 4], "big")
    user = body[place + 4:] + bytes.fromhex("5a000003 616263")
    body = body[:place] + bytes.fromhex("77000002 dead") + b"\x50\0" + len(user).to_bytes(2, "big") + user
    return unit[:2] + len(body).to_bytes(4, "big") + body


def fragments(*values):
    return encoded(P_DATA_TF, made(P_DATA, presentation_data_value_list=[list(value) for value in values]))


CONTEXTS = [proposed(1, VERIFICATION, IMPLICIT), proposed(3, CT, EXPLICIT, JPEG_LS), proposed(255, STUDY_FIND, IMPLICIT)]
USER = [maximum(16382), IMPLEMENTATION]
FULL = encoded(A_ASSOCIATE_RQ, request(CONTEXTS, [*USER, WINDOW, *ROLES, VERSION]))
IDENTITIES = {
    "name": (1, False, b"mueller"),
    "passcode": (2, True, "müller".encode(), b"secret"),
    "kerberos": (3, True, b"\0\1\xfe\xff"),
    "saml": (4, False, b"<saml:Assertion/>"),
    "token": (5, True, b"e30.e30."),
}

UNITS = {
    "request": FULL,
    "requestOfManyContexts": encoded(
        A_ASSOCIATE_RQ,
        request([proposed(2 * n + 1, f"1.2.{n}", "1.2") for n in range(128)], [*USER, VERSION]),
    ),
    "requestWithExtendedNegotiation": encoded(
        A_ASSOCIATE_RQ, request(CONTEXTS, [*USER, WINDOW, *ROLES, VERSION, *EXTENDED])
    ),
    "requestWithUnknownItems": with_unknown_items(FULL),
    **{
        f"request_{name}": encoded(A_ASSOCIATE_RQ, request(CONTEXTS[:1], [*USER, VERSION, identity(*values)]))
        for name, values in IDENTITIES.items()
    },
    "acceptance": encoded(
        A_ASSOCIATE_AC,
        association(
            presentation_context_definition_results_list=[
                answered(1, 0, IMPLICIT), answered(3, 4, EXPLICIT), answered(255, 3, IMPLICIT),
            ],
            user_information=[
                maximum(0), IMPLEMENTATION, WINDOW, *ROLES, VERSION,
                made(UserIdentityNegotiation, server_response=b"ticket"),
            ],
        ),
    ),
    "rejection": encoded(A_ASSOCIATE_RJ, made(A_ASSOCIATE, result=2, result_source=3, diagnostic=2)),
    "releaseRequest": encoded(A_RELEASE_RQ, A_RELEASE()),
    "releaseReply": encoded(A_RELEASE_RP, A_RELEASE()),
    "userAbort": encoded(A_ABORT_RQ, made(A_ABORT, abort_source=0)),
    "providerAbort": encoded(A_ABORT_RQ, made(A_P_ABORT, provider_reason=6)),
    "data": fragments((1, b"\3command")),
    "dataOfManyFragments": fragments((1, b"\1com"), (1, b"\3mand"), (1, b"\0"), (255, b"\2data")),
}


def swift(name, unit):
    head, *tail = name.split("_")
    lines = "\n".join("    " + line for line in textwrap.wrap(unit.hex(), 92))
    name = head + "".join(word.capitalize() for word in tail)
    return f'  static let {name} = unit(\n    """\n{lines}\n    """)\n'


def main():
    print(f"/// Units as pynetdicom {pynetdicom.__version__} encodes them, recorded by Tests/Peers/protocol_units.py.")
    print("enum RecordedUnits {")
    print("\n".join(swift(name, unit) for name, unit in UNITS.items()))
    print("  private static func unit(_ hexadecimal: String) -> [UInt8] {")
    print("    let digits = hexadecimal.compactMap(\\.hexDigitValue)")
    print("    return stride(from: 0, to: digits.count, by: 2).map { place in")
    print("      UInt8(digits[place] << 4 | digits[place + 1])")
    print("    }")
    print("  }")
    print("}")


if __name__ == "__main__":
    main()
