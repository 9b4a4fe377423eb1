"""What a client does after a call that failed for a passing reason, or was refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

from kontrak.conformance.consumer.entry import Entry
from kontrak.conformance.consumer.failing import failure
from kontrak.conformance.consumer.trail import Trail, trail
from kontrak.conformance.evidence import Evidence
from kontrak.contracts import Requirement
from kontrak.contracts.model import Json

SOON = timedelta(minutes=1)
NO_FAULT = "no call failed for a passing reason; set a fault (POST /_kontrak/faults) and let the client run into it"
NO_WAIT = (
    "no answer asked for a wait with the clock running; set a fault with Retry-After and let the world's clock run"
)


@trail("retried", untested=NO_FAULT)
def retried(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """Each failed call is made again, or its effect is looked at."""
    for number, entry in _failed(seen):
        if any(_makes_good(entry, later) for later in seen.after(number)):
            evidence.passed(requirement.id)
            continue
        text = f"{entry.name} failed for a passing reason and is not made again."
        got = f"{_why(entry)}, and no later call of {entry.name}"
        evidence.failed(requirement.id, failure(seen, entry, text, got, "the same call again"))


@trail("same-number", untested=NO_FAULT)
def same_number(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No document that failed is sent again under another key in place of its own."""
    for number, entry in _failed(seen):
        if entry.key is None:
            continue
        later = [one for one in seen.after(number) if one.name == entry.name]
        other = next((one for one in later if _is_twin(entry, one)), None)
        if other is None or any(one.key == entry.key for one in later):
            evidence.passed(requirement.id)
            continue
        text = f"{entry.name} is sent again under another key after it failed ({entry.line})."
        got, wanted = json.dumps(other.key), json.dumps(entry.key)
        evidence.failed(requirement.id, failure(seen, other, text, got, wanted))


@trail("retry-after", untested=NO_WAIT)
def retry_after(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No call comes again before the time that Retry-After asked for; nothing is seen while the clock stands."""
    for number, entry in enumerate(seen.entries):
        if (until := entry.waits_until) is None:
            continue
        later = next((one for one in seen.after(number) if one.name == entry.name), None)
        if later is None or later.at == entry.at:
            continue
        if later.at.timestamp() >= int(until):
            evidence.passed(requirement.id)
            continue
        waited = (later.at - entry.at).total_seconds()
        text = f"{entry.name} is called again before the time that Retry-After asked for."
        got, wanted = f"{waited:.1f} s", f"{entry.retry_after} (Retry-After)"
        evidence.failed(requirement.id, failure(seen, later, text, got, wanted))


@trail("unchanged")
def unchanged(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No message is refused twice within a minute, the second time without any change in between."""
    refused: dict[tuple[str, str], Entry] = {}
    for entry in seen.entries:
        if not entry.is_matched or entry.is_unauthenticated or entry.is_login:
            continue
        if not entry.is_refused:
            refused = {} if entry.is_accepted else refused
            evidence.passed(requirement.id)
            continue
        known = (entry.name, str(entry.marks.get("body")))
        if known in refused and entry.at - refused[known].at < SOON:
            text = f"{entry.name} is sent again as it was refused."
            evidence.failed(requirement.id, failure(seen, entry, text, "the same message", "a message set right"))
        else:
            evidence.passed(requirement.id)
        refused[known] = entry


def _failed(seen: Trail) -> Iterator[tuple[int, Entry]]:
    return ((number, entry) for number, entry in enumerate(seen.entries) if entry.failed and entry.name)


def _makes_good(failed: Entry, later: Entry) -> bool:
    """Whether a later call repeats a failed one, under whatever key, or looks at what it made."""
    if failed.key is None:
        return later.name == failed.name
    if later.name == failed.name:
        return later.key == failed.key or _is_twin(failed, later)
    return later.is_accepted and json.dumps(failed.key) in f"{later.raw.get('request')}{later.raw.get('answer')}"


def _is_twin(failed: Entry, later: Entry) -> bool:
    """Whether a later document differs from a failed one in its key alone."""
    if later.name != failed.name or later.key in (None, failed.key):
        return False
    return bool(_without_key(failed) == _without_key(later))


def _without_key(entry: Entry) -> Json:
    created = entry.contract.collection_created_by(entry.name)
    return {name: value for name, value in entry.message.items() if not created or name != created.key}


def _why(entry: Entry) -> str:
    return f"the fault {entry.fault}" if entry.fault else f"HTTP {entry.raw.get('status')}"
