"""Lists that are narrowed by the values of columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from kontrak.conformance.check import probe
from kontrak.conformance.errors import Missing
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.listing import Listing, Row, filters, windows
from kontrak.conformance.messages import ABSENT
from kontrak.conformance.probes.windows import DAY, MARGIN, Panes
from kontrak.conformance.session import Session
from kontrak.contracts.model import Json, Requirement


def values(row: Row, column: str) -> list[Json]:
    """The values that a row has in a column, of its own or of the rows nested in it."""
    if column in row:
        return [row[column]]
    nested = [part for value in row.values() if isinstance(value, list) for part in value if isinstance(part, dict)]
    return [part[column] for part in nested if column in part]


def _named(rows: list[Row], column: str) -> list[str]:
    """The texts that the rows have in a column."""
    found = [value for row in rows for value in values(row, column) if isinstance(value, str) and value]
    return list(dict.fromkeys(found))


def _of(session: Session, requirement: Requirement) -> Listing:
    """The list that the requirement is about."""
    operation = session.operation(requirement.test.operation or "")
    return next(listing for listing in windows(session) if listing.operation.id == operation.id)


@probe("list-accepts")
def list_accepts(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A list is answered with all its optional columns, with none, and with each of them left out."""
    operation = session.operation(requirement.test.operation or "")
    for message in session.messages.examples(operation, accepted=session.refuses_no_match):
        optional = [name for name in message if name not in operation.request.get("required", ())]
        for left_out in (None, *optional):
            changed = message if left_out is None else session.messages.changed(operation, message, left_out, ABSENT)
            exchange = session.send(operation, changed)
            if session.accepted(exchange):
                evidence.passed(requirement.id)
                continue
            got = f"refused: {session.answered(exchange)}"
            what = f"{operation.id} refused a good message with {', '.join(changed)}"
            evidence.failed(requirement.id, session.failure(what, got, "accepted", exchange))


@probe("no-match")
def no_match(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A list is answered, without rows, where no record has the value of a filter."""
    panes, listing = Panes(session, requirement, evidence), _of(session, requirement)
    for column in filters(listing):
        exchange = listing.ask(listing.span(DAY, -MARGIN) | {column: session.messages.key()})
        accepted = session.accepted(exchange)
        if not accepted and session.refuses_no_match:
            raise Missing("the target refuses every list that matches nothing; see the requirement on lists in general")
        what = f"{listing.operation.id} is refused where no record has the {column}"
        panes.expect(what, session.answered(exchange), "accepted", holds=accepted)
        rows = listing.rows_of(exchange) if accepted else []
        what = f"{listing.operation.id} lists rows for a {column} that no record has"
        panes.expect(what, f"{len(rows)} rows", "none", holds=not rows)


@probe("filters-narrow")
def filters_narrow(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A filter leaves the rows that have its value, and no others."""
    panes, listing = Panes(session, requirement, evidence), _of(session, requirement)
    rows, told = listing.recent(), 0
    for column in filters(listing):
        for value in _named(rows, column):
            having = [listing.key(row) for row in rows if value in values(row, column)]
            if len(having) == len(rows):
                continue
            told += 1
            got = listing.recent({column: value})
            others = [listing.key(row) for row in got if values(row, column) and value not in values(row, column)]
            what = f"{listing.operation.id} lists rows of another {column} than {value}"
            panes.expect(what, ", ".join(map(str, others)), "none", holds=not others)
            missing = [key for key in having if key not in [listing.key(row) for row in got]]
            what = f"{listing.operation.id} does not list all rows of {column} {value}"
            panes.expect(what, f"without {', '.join(map(str, missing))}", "all", holds=not missing)
            break
    if not told:
        columns = " or ".join(filters(listing))
        raise Missing(f"needs two records of the last days in {listing.collection.name} that differ in {columns}")


@probe("filters-all-hold")
def filters_all_hold(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """Two filters that no row fits together leave no row."""
    panes, told = Panes(session, requirement, evidence), 0
    for listing in windows(session):
        rows = listing.recent()
        for asked in _apart(listing, rows):
            told += 1
            got = [str(listing.key(row)) for row in listing.recent(asked)]
            shown = " and ".join(f"{column} {value}" for column, value in asked.items())
            what = f"{listing.operation.id} lists rows that do not fit both {shown}"
            panes.expect(what, ", ".join(got), "none", holds=not got)
            break
    if not told:
        raise Missing("needs two records of the last days that differ in two filters")


def _apart(listing: Listing, rows: list[Row]) -> Iterator[dict[str, str]]:
    """Values of two filters that are each in some row, and in none together."""
    columns = [column for column in filters(listing) if _named(rows, column)]
    for first, second in pairwise(columns):
        for one, other in product(_named(rows, first), _named(rows, second)):
            if not any(one in values(row, first) and other in values(row, second) for row in rows):
                yield {first: one, second: other}


@probe("filter-keeps-window")
def filter_keeps_window(session: Session, requirement: Requirement, evidence: Evidence) -> None:
    """A filter that names a row does not bring it into a window that holds neither of its times."""
    panes, told = Panes(session, requirement, evidence), 0
    for listing, row, _, changed in panes.rows():
        named = {column: value for column in filters(listing) for value in _named([row], column)[:1]}
        for column, value in named.items():
            told += 1
            span = panes.now - changed - MARGIN, panes.now - changed - MARGIN * 4
            what = f"{listing.operation.id} lists {listing.key(row)} by its {column} outside of the window"
            panes.expect(what, "listed", "not listed", holds=not panes.holds(listing, row, span, {column: value}))
    if not told:
        raise Missing("no record of the last days has a value in the column of a filter")
