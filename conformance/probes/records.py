"""What becomes of stored records: listed, paged, deleted, made twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.listing import PAGE, Listing
from kontrak.conformance.messages import ABSENT, Message
from kontrak.conformance.session import Session
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Collection, Json, Operation, Requirement

SEVERAL = 3
SMALL_PAGE = 3


class Shelf:
    """A collection under test: makes records, lists and deletes them."""

    def __init__(self, session: Session, requirement: Requirement, evidence: Evidence) -> None:
        self.session, self.requirement, self.evidence = session, requirement, evidence
        create = session.operation(requirement.test.operation or "")
        collection = session.contract.collection_created_by(create.id)
        if collection is None:
            raise Missing(f"{create.id} creates no collection")
        self.create: Operation = create
        self.collection: Collection = collection
        self.listing = Listing(session, collection)

    @property
    def delete(self) -> Operation:
        """The operation that deletes; raises Missing where there is none."""
        if self.collection.delete is None:
            raise Missing(f"the contract has no operation that deletes from {self.collection.name}")
        return self.session.operation(self.collection.delete)

    def make(self, given: Mapping[str, Json] | None = None) -> tuple[Message, Exchange]:
        """Store one record; raises Missing where a good message is refused."""
        message = self.session.messages.good(self.create, given)
        exchange = self.session.send(self.create, message)
        if not self.session.accepted(exchange):
            answered = self.session.answered(exchange)
            raise Missing(f"a good message is refused ({answered}); see {self.create.accepts}")
        return message, exchange

    def key(self, message: Message) -> str:
        """The key of a message."""
        return str(message[self.collection.key])

    def remove(self, *keys: str) -> Exchange:
        """Delete records by key; raises Missing where that is refused."""
        exchange = self.session.send(self.delete, self.session.messages.deletion(self.collection, list(keys)))
        if not self.session.accepted(exchange):
            answered = self.session.answered(exchange)
            raise Missing(f"{self.delete.id} is refused ({answered}); see {self.delete.accepts}")
        return exchange

    def expect(self, what: str, got: str, wanted: str, exchange: Exchange | None = None, *, holds: bool) -> None:
        """Note one comparison."""
        if holds:
            self.evidence.passed(self.requirement.id)
        else:
            failure = self.session.failure(what, got, wanted, exchange)
            self.evidence.failed(self.requirement.id, failure)


@probe("created-is-listed")
def created_is_listed(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Each record made is listed once."""
    shelf = Shelf(session, requirement, evidence)
    made = [shelf.make() for _ in range(SEVERAL)]
    count = Counter(str(shelf.listing.key(row)) for row in shelf.listing.rows())
    for message, exchange in made:
        key = shelf.key(message)
        got, wanted = f"{count[key]} rows with {shelf.collection.key} {key}", "1 row"
        shelf.expect("a stored record is not listed once", got, wanted, exchange, holds=count[key] == 1)


