"""One record by its key: fetched, or updated in the order of its states."""

from __future__ import annotations

from kontrak.contracts import Collection, Violation
from kontrak.contracts.model import Json
from kontrak.contracts.sums import with_sums
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.stages.answer import fill
from kontrak.mocks.stages.recall import key_of
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record


def decide(call: Call, collection: Collection) -> Answer | Refusal:
    """Give the record that the message names, or put the message in its place."""
    message = call.message if isinstance(call.message, dict) else {}
    place, key = call.place(collection.name), key_of(message.get(collection.key)) or ""
    found = records.find(call.connection, {(place, key)}).get((place, key))
    if found is None:
        wanted = f"a {collection.key} that {collection.name} holds"
        breach = Violation(None, "unknown-key", call.pointer(collection.key), key, wanted)
        return Refusal(404, f"{collection.name} holds no {key}.", (breach,))
    if call.operation.id == collection.fetch:
        return fill(call, with_sums(call.operation.answer, found.body))
    if (disorder := _disorder(call, collection, found.body, message)) is not None:
        return Refusal(409, "A state cannot follow the other.", (disorder,))
    records.put(call.connection, place, Record(key, message, call.world.now))
    return fill(call, message)


def _disorder(call: Call, collection: Collection, before: Json, message: Json) -> Violation | None:
    states = collection.states
    if states is None:
        return None
    old, new = before.get(states.column), message.get(states.column)
    after = states.next.get(old, ())
    if new == old or new in after:
        return None
    requirement = call.partner.requirement("state-order", collection.create)
    return Violation(requirement, "state-order", call.pointer(states.column), new, f"{old} or {' or '.join(after)}")
