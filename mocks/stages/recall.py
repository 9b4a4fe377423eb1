"""What the world knows of a message: its own key and the master records it names, fetched in one go."""

from __future__ import annotations

import json
from collections.abc import Mapping

from kontrak.contracts.model import Json
from kontrak.mocks.model import Call
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Found, Sought

Known = Mapping[Sought, Found]


def recall(call: Call) -> Known:
    """The records that validating and deciding will ask for."""
    message = call.message
    if not isinstance(message, dict):
        return {}
    references = call.partner.references[call.operation.id]
    named = [(reference.collection, message.get(reference.via or reference.property)) for reference in references]
    if call.collection and call.operation.id == call.collection.create:
        named.append((call.collection.name, key_of(message.get(call.collection.key))))
    wanted = {(call.place(collection), key) for collection, key in named if isinstance(key, str)}
    found, sees = records.find(call.connection, wanted), call.partner.rules.sees
    return {sought: record for sought, record in found.items() if sees(call, record.body)} if sees else found


def key_of(value: Json) -> str | None:
    """The text under which a record is kept: its key, or the key as JSON where that is no text."""
    return value if value is None or isinstance(value, str) else json.dumps(value, sort_keys=True)
