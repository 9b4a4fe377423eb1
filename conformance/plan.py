"""Which checks speak about which requirement of a contract."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import kontrak.conformance.probes  # noqa: F401 - fills the registry of probes
from kontrak.conformance import cases, properties
from kontrak.conformance.check import Check, Run, probe
from kontrak.conformance.courses import source as courses
from kontrak.conformance.engine import source
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.session import Session
from kontrak.conformance.stateful import source as stateful
from kontrak.conformance.watch import WATCHES
from kontrak.contracts.errors import ConfigurationError, ContractError
from kontrak.contracts.model import Contract, Requirement


def plan(contract: Contract, only: Collection[str] = ()) -> list[Check]:
    """The checks for a contract, or those that may speak about the requirements in `only`.

    Raises ConfigurationError for an unknown id in `only`, and ContractError where a requirement names a probe,
    a watch or a property that does not exist.
    """
    selected(contract, only)
    found = [check for requirement in contract.requirements.values() if (check := _direct(contract, requirement))]
    found += [
        *properties.checks(contract),
        *stateful.checks(contract),
        *source.checks(contract),
        *courses.checks(contract),
    ]
    return [check for check in found if not only or set(check.requirements) & set(only)]


def selected(contract: Contract, only: Collection[str]) -> list[Requirement]:
    """The requirements in question; raises ConfigurationError for an unknown id with the contract's prefix."""
    for id in only:
        if id.startswith(f"{contract.system}-") and id not in contract.requirements:
            raise ConfigurationError(f"--only: {contract.name} has no requirement {id}")
    return [entry for entry in contract.requirements.values() if not only or entry.id in only]


def spoken_about(checks: Iterable[Check], contract: Contract) -> set[str]:
    """The requirements that must get evidence: those of checks that are not broad, and of watches."""
    direct = {id for check in checks if not check.broad for id in check.requirements}
    return direct | {entry.id for entry in contract.requirements.values() if entry.test.watch}


def _direct(contract: Contract, requirement: Requirement) -> Check | None:
    """The check that a requirement asks for by itself; watches and properties are made elsewhere."""
    test = requirement.test
    where = f"{contract.name}/requirements.yaml"
    if test.watch is not None and test.watch not in WATCHES:
        known = ", ".join(WATCHES)
        raise ContractError(where, f"{requirement.id} names the watch {test.watch!r}; known: {known}")
    if test.accept or test.refuse:
        return Check(f"cases:{requirement.id}", (requirement.id,), _cases(requirement))
    if test.probe is not None:
        return Check(f"probe:{test.probe}:{requirement.id}", (requirement.id,), _probe(where, requirement, test.probe))
    return None


def _cases(requirement: Requirement) -> Run:
    def run(session: Session, evidence: Evidence) -> None:
        cases.run(session, requirement, evidence)

    return run


def _probe(where: str, requirement: Requirement, name: str) -> Run:
    found = probe.get(name)
    if found is None:
        known = ", ".join(probe.names())
        raise ContractError(where, f"{requirement.id} names the probe {name!r}; known: {known}")

    def run(session: Session, evidence: Evidence) -> None:
        found(session, requirement, evidence)

    return run
