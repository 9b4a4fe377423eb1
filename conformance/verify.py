"""One verification: the targets of some partners against their contracts, as one report."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from kontrak import __version__
from kontrak.conformance.bench import Found
from kontrak.conformance.config import Target
from kontrak.conformance.lanes import lanes_of
from kontrak.conformance.run import Jury, Options, Outcomes
from kontrak.conformance.verdict import Report, RequirementResult, judge_run, totals
from kontrak.conformance.workers import carry_out
from kontrak.contracts import Contract, Role
from kontrak.contracts.answer import answered
from kontrak.contracts.errors import ConfigurationError

BASE_36 = "0123456789abcdefghijklmnopqrstuvwxyz"


Runner = Callable[[Contract, Target, Options], Outcomes]
"""Carries out the checks of one role against one target."""


def verify(
    contracts: Mapping[str, Contract],
    targets: Iterable[Target],
    options: Options,
    role: Role = Role.PROVIDER,
    runner: Runner | None = None,
) -> Report:
    """Verify each target against the contract of its partner, in a role whose checks `runner` carries out.

    Those on servers are carried out in lanes, by as many processes as the options say.

    Raises ConfigurationError for ids in `options.only` that no contract in question has, or that another role judges.
    """
    chosen = list(targets)
    check_ids(contracts, chosen, options, role)
    started, clock = datetime.now(UTC), time.monotonic()
    if runner is None:
        found = _found(contracts, chosen, options)
    else:
        found = {target.partner: runner(contracts[target.partner], target, options) for target in chosen}
    results = tuple(result for outcomes in found.values() for result in outcomes.requirements)
    return Report(
        verdict=judge_run(results),
        run={
            "kontrak": __version__,
            "role": role.value,
            "contracts": _digest(contracts[target.partner].digest for target in chosen),
            "config": _digest(target.digest() for target in chosen),
            "seed": options.seed,
            "profile": options.profile.value,
            "depth": options.depth.value,
            "workers": options.workers,
            "only": list(options.only),
            "mark": options.mark,
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - clock, 1),
            "exchanges": sum(outcomes.exchanges for outcomes in found.values()),
            "left_out": [{"check": check, "reason": why} for o in found.values() for check, why in o.left_out],
            "left_behind": {t.partner: found[t.partner].left_behind for t in chosen if not t.worlds},
        },
        target={target.partner: _shown(target, found[target.partner]) for target in chosen},
        totals=totals(results),
        requirements=results,
        readings=tuple(entry for target in chosen for entry in _readings(contracts[target.partner], target)),
    )


def check_ids(
    contracts: Mapping[str, Contract], targets: Iterable[Target], options: Options, role: Role = Role.PROVIDER
) -> None:
    """Raise ConfigurationError for ids in `options.only` that no contract in question has, or that another role judges."""
    known = {id: entry for target in targets for id, entry in contracts[target.partner].requirements.items()}
    if unknown := [id for id in options.only if id not in known]:
        raise ConfigurationError(f"--only: no requirement {', '.join(unknown)}; see `kontrak contracts requirements`")
    for id in options.only:
        if role not in known[id].roles:
            others = " or ".join(f"--role {one}" for one in known[id].roles)
            raise ConfigurationError(f"--only: {id} is not judged in the role {role}; write {others}")


def _found(contracts: Mapping[str, Contract], targets: Sequence[Target], options: Options) -> dict[str, Outcomes]:
    """What is found of each target, its lanes carried out wherever there is room."""
    provided = {name: contract.in_role(Role.PROVIDER) for name, contract in contracts.items()}
    lanes = [lane for target in targets for lane in lanes_of(provided[target.partner], target, options)]
    parts: dict[str, list[Found]] = {target.partner: [] for target in targets}
    for lane, found in zip(lanes, carry_out(provided, lanes, options), strict=True):
        parts[lane.partner].append(found)
    return {
        target.partner: Jury(answered(provided[target.partner], target.answers), target, options).outcomes(
            parts[target.partner]
        )
        for target in targets
    }


def fresh_mark(now: datetime) -> str:
    """A mark for the keys of one run, never used before on the same target: the time in seconds, in base 36."""
    number, text = int(now.timestamp()), ""
    while number:
        number, rest = divmod(number, 36)
        text = BASE_36[rest] + text
    return f"KT{text.upper()}"


def counted(results: Iterable[RequirementResult]) -> int:
    """How many exchanges and comparisons stand behind some results."""
    return sum(check.cases for result in results for check in result.checks)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def _shown(target: Target, outcomes: Outcomes) -> dict[str, Any]:
    known = {
        "base_url": target.base_url,
        "about": target.about,
        "allow": list(target.allow),
        "without": list(target.without),
        "additions": list(target.additions),
        "exchanges": outcomes.exchanges,
    }
    return {name: value for name, value in known.items() if value or name == "exchanges"}


def _readings(contract: Contract, target: Target) -> list[dict[str, Any]]:
    """The register of readings in force for a target."""
    entries = []
    for reading in contract.readings.values():
        taken = target.readings.get(reading.id, reading.chosen)
        answer = target.answers.get(reading.id)
        entries.append(
            {
                "id": reading.id,
                "system": contract.system,
                "where": reading.where,
                "question": reading.question,
                "candidates": {candidate.name: candidate.text for candidate in reading.candidates},
                "chosen": taken,
                "text": reading.candidate(taken).text,
                "default": reading.chosen,
                "why": reading.why,
                **({"answered_by": answer.by} if answer else {}),
            }
        )
    return entries
