"""What becomes of one record: fetched by its key, updated, moved from state to state, made once under one idempotency key."""

from __future__ import annotations

from collections.abc import Mapping

from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.messages import Message
from kontrak.conformance.probes.records import SEVERAL, Shelf, same
from kontrak.conformance.session import Session
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json, Requirement, States


class Single(Shelf):
    """A collection whose records can be fetched and updated one by one."""

    def fetch(self, key: str) -> Exchange:
        """Ask for a record; raises Missing where the contract has no operation for that."""
        if self.collection.fetch is None:
            raise Missing(f"the contract has no operation that fetches from {self.collection.name}")
        return self.session.send(self.session.operation(self.collection.fetch), {self.collection.key: key})

    def update(self, message: Message) -> Exchange:
        """Put a message in place of a record; raises Missing where the contract has no operation for that."""
        if self.collection.update is None:
            raise Missing(f"the contract has no operation that updates {self.collection.name}")
        return self.session.send(self.session.operation(self.collection.update), message)

    def readable(self) -> Message:
        """Make a record that can be fetched; raises Missing where several cannot."""
        for _ in range(SEVERAL):
            message, _ = self.make()
            if self.session.accepted(self.fetch(self.key(message))):
                return message
        raise Missing(f"{SEVERAL} records that were made cannot be read; see the requirement that they can")

    def row(self, key: str) -> Mapping[str, Json]:
        """A record as it is fetched; raises Missing where it is not answered."""
        exchange = self.fetch(key)
        body = exchange.response.json()
        if not self.session.accepted(exchange) or not isinstance(body, dict):
            raise Missing(f"{self.collection.fetch} does not answer a record ({self.session.answered(exchange)})")
        return body


@probe("created-is-readable")
def created_is_readable(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A record that was made is answered under its key."""
    shelf = Single(session, requirement, evidence)
    what = "a record that was made cannot be read under its key"
    for key in [shelf.key(shelf.make()[0]) for _ in range(SEVERAL)]:
        exchange = shelf.fetch(key)
        body = exchange.response.json()
        there = session.accepted(exchange) and isinstance(body, dict) and same(body.get(shelf.collection.key, key), key)
        shelf.expect(what, session.answered(exchange), f"the record {key}", exchange, holds=there)


@probe("deleted-is-unreadable")
def deleted_is_unreadable(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A record that was deleted is not answered any more."""
    shelf = Single(session, requirement, evidence)
    key = shelf.key(shelf.readable())
    shelf.remove(key)
    exchange = shelf.fetch(key)
    what, gone = "a deleted record can still be read", not session.accepted(exchange)
    shelf.expect(what, session.answered(exchange), "a refusal", exchange, holds=gone)


@probe("update-is-kept")
def update_is_kept(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """What an accepted update says is what is read afterwards."""
    shelf = Single(session, requirement, evidence)
    first, texts = shelf.readable(), _texts(shelf)
    exchange = shelf.update(first | texts)
    if not session.accepted(exchange):
        raise Missing(f"a good update is refused ({session.answered(exchange)})")
    row = shelf.row(shelf.key(first))
    for column in (name for name in texts if name in row):
        what, got = f"an accepted update of {column} was not kept", row[column]
        shelf.expect(what, shown(got), shown(texts[column]), exchange, holds=same(got, texts[column]))


def _texts(shelf: Shelf) -> dict[str, Json]:
    """New values of the columns that hold any text (`x-free-text`)."""
    columns = shelf.create.request["properties"].items()
    return {name: f"Baru {shelf.session.messages.key()}" for name, node in columns if node.get("x-free-text")}


@probe("state-order")
def state_order(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """No state follows one that it may not follow; those that may follow are accepted beside it."""
    shelf = Single(session, requirement, evidence)
    states = shelf.collection.states
    if states is None:
        raise Missing(f"the contract has no states of {shelf.collection.name}")
    for old, after in states.next.items():
        for new in after:
            _require_step(shelf, states, old, new)
        for new in (other for other in states.next if other not in (old, *after)):
            message, _ = shelf.make({states.column: old})
            exchange = shelf.update(message | {states.column: new})
            got, refused = session.answered(exchange), not session.accepted(exchange)
            shelf.expect(f"{states.column} went from {old} to {new}", got, "a refusal", exchange, holds=refused)


def _require_step(shelf: Single, states: States, old: str, new: str) -> None:
    """Raise Missing unless a state may follow another: refusals say something only beside that."""
    message, _ = shelf.make({states.column: old})
    exchange = shelf.update(message | {states.column: new})
    if not shelf.session.accepted(exchange):
        raise Missing(f"{states.column} cannot go from {old} to {new} ({shelf.session.answered(exchange)})")


@probe("idempotency-key")
def idempotency_key(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A request that comes again under its idempotency key is answered as before, and nothing second is made."""
    shelf = Shelf(session, requirement, evidence)
    name = shelf.create.idempotency
    if name is None:
        raise Missing(f"{shelf.create.id} has no idempotency key")
    headers = session.headers(shelf.create) | {name: session.messages.key()}
    first, other = session.messages.good(shelf.create), session.messages.good(shelf.create)
    if not session.accepted(session.send(shelf.create, first, headers)):
        raise Missing(f"a good message is refused under {name}; see {shelf.create.accepts}")
    again = session.send(shelf.create, first, headers)
    got = f"refused: {session.answered(again)}"
    shelf.expect(
        f"a request repeated under its {name} is refused", got, "the first answer", again, holds=session.accepted(again)
    )
    second = session.send(shelf.create, other, headers)
    for message, exchange, most in ((first, again, 1), (other, second, 0)):
        rows = len(shelf.listing.find(shelf.key(message)))
        what = f"a second request under one {name} made a record"
        shelf.expect(what, f"{rows} rows with {shelf.key(message)}", f"{most} rows", exchange, holds=rows <= most)


@probe("list-order")
def list_order(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Records are listed in the order of their making that the contract names."""
    shelf = Shelf(session, requirement, evidence)
    if shelf.collection.order is None:
        raise Missing(f"the contract has no order of {shelf.collection.name}")
    made = [shelf.key(shelf.make()[0]) for _ in range(SEVERAL)]
    listed = [key for row in shelf.listing.rows() if (key := str(shelf.listing.key(row))) in made]
    if sorted(listed) != sorted(made):
        raise Missing("stored records are not listed once each, so that nothing can be told of their order")
    wanted = made if shelf.collection.order == "oldest" else made[::-1]
    what = f"records are not listed with the {shelf.collection.order} first"
    shelf.expect(what, ", ".join(listed), ", ".join(wanted), holds=listed == wanted)
