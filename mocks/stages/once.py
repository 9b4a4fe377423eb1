"""A request under an idempotency key is carried out once: again it gets the first answer."""

from __future__ import annotations

from collections.abc import Callable

from kontrak.contracts import Violation
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record


def only(call: Call, carry_out: Callable[[], Answer | Refusal]) -> Answer | Refusal:
    """Carry a call out, unless its key was seen: then give the answer of then, or refuse another message under it."""
    key = call.request.headers.get((call.operation.idempotency or "").lower())
    if not key:
        return carry_out()
    place = call.place(f"{call.operation.id}/{call.operation.idempotency}")
    if (seen := records.find(call.connection, {(place, key)}).get((place, key))) is not None:
        if seen.body["message"] == call.message:
            return Answer(seen.body["status"], seen.body["answer"])
        requirement = call.partner.requirement("idempotency-key", call.operation.id)
        breach = Violation(
            requirement, "idempotency-key", "", key, "a new key, or the message that came under this one"
        )
        return Refusal(422, f"{call.operation.idempotency} {key} came with another message.", (breach,))
    said = carry_out()
    if isinstance(said, Answer):
        body = {"message": call.message, "status": said.status, "answer": said.body}
        records.add(call.connection, place, Record(key, body, call.world.now))
    return said
