"""Documents that a client submits twice."""

from __future__ import annotations

import json

from kontrak.conformance.consumer.entry import NOT_JSON, Entry
from kontrak.conformance.consumer.failing import failure
from kontrak.conformance.consumer.trail import Trail, trail
from kontrak.conformance.evidence import Evidence
from kontrak.contracts import Requirement
from kontrak.contracts.model import Json

RULE = "duplicate-key"


@trail("duplicates")
def duplicates(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No document is submitted again after its acknowledgement arrived, and no key serves two documents."""
    done: dict[str, Entry] = {}
    lost: set[str] = set()
    for entry in seen.entries:
        _forget(seen, entry, done)
        if entry.key is None or not _is_judged(entry):
            continue
        key, message = _text([entry.name, entry.key]), _text([entry.name, entry.message])
        clashes = any(breach.get("rule") == RULE for breach in entry.breaches)
        if key not in lost and (clashes or message in done):
            text = f"{entry.name} is sent again for {_text(entry.key)}."
            evidence.failed(requirement.id, failure(seen, entry, text, _told(done.get(message)), "one submission"))
        elif entry.is_accepted or clashes:
            evidence.passed(requirement.id)
        if entry.failed:
            lost.add(key)
        elif entry.is_accepted:
            done[message] = entry
            lost.discard(key)


def _is_judged(entry: Entry) -> bool:
    return entry.is_accepted or entry.failed or any(breach.get("rule") == RULE for breach in entry.breaches)


def _forget(seen: Trail, entry: Entry, done: dict[str, Entry]) -> None:
    """What was deleted may be submitted anew."""
    gone = next((one for one in seen.contract.collections.values() if one.delete == entry.name and entry.name), None)
    if gone is None or not entry.is_accepted or entry.message is NOT_JSON:
        return
    named = entry.message.get(gone.key) if isinstance(entry.message, dict) else None
    for key in named if isinstance(named, list) else [named]:
        for message in [text for text, first in done.items() if first.name == gone.create and first.key == key]:
            del done[message]


def _told(first: Entry | None) -> str:
    return f"a second one, after {first.line}" if first else "a number that another document has"


def _text(value: Json) -> str:
    return json.dumps(value, sort_keys=True, default=str)
