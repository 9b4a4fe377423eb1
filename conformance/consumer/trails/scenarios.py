"""Whether a client carries its scenarios out: every mandatory call, in order, with the values that earlier answers told."""

from __future__ import annotations

from collections.abc import Iterator

from kontrak.conformance.consumer.cases import Case
from kontrak.conformance.consumer.failing import failure
from kontrak.conformance.consumer.trail import Trail, trail
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.verdict import Outcome
from kontrak.contracts import Requirement
from kontrak.contracts.scenario import Call

LONGEST = 200


@trail("complete", idle="the client did not begin the scenario")
def complete(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """Each case of the requirement's scenario has its mandatory calls, a scenario that was asked for has a case."""
    for scenario in seen.contract.scenarios.values():
        if scenario.requirement != requirement.id:
            continue
        for case in seen.cases[scenario.name]:
            steps = (step for step in scenario.steps if step.requirement is None)
            _judge_steps(seen, case, steps, requirement, evidence)
        if seen.cases[scenario.name] or scenario.name not in seen.asked:
            continue
        operations = scenario.first.operations
        if any(entry.name in operations for entry in seen.entries):
            _untold(requirement, evidence, operations)
        else:
            wanted = f"an accepted call of {' or '.join(operations)}"
            text = f"The scenario {scenario.name} was not begun: {scenario.title}."
            evidence.failed(requirement.id, failure(seen, None, text, "no such call", wanted))


@trail("read-back", idle="the client began no scenario in which it has to")
def read_back(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """Each case has the calls that look at what became of a document."""
    for case in _all(seen):
        steps = (step for step in case.scenario.steps if step.requirement == requirement.id)
        _judge_steps(seen, case, steps, requirement, evidence)


@trail("order", idle="the client began no scenario that has an order")
def order(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No call of a case comes before one that it has to follow."""
    for case, step in _steps(seen):
        early = list(case.early(step))
        for entry, first in early:
            text = f"{entry.name} comes before {first.name} ({case.scenario.name})."
            got, wanted = f"{entry.line}, then {first.line}", f"{first.name} first"
            evidence.failed(requirement.id, failure(seen, entry, text, got, wanted))
        if step.after and case.calls[step.name] and not early:
            evidence.passed(requirement.id)


@trail("taken", idle="no call had to take a value from an earlier answer")
def taken(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """Each value that an earlier answer told is sent as it was told."""
    for case, step in _steps(seen):
        for fact in step.takes:
            _judge_fact(seen, case, step, fact, requirement, evidence)


def _all(seen: Trail) -> Iterator[Case]:
    return (case for scenario in seen.contract.scenarios for case in seen.cases[scenario])


def _steps(seen: Trail) -> Iterator[tuple[Case, Call]]:
    return ((case, step) for case in _all(seen) for step in case.scenario.steps)


def _judge_steps(seen: Trail, case: Case, steps: Iterator[Call], requirement: Requirement, evidence: Evidence) -> None:
    for step in (step for step in steps if case.wants(step)):
        if case.done(step) or list(case.early(step)):
            # A call that came too early is told once, as that.
            evidence.passed(requirement.id)
            continue
        made = case.calls[step.name]
        if made and not any(one.entry.is_accepted for one in made):
            _untold(requirement, evidence, step.operations)
            continue
        own = case.scenario.first.sent
        which = ", ".join(f"{fact} {' '.join(sorted(told))}" for fact, told in case.facts.items() if fact in own)
        operations = " or ".join(step.operations)
        text = f"A call of the scenario {case.scenario.name} is missing: {step.name}."
        got = f"no accepted {operations}" + (f" for {which}" if which else "")
        wanted = operations + (f" after {' and '.join(step.after)}" if step.after else "")
        evidence.failed(requirement.id, failure(seen, case.begin, text, got, wanted))


def _untold(requirement: Requirement, evidence: Evidence, operations: tuple[str, ...]) -> None:
    """A call that was made and did not succeed is not missing: why it did not is told elsewhere."""
    reason = f"{' or '.join(operations)} was called, but never with success; see what was wrong with it"
    evidence.ended(requirement.id, Outcome.NOT_TESTED, reason)


def _judge_fact(seen: Trail, case: Case, step: Call, fact: str, requirement: Requirement, evidence: Evidence) -> None:
    known = case.facts.get(fact)
    for made in case.calls[step.name] if known else ():
        sent = made.sent[fact]
        if sent <= (known or set()):
            evidence.passed(requirement.id)
            continue
        text = f"{made.entry.name} sends a value of {step.sent[fact]} that no answer told."
        got, wanted = " ".join(sorted(sent)), f"one of {' '.join(sorted(known or ()))}"[:LONGEST]
        evidence.failed(requirement.id, failure(seen, made.entry, text, got, wanted))
