"""What an operation does to the world, for every partner: create, list, fetch, update and delete by the contract's data."""

from __future__ import annotations

from kontrak.contracts import Collection, Violation
from kontrak.contracts.model import Json
from kontrak.contracts.sums import with_sums
from kontrak.mocks.model import Answer, Call, Refusal, Verdict
from kontrak.mocks.stages import once, one
from kontrak.mocks.stages.answer import fill
from kontrak.mocks.stages.recall import Known, key_of
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record


def decide(call: Call, known: Known) -> Answer | Refusal:
    """Carry a good message out, in the call's transaction; a partner's own rule goes first."""
    own = (call.partner.rules.decide or {}).get(call.operation.id)
    if own is not None:
        return own(call)
    collection = call.collection
    if collection is None:
        title = f"The simulator has no rule for {call.operation.id}."
        return Refusal(501, title, verdict=Verdict.UNMATCHED)
    if call.operation.id == collection.create:
        return once.only(call, lambda: create(call, collection, known))
    if call.operation.id == collection.list:
        return listing(call, collection)
    if call.operation.id in (collection.fetch, collection.update):
        return one.decide(call, collection)
    return drop(call, collection)


def create(call: Call, collection: Collection, known: Known) -> Answer | Refusal:
    """Store the message under its key; what happens to a second one is the collection's reading."""
    message = call.message if isinstance(call.message, dict) else {}
    place, key = call.place(collection.name), key_of(message.get(collection.key))
    if key is None:
        breach = Violation(None, "required", call.pointer(collection.key), None, "a value")
        return Refusal(400, "The message has no key.", (breach,))
    record = Record(key, call.message, call.world.now)
    copies = known[place, key].copies if (place, key) in known else 0
    duplicates = call.judge.readings.get(collection.duplicates or "", "reject")
    if copies and duplicates == "upsert":
        records.put(call.connection, place, record)
    elif copies and duplicates != "append":
        return _duplicate(call, collection, key)
    else:
        records.add(call.connection, place, record, copies)
    return fill(call, call.message)


def listing(call: Call, collection: Collection) -> Answer:
    """The wanted page of the collection, in order of creation, and the number of all its records."""
    place, paging = call.place(collection.name), call.partner.contract.paging
    size, start = records.LARGEST, 0
    if paging and isinstance(call.message, dict):
        size = _number(call.message.get(paging.size), size)
        start = (_number(call.message.get(paging.page), paging.first) - paging.first) * size
    found = records.page(call.connection, place, size, start)
    rows = [shown(call, collection, record) for record in found]
    if call.operation.answer.get("type") == "array":
        return Answer(200, rows)
    total = records.count(call.connection, place)
    return fill(call, {paging.rows if paging else "data": rows, paging.count if paging else "count": total})


def shown(call: Call, collection: Collection, record: Record) -> Json:
    """A record as a list shows it, with the sums that the schema of its row has."""
    row, paging = call.partner.rules.row(record, collection), call.partner.contract.paging
    member = call.operation.answer.get("properties", {}).get(paging.rows if paging else "data", {})
    return with_sums(member.get("items", {}), row) if isinstance(row, dict) else row


def drop(call: Call, collection: Collection) -> Answer:
    """Delete what the message names; that an id is unknown is no breach."""
    named = call.message.get(collection.key) if isinstance(call.message, dict) else call.message
    ids = named if isinstance(named, list) else [named]
    keys = [key for key in map(key_of, ids) if key is not None]
    records.drop(call.connection, call.place(collection.name), keys)
    return fill(call, call.message)


def _duplicate(call: Call, collection: Collection, key: str) -> Refusal:
    requirement = call.partner.requirement("duplicate-key", call.operation.id)
    wanted = f"a {collection.key} that {collection.name} does not hold yet"
    breach = Violation(requirement, "duplicate-key", call.pointer(collection.key), key, wanted)
    return Refusal(409, f"{collection.name} {key} is known already.", (breach,))


def _number(value: Json, otherwise: int) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return otherwise
