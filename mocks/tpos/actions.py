"""What happens at TAM without a message: `POST /_kontrak/tpos/...` for whoever plays TAM's part in a test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from kontrak.contracts.judge import SchemaJudge
from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.mocks.model import Refusal, Turn
from kontrak.mocks.store import worlds
from kontrak.mocks.tpos import catalogue, documents, etd, judgement, orders, processing, schedule, times
from kontrak.mocks.tpos.breaches import breach
from kontrak.mocks.tpos.orders import Expectation, Line, Lot, Order

Action = Callable[[Turn, Json], Json | Refusal]
Work = Callable[[Turn, Mapping[str, Json]], Json | Refusal]
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 100}
PIECES: Schema = {"type": "integer", "minimum": 1, "maximum": catalogue.MOST_PIECES}
MINUTE: Schema = {"type": "string", "pattern": r"^[0-9]{8} ([01][0-9]|2[0-3]):[0-5][0-9]$"}
ORDER = ("outletCode", "noPo")


def action(work: Work, required: tuple[str, ...], **columns: Schema) -> Action:
    """An action whose body has been judged, in a world that is locked for it."""
    properties = {**dict.fromkeys(required, TEXT), **columns}
    body = {"type": "object", "additionalProperties": False, "required": list(required), "properties": properties}
    judge = SchemaJudge(body)

    def act(turn: Turn, given: Json) -> Json | Refusal:
        if found := judge.violations(given):
            return Refusal(400, "The body of the action is not as it should be.", tuple(found))
        worlds.lock(turn.connection, turn.world.name)
        return work(turn, given)

    return act


def replenish(turn: Turn, given: Mapping[str, Json]) -> Json | Refusal:
    """Let pieces of a part come in; the orders that wait for it are served first."""
    part = catalogue.find(turn, [given["noPart"]]).get(given["noPart"])
    if part is None:
        return _unknown("/noPart", given["noPart"], "a part of the catalogue")
    return {"noPart": part.number, "stock": _put_in_stock(turn, part, given["qty"])}


def cancel(turn: Turn, given: Mapping[str, Json]) -> Json | Refusal:
    """Withdraw pieces that were not packed yet: pending ones first, then back-ordered, then issued ones."""
    order, line = _line(turn, given)
    if order is None or line is None:
        return _unknown("/noPart", given["noPart"], "a line of an order of the outlet")
    open_ = line.pending + line.back_ordered + sum(lot.left for lot in line.lots if not lot.packed)
    if (pieces := given.get("qty", open_)) > open_ or not open_:
        return _conflict("/qty", given.get("qty"), f"at most the {open_} pieces that are not packed")
    orders.keep(turn, order.with_line(_cancelled(turn, line, pieces)))
    issued = pieces - line.pending - line.back_ordered
    part = catalogue.find(turn, [line.process]).get(line.process)
    if issued > 0 and part:
        _put_in_stock(turn, part, issued)
    return {"noPo": order.number, "noPart": line.part, "cancelled": pieces}


def _cancelled(turn: Turn, line: Line, pieces: int) -> Line:
    pending = min(line.pending, pieces)
    back_ordered = min(line.back_ordered, pieces - pending)
    rest, lots = pieces - pending - back_ordered, []
    for lot in line.lots:
        taken = 0 if lot.packed else min(lot.left, rest)
        rest -= taken
        lots.append(replace(lot, cancelled=lot.cancelled + taken))
    if dropped := pending + back_ordered:
        lots.append(Lot(0, times.day(turn.world.now), 0, cancelled=dropped))
    left = line.pending - pending, line.back_ordered - back_ordered
    return replace(line, lots=tuple(lots), pending=left[0], back_ordered=left[1])


def deny(turn: Turn, given: Mapping[str, Json]) -> Json | Refusal:
    """Let issued pieces be missing when they are picked."""
    order, line = _line(turn, given)
    if order is None or line is None:
        return _unknown("/noPart", given["noPart"], "a line of an order of the outlet")
    open_ = sum(lot.left for lot in line.lots if not lot.packed)
    if (pieces := given.get("qty", open_)) > open_ or not open_:
        return _conflict("/qty", given.get("qty"), f"at most the {open_} pieces that are issued and not packed")
    rest, lots = pieces, []
    for lot in line.lots:
        taken = 0 if lot.packed else min(lot.left, rest)
        rest -= taken
        lots.append(replace(lot, denied=lot.denied + taken))
    orders.keep(turn, order.with_line(replace(line, lots=tuple(lots))))
    return {"noPo": order.number, "noPart": line.part, "denied": pieces}


def change_etd(turn: Turn, given: Mapping[str, Json]) -> Json | Refusal:
    """Expect a back order otherwise; both feeds tell it."""
    order, line = _line(turn, given)
    if order is None or line is None:
        return _unknown("/noPart", given["noPart"], "a line of an order of the outlet")
    if not line.back_ordered or not order.is_processed:
        return _conflict("/noPart", line.part, "a line that is on back order")
    try:
        at = times.parse_minute(given["etd"])
        arrival = times.parse_minute(given["eta"]) if "eta" in given else times.at_clock(at, etd.ARRIVAL, 1)
    except ValueError:
        return _conflict("/etd", given["etd"], "an instant YYYYMMDD hh:mm that there is")
    if arrival < at or at <= times.local(turn.world.now):
        return _conflict("/etd", given["etd"], "an ETD to come, and an ETA that is not before it")
    expected = Expectation(times.minute(at), times.minute(arrival), given.get("qty", line.back_ordered))
    etd.change(turn, order, line, expected, given.get("alasan"))
    return {"noPo": order.number, "noPart": line.part, "etd": expected.etd, "eta": expected.eta}


def judge(turn: Turn, given: Mapping[str, Json]) -> Json | Refusal:
    """Judge a claim or an RPP now; without a verdict it is the one that would have come at H+7."""
    kind, number = given.get("tipeClaim", documents.CLAIM), given["noDokumenDms"]
    known = documents.load(turn, documents.key_of(kind, given["outletCode"], number))
    if known is None:
        return _unknown("/noDokumenDms", number, "a claim or an RPP of the outlet")
    if known.is_judged:
        return _conflict("/noDokumenDms", number, "a document that was not judged yet")
    if (pieces := given.get("qty", known.pieces)) > known.pieces:
        return _conflict("/qty", pieces, f"at most the {known.pieces} claimed pieces")
    if "tamJudgement" in given or "qty" in given:
        verdict = given.get("tamJudgement", judgement.FULL if pieces else judgement.REFUSED)
        known = judgement.settle(turn, known, verdict, pieces, given.get("tamNote", ""))
    else:
        known = judgement.judge(turn, known)
    return {"noDokumenTam": known.tam_number, "tamJudgement": known.verdict, "qtyTamJudgement": known.judged_pieces}


def set_schedule(turn: Turn, given: Mapping[str, Json]) -> Json | Refusal:
    """Set some of the times at which things happen."""
    return dict(schedule.change(turn, given))


def _put_in_stock(turn: Turn, part: catalogue.Part, pieces: int) -> int:
    left = processing.release(turn, part, pieces)
    stock = min(catalogue.stocks(turn, {part.number: part})[part.number] + left, catalogue.MOST_PIECES)
    catalogue.set_stocks(turn, {part.number: stock})
    return stock


def _line(turn: Turn, given: Mapping[str, Json]) -> tuple[Order | None, Line | None]:
    for order in orders.find(turn, given["outletCode"], given["noPo"]):
        if line := order.line(given["noPart"]):
            return order, line
    return None, None


def _unknown(pointer: str, got: Json, wanted: str) -> Refusal:
    return Refusal(404, "There is no such thing in this world.", (breach(None, "reference", pointer, got, wanted),))


def _conflict(pointer: str, got: Json, wanted: str) -> Refusal:
    return Refusal(409, "The world's state does not allow it.", (breach(None, "state", pointer, got, wanted),))


LINE = (*ORDER, "noPart")
ACTIONS: Mapping[str, Action] = {
    "replenish": action(replenish, ("noPart", "qty"), qty=PIECES),
    "cancel": action(cancel, LINE, qty=PIECES),
    "deny": action(deny, LINE, qty=PIECES),
    "change-etd": action(change_etd, (*LINE, "etd"), etd=MINUTE, eta=MINUTE, qty=PIECES, alasan=TEXT),
    "judge": action(
        judge,
        ("outletCode", "noDokumenDms"),
        tipeClaim={"enum": [documents.CLAIM, documents.RPP]},
        tamJudgement={"type": "string", "pattern": "^[0-9]{2}$"},
        qty={"type": "integer", "minimum": 0, "maximum": catalogue.MOST_PIECES},
        tamNote=TEXT,
    ),
    "schedule": action(set_schedule, (), **schedule.TIMES),
}
