"""How stored records and the messages that name them hang together."""

from __future__ import annotations

from collections.abc import Iterator

from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.messages import Message
from kontrak.conformance.session import Session
from kontrak.contracts.model import Collection, Operation, Reference, Requirement
from kontrak.contracts.schema import references


def _master(session: Session, requirement: Requirement) -> tuple[Collection, Operation]:
    """The collection that the requirement is about, and the operation that makes its records."""
    names = [requirement.test.collection] if requirement.test.collection else _compared(session, requirement)
    for name in names:
        collection = session.contract.collections[name]
        if collection.create is not None:
            return collection, session.operation(collection.create)
    raise Missing("no master record can be made through an operation")


def _compared(session: Session, requirement: Requirement) -> list[str]:
    operation = session.operation(requirement.test.operation or "")
    return [reference.collection for reference in references(operation.request)]


def _make(session: Session, collection: Collection, create: Operation) -> Message:
    """Make one master record; from then on messages may name it."""
    message = session.messages.good(create)
    exchange = session.send(create, message)
    if not session.accepted(exchange):
        raise Missing(f"{create.id} is refused ({session.answered(exchange)}); see {create.accepts}")
    session.messages.records.setdefault(collection.name, []).append(message)
    return message


def _naming(session: Session, operation: Operation, collection: Collection, record: Message) -> Exchange:
    """Send a message that names a master record."""
    message = session.messages.good(operation)
    for reference in references(operation.request):
        if reference.collection == collection.name:
            message[reference.property] = record[reference.field]
    return session.send(operation, message)


@probe("created-is-referable")
def created_is_referable(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message may name a master record as soon as it was made."""
    collection, create = _master(session, requirement)
    operation = session.operation(requirement.test.operation or "")
    record = _make(session, collection, create)
    exchange = _naming(session, operation, collection, record)
    if session.accepted(exchange):
        evidence.passed(requirement.id)
        return
    got = f"refused: {session.answered(exchange)}"
    what = f"{operation.id} does not know the record of {collection.name} that was just made"
    evidence.failed(requirement.id, session.failure(what, got, "accepted", exchange))


@probe("deleted-is-not-referable")
def deleted_is_not_referable(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message may not name a master record any more once it was deleted."""
    collection, create = _master(session, requirement)
    operation = session.operation(requirement.test.operation or "")
    if session.accepted(_naming(session, operation, collection, session.messages.good(create))):
        raise Missing(f"{operation.id} accepts records of {collection.name} that never were")
    record = _make(session, collection, create)
    if not session.accepted(_naming(session, operation, collection, record)):
        raise Missing(f"{operation.id} refuses the record while it is there")
    session.messages.records[collection.name].remove(record)
    delete = session.operation(collection.delete or "")
    gone = session.send(delete, session.messages.deletion(collection, [record[collection.key]]))
    if not session.accepted(gone):
        raise Missing(f"{delete.id} is refused ({session.answered(gone)}); see {delete.accepts}")
    exchange = _naming(session, operation, collection, record)
    if not session.accepted(exchange):
        evidence.passed(requirement.id)
        return
    got = f"accepted: {session.answered(exchange)}"
    what = f"{operation.id} accepted a deleted record of {collection.name}"
    evidence.failed(requirement.id, session.failure(what, got, "a refusal", exchange))


@probe("every-code")
def every_code(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Master records with each code that was observed can be made and named."""
    operation = session.operation(requirement.test.operation or "")
    tried = [
        (reference, code, *_with_code(session, operation, reference, code))
        for reference, code in _codes(session, operation)
    ]
    if tried and not any(made and named for _, _, made, named, _ in tried):
        raise Missing("no record that was just made is accepted; see the requirement that it is")
    for reference, code, _, named, exchange in tried:
        if named:
            evidence.passed(requirement.id)
        else:
            got = f"refused: {session.answered(exchange)}"
            what = f"a record with {reference.field} {code} cannot be made and named"
            evidence.failed(requirement.id, session.failure(what, got, "accepted", exchange))


def _with_code(session: Session, operation: Operation, reference: Reference, code: str) -> tuple[bool, bool, Exchange]:
    """Whether a master record of that code is made, whether a message may name it, and the last exchange."""
    collection = session.contract.collections[reference.collection]
    create = session.operation(collection.create or "")
    record = session.messages.good(create, {reference.field: code})
    made = session.send(create, record)
    if not session.accepted(made):
        return False, False, made
    named = _naming(session, operation, collection, record)
    return True, session.accepted(named), named


def _codes(session: Session, operation: Operation) -> Iterator[tuple[Reference, str]]:
    for reference in references(operation.request):
        name = operation.request["properties"][reference.property].get("x-code-list")
        if reference.via and name:
            codes = session.contract.codes[name]
            yield from ((reference, code) for code in codes.codes if code not in codes.assumed)
