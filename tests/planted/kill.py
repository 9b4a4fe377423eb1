"""Runs the suite against a planted fault and says which requirements failed by which check."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache

from kontrak.conformance.config import Target
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile, RequirementResult
from kontrak.contracts import Contract, load
from tests.planted.fault import Fault, planted

GENERATED = ("engine:", "property:refuses:")
"""The sources that only add to what directed checks find; a fault must be killed without them."""


@dataclass(frozen=True)
class Kill:
    """What the suite said of one faulty server: `failed` maps requirements to the checks that failed them."""

    fault: Fault
    failed: dict[str, tuple[str, ...]]
    broken: dict[str, str]

    @property
    def killed(self) -> bool:
        """Whether the requirement that the server breaks was failed."""
        return self.fault.requirement in self.failed

    @property
    def by(self) -> str:
        """The checks that failed it."""
        return ", ".join(self.failed.get(self.fault.requirement, ()))

    @property
    def beside(self) -> tuple[str, ...]:
        """Other requirements that failed as well."""
        return tuple(id for id in self.failed if id != self.fault.requirement)


@cache
def contract(partner: str = "padi") -> Contract:
    return load(partner)


def faults(partner: str = "padi") -> tuple[Fault, ...]:
    """The faults planted for a partner whose requirement is tested; others wait until it is."""
    requirements = contract(partner).requirements
    return tuple(fault for fault in planted(partner).FAULTS if requirements[fault.requirement].test.not_tested is None)


def near(requirement: str) -> tuple[str, ...]:
    """The requirements of the same area or operation; none, which means all, where every operation may show the fault."""
    partner, area = requirement.split("-", maxsplit=1)[0].lower(), _area(requirement)
    known = contract(partner).requirements
    test = known[requirement].test
    if area not in planted(partner).AREAS and (test.watch or not planted(partner).AREAS):
        return ()
    return tuple(
        entry.id
        for entry in known.values()
        if _area(entry.id) == area or (test.operation and entry.test.operation == test.operation)
    )


def _area(requirement: str) -> str:
    return requirement.split("-")[1]


def serving(fault: str | None = None, dialect: str = "strict", partner: str = "padi") -> AbstractContextManager[Target]:
    """A target that is a partner's planted server."""
    return planted(partner).serving(fault, dialect)


def kill(fault: Fault, seed: int = 1, *, whole: bool = False) -> Kill:
    """Run the suite, in the strict profile, against the server with that fault: all of it, or what is near the fault."""
    with serving(fault.name, partner=fault.partner) as target:
        only = () if whole else near(fault.requirement)
        options = Options(seed=seed, profile=Profile.STRICT, leave_out=GENERATED, only=only)
        results = run(contract(fault.partner), target, options).requirements
    failed = {result.id: _failing(result) for result in results if result.verdict is Outcome.FAIL}
    broken = {result.id: result.reason for result in results if result.verdict is Outcome.ERROR}
    return Kill(fault, failed, broken)


def _failing(result: RequirementResult) -> tuple[str, ...]:
    return tuple(check.id for check in result.checks if check.verdict is Outcome.FAIL)
