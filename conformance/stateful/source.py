"""State machines as checks: any order of calls agrees with a model.

A machine draws a whole script of calls before the first of them is sent, so that what is drawn never depends on what
was answered; a player carries it out. What differs is shrunk to the shortest script that still does.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import seed
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from kontrak.conformance.check import Check, Run
from kontrak.conformance.courses.play import Stage, played
from kontrak.conformance.drawing import drawing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.session import Session
from kontrak.conformance.stateful.lives import Lives, LivesMachine
from kontrak.conformance.stateful.records import Play, RecordsMachine
from kontrak.conformance.stateful.theatre import Disagreement, Theatre
from kontrak.contracts.machine import Machine
from kontrak.contracts.model import Collection, Contract
from kontrak.contracts.schema import references

EXAMPLES, STEPS = 16, 8
KEPT_EXAMPLES, KEPT_STEPS = 4, 4
"""How much is tried where the partner's interface cannot take away again what was made."""
LIVES_EXAMPLES, LIVES_STEPS = 6, 6
"""How much a machine of the contract tries, before the steps that end each of its scripts."""


def checks(contract: Contract) -> list[Check]:
    """One state machine for each collection whose records can be made and listed under a key of their own, and those of the contract."""
    found = []
    for collection in contract.collections.values():
        requirements = tuple(_requirements(contract, collection).values())
        if collection.create and collection.list and requirements and not _names_another(contract, collection):
            found.append(Check(f"stateful:{collection.name}", requirements, _of_records(collection), broad=True))
    return found + [
        Check(f"stateful:{machine.name}", machine.requirements, _of_lives(machine), broad=True)
        for machine in contract.machines.values()
    ]


def _requirements(contract: Contract, collection: Collection) -> dict[str, str]:
    """The requirements about a collection's records, by the name of their probe."""
    return {
        requirement.test.probe: requirement.id
        for requirement in contract.requirements.values()
        if requirement.test.probe and requirement.test.operation == collection.create
    }


def _names_another(contract: Contract, collection: Collection) -> bool:
    """Whether a record is made under the key of another that must be there, so that a machine cannot make many."""
    create = contract.operations[collection.create or ""]
    return collection.key in {reference.property for reference in references(create.request)}


def _of_records(collection: Collection) -> Run:
    size = (KEPT_EXAMPLES, KEPT_STEPS) if collection.delete is None else (EXAMPLES, STEPS)

    def run(session: Session, evidence: Evidence) -> None:
        known = _requirements(session.contract, collection)
        theatre = Theatre(lambda: Play(session, collection, evidence, known))
        _explore(session, theatre, lambda: RecordsMachine(theatre, collection), *size, evidence)

    return run


def _of_lives(machine: Machine) -> Run:
    def run(session: Session, evidence: Evidence) -> None:
        first: Stage = {}
        for step in machine.first:
            first[step.name] = played(session, step, first)
        # What becomes of a message that is sent again is only assumed: it must not hide the rest.
        if _lives(session, evidence, machine, first, repeats=True) in machine.about_repetition:
            _lives(session, evidence, machine, first, repeats=False)

    return run


def _lives(session: Session, evidence: Evidence, machine: Machine, first: Stage, *, repeats: bool) -> str | None:
    """Explore once, with messages that are sent again or without; the requirement that was broken, if any was."""
    theatre = Theatre(lambda: Lives(session, machine, evidence, first))
    clock, size = bool(session.target.hooks.advance), (LIVES_EXAMPLES, LIVES_STEPS)
    _explore(session, theatre, lambda: LivesMachine(theatre, machine, clock=clock, repeats=repeats), *size, evidence)
    return theatre.shortest.requirement if theatre.shortest else None


def _explore(
    session: Session,
    theatre: Theatre,
    make: Callable[[], RuleBasedStateMachine],
    examples: int,
    steps: int,
    evidence: Evidence,
) -> None:
    """Play scripts until one differs, and shorter ones then; the shortest that does is told."""

    @seed(session.seed)
    def machine() -> RuleBasedStateMachine:
        return make()  # a class of its own for each run would be kept by Hypothesis for ever, with all that it holds

    try:
        run_state_machine_as_test(
            machine,  # type: ignore[arg-type] # its documentation allows a function
            settings=drawing(examples * session.depth.times, steps),
        )
    except Disagreement:
        pass  # told below, in its shortest form
    finally:
        if difference := theatre.shortest:
            failure = session.failure(str(difference), difference.got, difference.wanted, difference.exchange)
            evidence.failed(difference.requirement, failure)
