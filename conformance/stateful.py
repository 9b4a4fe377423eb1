"""A state machine over each collection: any order of making, deleting and listing agrees with a small model."""

from __future__ import annotations

import itertools
from collections import Counter
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kontrak.conformance.check import Check
from kontrak.conformance.errors import CheckEnded, Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.listing import Listing
from kontrak.conformance.session import Session
from kontrak.contracts.model import Collection, Contract

EXAMPLES = 16
STEPS = 8
SHRINKS = 120


class Disagreement(AssertionError):
    """The target and the model differ; `probe` names the kind of rule that is broken."""

    def __init__(self, probe: str, what: str, got: str, wanted: str) -> None:
        self.probe, self.what, self.got, self.wanted = probe, what, got, wanted
        super().__init__(what)


def checks(contract: Contract) -> list[Check]:
    """One state machine for each collection that can be made, listed and deleted."""
    found = []
    for collection in contract.collections.values():
        if collection.create and collection.list and collection.delete:
            requirements = tuple(_requirements(contract, collection).values())
            found.append(Check(f"stateful:{collection.name}", requirements, _runner(collection), broad=True))
    return found


def _requirements(contract: Contract, collection: Collection) -> dict[str, str]:
    """The requirements about a collection's records, by the name of their probe."""
    return {
        requirement.test.probe: requirement.id
        for requirement in contract.requirements.values()
        if requirement.test.probe and requirement.test.operation == collection.create
    }


def _runner(collection: Collection) -> Any:
    def run(session: Session, evidence: Evidence) -> None:
        known = _requirements(session.contract, collection)
        seen: list[tuple[Disagreement, list[str]]] = []
        try:
            _explore(session, collection, evidence, known, seen)
        except (Disagreement, FlakyFailure):
            difference, steps = seen[-1]
            if requirement := known.get(difference.probe):
                what = f"{difference.what}; after: {', '.join(steps)}"
                evidence.failed(requirement, session.failure(what, difference.got, difference.wanted))

    return run


def _explore(
    session: Session,
    collection: Collection,
    evidence: Evidence,
    known: dict[str, str],
    seen: list[tuple[Disagreement, list[str]]],
) -> None:
    starts = itertools.count()

    @seed(session.seed)
    class Machine(CollectionMachine):
        def __init__(self) -> None:
            idle = bool(seen) and next(starts) > SHRINKS
            super().__init__(session, collection, evidence, known, seen, idle=idle)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES * session.depth.times,
            stateful_step_count=STEPS,
            database=None,
            deadline=None,
            derandomize=False,
            report_multiple_bugs=False,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )


class CollectionMachine(RuleBasedStateMachine):
    """The rules; `model` maps each key made in this run of the machine to whether it should be listed.

    What is drawn never depends on what was answered. An `idle` machine draws as ever and sends nothing: that is
    how shrinking against a slow target is ended.
    """

    def __init__(
        self,
        session: Session,
        collection: Collection,
        evidence: Evidence,
        known: dict[str, str],
        seen: list[tuple[Disagreement, list[str]]],
        *,
        idle: bool,
    ) -> None:
        super().__init__()
        self.idle = idle
        self.session, self.collection, self.evidence, self.known, self.seen = session, collection, evidence, known, seen
        self.create = session.operation(collection.create or "")
        self.delete = session.operation(collection.delete or "")
        self.listing = Listing(session, collection)
        self.model: dict[str, bool] = {}
        self.steps: list[str] = []
        self.named: tuple[str, ...] = ()
        self.compared = True

    @rule(count=st.integers(1, 3))
    def make(self, count: int) -> None:
        """Store some records."""
        if self.idle:
            return
        for _ in range(count):
            message = self.session.messages.good(self.create)
            if not self.session.accepted(self.session.send(self.create, message)):
                raise Missing(f"a good message is refused; see {self.create.accepts}")
            self.model[str(message[self.collection.key])] = True
        self._stepped(f"make {count}")

    @rule(numbers=st.lists(st.integers(0, 9), min_size=1, max_size=3))
    def remove(self, numbers: list[int]) -> None:
        """Delete some records in one call."""
        there = self._there()
        if self.idle or not there:
            return
        named = list(dict.fromkeys(there[number % len(there)] for number in numbers))
        exchange = self.session.send(self.delete, self.session.messages.deletion(self.collection, named))
        if not self.session.accepted(exchange):
            raise Missing(f"{self.delete.id} is refused; see {self.delete.accepts}")
        self.model |= dict.fromkeys(named, False)
        self._stepped(f"delete {len(named)}", tuple(named))

    @rule(number=st.integers(0, 9))
    def again(self, number: int) -> None:
        """Store a record under a key in use; only where the reading says that this is refused."""
        refuses = self.session.judge.readings.get(self.collection.duplicates or "") == "reject"
        there = self._there()
        if self.idle or not refuses or not there:
            return
        message = self.session.messages.good(self.create) | {self.collection.key: there[number % len(there)]}
        exchange = self.session.send(self.create, message)
        self._stepped("make one of them again")
        got = self.session.answered(exchange)
        refused = not self.session.accepted(exchange)
        self._agree("duplicate-key", "a second record was accepted", got, "a refusal", holds=refused)

    @invariant()
    def agrees(self) -> None:
        """The list holds just what the model holds."""
        if self.idle or self.compared:
            return
        self.compared = True
        rows = Counter(str(self.listing.key(row)) for row in self.listing.rows())
        for key, there in self.model.items():
            count, wanted = rows[key], int(there)
            probe = self._probe(rows, key, there=there)
            what = "a stored record is not listed once" if there else "a deleted record is still listed"
            self._agree(probe, what, f"{count} rows", f"{wanted} rows", holds=count == wanted)

    def _there(self) -> list[str]:
        return [key for key, there in self.model.items() if there]

    def _stepped(self, step: str, named: tuple[str, ...] = ()) -> None:
        self.steps.append(step)
        self.named, self.compared = named, False

    def _probe(self, rows: Counter[str], key: str, *, there: bool) -> str:
        """The kind of rule that is broken where the list and the model differ about a key."""
        if there:
            return "delete-only-named" if self.named and not rows[key] else "created-is-listed"
        some_went = any(not rows[other] for other in self.named)
        return "delete-several" if key in self.named and some_went else "deleted-is-gone"

    def _agree(self, probe: str, what: str, got: str, wanted: str, *, holds: bool) -> None:
        if holds:
            if probe in self.known:
                self.evidence.passed(self.known[probe])
            return
        difference = Disagreement(probe, what, got, wanted)
        self.seen.append((difference, list(self.steps)))
        raise difference

    def teardown(self) -> None:
        """Leave nothing behind; never asserts."""
        if left := self._there():
            with suppress(CheckEnded):
                self.session.send(self.delete, self.session.messages.deletion(self.collection, left))
