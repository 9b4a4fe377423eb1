"""Shipped lines: what left by truck, told to the dealer as goods receipt (T4), and what a claim or an RPP may name.

A line that TPOS shipped keeps count of what was claimed and returned. Lines that are master data of the world (its
contract's examples, or records of the control interface) do not count: they serve over and over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace

from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record
from kontrak.mocks.tpos import catalogue, feeds, money, numbers, orders
from kontrak.mocks.tpos.orders import Line, Lot, Order

COLLECTION = "shipments"
LAYOUT = "tpos.goods-receipt"
NAME_IN_FEEDS = 20


@dataclass(frozen=True, slots=True)
class Shipment:
    """Pieces of one part of one order on one invoice, in one case; days are YYYYMMDD, `net` the price of one piece.

    `missing`, `surplus`, `claimed`, `returned` and `credited` are pieces of the documents about it so far.
    """

    key: str
    outlet: str
    order: str
    invoice: str
    case: str
    material: str
    pieces: int
    net: int
    name: str = ""
    invoiced: str = ""
    departed: str = ""
    order_key: str = ""
    is_counted: bool = False
    missing: int = 0
    surplus: int = 0
    claimed: int = 0
    returned: int = 0
    credited: int = 0

    @property
    def received(self) -> int:
        """The pieces that arrived, as far as claims tell."""
        return self.pieces - self.missing + self.surplus


def key_of(order: Order, line: Line, lot: Lot) -> str:
    """The key of the record of what was shipped with a lot."""
    return f"{order.key}/{lot.invoice}/{lot.case}/{line.process}"


def ship(turn: Turn, order: Order, run: int) -> None:
    """Tell the dealer what left with a run of an order, and keep it as claimable."""
    tell(turn, _sent(turn, order, run))


def tell(turn: Turn, sent: list[Shipment]) -> None:
    """Keep shipped lines, and publish them as one goods receipt."""
    [number] = numbers.take(turn, "shipping")
    for one in sent:
        keep(turn, one)
    feeds.publish(turn, LAYOUT, [_row(one, number) for one in sent])


def _sent(turn: Turn, order: Order, run: int) -> list[Shipment]:
    """The shipped lines of a run; lots of one part on one invoice are one line."""
    parts = catalogue.find(turn, {line.process for line in order.lines})
    found: dict[str, Shipment] = {}
    for line in order.lines:
        for lot in line.lots:
            if lot.run != run or not lot.departed:
                continue
            part = parts.get(line.process)
            one = Shipment(
                key=key_of(order, line, lot),
                outlet=order.outlet,
                order=order.number,
                invoice=lot.invoice,
                case=lot.case,
                material=line.process,
                pieces=lot.left,
                net=money.less(lot.retail, lot.discount),
                name=part.name if part else line.process,
                invoiced=lot.invoiced,
                departed=lot.departed,
                order_key=order.key,
                is_counted=True,
            )
            known = found.get(one.key)
            found[one.key] = replace(known, pieces=known.pieces + one.pieces) if known else one
    return list(found.values())


def keep(turn: Turn, shipment: Shipment) -> None:
    """Store a shipped line as it is now."""
    said: dict[str, Json] = {"noPo": shipment.order, "outletCode": shipment.outlet, "noVendorInvoice": shipment.invoice}
    said |= {"noCase": shipment.case, "noMaterial": shipment.material, "qtyInvoice": shipment.pieces}
    body = {**said, "hargaNetDealer": shipment.net, "state": asdict(shipment)}
    records.put(turn.connection, turn.place(COLLECTION), Record(shipment.key, body, turn.world.now))


def of_order(turn: Turn, outlet: str, number: str) -> list[Shipment]:
    """Everything of an outlet's order that was shipped."""
    found = orders.find(turn, outlet, number)
    keys = {key_of(order, line, lot) for order in found for line in order.lines for lot in line.lots if lot.departed}
    place = turn.place(COLLECTION)
    stored = records.find(turn.connection, [(place, key) for key in (*sorted(keys), number)])
    read = (_read(one.body) for one in stored.values())
    return sorted((one for one in read if one and (one.outlet, one.order) == (outlet, number)), key=lambda one: one.key)


def load(turn: Turn, key: str) -> Shipment | None:
    """The shipped line under a key."""
    place = turn.place(COLLECTION)
    found = records.find(turn.connection, [(place, key)])
    return _read(found[place, key].body) if found else None


def _read(body: Json) -> Shipment | None:
    """The line of a record: one of ours, or master data, whose missing members make it none."""
    try:
        if "state" in body:
            return Shipment(**{field.name: body["state"][field.name] for field in fields(Shipment)})
        texts = [body[name] for name in ("outletCode", "noPo", "noVendorInvoice", "noCase", "noMaterial")]
        pieces, net = body["qtyInvoice"], body["hargaNetDealer"]
    except (KeyError, TypeError):
        return None
    if not all(isinstance(text, str) for text in texts) or not all(type(one) is int for one in (pieces, net)):
        return None
    outlet, number, invoice, case, material = texts
    return Shipment(number, outlet, number, invoice, case, material, pieces, net)


def nearest(candidates: Iterable[Shipment], wanted: dict[str, Json]) -> Shipment | None:
    """The line that agrees with most of the wanted values (by member of `Shipment`)."""

    def agreement(one: Shipment) -> int:
        return sum(getattr(one, name) == value for name, value in wanted.items())

    return max(candidates, key=agreement, default=None)


def _row(shipment: Shipment, shipping: str) -> dict[str, Json]:
    return {
        "outletCode": shipment.outlet,
        "noShipping": shipping,
        "noPo": shipment.order,
        "noVendorInvoice": shipment.invoice,
        "tanggalVendorInvoice": shipment.invoiced,
        "noCase": shipment.case,
        "noMaterial": shipment.material,
        "namaMaterial": shipment.name[:NAME_IN_FEEDS].strip(),
        "qtyShipment": shipment.pieces,
    }
