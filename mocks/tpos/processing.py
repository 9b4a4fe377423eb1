"""From intake to truck: allocation, substitution, back order or drop, packing, invoicing, departure.

Each step is brought about by the agenda; `turn.world.now` is then the instant for which it was planned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kontrak.mocks.model import Turn
from kontrak.mocks.tpos import billing, catalogue, etd, money, numbers, orders, plan, queues, schedule, shipments, times
from kontrak.mocks.tpos.catalogue import Part
from kontrak.mocks.tpos.orders import Line, Lot, Order

WAITING = "waiting"


def process(turn: Turn, order: Order, run: datetime) -> None:
    """Allocate an order against the stock; a shortage becomes a back order or is dropped (TPOS-R-048)."""
    if order.is_processed or order.run != run.isoformat():
        return
    parts = catalogue.find(turn, {line.process for line in order.lines if line.pending})
    stock = catalogue.stocks(turn, parts)
    before, number, lines = dict(stock), order.runs + 1, []
    for line in order.lines:
        taken = min(line.pending, stock.get(line.process, 0))
        stock[line.process] = stock.get(line.process, 0) - taken
        lines.append(_allocated(line, taken, number, times.day(run), parts.get(line.process), order))
    catalogue.set_stocks(turn, {part: left for part, left in stock.items() if left != before.get(part, 0)})
    order = replace(order, lines=tuple(lines), runs=number, is_processed=True)
    orders.keep(turn, order)
    _go_on(turn, order, number, run)
    if short := [line for line in lines if line.back_ordered]:
        for part in dict.fromkeys(line.process for line in short):
            queues.add(turn, WAITING, part, order.key)
        known = schedule.back_order_etd(turn, order.type, datetime.fromisoformat(order.received), turn.world.now)
        plan.leave(turn, known, "etd", order=order.key)


def _allocated(line: Line, taken: int, number: int, day: str, part: Part | None, order: Order) -> Line:
    """A pending line after its run."""
    short = line.pending - taken
    lots = (*line.lots, *(_lots(number, day, taken, part) if part else ()))
    if short and order.is_killing:
        return replace(line, pending=0, lots=(*lots, Lot(number, day, 0, cancelled=short)))
    return replace(line, pending=0, back_ordered=short, back_order_day=day if short else "", lots=lots)


def _lots(number: int, day: str, pieces: int, part: Part) -> tuple[Lot, ...]:
    """Issued pieces, in lots whose amount has room in eleven digits."""
    most = max(1, money.MOST // max(1, part.retail))
    sizes = [most] * (pieces // most) + ([pieces % most] if pieces % most else [])
    return tuple(Lot(number, day, size, part.retail, part.discount) for size in sizes)


def _go_on(turn: Turn, order: Order, run: int, since: datetime) -> None:
    """Leave the packing of what a run issued."""
    if any(lot.run == run and lot.left for line in order.lines for lot in line.lots):
        due = max(turn.world.now, times.later(since, timedelta(hours=schedule.of(turn).pack_hours)))
        plan.leave(turn, due, "pack", order=order.key, run=run)


def pack(turn: Turn, order: Order, run: int) -> None:
    """Pack what a run issued into one case; a piece that is missing on its shelf is denied."""
    parts = catalogue.find(turn, {line.process for line in order.lines})

    def counted(line: Line, lot: Lot) -> Lot:
        is_short = lot.left and line.process in parts and parts[line.process].miscounted
        return replace(lot, denied=lot.denied + 1) if is_short else lot

    order = _each(order, run, counted)
    if any(lot.run == run and lot.left for line in order.lines for lot in line.lots):
        [case], day = numbers.take(turn, "case"), times.day(turn.world.now)
        order = _each(order, run, lambda _, lot: replace(lot, case=case, packed=day) if lot.left else lot)
        plan.leave(
            turn, times.next_clock(turn.world.now, [schedule.of(turn).invoicing]), "invoice", order=order.key, run=run
        )
    orders.keep(turn, order)


def invoice(turn: Turn, order: Order, run: int) -> None:
    """Invoice what a run packed, on as many invoices as eleven digits ask for."""
    packed = [lot for line in order.lines for lot in line.lots if lot.run == run and lot.packed]
    pages = _pages([lot.retail * lot.left for lot in packed])
    vendor, page, day = numbers.take(turn, "vendorInvoice", pages[-1] + 1), iter(pages), times.day(turn.world.now)

    def invoiced(_: Line, lot: Lot) -> Lot:
        return replace(lot, invoice=vendor[next(page)], invoiced=day) if lot.packed else lot

    orders.keep(turn, _each(order, run, invoiced))
    plan.leave(
        turn, times.next_clock(turn.world.now, [schedule.of(turn).departure]), "depart", order=order.key, run=run
    )


def _pages(amounts: list[int]) -> list[int]:
    """The page of each amount where a page has room for so much."""
    pages, page, filled = [], 0, 0
    for amount in amounts:
        if filled + amount > money.MOST:
            page, filled = page + 1, 0
        filled += amount
        pages.append(page)
    return pages


def depart(turn: Turn, order: Order, run: int) -> None:
    """Load what a run invoiced on a truck: the goods receipt is published, and the pieces can be claimed."""
    day = times.day(turn.world.now)
    order = _each(order, run, lambda _, lot: replace(lot, departed=day) if lot.invoiced else lot)
    orders.keep(turn, order)
    shipments.ship(turn, order, run)
    billing.await_advice(turn, order)


def _each(order: Order, run: int, change: Callable[[Line, Lot], Lot]) -> Order:
    """The order with each lot of a run changed."""
    lines = tuple(
        replace(line, lots=tuple(change(line, lot) if lot.run == run else lot for lot in line.lots))
        for line in order.lines
    )
    return replace(order, lines=lines)


def release(turn: Turn, part: Part, pieces: int) -> int:
    """Give pieces to the orders that wait for a part; how many are left over."""
    queue = queues.get(turn, WAITING, part.number)
    for key in queue[:]:
        if not pieces:
            break
        order = orders.load(turn, key)
        short = sum(line.back_ordered for line in order.lines if line.process == part.number) if order else 0
        if order and short:
            given = min(short, pieces)
            serve(turn, order, part, given)
            pieces, short = pieces - given, short - given
        if not short:
            queue.remove(key)
    queues.put(turn, WAITING, part.number, queue)
    return pieces


def serve(turn: Turn, order: Order, part: Part, pieces: int) -> None:
    """Issue pieces of a part to the back orders of one order."""
    number, day, lines = order.runs + 1, times.day(turn.world.now), []
    for line in order.lines:
        given = min(line.back_ordered, pieces) if line.process == part.number else 0
        pieces -= given
        lots = (*line.lots, *_lots(number, day, given, part))
        lines.append(replace(line, back_ordered=line.back_ordered - given, lots=lots) if given else line)
    order = replace(order, lines=tuple(lines), runs=number)
    orders.keep(turn, order)
    _go_on(turn, order, number, turn.world.now)


def arrive(turn: Turn, order: Order, part: str) -> None:
    """Serve a back order at its latest ETD: the pieces it lacks come in from the supplier."""
    line = order.line(part)
    found = catalogue.find(turn, [line.process]) if line else {}
    if line and line.back_ordered and etd.is_due(turn, line) and line.process in found:
        serve(turn, order, found[line.process], line.back_ordered)
