"""What rows of a list must be, and what they have to do with the rows of another list."""

from __future__ import annotations

from collections.abc import Iterator

from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.listing import Listing, Row, windows
from kontrak.conformance.probes.records import Shelf, same
from kontrak.conformance.probes.windows import Panes
from kontrak.conformance.session import Session
from kontrak.contracts.judge import SchemaJudge, shown
from kontrak.contracts.model import Json, Related, Requirement
from kontrak.contracts.schema import references


def listing_of(session: Session, operation: str) -> Listing:
    """The list of an operation; raises NotOffered where the target has it not, Missing where it is none."""
    wanted = session.operation(operation)
    found = next((listing for listing in windows(session) if listing.operation.id == wanted.id), None)
    if found is None:
        raise Missing(f"{operation} is no list with a window of time")
    return found


class Pairs:
    """The rows of the list that a requirement is about, and those of the list that they are related to."""

    def __init__(self, session: Session, requirement: Requirement) -> None:
        if requirement.test.related is None:
            raise Missing("the requirement does not say what its rows are related to")
        self.related: Related = requirement.test.related
        self.listing = listing_of(session, requirement.test.operation or "")
        self.other = listing_of(session, self.related.list)
        self.rows = [row for row in self.listing.recent() if not _is_made_here(session, self.listing, row)]
        self.others = self.other.recent()

    def __iter__(self) -> Iterator[tuple[Row, Row]]:
        """Each row with each related row."""
        return ((row, other) for row in self.rows for other in self.others if self.belongs(row, other))

    def belongs(self, row: Row, other: Row) -> bool:
        """Whether the columns by which two rows belong together have the same values, and some value."""
        return all(row.get(here) and row.get(here) == other.get(there) for here, there in self.related.by.items())

    def named(self, row: Row) -> str:
        """A row by its list and its key, for messages."""
        return f"{self.listing.operation.id} lists {self.listing.key(row)}"

    def missing(self) -> Missing:
        """That no row can be told from: what would have to be there."""
        columns = ", ".join(self.related.by)
        return Missing(
            f"needs a record of the last days in {self.listing.collection.name} and, by its {columns}, "
            f"one in {self.other.collection.name}"
        )


def _is_made_here(session: Session, listing: Listing, row: Row) -> bool:
    """Whether the run made a row, perhaps by a wrong message that a careless server took."""
    return str(listing.key(row)).startswith(f"{session.messages.mark}-")


