"""What a right producer tells day by day, and what its web service knows: eight rows of each feed that agree with each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from kontrak.contracts import load
from tests.feeds.rows import row_of

ROWS = 8
OUTLET, FOREIGN = "O0001", "O0002"
FIRST_DAY = datetime(2026, 1, 15, 10)  # noqa: DTZ001 - the partner's times have no zone
ORDERED = "20260115"
CLAIMED = "20260116"
ORDERS = {"PO1": 1, "PO2": 1, "PO3": 3}
ADVICE, ORDER_NO = "DA00001", "ORD00001"
LATER = "20260131 08:00"
Rows = list[dict[str, Any]]


@dataclass
class Told:
    """A batch: its feed, when it was made, and its rows; `day` is when it is delivered."""

    feed: str
    day: int
    rows: Rows
    time: datetime | None = None

    @property
    def made(self) -> datetime:
        return self.time or FIRST_DAY + timedelta(days=self.day)


@dataclass
class Chain:
    """All batches in the order of their delivery, and what the web service answers."""

    batches: list[Told] = field(default_factory=list)
    etds: dict[tuple[str, str], str] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: dict[str, int] = field(default_factory=lambda: dict(ORDERS))

    def of(self, feed: str, number: int = 0) -> Told:
        """The batch of a feed of that number."""
        return [one for one in self.batches if one.feed == feed][number]

    def without(self, feed: str) -> None:
        """Take the batches of a feed away."""
        self.batches = [one for one in self.batches if one.feed != feed]


def rows(name: str, **values: Any) -> Rows:
    """Eight right rows of a feed."""
    feed = load_feed(name)
    return [row_of(feed, number) | values for number in range(ROWS)]


TPOS = load("tpos")
FEEDS = {feed.name: feed for feed in TPOS.feeds.values()}


def load_feed(name: str) -> Any:
    return FEEDS[name]


def etd_rows(order: str) -> Rows:
    found = rows("etd", noPo=order, tanggalPo=ORDERED, boTanggalBo=ORDERED, alasan=None)
    for number, row in enumerate(found):
        row |= {"noPart": f"N{number}", "sebelumnyaEtd": None, "sebelumnyaEta": None, "sebelumnyaQtyIssue": None}
    return found


def back_orders(told: Rows) -> Rows:
    """The rows of T3 that say what rows of T16 say."""
    return [
        {"outletCode": one["outletCode"], "noPo": one["noPo"], "noMaterial": one["noPart"], "etd": one["terakhirEtd"]}
        for one in told
    ]


def changed(told: Rows, etd: str = LATER) -> Rows:
    """The same back orders with a later ETD."""
    found = []
    for one in told:
        previous = {
            name: one[f"terakhir{name[10:]}"] for name in ("sebelumnyaEtd", "sebelumnyaEta", "sebelumnyaQtyIssue")
        }
        found.append(one | previous | {"terakhirEtd": etd, "terakhirEta": etd})
    return found


def judged(name: str, column: str) -> Rows:
    found = rows(name)
    for number, row in enumerate(found):
        row |= {"tamJudgement": f"0{number % 3 + 1}", column: f"{name[0].upper()}{number}"}
    return found


def chain() -> Chain:
    """A right chain: back orders told and changed, a shipment, its bills, judgements, credits."""
    found = Chain()
    first, third = etd_rows("PO1"), etd_rows("PO3")
    later = changed(first)
    bills = rows("invoice", orderNo=ORDER_NO, daNo=ADVICE)
    debits = rows("debit-advice", orderNo=ORDER_NO, daNo=ADVICE)
    credits_ = rows("credit-advice", orderNo=ORDER_NO, daNo=ADVICE)
    for bill, debit in zip(bills, debits, strict=True):
        debit |= {"netAmount": bill["netAmount"], "grossAmount": bill["retailPrice"] * bill["deliveredQty"]}
    shipped = rows("goods-receipt", noPo="PO2", tanggalVendorInvoice=CLAIMED)
    for number, row in enumerate(shipped):
        row |= {"noMaterial": f"P{number}"}
    claims, rpps = judged("parts-claim-judgement", "noPartsClaimTam"), judged("rpp-judgement", "noRppTam")
    found.batches = [
        Told("bo-etd", 0, back_orders(first)), Told("etd", 0, first),
        Told("bo-etd", 1, back_orders(third)), Told("etd", 1, third),
        Told("goods-receipt", 1, shipped),
        Told("invoice", 2, bills), Told("debit-advice", 2, debits),
        Told("bo-etd", 3, back_orders(later)), Told("etd", 3, later),
        Told("parts-claim-judgement", 4, claims), Told("rpp-judgement", 4, rpps),
        Told("credit-advice", 5, credits_),
    ]  # fmt: skip
    found.etds = {(row["noPo"], row["noPart"]): row["terakhirEtd"] for row in (*third, *later)}
    for row in (*claims, *rpps):
        number = row.get("noPartsClaimTam") or row.get("noRppTam")
        found.documents[str(number)] = {"qtyClaim": 2, "tanggalKlaim": CLAIMED, "tamJudgement": row["tamJudgement"]}
    return found
