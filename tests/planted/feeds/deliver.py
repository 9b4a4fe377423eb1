"""A producer that delivers a chain day by day, as files and into tables, right or wrong in one way."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, Engine, MetaData, Table, insert

from kontrak.contracts.feed import Feed
from kontrak.contracts.fixed import encode
from kontrak.contracts.staging import AnyTable, Names, staging_table, to_table
from tests.planted.feeds.chain import Chain, Told

PAUSE = 0.04


@dataclass
class Wrong:
    """How a producer is wrong: in its chain, in the lines or bytes of the first file of `feed`, or in the tables.

    `drop` and `retype` are about a column of the table of `feed`; `halves` says that a batch is seen before it is whole.
    """

    feed: str = ""
    chain: Callable[[Chain], None] | None = None
    lines: Callable[[list[str], Feed], list[str]] | None = None
    file: Callable[[bytes], bytes] | None = None
    name: str = ""
    missing: bool = False
    drop: str = ""
    retype: tuple[str, Any] | None = None
    nullable: str = ""
    halves: bool = False
    rows: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] | None = None


@dataclass
class Files:
    """Writes each batch under a hidden name and renames it; `name` gives the name of a file."""

    folder: Path
    feeds: dict[str, Feed]
    wrong: Wrong
    name: Callable[[Feed, Told], str] = lambda feed, told: f"{feed.layout}_{told.made:%Y%m%d%H%M}.txt"
    seen: set[str] = field(default_factory=set)

    def deliver(self, told: Told) -> None:
        feed, is_first = self.feeds[told.feed], told.feed == self.wrong.feed and told.feed not in self.seen
        self.seen.add(told.feed)
        data = self._bytes(feed, told, is_first=is_first)
        name = self.wrong.name if is_first and self.wrong.name else self.name(feed, told)
        if is_first and self.wrong.halves:
            with (self.folder / name).open("wb") as stream:
                stream.write(data[: len(data) // 2])
                stream.flush()
                time.sleep(PAUSE)
                stream.write(data[len(data) // 2 :])
            return
        hidden = self.folder / f".{name}"
        hidden.write_bytes(data)
        hidden.rename(self.folder / name)

    def _bytes(self, feed: Feed, told: Told, *, is_first: bool) -> bytes:
        lines = [str(encode(row, feed)) for row in told.rows]
        if is_first and self.wrong.lines:
            lines = self.wrong.lines(lines, feed)
        data = "".join(line + feed.form.terminator for line in lines).encode(feed.form.encoding)
        return self.wrong.file(data) if is_first and self.wrong.file else data


@dataclass
class Tables:
    """Writes each batch in one transaction."""

    engine: Engine
    feeds: dict[str, Feed]
    wrong: Wrong
    names: Names = field(default_factory=Names)
    extra: Callable[[], list[Column[Any]]] = list
    rename: dict[str, str] = field(default_factory=dict)
    tables: dict[str, AnyTable] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def create(self) -> None:
        for name, feed in self.feeds.items():
            is_wrong = name == self.wrong.feed
            if not (is_wrong and self.wrong.missing):
                self.tables[name] = self._table(feed, is_wrong=is_wrong)
        with self.engine.begin() as connection:
            for table in self.tables.values():
                table.create(connection)

    def _table(self, feed: Feed, *, is_wrong: bool) -> AnyTable:
        right = staging_table(feed, MetaData(), self.names)
        columns = []
        for column in right.columns:
            kind, is_nullable = column.type, column.nullable
            if is_wrong and column.name == self.wrong.drop:
                continue
            if is_wrong and self.wrong.retype and column.name == self.wrong.retype[0]:
                kind = self.wrong.retype[1]
            if is_wrong and column.name == self.wrong.nullable:
                is_nullable = True
            name = self.rename.get(column.name, column.name)
            columns.append(Column(name, kind, primary_key=column.primary_key, nullable=is_nullable, key=column.name))
        table: AnyTable = Table(right.name, MetaData(), *columns, *self.extra())
        return table

    def deliver(self, told: Told) -> None:
        table = self.tables.get(told.feed)
        if table is None:
            return
        is_first = told.feed == self.wrong.feed and told.feed not in self.seen
        self.seen.add(told.feed)
        stamp = {"batch_id": f"{told.feed}-{told.made:%Y%m%d%H%M}", "created_at": told.made}
        rows = [stamp | to_table(row, self.feeds[told.feed], self.names) for row in told.rows]
        rows = self.wrong.rows(rows) if is_first and self.wrong.rows else rows
        rows = [{key: value for key, value in row.items() if key in table.c} for row in rows]
        middle = len(rows) // 2 if is_first and self.wrong.halves else len(rows)
        for portion in (rows[:middle], rows[middle:]):
            if portion:
                with self.engine.begin() as connection:
                    _insert(connection, table, portion)
                time.sleep(PAUSE if self.wrong.halves else 0)

    def drop(self) -> None:
        if self.engine.dialect.name == "sqlite":
            return  # its file goes with its folder
        with self.engine.begin() as connection:
            for table in self.tables.values():
                table.drop(connection, checkfirst=True)


def _insert(connection: Connection, table: AnyTable, rows: list[dict[str, Any]]) -> None:
    connection.execute(insert(table), rows)
