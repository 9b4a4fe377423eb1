"""The CRM of a main dealer: leads handed to a dealer, leads taken in, and the status of a lead (additions/crm.yaml).

Columns and the answer of the intake were seen; what else is done with a lead is ours: it is kept and can be seen under
`GET /_kontrak/dgi/leads`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal, Turn
from kontrak.mocks.stages.answer import fill
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record

INTAKE = "addLeads"
KEPT = ("lead", "lead status")
DEALER = "assignedDealer"
LONGEST_REASON = 200


def intake(call: Call) -> Answer | Refusal:
    """Judge each lead alone, keep the good ones, and tell of each (DGI-R-57); a message without leads is refused."""
    found = call.judge.request(call.operation, call.message)
    whole = tuple(violation for violation in found if not violation.pointer.startswith("/leads/"))
    if whole or (found and call.judge.readings["DGI-R-57"] == "whole"):
        return Refusal(400, "Invalid post data.", whole or tuple(found))
    leads = call.message["leads"]
    reasons = [_reason(call, number, lead, found) for number, lead in enumerate(leads)]
    good = [lead for lead, reason in zip(leads, reasons, strict=True) if not reason]
    batch = _keep(call, "lead", good)
    told = [_told(lead, reason) for lead, reason in zip(leads, reasons, strict=True)]
    answer = {"batchID": batch, "result": {"leads": _sum(len(good), len(leads))}, "leads": told}
    return Answer(200, {"status": 1, "message": None, "data": answer}, rows=len(good))


def hand_over(call: Call) -> Answer | Refusal:
    """Take leads and what they did, as a dealer's system does."""
    return _foreign(call, "prospects") or _taken(call, "lead", call.message["prospects"])


def feedback(call: Call) -> Answer | Refusal:
    """Take the status of a lead."""
    if call.message[DEALER] in (call.caller.may or ()):
        return _taken(call, "lead status", [call.message])
    return _refused(f"/{DEALER}", call.message[DEALER])


def leads(turn: Turn, _query: Json) -> Json:
    """The leads and the statuses of leads that a world has, oldest first."""
    return {kind: [record.body for record in records.page(turn.connection, turn.place(kind))] for kind in KEPT}


def _taken(call: Call, kind: str, bodies: Iterable[Json]) -> Answer:
    _keep(call, kind, bodies)
    return fill(call, {"status": 1})


def _keep(call: Call, kind: str, bodies: Iterable[Json]) -> str:
    """Store what came, and give the number of its batch."""
    place, batches = call.place(kind), call.place("batch of leads")
    batch = f"BATCH-{records.count(call.connection, batches) + 1:04}"
    records.add(call.connection, batches, Record(batch, None, call.world.now))
    new = [Record(f"{batch}/{number}", body, call.world.now) for number, body in enumerate(bodies, 1)]
    records.add_all(call.connection, place, new)
    return batch


def _foreign(call: Call, list_: str) -> Refusal | None:
    """The refusal of leads for a dealer of another group."""
    for number, lead in enumerate(call.message[list_]):
        if _is_foreign(call, lead):
            return _refused(f"/{list_}/{number}/{DEALER}", lead[DEALER])
    return None


def _refused(pointer: str, dealer: Json) -> Refusal:
    breach = Violation("DGI-AUTH-018", "reference", pointer, dealer, "a dealer of the group of the key")
    return Refusal(422, "Invalid post data: the dealer is not one of this group.", (breach,))


def _is_foreign(call: Call, lead: Mapping[str, Json]) -> bool:
    dealer = lead.get(DEALER)
    return bool(dealer) and dealer not in (call.caller.may or ())


def _reason(call: Call, number: int, lead: Json, found: Iterable[Violation]) -> str:
    """Why a lead is not taken; nothing where it is."""
    pointer = f"/leads/{number}"
    own = [violation for violation in found if f"{violation.pointer}/".startswith(f"{pointer}/")]
    if not own and _is_foreign(call, lead):
        return f"{DEALER} is not a dealer of this group"
    said = "; ".join(f"{violation.column}: got {violation.seen}, wanted {violation.wanted}" for violation in own)
    return said[:LONGEST_REASON]


def _told(lead: Json, reason: str) -> dict[str, Json]:
    phone = lead.get("noHP") if isinstance(lead, Mapping) else None
    return {"noHP": phone if isinstance(phone, str) else "", "accpted": "N" if reason else "Y", "errorMessage": reason}


def _sum(good: int, total: int) -> str:
    if good == total:
        return "full_accept"
    return "partial_accept" if good else "full_reject"
