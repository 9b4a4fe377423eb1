"""The staging tables in the hand of a producer: batches are laid into them, and everything laid is taken away again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import MetaData, Table, delete, func, insert, select, text, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import NoSuchTableError, SQLAlchemyError

from kontrak.conformance.errors import Missing
from kontrak.conformance.reader.settings import Reads
from kontrak.conformance.staging.database import Unreachable
from kontrak.contracts.feed import Feed
from kontrak.contracts.reading import Row
from kontrak.contracts.staging import AnyTable, to_table

OURS = "kontrak-"
"""What the name of every batch begins with that is laid for a reader."""
EXTRA = "kontrak_extra"
WAITING = {"postgresql": "SET LOCAL lock_timeout = '10s'", "mysql": "SET SESSION lock_wait_timeout = 10"}
"""A reader that holds on to a table must not hold up its change for ever."""
Shot = Mapping[str, frozenset[tuple[Any, ...]]]


@dataclass(slots=True)
class Batch:
    """A batch on its way: its name, when it was made, and the rows of each feed with their place among all rows."""

    name: str
    made: datetime
    rows: Mapping[str, Sequence[tuple[int, Row]]]


@dataclass(slots=True)
class Staging:
    """The tables of some feeds in one database.

    `upsert` says that a row takes the place of the one of its key. SQLite gives the id of a row that is gone to the next one;
    there rows get ids of their own, above `first`.
    """

    engine: Engine
    reads: Reads
    feeds: Mapping[str, Feed]
    first: int
    upsert: bool = False
    tables: dict[str, AnyTable] = field(default_factory=dict)
    _open: tuple[Connection | None, Batch] | None = None
    _is_wide: bool = False

    @property
    def shows_open(self) -> bool:
        """Whether the database has transactions beside each other."""
        return self.engine.dialect.name != "sqlite"

    def find(self, *, among_others: bool) -> None:
        """Find the tables, and take away what an earlier run left.

        Raises Missing where there is none, where it has not all columns, or where it has rows of others and may not be touched.
        """
        for name, feed in self.feeds.items():
            self.tables[name] = self._table(feed)
        self._is_wide = any(EXTRA in table.c for table in self.tables.values())
        self.clear()
        with self.engine.connect() as connection:
            for table in self.tables.values():
                if not among_others and connection.execute(select(table).limit(1)).first() is not None:
                    allow = 'give it a database of its own, or add to kontrak.toml: allow = ["destructive"]'
                    raise Missing(f"the table {table.name} has rows that kontrak did not write; {allow}")
                self.first = max(self.first, self._highest(connection, table))

    def _table(self, feed: Feed) -> AnyTable:
        name, names = self.reads.names.table(feed), self.reads.names
        try:
            table: AnyTable = Table(name, MetaData(), schema=names.schema, autoload_with=self.engine)
        except NoSuchTableError:
            hint = (
                "make it with kontrak staging create, name it in reader.tables, or leave the feed out with reader.only"
            )
            raise Missing(f"there is no table {name}; {hint}") from None
        for wanted in (self.reads.batch, *(names.column(feed, entry) for entry in feed.fields)):
            if wanted not in table.c:
                hint = "kontrak staging check tells all that differs; name it in reader.batch or reader.columns"
                raise Missing(f"the table {name} has no column {wanted}; {hint}")
        return table

    def _highest(self, connection: Connection, table: AnyTable) -> int:
        if self.shows_open or self.reads.order not in table.c:
            return 0
        return int(connection.execute(select(func.max(table.c[self.reads.order]))).scalar() or 0)

    def lay(self, batch: Batch) -> None:
        """Write a batch in one transaction."""
        with self.engine.begin() as connection:
            self._write(connection, batch)

    def begin(self, batch: Batch) -> None:
        """Write a batch in a transaction that stays open; in SQLite its rows are only held back, with lower ids."""
        connection = self.engine.connect() if self.shows_open else None
        self._open = connection, batch
        if connection is not None:
            self._write(connection, batch)

    def commit(self) -> None:
        """End the open transaction."""
        if self._open is None:
            return
        (connection, batch), self._open = self._open, None
        if connection is None:
            self.lay(batch)
            return
        with connection:
            connection.commit()

    def _write(self, connection: Connection, batch: Batch) -> None:
        for name, rows in batch.rows.items():
            for number, row in rows:
                self._put(connection, name, self._values(name, batch, number, row))

    def _put(self, connection: Connection, name: str, values: dict[str, Any]) -> None:
        feed, table = self.feeds[name], self.tables[name]
        if self.upsert:
            columns = [self.reads.names.column(feed, feed.field(key)) for key in feed.key]
            same = [table.c[one] == values[one] for one in columns]
            new = {key: value for key, value in values.items() if key != self.reads.order}
            if connection.execute(update(table).where(*same).values(new)).rowcount:
                return
        connection.execute(insert(table).values(values))

    def _values(self, name: str, batch: Batch, number: int, row: Row) -> dict[str, Any]:
        table = self.tables[name]
        values = to_table(row, self.feeds[name], self.reads.names) | {self.reads.batch: batch.name}
        if self.reads.time in table.c:
            values[self.reads.time] = batch.made
        if not self.shows_open and self.reads.order in table.c:
            values[self.reads.order] = self.first + number
        return values

    def widen(self) -> None:
        """Give each table one column more."""
        with self.engine.begin() as connection:
            self._alter(connection, lambda name: f"ALTER TABLE {name} ADD COLUMN {EXTRA} VARCHAR(10)")
        self._is_wide = True

    def _alter(self, connection: Connection, statement: Callable[[str], str]) -> None:
        if wait := WAITING.get(connection.dialect.name):
            connection.execute(text(wait))
        format_table = connection.dialect.identifier_preparer.format_table
        for table in self.tables.values():
            connection.execute(text(statement(format_table(table))))

    def shot(self) -> Shot:
        """What stands in the tables: our rows."""
        with self.engine.connect() as connection:
            return {
                name: frozenset(tuple(row) for row in connection.execute(select(table).where(self._is_ours(table))))
                for name, table in self.tables.items()
            }

    def clear(self) -> None:
        """Take away every row that was laid, of this run or an earlier one."""
        with self.engine.begin() as connection:
            for table in self.tables.values():
                connection.execute(delete(table).where(self._is_ours(table)))

    def _is_ours(self, table: AnyTable) -> Any:
        return table.c[self.reads.batch].like(f"{OURS}%")

    def close(self) -> None:
        """Leave the tables as they were found."""
        if self._open is not None and self._open[0] is not None:
            self._open[0].close()
        self.clear()
        if self._is_wide:
            with self.engine.begin() as connection:
                self._alter(connection, lambda name: f"ALTER TABLE {name} DROP COLUMN {EXTRA}")


@contextmanager
def laid(staging: Staging) -> Iterator[Staging]:
    """The tables while something is laid into them; whatever happens, it is taken away.

    Raises Unreachable where that cannot be done.
    """
    try:
        yield staging
    finally:
        try:
            staging.close()
        except SQLAlchemyError as error:
            told = str(getattr(error, "orig", None) or error).splitlines()[0]
            left = f"rows of batches {OURS}... or the column {EXTRA} may be left in the staging tables"
            raise Unreachable(f"{left}; the next run takes them away: {told}") from None
