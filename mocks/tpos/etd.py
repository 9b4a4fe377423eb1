"""When back orders are expected (T3, T15, T16): first told, then changed, asked for by range."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal, Turn
from kontrak.mocks.tpos import catalogue, feeds, orders, plan, rows, schedule, times
from kontrak.mocks.tpos.orders import Etd, Expectation, Line, Order

BACK_ORDERS, CHANGES = "tpos.bo-etd", "tpos.etd"
DEPARTURE, ARRIVAL = "08:00", "12:00"
SOONEST, LATEST = 3, 10
UNIT = "PCS"
BAD_NEWS = "07:00"
"""When it is known that a delayed part comes later: on the first day for which it can be promised, just before it would come."""
DELAYED = "Pengiriman dari pemasok tertunda"


def issue(turn: Turn, order: Order) -> None:
    """Tell for the first time when an order's back orders are expected."""
    told = []
    for line in order.lines:
        if line.back_ordered and line.etd is None:
            expected = _expected(turn, order, line)
            told.append(replace(line, etd=Etd(original=expected, latest=expected)))
            order = order.with_line(told[-1])
    if told:
        _tell(turn, order, told, is_first=True)
        for part in catalogue.find(turn, [line.part for line in told]).values():
            if part.delay:
                news = times.at_clock(turn.world.now, BAD_NEWS, SOONEST)
                plan.leave(turn, news, "postpone", order=order.key, part=part.number, days=part.delay)


def postpone(turn: Turn, order: Order, part: str, days: int) -> None:
    """Expect a delayed part so many days later than was promised, unless something else was said since."""
    line = order.line(part)
    if line and line.back_ordered and line.etd and line.etd.previous is None:
        etd, eta = (
            times.minute(times.later(times.parse_minute(text), timedelta(days=days)))
            for text in (line.etd.latest.etd, line.etd.latest.eta)
        )
        change(turn, order, line, Expectation(etd, eta, line.back_ordered), DELAYED)


def change(turn: Turn, order: Order, line: Line, expected: Expectation, reason: str | None) -> None:
    """Tell that a back order is expected otherwise; the latest expectation becomes the previous one."""
    known = line.etd
    etd = (
        Etd(known.original, latest=expected, previous=known.latest, reason=reason)
        if known
        else Etd(original=expected, latest=expected, reason=reason)
    )
    line = replace(line, etd=etd)
    _tell(turn, order.with_line(line), [line], is_first=known is None)


def is_due(turn: Turn, line: Line) -> bool:
    """Whether the latest ETD of a line has come."""
    return line.etd is not None and times.parse_minute(line.etd.latest.etd) <= times.local(turn.world.now)


def inquire(call: Call) -> Answer | Refusal:
    """The parts of an order whose latest ETD (TPOS-R-119: or first) is within the days asked for, both included."""
    found = []
    first, last = (
        times.spelled(call.message.get(name) or end) for name, end in (("etdDateFrom", "0"), ("etdDateTo", "9"))
    )
    generation = "originalEtd" if call.judge.readings["TPOS-R-119"] == "original" else "terakhirEtd"
    for order in rows.orders_asked_for(call):
        known = (_standard(call, order, line) for line in rows.lines_asked_for(call, order))
        shown = (_row(order, line) for line in known if line)
        found += [row for row in shown if first <= row[generation][:8] <= last]
    return rows.answer(call, found)


def _standard(call: Call, order: Order, line: Line) -> Line | None:
    """A line with an expectation: its own, or the standard one of what is no back order (TPOS-R-154)."""
    is_back_order = bool(line.back_order_day)
    if line.etd or is_back_order or call.judge.readings["TPOS-R-154"] == "none":
        return line if line.etd else None
    pieces = line.pending + sum(lot.left for lot in line.lots)
    if not pieces:
        return None
    etd = schedule.departure(call, datetime.fromisoformat(order.run))
    eta = times.at_clock(etd, ARRIVAL, 1)
    expected = Expectation(times.minute(etd), times.minute(eta), pieces)
    return replace(line, etd=Etd(original=expected, latest=expected))


def _expected(turn: Turn, order: Order, line: Line) -> Expectation:
    """What the supplier first promises, by the world's chance."""
    chance = turn.world.random("etd", order.key, line.part)
    etd = times.at_clock(turn.world.now, DEPARTURE, chance.randint(SOONEST, LATEST))
    eta = times.at_clock(etd, ARRIVAL, chance.randint(1, 2))
    return Expectation(times.minute(etd), times.minute(eta), line.back_ordered)


def _tell(turn: Turn, order: Order, lines: list[Line], *, is_first: bool) -> None:
    """Keep new expectations, publish them in the feeds that the reading TPOS-R-054 gives, and let the pieces come."""
    orders.keep(turn, order)
    told = [(line, line.etd.latest) for line in lines if line.etd]
    reading, at = turn.judge.readings["TPOS-R-054"], {"outletCode": order.outlet, "noPo": order.number}
    if reading == "both" or (reading == "first" and is_first):
        feeds.publish(turn, BACK_ORDERS, [{**at, "noMaterial": line.part, "etd": one.etd} for line, one in told])
    if reading != "first" or not is_first:
        feeds.publish(turn, CHANGES, [{**_row(order, line), "no": n} for n, (line, _) in enumerate(told, 1)])
    for line, expected in told:
        plan.leave(turn, times.parse_minute(expected.etd), "arrive", order=order.key, part=line.part)


def _row(order: Order, line: Line) -> dict[str, Json]:
    etd = line.etd
    generations = {
        "original": etd.original if etd else None,
        "sebelumnya": etd.previous if etd else None,
        "terakhir": etd.latest if etd else None,
    }
    row: dict[str, Json] = {
        "outletCode": order.outlet,
        "no": 1,
        "noPo": order.number,
        "tanggalPo": order.day,
        "noPart": line.part,
        "boTanggalBo": line.back_order_day or None,
        "boQtyBo": line.back_ordered if line.back_order_day else None,
    }
    for name, one in generations.items():
        row |= {f"{name}Etd": one and one.etd, f"{name}Eta": one and one.eta, f"{name}QtyIssue": one and one.pieces}
    return {**row, "satuan": UNIT, "alasan": etd.reason if etd else None}
