"""TAM's judgement of parts claims and RPPs (T6, T8), at H+7, and the credit that follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal, Turn
from kontrak.mocks.tpos import billing, documents, feeds, numbers, plan, schedule, shipments, times
from kontrak.mocks.tpos.documents import CLAIM, RPP, Document
from kontrak.mocks.tpos.repeated import Fate

LAYOUTS = {CLAIM: "tpos.parts-claim-judgement", RPP: "tpos.rpp-judgement"}
NUMBERS = {CLAIM: "noPartsClaimTam", RPP: "noRppTam"}
FULL, PARTLY, REFUSED = "01", "02", "03"
"""Codes without given values (TPOS-R-077): digits fit both types that the document prints."""
NOTES = {FULL: "Disetujui", PARTLY: "Disetujui sebagian", REFUSED: "Ditolak"}
TAM_CREDITS, SURPLUS = "C", "Ex"
SOONEST = 3


def take_in(
    call: Call, kind: int, document: Callable[[Call, str], Document], count: Callable[[Call, Document, int], None]
) -> Answer | Refusal:
    """Take a document in, as `document` makes it under a key, and leave its judgement to the clock.

    `count` counts its pieces as claimed, with -1 those of one that it replaces as claimed no more.
    """
    fate, known, key = documents.intake(call, kind)
    if isinstance(fate, Refusal):
        return fate
    if known and fate is Fate.AGAIN:
        return documents.acknowledge(known)
    if known and fate is Fate.INSTEAD:
        count(call, known, -1)
    taken = document(call, key)
    documents.keep(call, taken)
    documents.keep_files(call, taken, call.message)
    count(call, taken, 1)
    plan_for(call, taken)
    return documents.acknowledge(taken)


def plan_for(turn: Turn, document: Document) -> None:
    """Leave a document's judgement to the clock (TPOS-R-078)."""
    reading, most = turn.judge.readings["TPOS-R-078"], schedule.of(turn).judgement_days
    chance = turn.world.random("judgement day", document.key)
    days = chance.randint(min(SOONEST, most), most) if reading == "latest" else most
    due = times.days_later(turn.world.now, days, working=reading == "working")
    plan.leave(turn, due, "judge", document=document.key, taken=document.taken)


def judge(turn: Turn, document: Document) -> Document:
    """Judge a document as the world's chance has it; one that is judged already stays as it is."""
    if document.is_judged:
        return document
    chance = turn.world.random("judgement", document.key).random()
    verdict = FULL if chance < 0.6 else PARTLY if chance < 0.8 else REFUSED
    if verdict == PARTLY and document.pieces > 1:
        return settle(turn, document, verdict, document.pieces // 2)
    return settle(turn, document, REFUSED if verdict == REFUSED else FULL, 0 if verdict == REFUSED else document.pieces)


def settle(turn: Turn, document: Document, verdict: str, pieces: int, note: str = "", *, number: str = "") -> Document:
    """Give a document its final judgement: TAM's number (the next one, if none is given), the verdict and the judged pieces."""
    taken, now = times.local(datetime.fromisoformat(document.taken)), times.local(turn.world.now)
    judged = replace(
        document,
        tam_number=number or numbers.take(turn, "document")[0],
        verdict=verdict,
        judged_pieces=pieces,
        judged=times.day(now),
        supervised=times.day(taken + timedelta(days=max((now - taken).days, 0) // 2)),
        tam_note=note or NOTES.get(verdict, ""),
    )
    documents.keep(turn, judged)
    row: dict[str, Json] = {"outletCode": judged.outlet, "tamJudgement": verdict, "qtyTamJudgement": pieces}
    feeds.publish(turn, LAYOUTS[judged.kind], [{**row, NUMBERS[judged.kind]: judged.tam_number}])
    shipment = shipments.load(turn, judged.shipment)
    if shipment and pieces and judged.request == TAM_CREDITS and judged.code != SURPLUS:
        billing.await_credit(turn, shipment, judged.key)
    return judged


def credit(turn: Turn, document: Document) -> None:
    """Credit what was judged for TAM's account."""
    shipment = shipments.load(turn, document.shipment)
    advice = billing.credit(turn, shipment, document.judged_pieces) if shipment else None
    if advice:
        documents.keep(turn, replace(document, credit_advice=advice))
