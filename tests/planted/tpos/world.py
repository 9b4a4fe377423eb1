"""What is stored: orders, claims and RPPs, those included with which the server starts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tests.planted.tpos.claims import CLAIM, RPP, Document
from tests.planted.tpos.clock import START
from tests.planted.tpos.orders import SHIPPED_AFTER, Line, Order
from tests.planted.tpos.rules import Message
from tests.planted.tpos.stock import FOREIGN, OWN, PARTS, Split

_ORDERED: Final = START - timedelta(days=10)
_FILE: Final = "UEsDBBQAAAAIAAAAIQA="


def _seeded(outlet: str, number: int, *lines: Line) -> Order:
    return Order(
        outlet=outlet,
        number=f"PO-KT-{number:04}",
        kind=1,
        date="20261102",
        follow=9,
        reference=f"KT{number:04}",
        at=_ORDERED,
        processed=_ORDERED,
        lines=lines,
    )


def _shipped(part: str, number: int) -> Line:
    return Line(part, 5, Split(issued=5), f"C{number:05}", f"KT{number:04}")


ORDERS: Final = (
    _seeded(
        OWN,
        901,
        _shipped("9KT01A0001", 901),
        Line("9KT02B0001", 5, Split(issued=2, pending=2, short=1), "C00903", "KT0903"),
    ),
    _seeded(OWN, 902, _shipped("9KT01A0002", 902)),
    _seeded(FOREIGN, 801, _shipped("9KT01A0001", 801)),
)
_SENT: Final[Message] = {
    "outletCode": OWN,
    "noPo": "PO-KT-0901",
    "noVendorInvoice": "KT0901",
    "noCase": "C00901",
    "kodeClaim": "U",
    "attachment": _FILE,
    "notes": "Contoh klaim",
    "noMaterial": "9KT01A0001",
    "qtyInvoice": 5,
    "qtyReceived": 4,
    "qtyMinus": 1,
    "hargaNetDealer": 125000,
    "totalHargaNetDealer": 125000,
    "dealerRequest": "C",
    "noPartsClaimDms": "CLM-KT-0001",
}
_RETURNED: Final[Message] = {
    "outletCode": OWN,
    "noPo": "PO-KT-0901",
    "noVendorInvoice": "KT0901",
    "tanggalTerimaGr": "20261106",
    "dealerRequest": "C",
    "kodeClaim": "P1",
    "notes": "Contoh RPP",
    "cancelReport": _FILE,
    "noMaterial": "9KT01A0001",
    "qtyRpp": 2,
    "noRppDms": "RPP-KT-0001",
}
_FOREIGN_SENT: Final[Message] = _SENT | {
    "outletCode": FOREIGN,
    "noPo": "PO-KT-0801",
    "noVendorInvoice": "KT0801",
    "noCase": "C00801",
    "noPartsClaimDms": "CLM-KT-0801",
}
DOCUMENTS: Final = (
    Document(CLAIM, _SENT, START - timedelta(days=8), "TAM00000001"),
    Document(RPP, _RETURNED, START - timedelta(days=8), "TAM00000002"),
    Document(CLAIM, _SENT | {"noPartsClaimDms": "CLM-KT-0002"}, START - timedelta(days=1), "TAM00000003"),
    Document(CLAIM, _FOREIGN_SENT, START - timedelta(days=8), "TAM00000004"),
)
SAMPLES: Final[dict[str, Message]] = {
    "order": {
        "outletCode": OWN,
        "tipePo": 1,
        "referensiPo": 4,
        "franchise": "A",
        "boTamFollow": 9,
        "noPo": "TANPA-NOMOR",
        "tanggalPo": "20261102",
        "items": [],
    },
    "claim": _SENT,
    "rpp": _RETURNED,
}
"""What stands in for a column that is wrong, where a fault lets a message in all the same."""


@dataclass(frozen=True)
class Shipment:
    """A line that was really shipped."""

    outletCode: str  # noqa: N815 - as the columns are called
    noPo: str  # noqa: N815 - the partner's own name
    noVendorInvoice: str  # noqa: N815 - the partner's own name
    noCase: str  # noqa: N815 - the partner's own name
    noMaterial: str  # noqa: N815 - the partner's own name
    pieces: int


class Store:
    """All orders and documents; messages by the key of their operation, to know one that comes again."""

    def __init__(self) -> None:
        self.orders: list[Order] = list(ORDERS)
        self.documents: list[Document] = list(DOCUMENTS)
        self.taken: dict[tuple[str, str, str], Message] = {}

    def order(self, outlet: str, number: str) -> Order | None:
        """The order of that number."""
        return next((order for order in self.orders if (order.outlet, order.number) == (outlet, number)), None)

    def shipments(self, number: object, now: datetime) -> list[Shipment]:
        """The lines of an order that were shipped by now."""
        return [
            Shipment(order.outlet, order.number, line.invoice, line.case, line.part, line.split.issued)
            for order in self.orders
            if order.number == number and now >= order.processed + SHIPPED_AFTER
            for line in order.lines
            if line.split.issued
        ]

    def known(self) -> frozenset[str]:
        """The numbers of all parts."""
        return frozenset(PARTS)
