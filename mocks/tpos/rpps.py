"""RPPs (T7): about pieces of one received line; one that comes late is taken in with a warning."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kontrak.contracts import Violation
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.store import worlds
from kontrak.mocks.tpos import breaches, judgement, money, schedule, shipments, shipped, times, workbook
from kontrak.mocks.tpos.breaches import breach, whole
from kontrak.mocks.tpos.documents import RPP, Document
from kontrak.mocks.tpos.shipments import Shipment

NAMED = {"invoice": "noVendorInvoice", "material": "noMaterial"}
NOT_SHIPPED = "TPOS-FLOW-119"
LATE = "The period of submission has passed."


def check(call: Call) -> list[Violation]:
    """The breaches of an RPP beside those of its schema."""
    worlds.lock(call.connection, call.world.name)
    message = call.message
    found = shipped.number(call, RPP, "TPOS-RPP-311")
    report, day = message.get("cancelReport"), message.get("tanggalTerimaGr")
    if isinstance(report, str) and report and (problem := workbook.problem(report)):
        wanted = f"an Excel workbook (xlsx) of at most 1 MB: {problem}"
        found.append(breach("TPOS-RPP-108", "workbook", "/cancelReport", report, wanted))
    if isinstance(day, str) and times.parse_day(day) is None:
        found.append(breach("TPOS-RPP-004", "pattern", "/tanggalTerimaGr", day, "a calendar day YYYYMMDD"))
    shipment, wrong = shipped.named(call, NAMED, NOT_SHIPPED)
    if shipment and not wrong:
        found += _quantity(call, shipment)
    return breaches.unwaived(call, [*found, *wrong])


def create(call: Call) -> Answer | Refusal:
    """Take an RPP in; its judgement is left to the clock."""
    return judgement.take_in(call, RPP, document, _count)


def _quantity(call: Call, shipment: Shipment) -> list[Violation]:
    """All RPPs about a line are about no more pieces than were received (R-24)."""
    pieces = whole(call.message.get("qtyRpp"))
    if pieces is None:
        return []
    known = shipped.known(call, RPP)
    own = known.pieces if known and known.shipment == shipment.key else 0
    left = shipment.received - shipment.returned + own if shipment.is_counted else shipment.pieces
    if pieces > left:
        return [
            breach(
                "TPOS-RPP-603", "sum", "/qtyRpp", call.message["qtyRpp"], f"at most the {left} that no RPP names yet"
            )
        ]
    if pieces * shipment.net > money.MOST:
        return [breach("TPOS-FLOW-026", "maximum", "/qtyRpp", call.message["qtyRpp"], "an amount of eleven digits")]
    return []


def document(call: Call, key: str) -> Document:
    """The document that a message makes."""
    message = call.message
    shipment, _ = shipped.named(call, NAMED, NOT_SHIPPED)
    return replace(
        shipped.document(call, RPP, key, shipment),
        pieces=whole(message["qtyRpp"]) or 0,
        received=times.spelled(message["tanggalTerimaGr"]),
        warnings=(LATE,) if _is_late(call) else (),
    )


def _is_late(call: Call) -> bool:
    """Whether the period after the receipt has passed, and TPOS is the one who warns (TPOS-R-083)."""
    received = times.parse_day(call.message["tanggalTerimaGr"])
    if received is None or call.judge.readings["TPOS-R-083"] == "screen":
        return False
    return times.local(call.world.now).date() - received > timedelta(days=schedule.of(call).rpp_days)


def _count(call: Call, document: Document, sign: int) -> None:
    shipment = shipments.load(call, document.shipment)
    if shipment and shipment.is_counted:
        shipments.keep(call, replace(shipment, returned=shipment.returned + sign * document.pieces))
