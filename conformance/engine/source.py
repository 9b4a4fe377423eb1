"""Starts the engine's process, reads its exchanges, and holds each against the contract."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

from kontrak.conformance.cases import finds_nothing
from kontrak.conformance.check import Check
from kontrak.conformance.credentials import Signature
from kontrak.conformance.engine.view import view
from kontrak.conformance.errors import Missing, Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import NOT_JSON, Exchange, Incoming, Outgoing
from kontrak.conformance.session import Session
from kontrak.contracts.model import Contract, Json, Operation
from kontrak.contracts.schema import rules_of

EXAMPLES = 40
LONGEST = 60.0


def checks(contract: Contract) -> list[Check]:
    """One engine run for each operation."""
    return [
        _check(
            operation, deletes=any(operation.id == collection.delete for collection in contract.collections.values())
        )
        for operation in contract.operations.values()
        if operation.request.get("properties") and not operation.parameters
    ]


def _check(operation: Operation, *, deletes: bool) -> Check:
    requirements = rules_of(operation.request) | ({operation.accepts} if operation.accepts else set())

    def run(session: Session, evidence: Evidence) -> None:
        if deletes and "destructive" not in session.target.allow:
            raise Missing('generated deletions might name records of others; permit with allow = ["destructive"]')
        if session.target.app is not None:
            raise Missing("the engine needs a socket; the target is called in process")
        for exchange in _exchanges(session, session.operation(operation.id)):
            session.client.seen(exchange)
            judge(session, operation, exchange, evidence)

    return Check(f"engine:{operation.id}", tuple(sorted(requirements)), run, broad=True)


def judge(session: Session, operation: Operation, exchange: Exchange, evidence: Evidence) -> None:
    """Compare what the contract says of a generated message with what the target said."""
    message = _message(session, operation, exchange.request)
    if message is NOT_JSON:
        return
    violations = session.violations(operation, message) if isinstance(message, dict) else []
    if not violations and isinstance(message, dict) and session.is_canonical(operation, message):
        _should_accept(session, operation, exchange, evidence)
    elif len(violations) == 1 and not violations[0].silent and violations[0].requirement:
        violation = violations[0]
        if not session.accepted(exchange):
            evidence.passed(str(violation.requirement))
            return
        what = f"{operation.id} accepted a broken {violation.column} ({violation.rule})"
        failure = session.failure(what, str(violation), f"a refusal: {violation.wanted}", exchange)
        evidence.failed(str(violation.requirement), failure)


def _should_accept(session: Session, operation: Operation, exchange: Exchange, evidence: Evidence) -> None:
    """A good message is accepted, unless that also takes a record or a page which generation cannot know of."""
    touched = {
        id for collection in session.contract.collections.values() for id in (collection.list, collection.delete)
    }
    if operation.accepts is None or operation.id in touched:
        return
    if session.accepted(exchange):
        evidence.passed(operation.accepts)
        return
    if finds_nothing(session, operation, exchange):
        return
    got = f"refused: {session.answered(exchange)}"
    evidence.failed(
        operation.accepts, session.failure(f"{operation.id} refused a good message", got, "accepted", exchange)
    )


def _message(session: Session, operation: Operation, request: Outgoing) -> Json:
    """The message of a request that differs from a good one in its message alone, else NOT_JSON."""
    if request.method != operation.method or not session.is_usual(operation, request.headers):
        return NOT_JSON
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return NOT_JSON
    if operation.member is None:
        return body
    return body[operation.member] if isinstance(body, dict) and set(body) == {operation.member} else NOT_JSON


def _exchanges(session: Session, operation: Operation) -> Iterator[Exchange]:
    """The exchanges of one engine run; raises Trouble where the engine itself fails.

    An engine that is stopped for its time raises OutOfTime where that was the run's, Trouble where it told nothing
    at all, and else Missing: what it told counts.
    """
    longest = min(LONGEST, session.client.remaining())
    told = 0
    engine = session.engine
    for entry in engine.work(json.dumps(_job(session, operation)), longest):
        if "error" in entry:
            raise Trouble(f"the engine could not work with {operation.id}: {entry['error']}")
        told += 1
        yield _exchange(entry)
    if engine.was_stopped:
        session.client.remaining()
        ended = Missing if told else Trouble
        raise ended(f"the engine was stopped after {longest:g} s and {told} exchanges")
    if engine.failure is not None:
        raise Trouble(f"the engine ended with {engine.failure}")


def _job(session: Session, operation: Operation) -> dict[str, Any]:
    collection = session.contract.collection_created_by(operation.id)
    key = None
    if collection is not None:
        node = operation.request["properties"][collection.key]
        path = [part for part in (operation.member, collection.key) if part]
        key = {"path": path, "prefix": f"{session.messages.key()}E", "longest": node.get("maxLength")}
    headers = session.headers(operation)
    headers.pop("Content-Type", None)
    signature = None
    if operation.secured and isinstance(session.credentials, Signature):
        signature = session.credentials.recipe()
        headers = {name: value for name, value in headers.items() if name not in signature["headers"]}
    return {
        "view": view(operation, session.messages),
        "base_url": session.target.base_url,
        "headers": headers,
        "seed": session.seed,
        "examples": EXAMPLES * session.depth.times,
        "rate": session.target.rate,
        "untouchable": session.target.untouchable,
        "timeout": session.target.timeout,
        "key": key,
        "signature": signature,
    }


def _exchange(entry: Json) -> Exchange:
    request = Outgoing(entry["method"], entry["url"], entry["headers"], base64.b64decode(entry["body"]))
    response = Incoming(entry["status"], entry["answer_headers"], base64.b64decode(entry["answer"]))
    return Exchange(request, response, entry["seconds"])
