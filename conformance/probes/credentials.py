"""Whether every operation asks for its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kontrak.conformance.cases import good, require_twin
from kontrak.conformance.check import Probe, probe
from kontrak.conformance.credentials import Signature
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.probes.protocol import expect_refusal, first_create
from kontrak.conformance.probes.records import Shelf, require_listed
from kontrak.conformance.session import Session
from kontrak.contracts.model import Operation, Requirement


def _secured(session: Session) -> Iterator[Operation]:
    for operation in session.offered():
        if operation.secured:
            require_twin(session, operation)
            yield operation


NEAR = 2
"""Seconds that every server must bear between its clock and that of its caller."""
SPOILT = (
    *("no-credential", "wrong-credential", "other-scheme"),
    *("no-signature", "wrong-signature", "joined-otherwise", "other-secret", "other-time"),
    *("no-time", "wrong-time", "old-time", "future-time"),
)
"""The probes that send a good message under credentials that are wrong in one way (`conformance.credentials`)."""


def _header(session: Session) -> str:
    if session.contract.credential is None:
        raise Missing("the contract has no key")
    return session.contract.credential.header


def _spoilt(name: str) -> Probe:
    def run(session: Session, requirement: Requirement, evidence: Evidence) -> None:
        for operation in _secured(session):
            for what, headers in session.credentials.spoilt(name):
                message = good(session, operation)
                exchange = session.send(operation, message, {"Content-Type": operation.media, **headers})
                expect_refusal(session, requirement, evidence, f"{operation.id} {what}", exchange)

    return run


for spoilt in SPOILT:
    probe(spoilt)(_spoilt(spoilt))


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
        _expect_accepted(session, requirement, evidence, f"a key under {spelling} is not found", exchange)


def _signature(session: Session) -> Signature:
    if not isinstance(session.credentials, Signature):
        raise Missing("the contract has no signature over the time")
    return session.credentials


@probe("near-time")
def near_time(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A request whose time differs by a few seconds, either way, is accepted."""
    operation = first_create(session)
    for seconds in (-NEAR, NEAR):
        headers = {"Content-Type": operation.media, **_signature(session).near(seconds)}
        exchange = session.send(operation, good(session, operation), headers)
        _expect_accepted(
            session, requirement, evidence, f"a request signed {seconds:+} s from now is refused", exchange
        )


@probe("same-token-twice")
def same_token_twice(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A second request of the same second, and so with the same token, is accepted.

    The second lies ahead, where no other request of this run has been.
    """
    operation = first_create(session)
    first, second = good(session, operation), good(session, operation)
    headers = {"Content-Type": operation.media, **_signature(session).near(NEAR + 1)}
    if not session.accepted(session.send(operation, first, headers)):
        raise Missing(f"a good message is refused as well; see {operation.accepts}")
    exchange = session.send(operation, second, headers)
    _expect_accepted(session, requirement, evidence, "a token is refused when it is sent again", exchange)


def _expect_accepted(
    session: Session, requirement: Requirement, evidence: Evidence, what: str, exchange: Exchange
) -> None:
    if session.accepted(exchange):
        evidence.passed(requirement.id)
        return
    got = f"refused: {session.answered(exchange)}"
    evidence.failed(requirement.id, session.failure(what, got, "accepted", exchange))


@probe("refused-then-accepted")
def refused_then_accepted(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message that was refused for its time is accepted and stored when it is sent again in time."""
    shelf = Shelf(session, requirement, evidence)
    message = good(session, shelf.create)
    stale = next(headers for _, headers in session.credentials.spoilt("old-time"))
    if session.accepted(session.send(shelf.create, message, {"Content-Type": shelf.create.media, **stale})):
        raise Missing("a message of an old time is accepted; see the requirement that refuses it")
    exchange = session.send(shelf.create, message)
    _expect_accepted(session, requirement, evidence, "a message once refused for its time stays refused", exchange)
    listed = len(shelf.listing.find(shelf.key(message))) == 1
    what = "a message accepted after a refusal is not listed once"
    shelf.expect(what, "not listed once", "1 row", exchange, holds=listed or not session.accepted(exchange))


@probe("no-credential-no-effect")
def no_effect(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message that was refused for its key is neither stored, nor does it delete."""
    shelf = Shelf(session, requirement, evidence)
    name = _header(session)
    usual = session.headers(shelf.create)
    without = {header: value for header, value in usual.items() if header != name}
    for what, headers in (("without a key", without), ("with an unknown key", usual | {name: "salah"})):
        message, _ = shelf.make()
        require_listed(shelf, shelf.key(message))
        unseen = session.messages.good(shelf.create)
        refused = session.send(shelf.create, unseen, headers)
        deleted = _deleted(shelf, shelf.key(message), headers) if shelf.collection.delete else refused
        if session.accepted(refused) or session.accepted(deleted):
            raise Missing(f"a message {what} was accepted, so that its effect is no secret")
        listed = {str(shelf.listing.key(row)) for row in shelf.listing.rows()}
        got, stored = f"{shelf.key(unseen)} is listed", shelf.key(unseen) not in listed
        shelf.expect(f"a message refused {what} was stored", got, "not stored", refused, holds=stored)
        if shelf.collection.delete:
            got, there = f"{shelf.key(message)} is gone", shelf.key(message) in listed
            shelf.expect(f"a deletion refused {what} was carried out", got, "still listed", deleted, holds=there)


def _deleted(shelf: Shelf, key: str, headers: Mapping[str, str]) -> Exchange:
    deletion = shelf.session.messages.deletion(shelf.collection, [key])
    return shelf.session.send(shelf.delete, deletion, headers)
