"""Invoices and debit advices (T19, T20) of what was shipped, and credit advices (T21) of what was judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.tpos import catalogue, feeds, money, numbers, orders, plan, queues, schedule, shipments, times
from kontrak.mocks.tpos.orders import Lot, Order
from kontrak.mocks.tpos.shipments import NAME_IN_FEEDS, Shipment

UNBILLED, UNCREDITED = "unbilled", "uncredited"
INVOICES, DEBITS, CREDITS = "tpos.invoice", "tpos.debit-advice", "tpos.credit-advice"
OPAQUE = 1
"""Payment Code and Transportation have no values (TPOS-R-127)."""


def await_advice(turn: Turn, order: Order) -> None:
    """Let an order's invoices be collected in the outlet's next debit advice."""
    if queues.add(turn, UNBILLED, order.outlet, order.key):
        plan.leave(turn, times.next_clock(turn.world.now, [schedule.of(turn).known]), "debit", outlet=order.outlet)


def debit(turn: Turn, outlet: str) -> None:
    """Collect what an outlet owes: the invoices are told when the advice has its number (TPOS-R-126)."""
    found = [order for key in queues.get(turn, UNBILLED, outlet) if (order := orders.load(turn, key))]
    queues.put(turn, UNBILLED, outlet, [])
    if not found:
        return
    [advice] = numbers.take(turn, "debitAdvice")
    invoices: list[dict[str, Json]] = []
    debits: list[dict[str, Json]] = []
    for order in found:
        for invoice in dict.fromkeys(lot.invoice for line in order.lines for lot in line.lots if _is_unbilled(lot)):
            rows = _invoice(turn, order, invoice, advice)
            invoices += rows
            gross = sum(row["retailPrice"] * row["deliveredQty"] for row in rows)
            net = sum(row["netAmount"] for row in rows)
            due = {"daDate": times.day(turn.world.now), "daNo": advice, "orderNo": order.order_no}
            debits.append({"outletCode": outlet, **due, **_amounts(turn, gross, net, invoice, advice)})
        _mark(turn, order, advice)
    feeds.publish(turn, INVOICES, invoices)
    feeds.publish(turn, DEBITS, debits)


def _is_unbilled(lot: Lot) -> bool:
    return bool(lot.departed and not lot.debit_advice)


def _mark(turn: Turn, order: Order, advice: str) -> None:
    """Keep the advice of an order's lots, and let the credits go on that waited for it."""
    lines = tuple(
        replace(line, lots=tuple(replace(lot, debit_advice=advice) if _is_unbilled(lot) else lot for lot in line.lots))
        for line in order.lines
    )
    orders.keep(turn, replace(order, lines=lines))
    for document in queues.get(turn, UNCREDITED, order.key):
        _plan_credit(turn, document)
    queues.put(turn, UNCREDITED, order.key, [])


def _invoice(turn: Turn, order: Order, invoice: str, advice: str) -> list[dict[str, Json]]:
    """One row for each delivered part of an order on an invoice (TPOS-R-136)."""
    delivered: dict[str, list[Lot]] = {}
    for line in order.lines:
        for lot in line.lots:
            if lot.invoice == invoice and lot.departed:
                delivered.setdefault(line.process, []).append(lot)
    parts = catalogue.find(turn, set(delivered))
    rows = []
    for number, lots in delivered.items():
        pieces, price, discount = sum(lot.left for lot in lots), lots[0].retail, lots[0].discount
        name = parts[number].name if number in parts else number
        rows.append(
            {
                "outletCode": order.outlet,
                "proformaInvoiceNo": invoice,
                "orderType": order.type,
                "paymentCode": OPAQUE,
                "transportation": OPAQUE,
                "boReleaseCode": order.follow,
                "orderNo": order.order_no,
                "discount": discount,
                "partNo": number,
                "partName": name[:NAME_IN_FEEDS].strip(),
                "orderQty": min(
                    sum(line.ordered for line in order.lines if line.process == number), catalogue.MOST_PIECES
                ),
                "deliveredQty": pieces,
                "retailPrice": price,
                "netAmount": money.less(price * pieces, discount),
                "daNo": advice,
            }
        )
    return rows


def _amounts(turn: Turn, gross: int, net: int, invoice: str, advice: str) -> dict[str, Json]:
    """The amounts and due days of an advice (TPOS-R-132, 133)."""
    plan_ = schedule.of(turn)
    due = times.day(times.later(turn.world.now, timedelta(days=plan_.due_days)))
    return {
        "grossAmount": gross,
        "netAmount": net,
        "penaltyAmount": 0,
        "dueDateToPen": due,
        "vatAmount": money.share(net, plan_.vat_percent, money.HUNDRED),
        "dueDateVat": due,
        "invoiceNo": invoice,
        "noFakturPajak": f"FP-{advice}-{invoice}",
    }


def await_credit(turn: Turn, shipment: Shipment, document: str) -> None:
    """Let a judged document be credited: after the debit advice of its invoice, for a credit refers to it."""
    order = orders.load(turn, shipment.order_key)
    if order is None:
        return
    if all(lot.debit_advice for lot in _lots(order, shipment)):
        _plan_credit(turn, document)
    else:
        queues.add(turn, UNCREDITED, order.key, document)


def _plan_credit(turn: Turn, document: str) -> None:
    plan.leave(turn, times.next_clock(turn.world.now, [schedule.of(turn).known]), "credit", document=document)


def credit(turn: Turn, shipment: Shipment, pieces: int) -> str | None:
    """Credit pieces of a shipped line, never more of them than were billed; the advice's number, None where none is left."""
    order = orders.load(turn, shipment.order_key)
    lots = _lots(order, shipment) if order else []
    pieces = min(pieces, shipment.pieces - shipment.credited)
    if order is None or not lots or pieces <= 0:
        return None
    shipments.keep(turn, replace(shipment, credited=shipment.credited + pieces))
    [advice] = numbers.take(turn, "creditAdvice")
    gross = lots[0].retail * pieces
    amounts = _amounts(turn, gross, money.less(gross, lots[0].discount), shipment.invoice, advice)
    known = {"orderNo": order.order_no, "daNo": lots[0].debit_advice}
    feeds.publish(turn, CREDITS, [{"outletCode": shipment.outlet, "caNo": advice, **amounts, **known}])
    return advice


def _lots(order: Order, shipment: Shipment) -> list[Lot]:
    lines = (line for line in order.lines if line.process == shipment.material)
    return [lot for line in lines for lot in line.lots if lot.invoice == shipment.invoice]
