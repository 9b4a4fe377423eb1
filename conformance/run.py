"""Carries out the checks against one target and judges its requirements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kontrak.conformance.bench import Found, Options, Progress, work
from kontrak.conformance.check import Check
from kontrak.conformance.config import Target
from kontrak.conformance.depth import Depth, is_directed
from kontrak.conformance.evidence import merged
from kontrak.conformance.plan import plan, selected, spoken_about
from kontrak.conformance.verdict import CheckResult, Outcome, RequirementResult, judge_requirement
from kontrak.contracts import Contract, Judge, Requirement, Role
from kontrak.contracts.answer import answered, is_built

__all__ = ["Jury", "Options", "Outcomes", "Progress", "checks_of", "run"]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a run against one target found: its requirements judged, and the checks left out with the reason.

    `left_behind` are the keys of records that the run made and the target still has, by collection.
    """

    requirements: tuple[RequirementResult, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    exchanges: int = 0
    left_behind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def run(contract: Contract, target: Target, options: Options) -> Outcomes:
    """Verify one target against one contract, with the partner's answers that the target has.

    Never raises for anything the target does; raises ConfigurationError for unknown ids in `options.only`.
    """
    contract = answered(contract, target.answers).in_role(Role.PROVIDER)
    jury = Jury(contract, target, options)
    found = work(contract, target, checks_of(contract, options), options, judge=jury.judge)
    return jury.outcomes([found])


def checks_of(contract: Contract, options: Options) -> list[Check]:
    """The checks that a run with these options carries out."""
    planned = plan(contract, options.only)
    return [check for check in planned if not check.id.startswith(options.leave_out) and options.depth.takes(check.id)]


class Jury:
    """Judges the requirements of one target from what its checks found, wherever those were carried out."""

    def __init__(self, contract: Contract, target: Target, options: Options) -> None:
        self.contract, self.target, self.options = contract, target, options
        self.judge = Judge(contract, target.readings)
        self.planned = plan(contract, options.only)
        self.expected = spoken_about(self.planned, contract)
        self.shallow = _by_requirement(check for check in self.planned if not options.depth.takes(check.id))

    def outcomes(self, parts: Sequence[Found]) -> Outcomes:
        """The verdict on each requirement in question."""
        order = {check.id: number for number, check in enumerate(self.planned)}
        results = merged(result for part in parts for result in part.results)
        results.sort(key=lambda result: order.get(result.id, len(order)))
        stopped = next((part.stopped for part in parts if part.stopped is not None), None)
        judged = [
            self._judged(requirement, results, stopped) for requirement in selected(self.contract, self.options.only)
        ]
        left_out = sorted((entry for part in parts for entry in part.left_out), key=lambda entry: order[entry[0]])
        exchanges = sum(part.exchanges for part in parts)
        return Outcomes(tuple(judged), tuple(left_out), exchanges, _together(part.left_behind for part in parts))

    def _judged(
        self, requirement: Requirement, results: Iterable[CheckResult], stopped: tuple[Outcome, str] | None
    ) -> RequirementResult:
        """The verdict on one requirement from all results about it."""
        if requirement.id in self.judge.waived:
            result = judge_requirement(requirement, (), self.options.profile)
            return replace(result, verdict=Outcome.NOT_APPLICABLE, reason=self._waiver(requirement), blocks=False)
        if (unbuilt := self._unbuilt(requirement)) is not None:
            untested = CheckResult("run", requirement.id, Outcome.NOT_TESTED, reason=unbuilt)
            return judge_requirement(requirement, [untested], self.options.profile)
        own = [result for result in results if result.requirement == requirement.id]
        if stopped is None and (left := self._left_out(requirement, own)) is not None:
            judged = judge_requirement(requirement, [*own, left], self.options.profile)
            return replace(judged, blocks=judged.blocks and judged.reason != left.reason)
        if not own and requirement.test.not_tested is None:
            own = [self._no_evidence(requirement, self.expected, stopped)]
        return judge_requirement(requirement, own, self.options.profile)

    def _left_out(self, requirement: Requirement, own: Sequence[CheckResult]) -> CheckResult | None:
        """What the depth of the run keeps from being told of a requirement; None where its own checks were made.

        That does not hinder the verdict of that depth, and is never a pass: what other checks saw by the way is not all.
        """
        left = self.shallow.get(requirement.id, [])
        if not any(is_directed(check) for check in left) and (own or self.options.depth is not Depth.SMOKE):
            return None
        reason = self.options.depth.left_out(left) if left else "no exchange of a smoke run spoke about it"
        return CheckResult("run", requirement.id, Outcome.NOT_TESTED, reason=reason)

    def _no_evidence(
        self, requirement: Requirement, expected: Collection[str], stopped: tuple[Outcome, str] | None
    ) -> CheckResult:
        if stopped is not None:
            outcome, reason = stopped
            return CheckResult("run", requirement.id, outcome, reason=reason)
        if requirement.id in expected:
            return CheckResult("run", requirement.id, Outcome.NOT_TESTED, reason="no exchange spoke about it")
        return CheckResult("run", requirement.id, Outcome.ERROR, reason="the harness has no check for it")

    def _unbuilt(self, requirement: Requirement) -> str | None:
        """Why nothing can be said of a requirement: its reading is answered in a way that the contract has not got yet."""
        answer = self.target.answers.get(requirement.reading or "")
        if answer is None or is_built(self.contract, answer):
            return None
        file = f"contracts/{self.contract.name}/readings.yaml"
        return f"the partner answered {answer.reading} = {answer.candidate}; choose it in {file} and change the rules with it"

    def _waiver(self, requirement: Requirement) -> str:
        readings = self.contract.readings
        id = next(
            id for id, name in self.judge.readings.items() if requirement.id in readings[id].candidate(name).waives
        )
        answer = self.target.answers.get(id)
        return f"does not hold under the reading {answer or f'{id} = {self.judge.readings[id]}'}"


def _by_requirement(checks: Iterable[Check]) -> dict[str, list[str]]:
    """The ids of the checks about each requirement."""
    found: dict[str, list[str]] = {}
    for check in checks:
        for requirement in check.requirements:
            found.setdefault(requirement, []).append(check.id)
    return found


def _together(parts: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for part in parts:
        for name, keys in part.items():
            found[name] = found.get(name, ()) + keys
    return found
