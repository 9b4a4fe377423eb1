"""What the contract's examples name, told as orders and documents that ran their course before the world began."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta

from kontrak.contracts.model import Json
from kontrak.mocks.model import Call, Request, Turn
from kontrak.mocks.tpos import (
    billing,
    catalogue,
    claims,
    documents,
    judgement,
    numbers,
    orders,
    outlets,
    rpps,
    shipments,
    times,
)
from kontrak.mocks.tpos.documents import CLAIM, COLLECTIONS, COLUMNS
from kontrak.mocks.tpos.orders import Line, Lot, Order

FIRST_DAY, ALLOCATED, INVOICED = timedelta(days=12), timedelta(days=11), timedelta(days=10)
CLAIMED, JUDGED = timedelta(days=8), timedelta(days=2)
TAM_NUMBER, VERDICT = "noDokumenTam", "tamJudgement"
CREATE = {"parts_claims": "createPartsClaim", "rpps": "createRpp"}


def begin(turn: Turn) -> None:
    """Complete a new world."""
    outlets.begin(turn)
    for row in turn.partner.contract.world[shipments.COLLECTION]:
        line = shipments.load(turn, row["noPo"])
        if line and not orders.find(turn, line.outlet, line.order):
            _tell(turn, line)
    for kind, collection in COLLECTIONS.items():
        for row in turn.partner.contract.world[collection]:
            _claim(turn, kind, collection, row)


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
        lines=(
            Line(shipped.material, shipped.material, shipped.pieces, 0, 0, allocated, lots=(lot,)),
            *_waiting(turn, shipped.order, allocated),
        ),
        runs=1,
        is_processed=True,
    )
    orders.keep(turn, order)
    told = replace(shipped, name=part.name, invoiced=invoiced, departed=invoiced, order_key=order.key)
    shipments.tell(turn, [told])
    billing.await_advice(turn, order)


def _waiting(turn: Turn, number: str, day: str) -> Iterator[Line]:
    """The lines of an order of which nothing was issued yet."""
    for row in turn.partner.contract.world[orders.COLLECTION]:
        for item in row["items"] if row["noPo"] == number else ():
            part, pending, short = item["noMaterial"], item["pending"], item["backOrdered"]
            yield Line(part, part, pending + short, 0, pending, day, back_ordered=short, back_order_day=day)


def _claim(turn: Turn, kind: int, collection: str, row: Json) -> None:
    """A claim or an RPP made in time, judged where the row has TAM's number."""
    call = _call(turn, kind, collection, row)
    key = documents.key_of(kind, row["outletCode"], row[COLUMNS[kind]])
    document = (claims if kind == CLAIM else rpps).document(call, key)
    documents.keep(turn, document)
    documents.keep_files(turn, document, call.message)
    if TAM_NUMBER not in row:
        judgement.plan_for(turn, document)
        return
    pieces = 0 if row[VERDICT] == judgement.REFUSED else document.pieces
    then = replace(turn, world=replace(turn.world, now=turn.world.now - JUDGED))
    judgement.settle(then, document, row[VERDICT], pieces, number=row[TAM_NUMBER])


def _call(turn: Turn, kind: int, collection: str, row: Json) -> Call:
    """The call that made a document: an example of its message, the one of that number first, with the row's own columns."""
    operation = turn.partner.contract.operations[CREATE[collection]]
    number = row[COLUMNS[kind]]
    example = next((one for one in operation.examples if one[COLUMNS[kind]] == number), operation.examples[0])
    message = {**example, **{name: value for name, value in row.items() if name in example}}
    days = CLAIMED if TAM_NUMBER in row else timedelta()
    own = {field.name: getattr(turn, field.name) for field in fields(Turn)}
    own["world"] = replace(turn.world, now=turn.world.now - days)
    return Call(**own, operation=operation, message=message, request=Request(operation.method, operation.path))
