"""Orders, and how far each of their lines is at a moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tests.planted.tpos.clock import CUT_OFFS, MORNING, NIGHT, next_hour
from tests.planted.tpos.rules import Broken, Message
from tests.planted.tpos.stock import Split, split

FILL: Final = 9
SOME_MINUTES: Final = timedelta(minutes=5)
PACKED_AFTER: Final = timedelta(days=1)
INVOICED_AFTER: Final = timedelta(days=1, hours=4)
SHIPPED_AFTER: Final = timedelta(days=2)
ETD_CHANGES_AFTER: Final = (timedelta(days=3), timedelta(days=6))
_TWO_DAYS: Final = timedelta(days=2)


@dataclass(frozen=True)
class Line:
    """Some pieces of one part; `case` and `invoice` are the numbers under which they go out."""

    part: str
    qty: int
    split: Split
    case: str
    invoice: str


@dataclass(frozen=True)
class Order:
    """An accepted order: `at` is the moment of acceptance, `processed` that of its result."""

    outlet: str
    number: str
    kind: int
    date: str
    follow: int
    reference: str
    at: datetime
    processed: datetime
    lines: tuple[Line, ...] = field(default=())

    def backorder(self, line: Line, broken: Broken) -> int:
        """The pieces of a line that are kept as back order."""
        keeps = self.follow == FILL
        if broken("drops-a-filled-shortage"):
            keeps = False
        return line.split.short if keeps or broken("keeps-a-killed-shortage") else 0

    def etd_known(self, broken: Broken) -> datetime:
        """The moment from which the ETD of a back order is shown."""
        if broken("shows-etd-at-once"):
            return self.at
        if self.kind == 3 and not broken("shows-etd-of-type-3-with-its-result"):
            return max(self.at + _TWO_DAYS, self.processed)
        return self.processed


def processed_at(kind: int, at: datetime, broken: Broken) -> datetime:
    """The moment at which the result of an order is known."""
    if broken(f"processes-type-{kind}-at-once"):
        return at
    if broken(f"never-processes-type-{kind}"):
        return datetime(9000, 1, 1)  # noqa: DTZ001 - as the partner's clock, without a zone
    if kind in (1, 2) and broken("waits-thirty-hours-with-types-1-and-2"):
        return at + timedelta(hours=30)
    if kind == 1:
        return at + SOME_MINUTES
    if kind == 2:
        return next_hour(at, CUT_OFFS)
    return next_hour(next_hour(at, (NIGHT,)), (MORNING,))


def accepted(message: Message, lines: list[tuple[str, int]], number: int, at: datetime, broken: Broken) -> Order:
    """The order that a message makes; `number` is that of the order among all."""
    return Order(
        outlet=message["outletCode"],
        number=message["noPo"],
        kind=message["tipePo"],
        date=message["tanggalPo"],
        follow=message["boTamFollow"],
        reference=f"R{number:05}",
        at=at,
        processed=processed_at(message["tipePo"], at, broken),
        lines=tuple(Line(part, qty, split(part, qty), f"C{number:05}", f"V{number:05}") for part, qty in lines),
    )


def generations(order: Order, line: Line, now: datetime, broken: Broken) -> Iterator[datetime]:
    """The expected departures of a line that were issued by now, the first one first."""
    if not order.backorder(line, broken):
        yield order.processed + SHIPPED_AFTER
        return
    known = order.etd_known(broken)
    if now >= known:
        yield _departure(order.processed)
    for number, after in enumerate(ETD_CHANGES_AFTER, 1):
        if now >= known + after:
            yield _departure(order.processed + timedelta(days=2 * number))


def _departure(start: datetime) -> datetime:
    return (start + timedelta(days=7)).replace(hour=8, minute=0)
