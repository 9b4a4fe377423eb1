"""Runs the suite against a planted fault and says which requirements failed by which check."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache

from kontrak.conformance.config import Target
from kontrak.conformance.producer import run as producer
from kontrak.conformance.reader import run as reader
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile, RequirementResult
from kontrak.contracts import Contract, Role, load
from tests.planted.fault import Fault, planted

GENERATED = ("engine:", "property:refuses:")
"""The sources that only add to what directed checks find; a fault must be killed without them."""


FEEDS = "feeds"
"""The producers of TPOS, which the role of a feed judges."""
READERS = "readers"
"""The DMSs that read the tables of TPOS, which the role of a reader judges."""
ROLES = {FEEDS: Role.FEED, READERS: Role.READER}
LARGE = frozenset({"dgi", "padi", "tpos"})
"""Partners with so many operations that a whole run for each fault takes too long for every test run."""


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


loaded = cache(load)


@cache
def contract(partner: str = "padi") -> Contract:
    """What a server of the partner is held against, or a producer or reader of feeds."""
    if partner in ROLES:
        return loaded("tpos").in_role(ROLES[partner])
    return loaded(partner).in_role(Role.PROVIDER)


def faults(partner: str = "padi") -> tuple[Fault, ...]:
    """The faults planted for a partner whose requirement is tested; others wait until it is."""
    requirements = contract(partner).requirements
    return tuple(fault for fault in planted(partner).FAULTS if requirements[fault.requirement].test.not_tested is None)


def serving(fault: str | None = None, dialect: str = "strict", partner: str = "padi") -> AbstractContextManager[Target]:
    """A target that is a partner's planted server."""
    return planted(partner).serving(fault, dialect)


def neighbours(fault: Fault) -> tuple[str, ...]:
    """The requirement that a fault breaks, those of its section, and those that are only watched."""
    section = fault.requirement.rpartition("-")[0]
    known = contract(fault.partner).requirements.values()
    watched = {entry.id for entry in known if entry.test.watch and not entry.test.probe}
    return tuple(entry.id for entry in known if entry.id in watched or entry.id.rpartition("-")[0] == section)


def kill(fault: Fault, seed: int = 1) -> Kill:
    """Run the suite, in the strict profile, against the server with that fault."""
    return _killed(fault, Options(seed=seed, profile=Profile.STRICT, leave_out=GENERATED))


def kill_quickly(fault: Fault) -> Kill:
    """As `kill`; of a reader by the situations of the requirement alone, of a large partner by the checks near the requirement, and by all of them where those do not fail it."""
    if fault.partner == READERS:
        return _killed(fault, Options(only=(fault.requirement,), profile=Profile.STRICT))
    if fault.partner not in LARGE:
        return kill(fault)
    test = contract(fault.partner).requirements[fault.requirement].test
    has_its_own = test.accept or test.refuse or test.probe or test.course
    leave_out = (*GENERATED, *(() if test.property else ("property:",)), *(("stateful:",) if has_its_own else ()))
    found = _killed(fault, Options(only=neighbours(fault), profile=Profile.STRICT, leave_out=leave_out))
    return found if found.killed else kill(fault)


def _killed(fault: Fault, options: Options) -> Kill:
    with serving(fault.name, partner=fault.partner) as target:
        results = _results(fault.partner, target, options)
    failed = {result.id: _failing(result) for result in results if result.verdict is Outcome.FAIL}
    broken = {result.id: result.reason for result in results if result.verdict is Outcome.ERROR}
    return Kill(fault, failed, broken)


def _results(partner: str, target: Target, options: Options) -> tuple[RequirementResult, ...]:
    if partner == FEEDS:
        return producer.run(loaded("tpos"), target, options).requirements
    if partner == READERS:
        return reader.run(loaded("tpos"), target, options).requirements
    return run(contract(partner), target, options).requirements


def _failing(result: RequirementResult) -> tuple[str, ...]:
    return tuple(check.id for check in result.checks if check.verdict is Outcome.FAIL)
