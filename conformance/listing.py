"""Reads a target's lists, page by page, and never longer than a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from kontrak.conformance.errors import Missing
from kontrak.conformance.exchange import Exchange
from kontrak.conformance.session import Session
from kontrak.contracts.model import Collection, Json, Paging, Window
from kontrak.contracts.schema import moments

PAGE = 100
SOON = timedelta(minutes=1)
"""How far a window reaches beyond now, so that it holds what was just made though the target's clock is a little ahead."""
MOST_PAGES = 100
Row = Mapping[str, Json]


class Listing:
    """The list operation of one collection: in pages, or the records of the last days in one answer."""

    def __init__(self, session: Session, collection: Collection) -> None:
        if collection.list is None or not (session.contract.paging or session.contract.window):
            raise Missing(f"the contract has no list operation for {collection.name}")
        self.session, self.collection = session, collection
        self.operation = session.operation(collection.list)

    @property
    def paging(self) -> Paging:
        """How the list is paged; raises Missing where it is not."""
        if self.session.contract.paging is None:
            raise Missing(f"{self.operation.id} has no pages")
        return self.session.contract.paging

    @property
    def window(self) -> Window:
        """How the list is narrowed by time; raises Missing where it is not."""
        if self.session.contract.window is None:
            raise Missing(f"{self.operation.id} has no window")
        return self.session.contract.window

    def ask(self, message: Mapping[str, Json], group: int = 0) -> Exchange:
        """Ask for a window by its own times and by nothing else; `group` counts the groups of the target."""
        return self.session.send(self.operation, dict(message), self.session.headers(self.operation, group))

    def recent(self, message: Mapping[str, Json] | None = None, group: int = 0) -> list[Row]:
        """The rows of the last days, up to now; `message` has further members. Raises Missing where that is refused."""
        return self.between(timedelta(days=6), -SOON, message, group)

    def between(
        self, start: timedelta, end: timedelta | None, message: Mapping[str, Json] | None = None, group: int = 0
    ) -> list[Row]:
        """The rows of a window from `start` before now to `end` before now, or to what the target takes for its end."""
        return self.rows_of(self.ask(self.span(start, end) | dict(message or {}), group))

    def span(self, start: timedelta, end: timedelta | None) -> dict[str, Json]:
        """The members of a request that ask for a window, its ends so long before now."""
        times = {self.window.start: start, self.window.end: end}
        form = {moment.property: moment for moment in moments(self.operation.request)}
        return {
            name: self.session.messages.moment(form[name], time) for name, time in times.items() if time is not None
        }

    def rows_of(self, exchange: Exchange) -> list[Row]:
        """The rows of an answer; raises Missing where it is none."""
        body = exchange.response.json()
        rows = (body.get(self.window.rows) or []) if isinstance(body, dict) else None
        if not self.session.accepted(exchange) or not isinstance(rows, list):
            answered = self.session.answered(exchange)
            raise Missing(f"{self.operation.id} did not list ({answered}); see {self.operation.accepts}")
        return [row for row in rows if isinstance(row, dict)]

    def times(self, row: Row) -> tuple[datetime, datetime] | None:
        """When a row was made and changed, in the target's zone; None where it does not say."""
        try:
            made, changed = (
                datetime.strptime(str(row.get(name)), self.window.stamp)  # noqa: DTZ007 - bodies name no zone
                for name in (self.window.made, self.window.changed)
            )
        except ValueError:
            return None
        return made, changed

    def page(self, number: int, size: int = PAGE) -> list[Row]:
        """The rows of one page; raises Missing where the list is refused or is no list.

        A refusal after the first page is an empty page: some servers end their lists that way.
        """
        exchange = self.session.send(self.operation, {self.paging.size: size, self.paging.page: number})
        body = exchange.response.json()
        rows = (body.get(self.paging.rows) or []) if isinstance(body, dict) else None
        if not self.session.accepted(exchange) or not isinstance(rows, list):
            if number > self.session.first_page:
                return []
            raise Missing(
                f"{self.operation.id} did not list ({self.session.answered(exchange)}); see {self.operation.accepts}"
            )
        return [row for row in rows if isinstance(row, dict)]

    def pages(self, size: int = PAGE) -> Iterator[list[Row]]:
        """Page after page until one is empty, brings nothing new, or the bound is reached."""
        if self.session.contract.window:
            yield self.recent()
            return
        seen: set[str] = set()
        for number in range(self.session.first_page, self.session.first_page + MOST_PAGES):
            rows = self.page(number, size)
            keys = {str(self.key(row)) for row in rows}
            if not rows or keys <= seen:
                return
            seen |= keys
            yield rows
        raise Missing(
            f"{self.collection.name} holds more than {MOST_PAGES * size} rows; verify against a smaller world"
        )

    def rows(self) -> list[Row]:
        """All rows."""
        return [row for page in self.pages() for row in page]

    def key(self, row: Row) -> Json:
        """The key of a row."""
        return self.value(row, self.collection.key)

    def value(self, row: Row, column: str) -> Json:
        """A column of a row, also under another spelling that lists were seen to use."""
        other = self.collection.spellings.get(column, column)
        return row[column] if column in row else row.get(other)

    def find(self, key: str) -> list[Row]:
        """The rows of that key."""
        return [row for row in self.rows() if str(self.key(row)) == key]


def windows(session: Session) -> list[Listing]:
    """The lists of the target that have a window of time; raises Missing where there is none."""
    if session.contract.window is None:
        raise Missing("the contract has no lists with a window of time")
    offered = {operation.id for operation in session.offered()}
    return [Listing(session, found) for found in session.contract.collections.values() if found.list in offered]


def filters(listing: Listing) -> list[str]:
    """The columns of a list's request that narrow it, apart from time and owner."""
    window = listing.window
    return [
        name for name in listing.operation.request["properties"] if name not in (window.start, window.end, window.owner)
    ]
