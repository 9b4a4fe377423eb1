"""Properties: whatever good message is generated is accepted, and whatever rule is broken in one is refused."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from hypothesis import assume, given, seed
from hypothesis.errors import FlakyFailure, Unsatisfiable

from kontrak.conformance import generate
from kontrak.conformance.check import Check
from kontrak.conformance.drawing import drawing
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.session import Session
from kontrak.contracts.judge import Violation
from kontrak.contracts.model import Contract, Operation

GOOD_EXAMPLES = 40
POOL = 8
BROKEN_EXAMPLES = 4
SHRINKS = 60
MISSES = 30
"""Wrong values that break something else before a rule is taken for one that cannot be broken alone."""


class Broken(AssertionError):
    """What Hypothesis shrinks: a message that was treated wrongly, with its exchange."""

    def __init__(self, exchange: Exchange, violation: Violation | None = None) -> None:
        self.exchange, self.violation = exchange, violation
        super().__init__("treated wrongly")


def checks(contract: Contract) -> list[Check]:
    """The two properties of each operation with a message to vary."""
    found = []
    for operation in contract.operations.values():
        if operation.accepts and contract.collection_created_by(operation.id):
            found.append(_accepts(operation))
        if sites := generate.sites(operation):
            requirements = tuple(sorted({site.requirement for site in sites}))
            if contract.collection_created_by(operation.id):
                found.append(_refuses(operation, requirements))
    return found


def _accepts(operation: Operation) -> Check:
    requirement = str(operation.accepts)

    def run(session: Session, evidence: Evidence) -> None:
        session.operation(operation.id)

        def judged(message: generate.Message) -> None:
            message = keyed(session, operation, message)
            exchange = session.send(operation, message)
            if not session.accepted(exchange):
                raise Broken(exchange)
            evidence.passed(requirement)

        broken = search(
            judged, generate.good(operation, session.messages), GOOD_EXAMPLES * session.depth.times, session.seed
        )
        if broken is not None:
            got = f"refused: {session.answered(broken.exchange)}"
            failure = session.failure(f"{operation.id} refused a good message", got, "accepted", broken.exchange)
            evidence.failed(requirement, failure)

    return Check(f"property:accepts:{operation.id}", (requirement,), run)


def _refuses(operation: Operation, requirements: tuple[str, ...]) -> Check:
    def run(session: Session, evidence: Evidence) -> None:
        pool = _accepted_pool(session, session.operation(operation.id))
        known = session.contract.requirements
        for number, site in enumerate(generate.sites(operation)):
            closed = site.requirement in session.judge.waived or known[site.requirement].test.not_tested
            if not closed and not evidence.has_failed(site.requirement):
                _break(session, evidence, operation, pool, site, session.seed + number)

    return Check(f"property:refuses:{operation.id}", requirements, run, broad=True)


def _accepted_pool(session: Session, operation: Operation) -> list[generate.Message]:
    """Generated messages that the target accepts: the twins of everything that is broken in them."""
    pool: list[generate.Message] = []

    def judged(message: generate.Message) -> None:
        if session.accepted(session.send(operation, keyed(session, operation, message))):
            pool.append(message)

    search(judged, generate.good(operation, session.messages), POOL, session.seed)
    if not pool:
        raise Missing(f"no good message is accepted; see {operation.accepts}")
    return pool


def _break(
    session: Session,
    evidence: Evidence,
    operation: Operation,
    pool: list[generate.Message],
    site: generate.Site,
    number: int,
) -> None:
    misses = itertools.count()
    fits: list[bool] = []

    def judged(message: generate.Message) -> None:
        if site.column != _key(session, operation):
            message = keyed(session, operation, message)
        found = session.violations(operation, message)
        fitting = len(found) == 1 and not found[0].silent and found[0].requirement == site.requirement
        if not fitting and not fits and next(misses) > MISSES:
            return  # no value breaks this rule alone: what is left open (x-unspecified) is never held against a target
        assume(fitting)
        fits.append(True)
        exchange = session.send(operation, message)
        if session.accepted(exchange):
            raise Broken(exchange, found[0])
        evidence.passed(site.requirement)

    strategy = generate.broken(operation, session.messages, pool, site)
    broken = search(judged, strategy, BROKEN_EXAMPLES * session.depth.times, number)
    if broken is not None and broken.violation is not None:
        violation = broken.violation
        what = f"{operation.id} accepted a broken {violation.column} ({violation.rule})"
        failure = session.failure(what, str(violation), f"a refusal: {violation.wanted}", broken.exchange)
        evidence.failed(site.requirement, failure)


def _key(session: Session, operation: Operation) -> str | None:
    collection = session.contract.collection_created_by(operation.id)
    return collection.key if collection else None


def keyed(session: Session, operation: Operation, message: generate.Message) -> generate.Message:
    """The message under a key that was never used: what is drawn must not depend on what was sent before.

    A key that names a record which must be there stays.
    """
    key = None if session.messages.names_another(operation) else _key(session, operation)
    return message | {key: session.messages.key()} if key else message


def search(judged: Callable[[Any], None], strategy: generate.Strategy, examples: int, number: int) -> Broken | None:
    """The smallest message that `judged` raises Broken for, among `examples` of the strategy.

    Shrinking is bounded by SHRINKS further calls: a slow target is not asked for ever.
    """
    seen: list[Broken] = []
    calls = itertools.count()

    @seed(number)
    @drawing(examples)
    @given(strategy)
    def test(message: Any) -> None:
        if seen and next(calls) > SHRINKS:
            return
        try:
            judged(message)
        except Broken as broken:
            seen.append(broken)
            raise

    try:
        test()
    except Unsatisfiable:
        return None
    except (Broken, FlakyFailure):
        return seen[-1]
    return None
