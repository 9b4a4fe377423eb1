"""What claims and RPPs have in common: the shipped line that they name, and the document that they become."""

from __future__ import annotations

from collections.abc import Mapping

from kontrak.contracts import Violation
from kontrak.mocks.model import Call
from kontrak.mocks.tpos import catalogue, documents, repeated, shipments, times
from kontrak.mocks.tpos.breaches import breach, is_given
from kontrak.mocks.tpos.documents import COLUMNS, Document
from kontrak.mocks.tpos.shipments import Shipment

SEVENTEEN = 17
LONGEST_NOTE = 100


def named(call: Call, columns: Mapping[str, str], requirement: str) -> tuple[Shipment | None, list[Violation]]:
    """The shipped line nearest to the one that a message names, and where the message differs from it.

    `columns` are the message's columns by member of `Shipment`.
    """
    outlet, number = call.message.get("outletCode"), call.message.get("noPo")
    if not isinstance(outlet, str) or not isinstance(number, str):
        return None, []
    candidates = shipments.of_order(call, outlet, number)
    wanted = {member: call.message.get(column) for member, column in columns.items()}
    line = shipments.nearest(candidates, wanted)
    if line is None:
        return None, [breach(requirement, "reference", "/noPo", number, "an order of which something was shipped")]
    differing = [member for member, value in wanted.items() if getattr(line, member) != value]
    return line, [
        breach(requirement, "reference", f"/{columns[one]}", wanted[one], f"{getattr(line, one)!r}, as it was shipped")
        for one in differing
    ]


def known(call: Call, kind: int) -> Document | None:
    """The document that already has the message's number, where it would be the same or replaced."""
    number = call.message.get(COLUMNS[kind])
    if not isinstance(number, str) or call.judge.readings["TPOS-R-033"] == "append":
        return None
    return documents.load(call, documents.key_of(kind, str(call.message.get("outletCode")), number))


def number(call: Call, kind: int, requirement: str) -> list[Violation]:
    """What is wrong with the dealer's number beside its schema (TPOS-R-032, TPOS-R-079)."""
    column = COLUMNS[kind]
    given = call.message.get(column)
    if not isinstance(given, str):
        return []
    if not is_given(given):
        return [breach(requirement, "blank", f"/{column}", given, "a value")]
    if call.judge.readings["TPOS-R-079"] == "seventeen" and len(given) > SEVENTEEN:
        return [breach(requirement, "maxLength", f"/{column}", given, f"at most {SEVENTEEN} characters")]
    return []


def document(call: Call, kind: int, key: str, shipment: Shipment | None) -> Document:
    """The document of a message about a shipped line."""
    if shipment is None:
        raise AssertionError(key)
    message, part = call.message, catalogue.find(call, [shipment.material]).get(shipment.material)
    return Document(
        key=key,
        kind=kind,
        outlet=shipment.outlet,
        number=message[COLUMNS[kind]],
        order=shipment.order,
        invoice=shipment.invoice,
        material=shipment.material,
        name=shipment.name or (part.name if part else shipment.material),
        shipment=shipment.key,
        code=message["kodeClaim"],
        request=message["dealerRequest"],
        pieces=0,
        price=shipment.net,
        note=message["notes"].strip()[:LONGEST_NOTE].strip() or "-",
        delivered=shipment.departed,
        received="",
        day=times.day(call.world.now),
        taken=call.world.now.isoformat(),
        fingerprint=repeated.fingerprint(message),
    )
