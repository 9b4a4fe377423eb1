"""Collects what the checks saw, requirement by requirement, and turns it into check results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from kontrak.conformance.verdict import CheckResult, Failure, Outcome

KEPT = 3


@dataclass(slots=True)
class Ledger:
    """The evidence of one check on one requirement; only the first few failures are kept in full."""

    cases: int = 0
    failed: int = 0
    failures: list[Failure] = field(default_factory=list)
    ended: Outcome | None = None
    reason: str = ""


class Evidence:
    """What one check found; a check may speak about several requirements."""

    def __init__(self, check: str) -> None:
        self.check = check
        self._ledgers: dict[str, Ledger] = {}

    def passed(self, requirement: str, cases: int = 1) -> None:
        """So many cases were as they should be."""
        self._of(requirement).cases += cases

    def failed(self, requirement: str, failure: Failure | Callable[[], Failure]) -> None:
        """One case was not as it should be; a failure that is costly to make is made only if it is kept."""
        ledger = self._of(requirement)
        ledger.cases += 1
        ledger.failed += 1
        if len(ledger.failures) < KEPT:
            ledger.failures.append(failure if isinstance(failure, Failure) else failure())

    def ended(self, requirement: str, outcome: Outcome, reason: str) -> None:
        """The check could not be carried through; the first reason stays."""
        ledger = self._of(requirement)
        if ledger.ended is None:
            ledger.ended, ledger.reason = outcome, reason

    def has_failed(self, requirement: str) -> bool:
        """Whether a case of that requirement failed so far."""
        return requirement in self._ledgers and self._ledgers[requirement].failed > 0

    def has_cases(self, requirement: str) -> bool:
        """Whether anything was judged for that requirement so far."""
        return requirement in self._ledgers and self._ledgers[requirement].cases > 0

    def has_any(self) -> bool:
        """Whether anything was judged so far."""
        return any(ledger.cases for ledger in self._ledgers.values())

    def results(self, seconds: float) -> Iterator[CheckResult]:
        """One result for each requirement spoken about; a failure outweighs an early end."""
        for requirement, ledger in self._ledgers.items():
            yield CheckResult(
                id=self.check,
                requirement=requirement,
                verdict=_outcome(ledger),
                cases=ledger.cases,
                seconds=round(seconds, 3),
                failures=tuple(ledger.failures),
                reason=_reason(ledger),
            )

    def _of(self, requirement: str) -> Ledger:
        return self._ledgers.setdefault(requirement, Ledger())


def _outcome(ledger: Ledger) -> Outcome:
    if ledger.failed:
        return Outcome.FAIL
    if ledger.ended is not None:
        return ledger.ended
    return Outcome.PASS if ledger.cases else Outcome.NOT_TESTED


def _reason(ledger: Ledger) -> str:
    if ledger.failed:
        more = f" ({ledger.failed} cases of {ledger.cases})" if ledger.failed > 1 else ""
        return ledger.failures[0].message + more
    return ledger.reason


def merged(results: Iterable[CheckResult]) -> list[CheckResult]:
    """One result for each check and requirement, where the same check spoke in several places, as watches do."""
    found: dict[tuple[str, str], CheckResult] = {}
    for result in results:
        known = found.get((result.id, result.requirement))
        found[result.id, result.requirement] = result if known is None else _both(known, result)
    return list(found.values())


def _both(first: CheckResult, second: CheckResult) -> CheckResult:
    """Two results of one check on one requirement as one: the worse verdict with its reason."""
    worse = min(first, second, key=lambda result: WORST_FIRST.index(result.verdict))
    return replace(
        worse,
        cases=first.cases + second.cases,
        seconds=round(first.seconds + second.seconds, 3),
        failures=(first.failures + second.failures)[:KEPT],
    )


WORST_FIRST = (
    Outcome.FAIL,
    Outcome.WARN,
    Outcome.ERROR,
    Outcome.PASS,
    Outcome.NOT_TESTED,
    Outcome.NOT_APPLICABLE,
)
"""What counts where one check spoke in several places; that one of them had nothing to say takes nothing away."""
