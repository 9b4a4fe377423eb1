"""Every breach of a message, of its schema and of the master data, at once."""

from __future__ import annotations

from collections.abc import Mapping

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Call, Refusal
from kontrak.mocks.stages.recall import Known


def check(call: Call, known: Known) -> Refusal | None:
    """The refusal of a message: 400 if it breaks its schema, 422 if only the world's state speaks against it."""
    if call.operation.id in call.partner.rules.judges:
        return None
    schema = call.judge.request(call.operation, call.message)
    told = {violation.pointer for violation in schema}
    found = (*schema, *(other for other in _others(call, known) if other.pointer not in told))
    if not found:
        return None
    rules = "a rule" if len(found) == 1 else f"{len(found)} rules"
    return Refusal(400 if schema else 422, f"The message breaks {rules}.", found)


def _others(call: Call, known: Known) -> list[Violation]:
    """What the schema does not see; a value that breaks the schema is told once."""
    if not isinstance(call.message, dict):
        return []
    own = call.partner.rules.check.get(call.operation.id)
    return own(call) if own else _references(call, known)


def _references(call: Call, known: Known) -> list[Violation]:
    def lookup(collection: str, key: str) -> Mapping[str, Json] | None:
        found = known.get((call.place(collection), key))
        return found.body if found else None

    return call.judge.references(call.operation, call.message, lookup)
