"""How batches appear: whole or not at all, and in the order in which they were made."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.producer.batch import Medium
from kontrak.conformance.producer.session import Producer, ending, failure
from kontrak.conformance.producer.watch import Seen
from kontrak.contracts import Requirement

UNIT = {Medium.FILE: "bytes", Medium.TABLE: "rows"}


def whole_batches(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """No batch had another size when it was first seen than at the end."""
    for requirement in requirements:
        with ending(evidence, requirement):
            for medium, batches in _seen(session):
                for one in batches:
                    if len(one.sizes) == 1:
                        evidence.passed(requirement.id)
                        continue
                    sizes = ", then ".join(f"{size} {UNIT[medium]}" for size in one.sizes[:4])
                    text = f"{one.feed}: the batch {one.name} was seen before it was whole: {sizes}"
                    evidence.failed(requirement.id, failure(text, sizes, _wanted(medium)))


def _wanted(medium: Medium) -> str:
    if medium is Medium.FILE:
        return "a file that is written under another name, and renamed when it is whole"
    return "all rows of a batch in one transaction"


def batch_order(session: Producer, requirements: Sequence[Requirement], evidence: Evidence) -> None:
    """No batch appeared after one of its feed that was made later."""
    for requirement in requirements:
        with ending(evidence, requirement):
            for medium, batches in _seen(session):
                _in_order(requirement, medium, batches, evidence)


def _in_order(requirement: Requirement, medium: Medium, batches: list[Seen], evidence: Evidence) -> None:
    latest: dict[str, tuple[datetime, Seen]] = {}
    for one in (one for one in batches if one.time is not None):
        assert one.time is not None
        time, before = latest.get(one.feed, (one.time, one))
        if one.time < time and one.sample > before.sample:
            text = f"{one.feed}: the batch {one.name} ({medium}) came after {before.name}"
            evidence.failed(requirement.id, failure(text, one.time, f"a time that is not before {time}"))
            continue
        evidence.passed(requirement.id)
        latest[one.feed] = max((time, before), (one.time, one), key=lambda pair: pair[0])


def _seen(session: Producer) -> list[tuple[Medium, list[Seen]]]:
    """The batches that appeared while the target's clock was moved; raises Missing where none did."""
    found = [(medium, list(batches.values())) for medium, batches in session.watch.seen.items() if batches]
    if not found:
        session.target.hooks.check(session.contract.name)
        blind = "; ".join(session.watch.blind.values())
        raise Missing(blind or "no batch was made while the clock of the target moved")
    return found
