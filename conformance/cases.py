"""Directed cases: each value that a requirement names, sent alone in an otherwise good message.

A refusal counts only beside its accepted twin: the same message without the change. Where the twin is refused
too, the case says nothing, and the requirement that good messages are accepted tells the cause.
"""

from __future__ import annotations

from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.messages import ABSENT, Message
from kontrak.conformance.session import Session
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json, Operation, Requirement

NOT_FOUND = 404


def run(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Send every case of a requirement whose test lists values."""
    test = requirement.test
    operation = session.operation(test.operation or next(iter(session.contract.operations)))
    for column, values in test.accept.items():
        for value in values:
            _accepts(session, requirement, evidence, operation, column, value)
    for column, values in test.refuse.items():
        require_twin(session, operation, dict(test.given))
        for value in values:
            _refuses(session, requirement, evidence, operation, column, value)


def good(session: Session, operation: Operation, given: dict[str, Json] | None = None) -> Message:
    """A good message of the operation; where it names a record that is there, of one made for it."""
    named = (c for c in session.contract.collections.values() if operation.id in (c.delete, c.fetch, c.update))
    collection = next(named, None)
    if collection is None or collection.create is None:
        return session.messages.good(operation, given)
    create = session.operation(collection.create)
    message = session.messages.good(create)
    exchange = session.send(create, message)
    if not session.accepted(exchange):
        raise Missing(f"no record could be made for {operation.id}: {session.answered(exchange)}")
    if operation.id == collection.update:
        return message | (given or {})
    if operation.id == collection.fetch:
        return {collection.key: message[collection.key]}
    return session.messages.deletion(collection, [message[collection.key]])


def require_twin(session: Session, operation: Operation, given: dict[str, Json] | None = None) -> None:
    """Raise Missing unless a good message is accepted: a refusal says something only beside that."""
    exchange = session.send(operation, good(session, operation, given))
    if not session.accepted(exchange):
        raise Missing(f"a good message is refused as well ({session.answered(exchange)}); see {operation.accepts}")


def _refuses(
    session: Session, requirement: Requirement, evidence: Evidence, operation: Operation, column: str, value: Json
) -> None:
    message = good(session, operation, dict(requirement.test.given))
    changed = session.messages.changed(operation, message, column, value)
    exchange = session.send(operation, changed)
    if not session.accepted(exchange):
        evidence.passed(requirement.id)
        return
    what = f"{column} {_shown(changed, column, value)}"
    evidence.failed(
        requirement.id,
        session.failure(
            f"{operation.id} accepted {what}",
            f"accepted: {session.answered(exchange)}",
            f"a refusal of {what}",
            exchange,
        ),
    )


def _accepts(
    session: Session, requirement: Requirement, evidence: Evidence, operation: Operation, column: str, value: Json
) -> None:
    message = good(session, operation, dict(requirement.test.given))
    changed = session.messages.changed(operation, message, column, value)
    exchange = session.send(operation, changed)
    if session.accepted(exchange):
        evidence.passed(requirement.id)
        return
    if finds_nothing(session, operation, exchange):
        return
    if requirement.id != operation.accepts:
        _require_a_twin(session, requirement, operation)
    what = f"{column} {_shown(changed, column, value)}"
    evidence.failed(
        requirement.id,
        session.failure(
            f"{operation.id} refused {what}", f"refused: {session.answered(exchange)}", f"{what} accepted", exchange
        ),
    )


def _require_a_twin(session: Session, requirement: Requirement, operation: Operation) -> None:
    """Raise Missing unless a good message is accepted: as it is, or with the other columns of the case."""
    try:
        require_twin(session, operation)
    except Missing:
        if not requirement.test.given:
            raise
        require_twin(session, operation, dict(requirement.test.given))


def finds_nothing(session: Session, operation: Operation, exchange: Exchange) -> bool:
    """Whether a question is answered with "no such thing": the value was taken, and fits no record of the target."""
    asks = session.contract.collection_created_by(operation.id) is None
    return asks and exchange.response.status == NOT_FOUND


def _shown(changed: Message, column: str, value: Json) -> str:
    if value == ABSENT:
        return "left out"
    node: Json = changed
    for part in column.split("/"):
        node = node[int(part)] if isinstance(node, list) else node[part]
    return f"= {shown(node)}"
