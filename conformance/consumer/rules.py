"""The requirements on messages, as the mock judged them: each call of the client is occasion to keep or to break some."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from kontrak.conformance.consumer.entry import NOT_JSON, Entry
from kontrak.conformance.consumer.trail import Trail
from kontrak.conformance.consumer.trails.messages import breached
from kontrak.conformance.evidence import Evidence
from kontrak.contracts import Operation
from kontrak.contracts.judge import SchemaJudge
from kontrak.contracts.schema import references

DUPLICATE = "duplicate-key"


def judge_messages(seen: Trail, owned: Collection[str], evidence: Evidence) -> None:
    """Evidence on every requirement that a message gave occasion to, but those that a client's requirement owns."""
    judges: dict[str, SchemaJudge] = {}
    for entry in seen.entries:
        operation = entry.operation
        if operation is None or not entry.is_matched or entry.is_unauthenticated:
            continue
        if operation.id not in judges:
            judges[operation.id] = SchemaJudge(operation.request)
        judge = judges[operation.id]
        broken = {str(one["requirement"]): one for one in _told(entry, judge, owned)}
        for id, breach in broken.items():
            evidence.failed(id, breached(seen, entry, breach))
        for id in _met(operation, entry, judge) - set(broken) - set(owned) if not entry.fault else ():
            if id in seen.contract.requirements:
                evidence.passed(id)


def _told(entry: Entry, judge: SchemaJudge, owned: Collection[str]) -> Iterator[Mapping[str, Any]]:
    """The breaches that the mock named, without those of values that the sources leave open."""
    member = entry.operation.member if entry.operation else None
    base = f"/{member}" if member else ""
    found = [one for one in entry.breaches if one.get("requirement") not in owned and one.get("rule") != DUPLICATE]
    found = [one for one in found if one.get("requirement") in entry.contract.requirements]
    if not found or entry.message is NOT_JSON:
        yield from found
        return
    silent = {violation.pointer for violation in judge.violations(entry.message, base) if violation.silent}
    yield from (one for one in found if one.get("pointer") not in silent)


def _met(operation: Operation, entry: Entry, judge: SchemaJudge) -> set[str]:
    if not isinstance(entry.message, dict):
        return set()
    compared = {one.requirement for one in references(operation.request) if entry.message.get(one.property)}
    return {*judge.met(entry.message), *compared}
