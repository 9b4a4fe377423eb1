"""Whether every operation asks for its key."""

from __future__ import annotations

from collections.abc import Iterator

from kontrak.conformance.cases import good, require_twin
from kontrak.conformance.check import Probe, probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.probes.protocol import expect_refusal, first_create
from kontrak.conformance.probes.records import Shelf, require_listed
from kontrak.conformance.session import Session
from kontrak.contracts.model import Operation, Requirement


def _secured(session: Session) -> Iterator[Operation]:
    for operation in session.offered():
        if operation.secured:
            require_twin(session, operation)
            yield operation


SPOILT = (
    *("no-credential", "wrong-credential", "other-scheme"),
    *("no-signature", "wrong-signature", "joined-otherwise", "other-secret"),
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
        if session.accepted(exchange):
            evidence.passed(requirement.id)
        else:
            got = f"refused: {session.answered(exchange)}"
            evidence.failed(
                requirement.id, session.failure(f"a key under {spelling} is not found", got, "accepted", exchange)
            )


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
        deletion = session.messages.deletion(shelf.collection, [shelf.key(message)])
        kept = session.send(shelf.delete, deletion, headers)
        if session.accepted(refused) or session.accepted(kept):
            raise Missing(f"a message {what} was accepted, so that its effect is no secret")
        listed = {str(shelf.listing.key(row)) for row in shelf.listing.rows()}
        got, stored = f"{shelf.key(unseen)} is listed", shelf.key(unseen) not in listed
        shelf.expect(f"a message refused {what} was stored", got, "not stored", refused, holds=stored)
        got, there = f"{shelf.key(message)} is gone", shelf.key(message) in listed
        shelf.expect(f"a deletion refused {what} was carried out", got, "still listed", kept, holds=there)