@probe("row-carries-values")
def row_carries_values(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A listed row has the columns of the message with the values sent, the longest and oddest too.

    Times of making and changing may be the server's own; a time with a zone may be shown in another zone.
    """
    shelf = Shelf(session, requirement, evidence)
    for given in ({}, _longest(shelf), *_odd(shelf)):
        message = session.messages.good(shelf.create, given)
        exchange = session.send(shelf.create, message)
        if not session.accepted(exchange):
            continue
        rows = shelf.listing.find(shelf.key(message))
        if not rows:
            raise Missing("the stored record is not listed; see the requirement that it is")
        for column, value in message.items():
            if column in (*shelf.collection.imprecise, *_times(shelf)) or not _looked_at(requirement, column):
                continue
            got = shelf.listing.value(rows[0], column)
            what = f"column {column} of a listed row is not what was sent"
            is_time = shelf.create.request["properties"].get(column, {}).get("format") == "date-time"
            holds = same_instant(got, value) if is_time else same(got, value)
            shelf.expect(what, shown(got), shown(value), exchange, holds=holds)


def _looked_at(requirement: Requirement, column: str) -> bool:
    return not requirement.test.columns or column in requirement.test.columns


def same_instant(got: Json, sent: Json) -> bool:
    """Whether two times with a zone are the same instant; what is no such time is compared as it stands."""
    try:
        one, other = (datetime.fromisoformat(str(time)) for time in (got, sent))
    except ValueError:
        return same(got, sent)
    return one == other and (one.tzinfo is None) == (other.tzinfo is None)


def _times(shelf: Shelf) -> tuple[str, ...]:
    window = shelf.session.contract.window
    return (window.made, window.changed) if window else ()


@probe("row-carries-lists")
def row_carries_lists(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A listed row has as many rows in each of its lists as were sent, with their texts."""
    shelf = Shelf(session, requirement, evidence)
    message, exchange = shelf.make()
    rows = shelf.listing.find(shelf.key(message))
    if not rows:
        raise Missing("the stored record is not listed; see the requirement that it is")
    for column, sent in message.items():
        if isinstance(sent, list):
            got, texts = shelf.listing.value(rows[0], column), [_texts(shelf, row) for row in sent]
            holds = isinstance(got, list) and len(got) == len(sent) and all(map(_holds, got, texts))
            what = f"the list {column} of a listed row is not what was sent"
            shelf.expect(what, shown(got), shown(texts), exchange, holds=holds)


def _texts(shelf: Shelf, row: Mapping[str, Json]) -> dict[str, str]:
    """The ids of a nested row: what is no time and no number."""
    found = {name: value for name, value in row.items() if name not in _times(shelf) and isinstance(value, str)}
    return {name: value for name, value in found.items() if not value[:1].isdigit()}


def same(got: Json, sent: Json) -> bool:
    """Whether two values are the same, a number and its text counting as one."""
    if got == sent or (got in ("", None) and sent in ("", None)):
        return True
    if isinstance(got, list) and isinstance(sent, list) and len(got) == len(sent):
        return all(map(_holds, got, sent))
    try:
        return Decimal(str(got)) == Decimal(str(sent)) and not isinstance(got, bool)
    except InvalidOperation:
        return False


def _holds(got: Json, sent: Json) -> bool:
    """Whether a nested row has the values that were sent; what was not sent in it is the server's own affair."""
    both = isinstance(got, dict) and isinstance(sent, dict)
    return both and all(same(got.get(name), value) for name, value in sent.items())


def _longest(shelf: Shelf) -> dict[str, Json]:
    """Free texts of their greatest length."""
    columns = _free_texts(shelf)
    return {name: f"{shelf.session.messages.mark} ".ljust(limit, "x") for name, limit in columns.items()}


def _odd(shelf: Shelf) -> list[dict[str, Json]]:
    """Free texts with the characters that break careless servers."""
    texts = ('Toko D\'Jaya & Putra; 50% / "Baru" (persero)', "Kedai Kopi Café Señor", "Toko 東京 🙂")
    return [{name: text[:limit] for name, limit in _free_texts(shelf).items()} for text in texts]


def _free_texts(shelf: Shelf) -> dict[str, int]:
    """The columns that hold any text (`x-free-text`), with the length to try."""
    columns = shelf.create.request["properties"].items()
    return {name: min(node.get("maxLength", 1000), 1000) for name, node in columns if node.get("x-free-text")}


@probe("row-members")
def row_members(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A listed row has the members that the partner adds."""
    shelf = Shelf(session, requirement, evidence)
    message, exchange = shelf.make()
    for row in shelf.listing.find(shelf.key(message)):
        for member in shelf.collection.members:
            shelf.expect(
                f"a listed row has no {member}", f"members {', '.join(row)}", member, exchange, holds=member in row
            )


@probe("paging")
def paging(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Small pages hold no more than asked for, and together every row once."""
    shelf = Shelf(session, requirement, evidence)
    made = {shelf.key(shelf.make()[0]) for _ in range(SMALL_PAGE * 2 + 1)}
    shelf.expect(
        "pages are not counted from 1", "from 0", "from 1", holds=session.first_page == shelf.listing.paging.first
    )
    seen: Counter[str] = Counter()
    for page in shelf.listing.pages(SMALL_PAGE):
        got = f"{len(page)} rows"
        shelf.expect(
            f"a page of size {SMALL_PAGE} is longer", got, f"at most {SMALL_PAGE}", holds=len(page) <= SMALL_PAGE
        )
        seen.update(str(shelf.listing.key(row)) for row in page)
        if len(page) > SMALL_PAGE:
            return
    if not made & set(seen):
        require_listed(shelf, *made)
    listed = {str(shelf.listing.key(row)) for row in shelf.listing.rows()}
    for key in sorted(made):
        shelf.expect(
            "the pages do not hold each row once", f"{key} on {seen[key]} pages", "on 1 page", holds=seen[key] == 1
        )
        got = f"{key} on a page of size {SMALL_PAGE}, and on none of size {PAGE}"
        shelf.expect("small and large pages hold other rows", got, "on both", holds=key in listed or not seen[key])


@probe("deleted-is-gone")
def deleted_is_gone(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A deleted record is no longer listed."""
    shelf = Shelf(session, requirement, evidence)
    key = shelf.key(shelf.make()[0])
    require_listed(shelf, key)
    exchange = _removed(shelf, key)
    if exchange is not None:
        rows = shelf.listing.find(key)
        shelf.expect(
            "a deleted record is still listed", f"{len(rows)} rows with {key}", "none", exchange, holds=not rows
        )


def _removed(shelf: Shelf, *keys: str) -> Exchange | None:
    """Delete, where the deletion itself is what is tested: its refusal is a failure."""
    exchange = shelf.session.send(shelf.delete, shelf.session.messages.deletion(shelf.collection, list(keys)))
    if shelf.session.accepted(exchange):
        return exchange
    got = f"refused: {shelf.session.answered(exchange)}"
    shelf.expect(
        f"{shelf.delete.id} refused to delete {len(keys)} stored records", got, "accepted", exchange, holds=False
    )
    return None


def require_listed(shelf: Shelf, *keys: str) -> None:
    """Raise Missing unless each key is listed once: what is not listed cannot be seen to go."""
    listed = Counter(str(shelf.listing.key(row)) for row in shelf.listing.rows())
    if any(listed[key] != 1 for key in keys):
        raise Missing("stored records are not listed once each, so that nothing can be told from the list")


@probe("delete-several")
def delete_several(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Several records go with one deletion."""
    shelf = Shelf(session, requirement, evidence)
    keys = [shelf.key(shelf.make()[0]) for _ in range(SEVERAL)]
    require_listed(shelf, *keys)
    exchange = _removed(shelf, *keys)
    if exchange is not None:
        left = [key for key in keys if shelf.listing.find(key)]
        if len(left) == len(keys):
            raise Missing("nothing was deleted at all; see the requirement that a deletion removes")
        shelf.expect(
            "a deletion of several ids left some", f"still listed: {', '.join(left)}", "none", exchange, holds=not left
        )


@probe("delete-only-named")
def delete_only_named(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A deletion leaves what it did not name."""
    shelf = Shelf(session, requirement, evidence)
    first, named, last = (shelf.key(shelf.make()[0]) for _ in range(SEVERAL))
    longer = shelf.key(shelf.make({shelf.collection.key: f"{named}0"})[0])
    require_listed(shelf, first, named, last, longer)
    exchange = shelf.remove(named)
    listed = {str(shelf.listing.key(row)) for row in shelf.listing.rows()}
    for key in (first, last, longer):
        shelf.expect(
            "a deletion removed what it did not name", f"{key} is gone", f"{key} listed", exchange, holds=key in listed
        )


@probe("delete-then-create")
def delete_then_create(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A deleted key can be used again."""
    shelf = Shelf(session, requirement, evidence)
    message, _ = shelf.make()
    shelf.remove(shelf.key(message))
    if shelf.listing.find(shelf.key(message)):
        raise Missing("the record is still there after its deletion")
    changed = message | _marked_texts(shelf)
    exchange = session.send(shelf.create, changed)
    accepted = session.accepted(exchange)
    got = f"refused: {session.answered(exchange)}"
    shelf.expect("a deleted record cannot be made again", got, "accepted", exchange, holds=accepted)
    for row in shelf.listing.find(shelf.key(message)) if accepted else ():
        for column in _free_texts(shelf):
            got = shelf.listing.value(row, column)
            if got is None:
                continue
            what = f"a record made again after its deletion has the {column} of before"
            shelf.expect(what, shown(got), shown(changed[column]), exchange, holds=same(got, changed[column]))


def _marked_texts(shelf: Shelf) -> dict[str, Json]:
    """Free texts that no other record has."""
    return {column: f"Perubahan {shelf.session.messages.key()}" for column in _free_texts(shelf)}


@probe("duplicate-key")
def duplicate_key(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A second record of the same key meets the fate that the reading in force gives it."""
    shelf = Shelf(session, requirement, evidence)
    reading = session.judge.readings[shelf.collection.duplicates or ""]
    message, _ = shelf.make()
    require_listed(shelf, shelf.key(message))
    second = session.messages.good(shelf.create) | {shelf.collection.key: shelf.key(message)} | _marked_texts(shelf)
    exchange = session.send(shelf.create, second)
    rows = len(shelf.listing.find(shelf.key(message)))
    wanted = {"reject": (False, 1), "upsert": (True, 1), "append": (True, 2)}[reading]
    got = (session.accepted(exchange), rows)
    what = f"a second record of one {shelf.collection.key} is not treated as {shelf.collection.duplicates}={reading}"
    shelf.expect(what, _fate(got), _fate(wanted), exchange, holds=got == wanted)
    if reading == "upsert" and got == wanted:
        _expect_second(shelf, second, exchange)


def _expect_second(shelf: Shelf, second: Message, exchange: Exchange) -> None:
    """The row under a key holds what was sent last."""
    for row in shelf.listing.find(shelf.key(second)):
        for column in _free_texts(shelf):
            got = shelf.listing.value(row, column)
            what = f"a record sent again keeps the {column} of before"
            shelf.expect(what, shown(got), shown(second[column]), exchange, holds=same(got, second[column]))


def _fate(fate: tuple[bool, int]) -> str:
    return f"{'accepted' if fate[0] else 'refused'}, {fate[1]} rows listed"


@probe("refused-not-stored")
def refused_not_stored(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message refused for any one column is not stored."""
    shelf = Shelf(session, requirement, evidence)
    require_listed(shelf, shelf.key(shelf.make()[0]))
    sent: dict[str, tuple[str, Exchange]] = {}
    for column, value in _breaches(shelf):
        message = session.messages.good(shelf.create)
        exchange = session.send(shelf.create, session.messages.changed(shelf.create, message, column, value))
        if not session.accepted(exchange):
            sent[shelf.key(message)] = column, exchange
    listed = {str(shelf.listing.key(row)) for row in shelf.listing.rows()}
    for key, (column, exchange) in sent.items():
        what = f"a message refused for its {column} was stored"
        shelf.expect(what, f"{key} is listed", "not listed", exchange, holds=key not in listed)


def _breaches(shelf: Shelf) -> list[tuple[str, Json]]:
    """One value to refuse for each requirement and column, but for the key's."""
    return [
        (column, next((value for value in values if value != ABSENT), ABSENT))
        for requirement in shelf.session.contract.requirements.values()
        if requirement.test.operation == shelf.create.id and not requirement.test.given
        for column, values in requirement.test.refuse.items()
        if column != shelf.collection.key
    ]


@probe("same-message-twice")
def same_message_twice(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message that is sent again as it was leaves one row."""
    shelf = Shelf(session, requirement, evidence)
    message, _ = shelf.make()
    require_listed(shelf, shelf.key(message))
    exchange = session.send(shelf.create, message)
    rows = len(shelf.listing.find(shelf.key(message)))
    what = f"the same message of {shelf.create.id} sent twice leaves not one row"
    shelf.expect(what, f"{rows} rows", "1 row", exchange, holds=rows == 1)


@probe("all-in-one-answer")
def all_in_one_answer(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A list without pages holds all that was made, however many they are."""
    shelf = Shelf(session, requirement, evidence)
    made = {shelf.key(shelf.make()[0]) for _ in range(PAGE + SEVERAL)}
    missing = made - {str(shelf.listing.key(row)) for row in shelf.listing.rows()}
    got = f"{len(missing)} of {len(made)} records are not listed"
    shelf.expect("a list does not hold all records", got, "all in one answer", holds=not missing)
