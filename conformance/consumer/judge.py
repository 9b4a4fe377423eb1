"""The verdict on a client, from the journal of its world, as the same report that every other role has."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from kontrak import __version__
from kontrak.conformance.consumer.rules import judge_messages
from kontrak.conformance.consumer.trail import Trail, trails
from kontrak.conformance.consumer.trails import trail
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.verdict import (
    CheckResult,
    Outcome,
    Profile,
    Report,
    RequirementResult,
    judge_requirement,
    judge_run,
    totals,
)
from kontrak.contracts import ConfigurationError, Contract, Level, Requirement, Role, UnknownPartner


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about a client.

    `partners` are those whose client it is (none: those that it called), `scenarios` those that it was meant to carry out
    (none: those that it began are judged), `only` the requirements in question; `base_url` and `world` are where its calls went.
    """

    partners: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    profile: Profile = Profile.OBSERVED
    only: tuple[str, ...] = ()
    base_url: str = ""
    world: str = "default"


def report(contracts: Mapping[str, Contract], entries: Iterable[Mapping[str, Any]], question: Question) -> Report:
    """The verdict on the client that made the calls of a journal.

    Raises UnknownPartner, and ConfigurationError for a scenario or requirement that no contract in question has.
    """
    clock = time.monotonic()
    chosen = _chosen(contracts, question)
    made = trails(contracts, entries)
    called = {name: contract for name, contract in chosen.items() if made[name]}
    judged = chosen if question.partners or question.scenarios or not called else called
    results: list[RequirementResult] = []
    for name, contract in judged.items():
        asked = frozenset(question.scenarios) & set(contract.scenarios)
        results += _results(Trail(contract, tuple(made[name]), question.base_url, asked), question)
    if missing := set(question.only) - {result.id for result in results}:
        raise ConfigurationError(f"--only: not judged on this client: {', '.join(sorted(missing))}")
    return _written(judged, results, question, {name: len(made[name]) for name in judged}, time.monotonic() - clock)


def unread(contracts: Mapping[str, Contract], reason: str, question: Question) -> Report:
    """The inconclusive report where the journal could not be read; raises as `report` does."""
    judged = _chosen(contracts, question)
    results = [
        judge_requirement(one, [CheckResult("journal", one.id, Outcome.ERROR, reason=reason)], question.profile)
        for contract in judged.values()
        for one in contract.in_role(Role.CONSUMER).requirements.values()
        if not question.only or one.id in question.only
    ]
    return _written(judged, results, question, dict.fromkeys(judged, 0), 0)


def _written(
    judged: Mapping[str, Contract],
    results: list[RequirementResult],
    question: Question,
    calls: Mapping[str, int],
    seconds: float,
) -> Report:
    where = {
        "base_url": question.base_url,
        "world": question.world,
        "about": "the client whose calls the journal holds",
    }
    return Report(
        verdict=judge_run(results),
        run={
            "kontrak": __version__,
            "role": Role.CONSUMER.value,
            "contracts": _digest("".join(contract.digest for contract in judged.values())),
            "config": _digest(json.dumps([sorted(judged), sorted(question.scenarios), question.world])),
            "profile": question.profile.value,
            "only": list(question.only),
            "scenarios": list(question.scenarios),
            "started": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(seconds, 1),
            "exchanges": sum(calls.values()),
        },
        target={name: {k: v for k, v in where.items() if v} | {"exchanges": calls[name]} for name in judged},
        totals=totals(results),
        requirements=tuple(results),
    )


def _chosen(contracts: Mapping[str, Contract], question: Question) -> dict[str, Contract]:
    for name in (name for name in question.partners if name not in contracts):
        raise UnknownPartner(name, list(contracts))
    chosen = {name: contracts[name] for name in question.partners or contracts if contracts[name].scenarios}
    known = {scenario for contract in chosen.values() for scenario in contract.scenarios}
    if unknown := [name for name in question.scenarios if name not in known]:
        raise ConfigurationError(f"no scenario {', '.join(unknown)}; known: {', '.join(sorted(known))}")
    if question.scenarios and not question.partners:
        return {name: one for name, one in chosen.items() if set(question.scenarios) & set(one.scenarios)}
    return chosen


def _results(seen: Trail, question: Question) -> Iterator[RequirementResult]:
    own = seen.contract.in_role(Role.CONSUMER).requirements
    for requirement in own.values():
        if not question.only or requirement.id in question.only:
            yield judge_requirement(_asked(seen, requirement), _checks(seen, requirement, question), question.profile)
    owned = {id for requirement in own.values() for id in requirement.test.breaches}
    evidence, clock = Evidence("messages"), time.monotonic()
    judge_messages(seen, owned, evidence)
    found = {check.requirement: check for check in evidence.results(time.monotonic() - clock)}
    for id, requirement in seen.contract.requirements.items():
        if id in found and (not question.only or id in question.only):
            yield judge_requirement(_judgeable(requirement), [found[id]], question.profile)


def _checks(seen: Trail, requirement: Requirement, question: Question) -> list[CheckResult]:
    if requirement.test.not_tested is not None:
        return []
    name = f"trail:{requirement.test.trail}"
    if not seen.entries:
        where = f"{question.base_url or 'the mock'}{'' if question.base_url else f', world {question.world}'}"
        reason = f"the journal has no call of {seen.contract.system}; point the client at {where}"
        return [CheckResult(name, requirement.id, Outcome.NOT_TESTED, reason=reason)]
    registered, evidence, clock = trail.get(requirement), Evidence(name), time.monotonic()
    registered.judge(seen, requirement, evidence)
    found = list(evidence.results(time.monotonic() - clock))
    return found or [CheckResult(name, requirement.id, registered.outcome, reason=registered.reason)]


def _asked(seen: Trail, requirement: Requirement) -> Requirement:
    """The requirement; that of a scenario which was asked for by name binds as if it were documented."""
    if not any(seen.contract.scenarios[name].requirement == requirement.id for name in seen.asked):
        return requirement
    return replace(requirement, level=Level.DOCUMENTED, source=f"{requirement.source}; asked for by its scenario")


def _judgeable(requirement: Requirement) -> Requirement:
    """A requirement on servers as one on messages: that no probe tests it there is no matter here."""
    return replace(requirement, test=replace(requirement.test, not_tested=None))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
