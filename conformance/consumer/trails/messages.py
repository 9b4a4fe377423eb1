"""What the mock said to single calls: unknown paths, unknown members, and breaches that a requirement tells as its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from kontrak.conformance.consumer.entry import Entry
from kontrak.conformance.consumer.failing import failure
from kontrak.conformance.consumer.trail import Trail, trail
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.verdict import Failure
from kontrak.contracts import Requirement
from kontrak.contracts.model import Json


@trail("paths")
def paths(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No call was of a path, a method or an operation that the contract does not have; what another rule owns is told there."""
    owned = {id for one in seen.contract.requirements.values() for id in one.test.breaches}
    for entry in seen.entries:
        breach: Mapping[str, Any] = next(iter(entry.breaches), {})
        if entry.is_matched or breach.get("requirement") in owned:
            evidence.passed(requirement.id)
            continue
        message = "The client called what the contract does not have."
        got, wanted = f"{entry.raw.get('method')} {entry.raw.get('path')}", str(breach.get("wanted", ""))
        evidence.failed(requirement.id, failure(seen, entry, message, got, wanted))


@trail("members")
def members(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No message had a member that its operation does not know; a blank after a name is forgiven."""
    for entry in seen.entries:
        if entry.operation is None or not isinstance(entry.message, dict) or entry.is_unauthenticated:
            continue
        strange = sorted(set(_strange(entry.message, entry.operation.request)))
        if not strange:
            evidence.passed(requirement.id)
            continue
        message = f"A message of {entry.name} has members that the contract does not know."
        known = ", ".join(entry.operation.request.get("properties", {}))
        evidence.failed(requirement.id, failure(seen, entry, message, ", ".join(strange), f"some of {known}"))


@trail("breaches")
def breaches(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """The mock named none of the requirement's breaches in any call."""
    _breaches(seen, requirement, evidence, (entry for entry in seen.entries if entry.is_matched and not entry.is_login))


@trail("form")
def form(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """As `breaches`, and no call was refused for what no requirement names."""
    for entry in (entry for entry in seen.entries if not entry.is_login):
        named = [one.get("requirement") for one in entry.breaches]
        wrong = [one for one in entry.breaches if one.get("requirement") in requirement.test.breaches]
        wrong += entry.breaches if entry.is_matched and not any(named) else []
        if wrong:
            evidence.failed(requirement.id, breached(seen, entry, wrong[0]))
        else:
            evidence.passed(requirement.id)


@trail("token-requests")
def token_requests(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """The authorization server refused no request for what the requirement names, nor for its form."""
    for entry in (entry for entry in seen.entries if entry.is_login):
        if not entry.is_refused:
            evidence.passed(requirement.id)
            continue
        breach = next(iter(entry.breaches), {})
        got, wanted = str(entry.raw.get("answer") or ""), str(breach.get("wanted", ""))
        evidence.failed(requirement.id, failure(seen, entry, "A token request was refused.", got, wanted))


@trail("reads")
def reads(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """The mock named none of the requirement's breaches in a list by a window of time."""
    window = seen.contract.window
    asked = (entry for entry in seen.entries if window and isinstance(entry.message, dict))
    _breaches(seen, requirement, evidence, (entry for entry in asked if window and window.start in entry.message))


@trail("accept")
def accept(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """Each call named JSON in Accept."""
    for entry in (entry for entry in seen.entries if entry.is_matched):
        given = entry.header("accept")
        if "application/json" in given.lower():
            evidence.passed(requirement.id)
        else:
            text = "A call does not name application/json in Accept."
            evidence.failed(requirement.id, failure(seen, entry, text, given or "nothing", "Accept: application/json"))


def _breaches(seen: Trail, requirement: Requirement, evidence: Evidence, entries: Iterator[Entry]) -> None:
    for entry in entries:
        found = [one for one in entry.breaches if one.get("requirement") in requirement.test.breaches]
        if found:
            evidence.failed(requirement.id, breached(seen, entry, found[0]))
        else:
            evidence.passed(requirement.id)


def breached(seen: Trail, entry: Entry, breach: Mapping[str, Any]) -> Callable[[], Failure]:
    """The finding about a breach that the mock named."""
    place = str(breach.get("pointer") or "").lstrip("/") or str(breach.get("rule") or "the call")
    message = f"{entry.name or 'A call'} was refused: {place}."
    got = "nothing" if breach.get("rule") == "required" else str(breach.get("got"))
    return failure(seen, entry, message, got, str(breach.get("wanted") or ""))


def _strange(message: Json, schema: Mapping[str, Any], place: str = "") -> Iterator[str]:
    """The members of a message that its schema does not know, those of rows below the name of their list."""
    if isinstance(message, list):
        for row in message:
            yield from _strange(row, schema.get("items", {}), place)
    known = schema.get("properties")
    if not isinstance(message, dict) or known is None:
        return
    for name, value in message.items():
        if name.strip() in known:
            yield from _strange(value, known[name.strip()], f"{place}{name}/")
        else:
            yield place + name
