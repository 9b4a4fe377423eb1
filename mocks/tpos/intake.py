"""Purchase orders (T2): what is refused, what is taken in, and the acknowledgement at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.store import worlds
from kontrak.mocks.tpos import breaches, catalogue, numbers, orders, outlets, plan, repeated, schedule, times
from kontrak.mocks.tpos.catalogue import MOST_PIECES
from kontrak.mocks.tpos.orders import Line, Order
from kontrak.mocks.tpos.repeated import Fate

UNKNOWN_PART = "TPOS-PO-406"
MOST_PARTS = 999
"""The status inquiry counts its rows with three digits."""
SOP_ONLY = 4


def check(call: Call) -> list[Violation]:
    """The breaches of an order beside those of its schema."""
    worlds.lock(call.connection, call.world.name)
    message = call.message
    found = [*_header(call, message)]
    items = message.get("items")
    return breaches.unwaived(call, found + (_items(call, items) if isinstance(items, list) else []))


def create(call: Call) -> Answer | Refusal:
    """Take an order in; the same one again gets the same acknowledgement (TPOS-R-033)."""
    known = orders.find(call, call.message["outletCode"], call.message["noPo"])
    fate = repeated.fate(call, known[-1].fingerprint if known else None, "noPo", "TPOS-PO-405")
    if isinstance(fate, Refusal):
        return fate
    if fate is Fate.INSTEAD and known[-1].is_processed:
        return repeated.clash(call, "noPo", "TPOS-PO-405", "an order that was not processed yet")
    if fate is Fate.AGAIN:
        return _acknowledge(known[-1])
    order = _order(call, known, fate)
    orders.keep(call, order)
    return _acknowledge(order)


def _acknowledge(order: Order) -> Answer:
    """The acknowledgement at once (TPOS-R-024), with what will not be delivered."""
    rejected = [(line.part, line.rejected) for line in order.lines if line.rejected]
    warnings = [
        f"{part}: {pieces} pieces are rejected; the part is unknown or no longer sold." for part, pieces in rejected
    ]
    return Answer(200, {"noPo": order.number, "outletCode": order.outlet, "warnings": warnings})


def _header(call: Call, message: Mapping[str, Json]) -> list[Violation]:
    found = []
    if not breaches.is_given(message.get("noPo")):
        found.append(breaches.breach("TPOS-PO-007", "blank", "/noPo", message.get("noPo"), "a value"))
    if isinstance(day := message.get("tanggalPo"), str) and times.parse_day(day) is None:
        found.append(breaches.breach("TPOS-PO-008", "pattern", "/tanggalPo", day, "a calendar day YYYYMMDD"))
    always = call.judge.readings["TPOS-R-043"] == "always"
    if always and message.get("referensiPo") == SOP_ONLY and not breaches.is_given(message.get("noTransaksi")):
        found.append(breaches.breach("TPOS-PO-004", "required", "/noTransaksi", None, "a value"))
    return found


def _items(call: Call, items: list[Json]) -> list[Violation]:
    named = {i: item["noMaterial"] for i, item in enumerate(items) if _names_part(item)}
    known = catalogue.find(call, set(named.values()))
    dealer = outlets.dealer_of(call, str(call.message.get("outletCode")))
    found = []
    if _refuses_unknown(call):
        for i, number in named.items():
            if number not in known or not known[number].is_sold_to(dealer):
                pointer, wanted = f"/items/{i}/noMaterial", "a part of the catalogue that fits the customer code"
                found.append(breaches.breach(UNKNOWN_PART, "reference", pointer, number, wanted))
    if len(set(named.values())) > MOST_PARTS:
        wanted = f"at most {MOST_PARTS} different parts"
        found.append(breaches.breach("TPOS-PO-011", "maxItems", "/items", len(set(named.values())), wanted))
    return found + _too_many(items)


def _too_many(items: list[Json]) -> list[Violation]:
    """Lines of one part are one line (TPOS-R-115), whose quantity has seven digits too."""
    sums: dict[str, int] = {}
    found = []
    for i, item in enumerate(items):
        if not _names_part(item) or (qty := breaches.whole(item.get("qty"))) is None:
            continue
        number = item["noMaterial"]
        sums[number] = sums.get(number, 0) + max(qty, 0)
        if sums[number] > MOST_PIECES:
            wanted = f"at most {MOST_PIECES} pieces of one part in an order"
            found.append(breaches.breach(None, "maximum", f"/items/{i}/qty", item["qty"], wanted))
    return found


def _names_part(item: Json) -> bool:
    return isinstance(item, dict) and isinstance(item.get("noMaterial"), str)


def _refuses_unknown(call: Call) -> bool:
    return call.judge.readings["TPOS-R-150"] == "refused"


def _order(call: Call, known: list[Order], fate: Fate) -> Order:
    """The order of a message; its result is left to the clock."""
    message, now = call.message, call.world.now
    outlet, number, kind = message["outletCode"], message["noPo"], int(message["tipePo"])
    run, result = schedule.processing(call, kind, now)
    if fate is Fate.BESIDE:
        orders.keep(call, replace(known[0], copies=known[0].copies + 1))
    key = known[-1].key if fate is Fate.INSTEAD else orders.key_of(outlet, number, len(known) + 1)
    plan.leave(call, result, "process", order=key, run=run.isoformat())
    return Order(
        key=key,
        outlet=outlet,
        number=number,
        type=kind,
        follow=int(message["boTamFollow"]),
        day=times.spelled(message["tanggalPo"]),
        fingerprint=repeated.fingerprint(message),
        tam_ref=numbers.take(call, "tamRef")[0],
        order_no=numbers.take(call, "orderNo")[0],
        received=now.isoformat(),
        run=run.isoformat(),
        lines=_lines(call, times.day(run)),
    )


def _lines(call: Call, run_day: str) -> tuple[Line, ...]:
    """One line for each part: what is no longer sold, or unknown, is rejected at once (TPOS-R-139)."""
    ordered: dict[str, int] = {}
    for item in call.message["items"]:
        ordered[item["noMaterial"]] = ordered.get(item["noMaterial"], 0) + int(item["qty"])
    known = catalogue.find(call, ordered)
    newer = catalogue.find(call, {part.new for part in known.values() if part.new})
    dealer = outlets.dealer_of(call, call.message["outletCode"])
    lines = []
    for number, pieces in ordered.items():
        part = known.get(number)
        rejected = 0 if part and part.is_sold_to(dealer) and not part.stopped else pieces
        process = part.new if part and part.new in newer else number
        lines.append(Line(number, process, pieces, rejected, pieces - rejected, run_day))
    return tuple(lines)
