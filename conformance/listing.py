"""Reads a target's lists, page by page, and never longer than a bound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kontrak.conformance.errors import Missing
from kontrak.conformance.session import Session
from kontrak.contracts.model import Collection, Json, Paging, Window

PAGE = 100
RECENT, SOON = {"$before": "P6D"}, {"$before": "-PT1M"}
"""A window that holds what was just made, though the target's clock is a little ahead."""
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

    def window(self, window: Window, message: Mapping[str, Json] | None = None) -> list[Row]:
        """The rows of the last days, up to now; `message` has further members. Raises Missing where that is refused."""
        request = self.session.messages.good(self.operation, {window.start: RECENT, window.end: SOON})
        exchange = self.session.send(self.operation, request | dict(message or {}))
        body = exchange.response.json()
        rows = (body.get(window.rows) or []) if isinstance(body, dict) else None
        if not self.session.accepted(exchange) or not isinstance(rows, list):
            answered = self.session.answered(exchange)
            raise Missing(f"{self.operation.id} did not list ({answered}); see {self.operation.accepts}")
        return [row for row in rows if isinstance(row, dict)]

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
            yield self.window(self.session.contract.window)
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
