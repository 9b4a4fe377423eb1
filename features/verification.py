"""Verifies one requirement of the implementation in the middle of a scenario: what `kontrak verify --only ID` does, without what takes long."""

from __future__ import annotations

from kontrak.conformance.depth import is_directed
from kontrak.conformance.errors import Missing, Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.plan import plan
from kontrak.conformance.run import Options, checks_of, run
from kontrak.conformance.verdict import Outcome, Profile, RequirementResult, judge_requirement
from kontrak.conformance.watch import WATCHES, Seen
from kontrak.contracts import Contract, Requirement, Role
from kontrak.features.failure import Misused
from kontrak.features.world import World

BROAD = ("engine:", "stateful:")
GENERATED = ("property:",)
"""The beginnings of checks that send hundreds of messages."""
MOVING = ("course:",)
"""Those that move the clock by hours or days: only where the clock is a world's own."""


def verified(world: World, id: str) -> RequirementResult:
    """The verdict on one requirement, from exchanges of its own checks; of one about every answer, from those of the scenario.

    Raises Misused for a requirement that is not about servers, Missing where nothing speaks about it, Trouble.
    """
    contract, requirement = _requirement(world, id)
    result = _watched(world, requirement) if requirement.test.watch else _run(world, contract, id)
    if result.verdict is Outcome.ERROR:
        raise Trouble(result.reason)
    if result.verdict in (Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE):
        raise Missing(f"{id} is {result.verdict.value.replace('_', ' ')}: {result.reason}")
    return result


def _requirement(world: World, id: str) -> tuple[Contract, Requirement]:
    contract = world.contract_of(id)
    requirement = contract.requirements[id]
    if Role.PROVIDER not in requirement.roles:
        roles = " or ".join(f"--role {role}" for role in requirement.roles)
        raise Misused(f"{id} is not about what a server answers; `kontrak verify {contract.name} {roles}` judges it")
    return contract, requirement


def _watched(world: World, requirement: Requirement) -> RequirementResult:
    """The verdict on a requirement about every answer: the scenario's own exchanges are what it is judged by."""
    evidence = Evidence(f"watch:{requirement.test.watch}:{requirement.id}")
    for sent in world.sent:
        if sent.exchange is not None and requirement.id in sent.session.contract.requirements:
            WATCHES[requirement.test.watch or ""](Seen(sent.session, sent.exchange), requirement, evidence)
    if not evidence.has_any():
        raise Missing(
            f"{requirement.id} is not tested: no answer of this scenario speaks about it; send a message first"
        )
    return judge_requirement(requirement, evidence.results(0.0), Profile.STRICT)


def _run(world: World, contract: Contract, id: str) -> RequirementResult:
    options = Options(
        only=(id,),
        profile=Profile.STRICT,
        mark=world.fresh_mark(),
        moved=world.ahead,
        leave_out=_left_out(world, contract, id),
    )
    target = world.session(contract.name).target
    if not checks_of(contract.in_role(Role.PROVIDER), options):
        raise Missing(f"{id} takes a verification of its own: kontrak verify {contract.name} --only {id}")
    [result] = run(contract, target, options).requirements
    world.time_moved()
    return result


def _left_out(world: World, contract: Contract, id: str) -> tuple[str, ...]:
    """The beginnings of the checks that take too long, or too much of the clock, where others say enough."""
    directed = any(is_directed(check.id) for check in plan(contract.in_role(Role.PROVIDER), (id,)))
    return (*BROAD, *(GENERATED if directed else ()), *(() if world.place.control else MOVING))
