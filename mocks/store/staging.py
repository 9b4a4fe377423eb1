"""The staging tables: the default world has the contract's own, all other worlds share one more of each.

`tpos_invoice` holds the default world's invoices, `tpos_invoice_worlds` those of the others with the world's name in a
column. No world needs a table of its own: making tables while serving would end transactions on MariaDB, and there may be
thousands of worlds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, String, and_, delete, exists, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from kontrak.contracts import ConfigurationError
from kontrak.contracts.feed import Feed
from kontrak.contracts.model import Json
from kontrak.contracts.staging import AnyTable, Names, staging_table, to_table
from kontrak.mocks.model import DEFAULT_WORLD

WORLD = "kontrak_world"
SHARED = "_worlds"


class Staging:
    """The staging tables of some feeds."""

    def __init__(self, feeds: Iterable[Feed]) -> None:
        self.feeds = {feed.layout: feed for feed in feeds}
        self.metadata = MetaData()
        self._own, self._shared = {}, {}
        for layout, feed in self.feeds.items():
            names = Names(tables={feed.name: feed.staging + SHARED})
            world = Column(WORLD, String(64), nullable=False, index=True)
            self._own[layout] = staging_table(feed, self.metadata)
            self._shared[layout] = staging_table(feed, self.metadata, names, [world])

    def table(self, world: str, layout: str) -> AnyTable:
        """Where the rows of a world are."""
        return (self._own if world == DEFAULT_WORLD else self._shared)[layout]

    def write(
        self,
        connection: Connection,
        world: str,
        layout: str,
        rows: Sequence[Mapping[str, Json]],
        *,
        batch: str,
        at: datetime,
        again: str = "append",
    ) -> list[Mapping[str, Json]]:
        """Write the rows of a batch that were not written before; those that were written.

        `again` says what happens to a row whose key is there already (TPOS-R-014): it is added (`append`), replaces the
        other (`upsert`), or is left out (`once`).
        """
        table, feed = self.table(world, layout), self.feeds[layout]
        own = {WORLD: world} if world != DEFAULT_WORLD else {}
        stamp = {"batch_id": batch, "created_at": at.replace(tzinfo=None)}
        values = [stamp | own | to_table(row, feed) for row in rows]
        if again == "append":
            connection.execute(insert(table), values)
            return list(rows)
        columns = [*own, *(feed.field(key).column for key in feed.key)]
        return [
            row for row, value in zip(rows, values, strict=True) if _replace(connection, table, value, columns, again)
        ]

    def holds(self, connection: Connection, world: str, layout: str, batch: str) -> bool:
        """Whether rows of that batch are there."""
        table = self.table(world, layout)
        own = {WORLD: world} if world != DEFAULT_WORLD else {}
        return bool(connection.scalar(select(exists().where(_where(table, own | {"batch_id": batch})))))

    def clear(self, connection: Connection, world: str) -> None:
        """Delete the rows of a world."""
        for layout in self.feeds:
            table = self.table(world, layout)
            connection.execute(delete(table).where(*([] if world == DEFAULT_WORLD else [table.c[WORLD] == world])))

    def grant(self, engine: Engine, role: str) -> None:
        """Let a role of PostgreSQL read the default world's staging tables, one grant each (source: 1.1.4).

        Raises ConfigurationError for another database and for a role that does not exist.
        """
        if engine.dialect.name != "postgresql":
            raise ConfigurationError(f"only PostgreSQL grants to a role, not {engine.dialect.name}; drop --dms-role")
        prepare = engine.dialect.identifier_preparer
        try:
            with engine.begin() as connection:
                for table in self._own.values():
                    statement = f"GRANT SELECT ON {prepare.format_table(table)} TO {prepare.quote_identifier(role)}"
                    connection.execute(text(statement.replace(":", "\\:")))
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
            raise ConfigurationError(f"cannot grant the staging tables to {role}: {reason}") from None


def _replace(
    connection: Connection, table: AnyTable, values: Mapping[str, Any], columns: Sequence[str], again: str
) -> bool:
    """Write a row in place of that of its key, or (`once`) unless there is one; whether it was written."""
    same = _where(table, {name: values[name] for name in columns})
    if again == "once" and connection.scalar(select(exists().where(same))):
        return False
    connection.execute(delete(table).where(same))
    connection.execute(insert(table), values)
    return True


def _where(table: AnyTable, values: Mapping[str, Any]) -> Any:
    return and_(*(table.c[name] == value for name, value in values.items()))
