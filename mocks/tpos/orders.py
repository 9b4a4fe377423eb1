"""Orders as TPOS keeps them: one record for an order, its lines, and what became of their pieces.

At any moment the pieces of a line are: ordered = rejected + processed, and
processed = pending + back-ordered + issued + dropped, where `dropped` are those withdrawn before they were issued.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace

from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record

COLLECTION = "purchase_orders"
KILL = 1


@dataclass(frozen=True, slots=True)
class Lot:
    """Pieces of a line that were allocated together in one `run`, or dropped (`issued` is 0 then).

    Days are YYYYMMDD, empty until the step was done. Prices are those of the day of allocation.
    """

    run: int
    allocated: str
    issued: int
    retail: int = 0
    discount: int = 0
    cancelled: int = 0
    denied: int = 0
    case: str = ""
    packed: str = ""
    invoice: str = ""
    invoiced: str = ""
    departed: str = ""
    debit_advice: str = ""

    @property
    def left(self) -> int:
        """The pieces that are still on their way."""
        return self.issued - self.cancelled - self.denied if self.issued else 0


@dataclass(frozen=True, slots=True)
class Expectation:
    """When pieces are expected: departure and arrival as YYYYMMDD hh:mm, and how many."""

    etd: str
    eta: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Etd:
    """The three generations of a back order's expectation, and the reason of the last change."""

    original: Expectation
    latest: Expectation
    previous: Expectation | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One ordered part: `part` as ordered, `process` as delivered; `run_day` is the day of its allocation."""

    part: str
    process: str
    ordered: int
    rejected: int
    pending: int
    run_day: str
    back_ordered: int = 0
    back_order_day: str = ""
    lots: tuple[Lot, ...] = ()
    etd: Etd | None = None

    @property
    def processed(self) -> int:
        """The pieces that were taken in."""
        return self.ordered - self.rejected

    def total(self, name: str) -> int:
        """The sum over the lots of a number of pieces: issued, cancelled, denied, packed or invoiced."""
        if name in ("packed", "invoiced"):
            return sum(lot.left for lot in self.lots if getattr(lot, name))
        return sum(getattr(lot, name) for lot in self.lots)


@dataclass(frozen=True, slots=True)
class Order:
    """An order: what its message said, what TAM gave it, and its lines.

    `day` is Tanggal PO, `follow` BO TAM Follow; `received` and `run` (its planned allocation) are ISO instants; `runs`
    counts the allocations so far; `fingerprint` tells its message from another one.
    """

    key: str
    outlet: str
    number: str
    type: int
    follow: int
    day: str
    fingerprint: str
    tam_ref: str
    order_no: str
    received: str
    run: str
    lines: tuple[Line, ...]
    runs: int = 0
    is_processed: bool = False
    copies: int = 1

    @property
    def is_killing(self) -> bool:
        """Whether a shortage is dropped."""
        return self.follow == KILL

    def line(self, part: str) -> Line | None:
        """The line of an ordered part."""
        return next((line for line in self.lines if line.part == part), None)

    def with_line(self, line: Line) -> Order:
        """The order with the line of that part replaced."""
        return replace(self, lines=tuple(line if one.part == line.part else one for one in self.lines))


def key_of(outlet: str, number: str, copy: int = 1) -> str:
    """The key of an order's record; the second and later ones of a number have theirs too (TPOS-R-033 append)."""
    return f"{outlet}/{number}" + (f"#{copy}" if copy > 1 else "")


def load(turn: Turn, key: str) -> Order | None:
    """The order under a key."""
    place = turn.place(COLLECTION)
    found = records.find(turn.connection, [(place, key)])
    try:
        return _read(key, found[place, key].body) if found else None
    except (KeyError, TypeError):
        # A record that the control interface wrote is not of this form.
        return None


def find(turn: Turn, outlet: str, number: str) -> list[Order]:
    """The orders of an outlet under one number: none or one, unless the world keeps repeated ones."""
    first = load(turn, key_of(outlet, number))
    if first is None:
        return []
    others = (load(turn, key_of(outlet, number, copy)) for copy in range(2, first.copies + 1))
    return [first, *(order for order in others if order)]


def keep(turn: Turn, order: Order) -> None:
    """Store an order as it is now."""
    body = {"outletCode": order.outlet, "noPo": order.number, **asdict(order)}
    records.put(turn.connection, turn.place(COLLECTION), Record(order.key, body, turn.world.now))


def _read(key: str, body: Json) -> Order:
    lines = tuple(_line(line) for line in body["lines"])
    return Order(**{**{field.name: body[field.name] for field in fields(Order)}, "key": key, "lines": lines})


def _line(body: Json) -> Line:
    lots = tuple(Lot(**lot) for lot in body["lots"])
    etd = body["etd"] and Etd(
        original=Expectation(**body["etd"]["original"]),
        latest=Expectation(**body["etd"]["latest"]),
        previous=body["etd"]["previous"] and Expectation(**body["etd"]["previous"]),
        reason=body["etd"]["reason"],
    )
    return Line(**{**body, "lots": lots, "etd": etd})
