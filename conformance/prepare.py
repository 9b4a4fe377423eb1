"""Before the first check: what can be learnt of a target, so that one oddity gives one finding and not many."""

from __future__ import annotations

from datetime import timedelta

from kontrak.conformance.errors import Gone, Missing, Trouble
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.listing import filters, windows
from kontrak.conformance.messages import Message
from kontrak.conformance.session import Session
from kontrak.contracts.model import Collection, Operation, Paging
from kontrak.contracts.schema import references

ENOUGH = 2
RECENTLY = timedelta(days=2)


def prepare(session: Session) -> None:
    """Learn and make what can be; what cannot be done is told by the checks themselves."""
    for step in (_learn_lists, _make_records, _learn_bases, _learn_no_match):
        try:
            step(session)
        except Gone:
            raise
        except (Missing, Trouble):
            continue


def _learn_lists(session: Session) -> None:
    """Learn other words for success, and the number of the first page, from what is really stored.

    So a target with one wrong word fails the requirement about that word, and not every other one.
    """
    for collection in session.contract.collections.values():
        if collection.create and collection.list and session.contract.paging:
            create = session.operation(collection.create)
            message = session.messages.good(create)
            made = session.send(create, message)
            key = str(message[collection.key])
            page = _page_of(session, collection, session.contract.paging, key)
            if page is None:
                continue
            session.first_page = page
            _learn_word(session, made)
            _learn_deletion(session, collection, session.contract.paging, key)


def _page_of(session: Session, collection: Collection, paging: Paging, key: str) -> int | None:
    """The first page, by the contract or by its neighbour, if it holds the key."""
    operation = session.operation(collection.list or "")
    for number in (paging.first, 1 - paging.first):
        listed = session.send(operation, {paging.size: 100, paging.page: number})
        if f'"{key}"' in listed.response.text:
            return number
    return None


def _learn_word(session: Session, exchange: Exchange) -> None:
    """Take the status of an answer for a success if it does not read as one."""
    word = session.word(exchange.response)
    if 200 <= exchange.response.status < 300 and word is not None and not session.accepted(exchange):
        session.success_words.add(word)
        session.remember(exchange)


def _learn_deletion(session: Session, collection: Collection, paging: Paging, key: str) -> None:
    if collection.delete is None:
        return
    delete = session.operation(collection.delete)
    exchange = session.send(delete, session.messages.deletion(collection, [key]))
    if not session.accepted(exchange) and _page_of(session, collection, paging, key) is None:
        _learn_word(session, exchange)


def _make_records(session: Session) -> None:
    """Make two records of each collection that messages must name, where fewer are known and they can be made."""
    for operation in session.offered():
        for reference in references(operation.request):
            collection = session.contract.collections[reference.collection]
            if collection.create is None or collection.create in session.target.without:
                continue
            known = session.messages.records.setdefault(collection.name, [])
            while len(known) < ENOUGH and (made := _make(session, session.operation(collection.create))) is not None:
                known.append(made)
                session.keep(collection, str(made[collection.key]))


def _make(session: Session, create: Operation) -> Message | None:
    message = session.messages.good(create)
    return message if session.accepted(session.send(create, message)) else None


def _learn_bases(session: Session) -> None:
    """Keep to those examples that the target accepts; that it refuses one is told by another check."""
    listed = {listing.operation.id for listing in windows(session)} if session.contract.window else set()
    for operation in session.offered():
        if session.contract.collection_created_by(operation.id) or operation.id in listed:
            tried = [(message, session.send(operation, message)) for message in session.messages.examples(operation)]
            accepted = [message for message, exchange in tried if session.accepted(exchange)]
            session.messages.bases[operation.id] = accepted
    session.clean_up()


def _learn_no_match(session: Session) -> None:
    """Learn whether lists that match nothing are refused, so that this one slip is not told of every list.

    Good messages are then those that ask for least.
    """
    refused = []
    for listing in (found for found in windows(session) if filters(found)):
        usual = listing.span(RECENTLY, timedelta())
        if session.accepted(listing.ask(usual)):
            unknown = {filters(listing)[0]: session.messages.key()}
            refused.append(not session.accepted(listing.ask(usual | unknown)))
        if len(refused) == ENOUGH:
            session.refuses_no_match = all(refused)
            break
    for listing in windows(session) if session.refuses_no_match else ():
        accepted = session.messages.bases[listing.operation.id]
        session.messages.bases[listing.operation.id] = sorted(accepted, key=len)[:1]
