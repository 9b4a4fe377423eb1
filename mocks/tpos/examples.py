"""The shipped lines that the contract's examples name, told as orders that ran their course before the world began."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kontrak.mocks.model import Turn
from kontrak.mocks.tpos import billing, catalogue, numbers, orders, outlets, shipments, times
from kontrak.mocks.tpos.orders import Line, Lot, Order

FIRST_DAY, ALLOCATED, INVOICED = timedelta(days=12), timedelta(days=11), timedelta(days=10)


def begin(turn: Turn) -> None:
    """Complete a new world."""
    outlets.begin(turn)
    for row in turn.partner.contract.world[shipments.COLLECTION]:
        line = shipments.load(turn, row["noPo"])
        if line and not orders.find(turn, line.outlet, line.order):
            _tell(turn, line)


def _tell(turn: Turn, shipped: shipments.Shipment) -> None:
    allocated, invoiced = (times.day(turn.world.now - before) for before in (ALLOCATED, INVOICED))
    part = catalogue.find(turn, [shipped.material])[shipped.material]
    lot = Lot(
        run=1,
        allocated=allocated,
        issued=shipped.pieces,
        retail=part.retail,
        discount=part.discount,
        case=shipped.case,
        packed=allocated,
        invoice=shipped.invoice,
        invoiced=invoiced,
        departed=invoiced,
    )
    received = turn.world.now - FIRST_DAY
    order = Order(
        key=orders.key_of(shipped.outlet, shipped.order),
        outlet=shipped.outlet,
        number=shipped.order,
        type=1,
        follow=9,
        day=times.day(received),
        fingerprint="",
        tam_ref=numbers.take(turn, "tamRef")[0],
        order_no=numbers.take(turn, "orderNo")[0],
        received=received.isoformat(),
        run=received.isoformat(),
        lines=(Line(shipped.material, shipped.material, shipped.pieces, 0, 0, allocated, lots=(lot,)),),
        runs=1,
        is_processed=True,
    )
    orders.keep(turn, order)
    told = replace(shipped, name=part.name, invoiced=invoiced, departed=invoiced, order_key=order.key)
    shipments.tell(turn, [told])
    billing.await_advice(turn, order)
