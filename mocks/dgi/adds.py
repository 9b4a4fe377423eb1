"""The three pushes: everything is validated, and the record stored by its primary key, or the whole message is refused.

Types, lengths, codes and references to master data have been judged by the contract when a push comes here; what is left
are rights, days of the calendar, and what other groups own (v1.3 p. 3, 9; readings DGI-R-24, 29, 33, 43).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.dgi import ledger, strict, zone
from kontrak.mocks.dgi.begin import DAY
from kontrak.mocks.dgi.dialect import strange
from kontrak.mocks.dgi.groups import groups
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.stages.answer import fill
from kontrak.mocks.store import records

MODULES = ("inv1", "inv2", "dphlo")
Body = Mapping[str, Json]


def add(call: Call) -> Answer | Refusal:
    """Carry a push out whose message keeps its schema and its references."""
    collection = call.collection
    if collection is None:
        raise LookupError(call.operation.id)
    call = replace(call, message=_with_dealer(call))
    earlier = ledger.get(call, collection.name, call.message[collection.key])
    refusal = _rights(call) or _values(call) or _ownership(call, earlier) or _duplicate(call, earlier)
    if refusal:
        return refusal
    sent = zone.taken(call.message, call.judge.readings)
    body = {ledger.CREATED: (earlier or {}).get(ledger.CREATED), **sent}
    ledger.store(call, collection.name, body, copy=_copy(call, collection.name) if earlier else 0)
    return fill(call, {"status": 1})


def _with_dealer(call: Call) -> Body:
    """The message with the dealer of the record that it names, where a main dealer lets it be left out."""
    if ledger.DEALER in call.message:
        return call.message  # type: ignore[no-any-return]
    parent = next(reference for reference in call.partner.references[call.operation.id] if reference.via is None)
    known = ledger.get(call, parent.collection, str(call.message.get(parent.property))) or {}
    return {**call.message, ledger.DEALER: known.get(ledger.DEALER)}


def _rights(call: Call) -> Refusal | None:
    group = next(group for group in groups(call) if group.name == call.caller.name)
    if group.may_push:
        return None
    breach = Violation("DGI-AUTH-021", "push", "", group.name, "a group that the main dealer lets push")
    return Refusal(403, "Invalid credential: this group may not push.", (breach,))


def _values(call: Call) -> Refusal | None:
    broken = (*_no_days(call.message, call.operation.request, ""), *strict.breaches(call), *strange(call))
    return Refusal(400, "Invalid post data.", broken) if broken else None


def _no_days(value: Json, schema: Body, pointer: str) -> Iterator[Violation]:
    """The days in columns of days that no calendar has."""
    if isinstance(value, dict):
        for name, column in schema.get("properties", {}).items():
            yield from _no_days(value.get(name), column, f"{pointer}/{name}")
    elif isinstance(value, list):
        for number, row in enumerate(value):
            yield from _no_days(row, schema.get("items", {}), f"{pointer}/{number}")
    elif isinstance(value, str) and "pattern" in schema and (found := DAY.fullmatch(value)) and not _is_day(found):
        known = schema.get("x-requirements", {})
        yield Violation(known.get("pattern"), "date", pointer, value, "a day of the calendar")


def _is_day(found: re.Match[str]) -> bool:
    return ledger.is_time(f"{found[1]} 00:00:00")


def _ownership(call: Call, earlier: Body | None) -> Refusal | None:
    """The refusal of a record for another group's dealer, or under another group's key."""
    dealer, group = call.message.get(ledger.DEALER), call.caller.may or frozenset()
    if dealer not in group:
        breach = Violation("DGI-ADD-008", "reference", "/dealerId", dealer, "a dealer of the group of the key")
        return Refusal(422, "Invalid post data: dealerId is not a dealer of this group.", (breach,))
    if earlier is not None and earlier.get(ledger.DEALER) not in group:
        return _taken(call, "DGI-ADD-009")
    return None


def _duplicate(call: Call, earlier: Body | None) -> Refusal | None:
    is_refused = earlier is not None and call.judge.readings["DGI-R-33"] == "reject"
    return _taken(call, "DGI-ADD-002") if is_refused else None


def _taken(call: Call, requirement: str) -> Refusal:
    key = call.collection.key if call.collection else ""
    breach = Violation(requirement, "duplicate-key", f"/{key}", call.message[key], "a key that is not taken")
    return Refusal(409, "Invalid post data: the key is taken.", (breach,))


def _copy(call: Call, module: str) -> int:
    """The number of the new record under a known key: 0 where it replaces that one (DGI-R-33)."""
    if call.judge.readings["DGI-R-33"] != "append":
        return 0
    place, key = call.place(module), call.message[call.partner.contract.collections[module].key]
    return records.find(call.connection, [(place, key)])[place, key].copies
