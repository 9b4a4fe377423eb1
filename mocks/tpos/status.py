"""The status of an order (T10) and its four details (T11 to T14): views of the same lines, so that their sums agree."""

from __future__ import annotations

from collections.abc import Callable

from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.tpos import catalogue, rows
from kontrak.mocks.tpos.breaches import breach
from kontrak.mocks.tpos.orders import Line, Lot, Order

RA_CODES = {False: "01", True: "02"}
"""A code without given values (TPOS-R-114): whether another part is delivered."""


def status(call: Call) -> Answer | Refusal:
    """One row for each part of the order."""
    found = rows.orders_asked_for(call)
    if not found and call.judge.readings["TPOS-R-109"] == "refused":
        known = breach("TPOS-OSI-602", "reference", "/noPo", call.message["noPo"], "an order of that type and day")
        return Refusal(422, "No order of the outlet has that number, type and day.", (known,))
    return rows.answer(call, [_status(order, line) for order in found for line in rows.lines_asked_for(call, order)])


def _status(order: Order, line: Line) -> dict[str, Json]:
    return {
        "outletCode": order.outlet,
        "noPo": order.number,
        "tanggalPo": order.day,
        "tamRef": order.tam_ref,
        "noPart": line.part,
        "processNoPart": line.process,
        "qtyPo": line.ordered,
        "processQty": line.processed,
        "reject": line.rejected,
        "pendingBoQtyPending": line.pending,
        "pendingBoQtyBo": line.back_ordered,
        "issueToShippingQtyIssue": line.total("issued"),
        "issueToShippingQtyPack": line.total("packed"),
        "issueToShippingQtyInvoice": line.total("invoiced"),
        "issueToShippingQtyCancel": line.total("cancelled"),
        "issueToShippingQtyDenial": line.total("denied"),
    }


def pending(call: Call) -> Answer | Refusal:
    """What waits for its allocation."""

    def waits(_: Order, line: Line) -> list[dict[str, Json]]:
        row = {"pendingBoTanggalAlokasi": line.run_day, "pendingBoQtyPending": line.pending}
        return [row] if line.pending else []

    return _detail(call, waits)


def back_orders(call: Call) -> Answer | Refusal:
    """What is on back order."""

    def lacks(_: Order, line: Line) -> list[dict[str, Json]]:
        row = {"backOrderTanggalBo": line.back_order_day, "backOrderQtyBo": line.back_ordered}
        return [row] if line.back_ordered else []

    return _detail(call, lacks, part="noParts")


def issued(call: Call) -> Answer | Refusal:
    """What was issued, packed, invoiced, cancelled or denied: one row for each lot (TPOS-R-110)."""
    only_done = call.judge.readings["TPOS-R-110"] == "done"

    def lots(_: Order, line: Line) -> list[dict[str, Json]]:
        return [_lot(lot) for lot in line.lots if lot.invoiced or not only_done]

    return _detail(call, lots)


def _lot(lot: Lot) -> dict[str, Json]:
    return {
        "issueTanggalAlokasi": lot.allocated,
        "issueQty": lot.issued,
        "packNoCase": lot.case or None,
        "packTanggalPack": lot.packed or None,
        "packQty": lot.left if lot.packed else None,
        "invoiceNoVendorInvoice": lot.invoice or None,
        "invoiceTanggalInvoice": lot.invoiced or None,
        "invoiceQty": lot.left if lot.invoiced else None,
        "cancelDenialQtyCancel": lot.cancelled,
        "cancelDenialQtyDenial": lot.denied,
    }


def info(call: Call) -> Answer | Refusal:
    """Process and price of each part."""
    asked = [line.process for order in rows.orders_asked_for(call) for line in rows.lines_asked_for(call, order)]
    parts = catalogue.find(call, set(asked))

    def shown(order: Order, line: Line) -> list[dict[str, Json]]:
        part = parts.get(line.process)
        row = {
            "tamReffNo": order.tam_ref,
            "qtyPo": line.ordered,
            "qtyProcess": line.processed,
            "kodeRa": RA_CODES[line.part != line.process],
            "tanggalAlokasi": line.run_day,
            "harga": part.net if part else 0,
        }
        return [row]

    return _detail(call, shown)


def _detail(call: Call, show: Callable[[Order, Line], list[dict[str, Json]]], part: str = "noPart") -> Answer | Refusal:
    """A detail of an order: what each of its lines shows, each row with the columns that all four details have."""
    found = []
    for order in rows.orders_asked_for(call):
        for line in rows.lines_asked_for(call, order):
            head = {"outletCode": order.outlet, "noPo": order.number, "tanggalPo": order.day}
            head |= {part: line.part, "processNoPart": line.process}
            found += [{**head, **row} for row in show(order, line)]
    return rows.answer(call, found)
