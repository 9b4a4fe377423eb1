"""State machines: any order of making, repeating, changing, deleting, listing and reading records agrees with a model.

A machine draws a whole script of calls before the first of them is sent, so that what is drawn never depends on what
was answered; `plays` carries it out. What differs is shrunk to the shortest script that still does.
"""

from __future__ import annotations

import sys
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from kontrak.conformance.check import Check
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.plays import Disagreement, Step, Theatre
from kontrak.conformance.session import Session
from kontrak.contracts.model import Collection, Contract
from kontrak.contracts.schema import references

EXAMPLES, STEPS = 16, 8
KEPT_EXAMPLES, KEPT_STEPS = 4, 4
"""How much is tried where the partner's interface cannot take away again what was made."""


def checks(contract: Contract) -> list[Check]:
    """One state machine for each collection whose records can be made and listed, and have a key of their own."""
    found = []
    for collection in contract.collections.values():
        requirements = tuple(_requirements(contract, collection).values())
        if collection.create and collection.list and requirements and not _names_another(contract, collection):
            found.append(Check(f"stateful:{collection.name}", requirements, _runner(collection), broad=True))
    return found


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


def _runner(collection: Collection) -> Any:
    def run(session: Session, evidence: Evidence) -> None:
        known = _requirements(session.contract, collection)
        theatre = Theatre(session, collection, evidence, known)
        try:
            _explore(theatre)
        except Disagreement:
            pass  # told below, in its shortest form
        finally:
            if difference := theatre.shortest:
                failure = session.failure(str(difference), difference.got, difference.wanted, difference.exchange)
                evidence.failed(known[difference.probe], failure)

    return run


def _explore(theatre: Theatre) -> None:
    """Play scripts until one differs, and shorter ones then; raises Disagreement for the shortest."""

    @seed(theatre.session.seed)
    def machine() -> ScriptMachine:  # a class of its own would be kept by Hypothesis for ever, with all that it holds
        return ScriptMachine(theatre)

    keeps = theatre.collection.delete is None
    run_state_machine_as_test(
        machine,  # type: ignore[arg-type] # its documentation allows a function
        settings=settings(
            max_examples=(KEPT_EXAMPLES if keeps else EXAMPLES) * theatre.session.depth.times,
            stateful_step_count=KEPT_STEPS if keeps else STEPS,
            database=None,
            deadline=None,
            derandomize=False,
            report_multiple_bugs=False,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )


class ScriptMachine(RuleBasedStateMachine):
    """Draws a script; `there` are the numbers of the records that should be there after its steps."""

    def __init__(self, theatre: Theatre) -> None:
        super().__init__()
        self.theatre = theatre
        self.script: list[Step] = []
        self.made = 0
        self.there: list[int] = []

    @rule(count=st.integers(1, 3))
    def make(self, count: int) -> None:
        """Store some records."""
        records = tuple(range(self.made + 1, self.made + count + 1))
        self.made += count
        self.there += records
        self.script.append(Step("make", records))

    @precondition(lambda self: self.there and self.theatre.collection.delete)
    @rule(numbers=st.lists(st.integers(0, 9), min_size=1, max_size=3))
    def remove(self, numbers: list[int]) -> None:
        """Delete some records in one call."""
        named = tuple(dict.fromkeys(self.there[number % len(self.there)] for number in numbers))
        self.there = [number for number in self.there if number not in named]
        self.script.append(Step("remove", named))

    @precondition(lambda self: self.there and self.theatre.collection.duplicates)
    @rule(number=st.integers(0, 9))
    def again(self, number: int) -> None:
        """Store a record under a key in use."""
        self.script.append(Step("again", (self.there[number % len(self.there)],)))

    @precondition(lambda self: self.there and self.theatre.collection.update)
    @rule(number=st.integers(0, 9))
    def change(self, number: int) -> None:
        """Put other texts into a record."""
        self.script.append(Step("change", (self.there[number % len(self.there)],)))

    def teardown(self) -> None:
        """Play the script, unless Hypothesis gave it up while it was drawn."""
        if sys.exception() is None:
            self.theatre.play(tuple(self.script))
