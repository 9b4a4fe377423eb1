"""Before the first check: the master records that can be made, and how the target words a success."""

from __future__ import annotations

from kontrak.conformance.errors import Missing
from kontrak.conformance.session import Session
from kontrak.contracts.schema import references


def prepare(session: Session) -> None:
    """Make what is missing and learn what can be learnt; what cannot be done is told by the checks themselves."""
    for step in (_learn_success, _make_records):
        try:
            step(session)
        except Missing:
            continue


def _learn_success(session: Session) -> None:
    """Learn another word for success from a record that is listed although its answer reads as a refusal.

    So a target with one wrong word fails the requirement about that word, and not every other one.
    """
    operation = next(iter(session.contract.operations.values()))
    collection = session.contract.collection_created_by(operation.id)
    paging = session.contract.paging
    if collection is None or collection.list is None or paging is None:
        return
    message = session.messages.good(operation)
    exchange = session.send(operation, message)
    word = _word(exchange.response.json())
    if session.accepted(exchange) or not 200 <= exchange.response.status < 300 or word is None:
        return
    listed = session.send(session.operation(collection.list), {paging.size: 100, paging.page: paging.first})
    if message[collection.key] in listed.response.text:
        session.success_words.add(word)
        session.remember(exchange)


def _word(body: object) -> str | None:
    status = body.get("status") if isinstance(body, dict) else None
    return status if isinstance(status, str) else None


def _make_records(session: Session) -> None:
    """Make one record of each collection that messages must name and of which none is known."""
    for operation in session.contract.operations.values():
        for reference in references(operation.request):
            collection = session.contract.collections[reference.collection]
            if session.messages.records.get(collection.name) or collection.create is None:
                continue
            create = session.operation(collection.create)
            message = session.messages.good(create)
            if session.accepted(session.send(create, message)):
                session.messages.records[collection.name] = [message]
                session.made[collection.name].clear()
