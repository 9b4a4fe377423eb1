"""The rows of all feeds side by side, on disk: what one row says is compared with others by SQL, in bounded memory."""

# ruff: noqa: S608 - the names in the queries are those of the contract, quoted

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from kontrak.conformance.producer.batch import Batch, Medium
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Json

PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-65536", "temp_store=FILE")
AT_ONCE = 10_000
LARGEST = (1 << 63) - 1
ASKED_ABOUT = ("tamJudgement", "qtyTamJudgement", "tanggalVendorInvoice", "boTanggalBo", "boQtyBo", "tanggalPo")
"""Columns that are compared with answers of the web service."""


class Ledger:
    """A table for each feed and medium with the columns that rules over several rows look at; rows stand as they came.

    Dates are texts as printed; what cannot be read is NULL.
    """

    def __init__(self, feeds: Mapping[str, Feed]) -> None:
        self.feeds = feeds
        self.columns = {name: columns_of(feed, feeds.values()) for name, feed in feeds.items()}
        self.batches: list[Batch] = []
        self._rows: dict[tuple[Medium, str], int] = {}
        # The empty name is a file that SQLite deletes by itself.
        self._database = sqlite3.connect("", isolation_level=None)
        for pragma in PRAGMAS:
            self._database.execute(f"PRAGMA {pragma}")

    def close(self) -> None:
        """Forget everything."""
        self._database.close()

    def batch(self, medium: Medium, feed: str, name: str, time: datetime | None) -> Batch:
        """A new batch, which comes after those before it."""
        found = Batch(medium, feed, len(self.batches), name, time)
        self.batches.append(found)
        return found

    def add(self, batch: Batch, rows: Iterable[tuple[int, Mapping[str, Json]]]) -> None:
        """The rows of a batch with their line numbers."""
        if (batch.medium, batch.feed) not in self._rows:
            self._create(batch.medium, batch.feed)
        columns = self.columns[batch.feed]
        marks = ", ".join("?" * (len(columns) + 2))
        insert = f"INSERT INTO {table(batch.medium, batch.feed)} VALUES ({marks})"
        values = ((batch.number, line, *(_plain(row.get(key)) for key in columns)) for line, row in rows)
        while portion := list(islice(values, AT_ONCE)):
            self._database.executemany(insert, portion)
            self._rows[batch.medium, batch.feed] += len(portion)

    def count(self, medium: Medium, feed: str) -> int:
        """How many rows of a feed there are."""
        return self._rows.get((medium, feed), 0)

    def media(self, *feeds: str) -> list[Medium]:
        """What carries rows of all these feeds."""
        return [medium for medium in Medium if all(self.count(medium, feed) for feed in feeds)]

    def ask(self, query: str, *values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows that a query gives."""
        return iter(self._database.execute(query, values))

    def number(self, query: str) -> int:
        """The one number that a query gives."""
        return int(next(self.ask(query))[0] or 0)

    def index(self, medium: Medium, feed: str, keys: tuple[str, ...]) -> None:
        """Make it quick to find rows by some columns."""
        name = quoted(f"{medium} {feed} {' '.join(keys)}")
        self._database.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table(medium, feed)} ({listed(keys)})")

    def _create(self, medium: Medium, feed: str) -> None:
        self._rows[medium, feed] = 0
        columns = listed(self.columns[feed])
        self._database.execute(f"CREATE TABLE {table(medium, feed)} (batch INTEGER, line INTEGER, {columns})")
        key = listed(self.feeds[feed].key)
        latest = f"SELECT MAX(rowid) FROM {table(medium, feed)} GROUP BY {key}"
        view = f"SELECT * FROM {table(medium, feed)} WHERE rowid IN ({latest})"
        self._database.execute(f"CREATE VIEW {current(medium, feed)} AS {view}")


def table(medium: Medium, feed: str) -> str:
    """The table of a feed's rows."""
    return quoted(f"{medium}:{feed}")


def current(medium: Medium, feed: str) -> str:
    """The view of a feed's rows that count: the latest of each key."""
    return quoted(f"{medium}:{feed} current")


def quoted(name: str) -> str:
    """A name in a query."""
    return f'"{name}"'


def listed(keys: Iterable[str], of: str = "") -> str:
    """Some columns in a query."""
    return ", ".join(f"{of}{quoted(key)}" for key in keys)


def columns_of(feed: Feed, feeds: Iterable[Feed]) -> tuple[str, ...]:
    """The fields of a feed that rules over several rows look at."""
    wanted = {*feed.key, *ASKED_ABOUT}
    wanted |= {key for one in feed.references for key in one.fields}
    wanted |= {key for one in feed.sums for key in (*one.fields, one.amount)}
    if feed.changes:
        wanted |= {entry.key for entry in feed.fields}
    for other in feeds:
        wanted |= {key for one in other.references if one.feed == feed.name for key in one.names}
        wanted |= {key for one in other.sums if one.feed == feed.name for key in (*one.names, one.of)}
    return tuple(entry.key for entry in feed.fields if entry.key in wanted)


def _plain(value: Json) -> Json:
    """A value as SQLite can hold it; amounts as numbers, and nothing in place of a number that is too large."""
    if isinstance(value, Decimal):
        value = float(value) if value.is_finite() and value % 1 else int(value) if value.is_finite() else None
    if isinstance(value, int) and abs(value) > LARGEST:
        return None
    return value if value is None or isinstance(value, str | int | float) else str(value)