@probe("rows-keep")
def rows_keep(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Each row of a list keeps the schema that the requirement gives."""
    panes, listing = Panes(session, requirement, evidence), listing_of(session, requirement.test.operation or "")
    rows = listing.recent()
    if not rows:
        raise Missing(f"needs a record of the last days in {listing.collection.name}")
    judge = SchemaJudge(requirement.test.row or {})
    for row in rows:
        found = judge.violations(row)
        got = "; ".join(map(str, found[:1]))
        what = f"{listing.operation.id} lists {listing.key(row)}, which should not be listed as it is"
        panes.expect(what, got, requirement.text, holds=not found)


@probe("related-rows")
def related_rows(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A row agrees with the row of another list that it names; or there is no such row."""
    panes, pairs = Panes(session, requirement, evidence), Pairs(session, requirement)
    if pairs.related.absent:
        _apart(panes, pairs)
        return
    found = list(pairs)
    if not found:
        raise pairs.missing()
    judge = SchemaJudge(pairs.related.row or {})
    for row, other in found:
        for here, there in pairs.related.same.items():
            what = f"{pairs.named(row)} with another {here} than the {there} of its {pairs.other.collection.name}"
            got, wanted = shown(row.get(here)), shown(other.get(there))
            panes.expect(what, got, wanted, holds=same(row.get(here), other.get(there)))
        broken = judge.violations(other)
        got = "; ".join(map(str, broken[:1]))
        what = f"{pairs.named(row)}, and {pairs.other.operation.id} does not show that of {pairs.other.key(other)}"
        panes.expect(what, got, requirement.text, holds=not broken)


def _apart(panes: Panes, pairs: Pairs) -> None:
    """No row of the first list names one of the second, the row of a message sent just now neither."""
    session, collection = panes.session, pairs.listing.collection
    if collection.create:
        create = session.operation(collection.create)
        session.send(create, session.messages.good(create))
    spoilt = session.spoilt[collection.name]
    rows = [row for row in pairs.listing.recent() if str(pairs.listing.key(row)) not in spoilt]
    others = pairs.other.recent()
    if not rows or not others:
        raise pairs.missing()
    for other in others:
        naming = [str(pairs.listing.key(row)) for row in rows if pairs.belongs(row, other)]
        what = f"{pairs.other.operation.id} lists {pairs.other.key(other)}, which {pairs.listing.operation.id} names"
        panes.expect(what, ", ".join(naming), "one or the other", holds=not naming)


@probe("related-filter")
def related_filter(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A filter whose column the rows lack leaves the rows whose related rows have its value, and no others with another."""
    panes, pairs = Panes(session, requirement, evidence), Pairs(session, requirement)
    told = 0
    for column, there in pairs.related.asks.items():
        valued = [(row, other.get(there)) for row, other in pairs if other.get(there)]
        if len({str(value) for _, value in valued}) < 2:
            continue
        for value in dict.fromkeys(value for _, value in valued):
            told += 1
            _expect_narrowed(panes, pairs, valued, column, value)
    if not told:
        raise Missing(f"{pairs.missing().reason}, and another such pair with another value")


def _expect_narrowed(panes: Panes, pairs: Pairs, valued: list[tuple[Row, Json]], column: str, value: Json) -> None:
    got = [pairs.listing.key(row) for row in pairs.listing.recent({column: value})]
    having = [pairs.listing.key(row) for row, theirs in valued if theirs == value]
    missing = [str(key) for key in having if key not in got]
    what = f"{pairs.listing.operation.id} does not list all rows of {column} {value}"
    panes.expect(what, f"without {', '.join(missing)}", "all", holds=not missing)
    others = [pairs.listing.key(row) for row, theirs in valued if theirs != value]
    wrong = [str(key) for key in others if key in got and key not in having]
    what = f"{pairs.listing.operation.id} lists rows of another {column} than {value}"
    panes.expect(what, ", ".join(wrong), "none", holds=not wrong)


@probe("named-as-listed")
def named_as_listed(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A message that names a record as its list shows it is accepted, and listed with that name.

    Of records that the target's owner did not name, one is used where that is permitted: it may be used up by it.
    """
    shelf, told = Shelf(session, requirement, evidence), 0
    for reference in references(shelf.create.request):
        listings = [one for one in windows(session) if one.collection.name == reference.collection]
        for listing in listings if reference.via is None else ():
            for row in _usable(session, listing)[:1]:
                told += 1
                _expect_named(shelf, row, reference.property, str(row.get(reference.field)))
    if not told:
        line = 'allow = ["destructive"]'
        raise Missing(f"needs a listed record that {shelf.create.id} may name: one of records, or any by {line}")


def _usable(session: Session, listing: Listing) -> list[Row]:
    """The listed records that may be named, those that the owner named first."""
    rows = listing.recent()
    told = [row for row in rows if session.messages.lookup(listing.collection.name, str(listing.key(row)))]
    others = [row for row in rows if row not in told] if "destructive" in session.target.allow else []
    return [*told, *others]


def _expect_named(shelf: Shelf, row: Row, column: str, value: str) -> None:
    session, create = shelf.session, shelf.create
    compared = {other.property: row.get(other.field) for other in references(create.request) if other.via == column}
    message = session.messages.good(create, {column: value, **compared})
    exchange = session.send(create, message)
    accepted = session.accepted(exchange)
    what = f"{create.id} refuses {column} {value} as the list shows it"
    shelf.expect(what, session.answered(exchange), "accepted", exchange, holds=accepted)
    for found in shelf.listing.find(shelf.key(message)) if accepted else ():
        got = shelf.listing.value(found, column)
        what = f"{shelf.listing.operation.id} shows another {column} than the one that was named"
        shelf.expect(what, shown(got), shown(value), exchange, holds=got == value)
