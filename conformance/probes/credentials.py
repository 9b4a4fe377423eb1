"""Whether every operation asks for its key."""

from __future__ import annotations

from collections.abc import Iterator

from kontrak.conformance.cases import good
from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.listing import Listing
from kontrak.conformance.probes.protocol import expect_refusal, first_create, require_twin
from kontrak.conformance.session import Session
from kontrak.contracts.model import Operation, Requirement


def _secured(session: Session) -> Iterator[Operation]:
    for operation in session.contract.operations.values():
        if operation.secured and operation.id not in session.target.without:
            require_twin(session, operation)
            yield operation


def _header(session: Session) -> str:
    if session.contract.credential is None:
        raise Missing("the contract has no key")
    return session.contract.credential.header


@probe("no-credential")
def no_credential(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A request without the key is not answered as a success, on every operation."""
    for operation in _secured(session):
        message = good(session, operation)
        headers = {name: value for name, value in session.headers(operation).items() if name != _header(session)}
        exchange = session.send(operation, message, headers)
        expect_refusal(session, requirement, evidence, f"{operation.id} without {_header(session)}", exchange)


@probe("wrong-credential")
def wrong_credential(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A request with a key that nobody was given is not answered as a success, on every operation."""
    right = session.target.api_key or ""
    wrong = {"an empty key": "", "an unknown key": f"{session.messages.mark}-salah", "a longer key": f"{right}x"}
    if len(right) > 1:
        wrong["a shorter key"] = right[:-1]
    for operation in _secured(session):
        for what, key in wrong.items():
            headers = session.headers(operation) | {_header(session): key}
            exchange = session.send(operation, good(session, operation), headers)
            expect_refusal(session, requirement, evidence, f"{operation.id} with {what}", exchange)


@probe("header-case")
def header_case(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """The key is found whatever the case of its header's name."""
    operation = first_create(session)
    require_twin(session, operation)
    name = _header(session)
    for spelling in (name.upper(), name.title()):
        headers = session.headers(operation)
        headers[spelling] = headers.pop(name)
        exchange = session.send(operation, good(session, operation), headers)
        if session.accepted(exchange):
            evidence.passed(requirement.id)
        else:
            got = f"refused: {session.answered(exchange)}"
            evidence.failed(requirement.id, session.failure(f"a key under {spelling} is not found", got, "accepted", exchange))


@probe("no-credential-no-effect")
def no_effect(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message that was refused for its key is not stored."""
    operation = first_create(session)
    require_twin(session, operation)
    collection = session.contract.collection_created_by(operation.id)
    if collection is None:
        raise Missing(f"{operation.id} stores nothing that could be listed")
    listing, message = Listing(session, collection), good(session, operation)
    headers = {name: value for name, value in session.headers(operation).items() if name != _header(session)}
    exchange = session.send(operation, message, headers)
    if session.accepted(exchange):
        raise Missing("the message without a key was accepted, so that its effect is no secret")
    if not listing.find(message[collection.key]):
        evidence.passed(requirement.id)
        return
    got = f"{collection.key} {message[collection.key]} is listed"
    failure = session.failure("a message refused for its key was stored", got, "not stored", exchange)
    evidence.failed(requirement.id, failure)
