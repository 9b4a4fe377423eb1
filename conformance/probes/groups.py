"""What the parties of one target see and may do of each other's records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kontrak.conformance.cases import require_twin
from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.listing import Listing, Row, filters, windows
from kontrak.conformance.messages import Message
from kontrak.conformance.probes.filters import values
from kontrak.conformance.probes.records import Shelf
from kontrak.conformance.probes.windows import DAY, MARGIN, Panes
from kontrak.conformance.session import Session
from kontrak.contracts.model import Json, Operation, Requirement
from kontrak.contracts.schema import references

OTHER = 1
"""The second group of the target: the one whose records the first must not see."""


def _owners(session: Session, group: int) -> tuple[str, ...]:
    """The owners of a group; raises Missing where they are not told."""
    groups = session.target.groups
    if group >= len(groups) or not groups[group].dealers:
        table = f"[[target.{session.contract.name}.groups]]"
        raise Missing(f"needs the dealers of group {group + 1}; add to kontrak.toml: {table} dealers = [...]")
    return groups[group].dealers


def _rows(listing: Listing, message: Mapping[str, Json] | None = None) -> list[Row]:
    """What a list of the last days answers to the first group; nothing where that is refused."""
    try:
        return listing.recent(message)
    except Missing:
        return []


def _by_owner(session: Session) -> Iterator[tuple[Listing, list[Row], dict[str, list[Row]]]]:
    """Each list with its rows, and those that are left for each owner of the first group; at least two have some."""
    owners, having = _owners(session, 0), set()
    for listing in windows(session):
        narrowed = {owner: listing.recent({listing.window.owner: owner}) for owner in owners}
        having |= {owner for owner, rows in narrowed.items() if rows}
        yield listing, listing.recent(), narrowed
    if len(having) < 2:
        raise Missing("needs records of the last days of two dealers of one group")


@probe("whole-group")
def whole_group(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A list that is not narrowed to an owner holds the rows of each owner of the group."""
    panes = Panes(session, requirement, evidence)
    for listing, rows, narrowed in _by_owner(session):
        keys = [listing.key(row) for row in rows]
        for owner, some in narrowed.items():
            for row in some:
                what = f"{listing.operation.id} lists {listing.key(row)} for {owner} alone, and not for its group"
                panes.expect(what, "not listed", "listed", holds=listing.key(row) in keys)


@probe("owner-narrows")
def owner_narrows(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A list that is narrowed to an owner holds the rows of that owner and no others."""
    panes = Panes(session, requirement, evidence)
    for listing, rows, narrowed in _by_owner(session):
        for owner, some in narrowed.items():
            keys = [listing.key(row) for row in some]
            others = [str(listing.key(row)) for row in some if row.get(listing.window.owner) != owner]
            what = f"{listing.operation.id} lists rows of others for {owner}"
            panes.expect(what, ", ".join(others), "none", holds=not others)
            own = [listing.key(row) for row in rows if row.get(listing.window.owner) == owner]
            missing = [str(key) for key in own if key not in keys]
            what = f"{listing.operation.id} does not list all rows of {owner}"
            panes.expect(what, f"without {', '.join(missing)}", "all", holds=not missing)


@probe("foreign-rows")
def foreign_rows(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """No list shows a group the rows of another, whatever owner or other filter is asked for."""
    panes, foreign, told = Panes(session, requirement, evidence), _owners(session, OTHER), 0
    for listing in windows(session):
        theirs = listing.recent(group=OTHER)
        told += len(theirs)
        asked: list[dict[str, Json]] = [{}, *({listing.window.owner: owner} for owner in foreign)]
        asked += [{name: value} for row in theirs[:1] for name in filters(listing) for value in values(row, name)[:1]]
        for message in asked:
            seen = [
                str(listing.key(row)) for row in _rows(listing, message) if row.get(listing.window.owner) in foreign
            ]
            what = f"{listing.operation.id} shows rows of another group, asked with {message or 'nothing'}"
            panes.expect(what, ", ".join(seen), "none", holds=not seen)
    if not told:
        raise Missing("needs records of the last days of a second group")


def _foreign(session: Session, create: Operation) -> Message:
    """A good message about records of the second group; raises Missing where it has none."""
    message = session.messages.good(create)
    named = [reference for reference in references(create.request) if reference.via is None]
    for reference in named:
        listing = next(found for found in windows(session) if found.collection.name == reference.collection)
        row = next(iter(listing.recent(group=OTHER)), None)
        if row is None:
            raise Missing(f"needs a record of the last days in {reference.collection} of a second group")
        for other in references(create.request):
            if reference.property in (other.property, other.via):
                message[other.property] = row.get(other.field)
    return message


@probe("foreign-references")
def foreign_references(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message about the records of another group is refused."""
    shelf = Shelf(session, requirement, evidence)
    require_twin(session, shelf.create)
    exchange = session.send(shelf.create, _foreign(session, shelf.create))
    accepted = session.accepted(exchange)
    what = f"{shelf.create.id} accepted a message about the records of another group"
    shelf.expect(what, session.answered(exchange), "a refusal", exchange, holds=not accepted)


@probe("foreign-key")
def foreign_key(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message under the key of another group's record leaves that record as it is, whether it is accepted or not."""
    shelf = Shelf(session, requirement, evidence)
    before = next(iter(shelf.listing.recent(group=OTHER)), None)
    if before is None:
        raise Missing(f"needs a record of the last days in {shelf.collection.name} of a second group")
    key = shelf.listing.key(before)
    exchange = session.send(shelf.create, session.messages.good(shelf.create, {shelf.collection.key: key}))
    after = [row for row in shelf.listing.recent(group=OTHER) if shelf.listing.key(row) == key]
    what = f"{shelf.create.id} changed the record {key} of another group"
    shelf.expect(what, "another record, or none", "the same record", exchange, holds=before in after)


def _reader(session: Session) -> int:
    """A group that may only read; raises Missing where the target names none."""
    for number, group in enumerate(session.target.groups):
        if not group.push and not group.limit:
            return number
    table = f"[[target.{session.contract.name}.groups]]"
    raise Missing(f"needs a group that may read and not push; add to kontrak.toml: {table} push = false")


@probe("no-right-to-push")
def no_right_to_push(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A group that may only read cannot push, not even about its own records."""
    reader, shelf = _reader(session), Shelf(session, requirement, evidence)
    require_twin(session, shelf.create)
    message = _foreign(session, shelf.create) if reader == OTHER else session.messages.good(shelf.create)
    exchange = session.send(shelf.create, message, session.headers(shelf.create, reader))
    what = f"{shelf.create.id} accepted a message of a group that may only read"
    shelf.expect(what, session.answered(exchange), "a refusal", exchange, holds=not session.accepted(exchange))


@probe("reading-needs-no-right")
def reading_needs_no_right(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A group that may only read is answered every list."""
    reader, panes = _reader(session), Panes(session, requirement, evidence)
    for listing in windows(session):
        exchange = listing.ask(listing.span(6 * DAY, -MARGIN), reader)
        what = f"{listing.operation.id} is refused to a group that may only read"
        panes.expect(what, session.answered(exchange), "accepted", holds=session.accepted(exchange))
