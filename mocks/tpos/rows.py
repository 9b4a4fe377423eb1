"""Rows of inquiries: which orders and lines are asked for, and how rows are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.tpos import orders, times
from kontrak.mocks.tpos.breaches import breach, is_given
from kontrak.mocks.tpos.orders import Line, Order

MOST = 999
"""Row numbers have three digits (TPOS-R-035): an answer has no more rows."""


def orders_asked_for(call: Call) -> list[Order]:
    """The orders of the outlet and number asked for, whose type and day are those asked for, if any are."""
    message = call.message
    found = orders.find(call, message["outletCode"], message.get("noPo") or "")
    if (kind := message.get("tipeOrder")) is not None:
        found = [order for order in found if order.type == kind]
    if is_given(day := message.get("tanggalPo")):
        found = [order for order in found if order.day == times.spelled(day)]
    return found


def lines_asked_for(call: Call, order: Order) -> list[Line]:
    """The lines of the part asked for, or all."""
    part = call.message.get("noPart")
    return [line for line in order.lines if line.part == part] if is_given(part) else list(order.lines)


def answer(call: Call, found: Sequence[Mapping[str, Json]]) -> Answer | Refusal:
    """The rows, counted from 1; what no row is, is the world's reading (TPOS-R-113)."""
    if not found and call.judge.readings["TPOS-R-113"] == "status":
        return Refusal(404, "Nothing was found.", (breach("TPOS-OSD-601", "empty", "", None, "a row"),))
    return Answer(200, {"data": [{**row, "no": number} for number, row in enumerate(found[:MOST], 1)]})
