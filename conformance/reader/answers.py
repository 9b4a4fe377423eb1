"""What a DMS says that it knows: rows of a view, of a query, or printed by a command, in the contract's terms."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Connection

from kontrak.conformance.errors import Missing, Trouble
from kontrak.conformance.process import command
from kontrak.conformance.reader.settings import Question, Reads
from kontrak.conformance.staging.database import opened
from kontrak.contracts.feed import Feed, FeedField
from kontrak.contracts.model import Json
from kontrak.contracts.pieces import NUMBERS, moment, shown
from kontrak.contracts.reading import Key, Row

READ_ONLY = {
    "sqlite": ("PRAGMA query_only = ON",),
    "postgresql": ("SET TRANSACTION READ ONLY", "SET LOCAL statement_timeout = '60s'"),
    "mysql": ("SET TRANSACTION READ ONLY",),
    "mariadb": ("SET SESSION max_statement_time = 60", "SET TRANSACTION READ ONLY"),
}
"""What keeps a question from being anything else, and from lasting."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a DMS knows of some keys: the rows by key, with the fields that its answer has; `absent` are the others."""

    rows: Mapping[Key, list[Row]]
    absent: tuple[str, ...] = ()


def asked(reads: Reads, feed: Feed, keys: frozenset[Key], zone: tzinfo) -> Known:
    """What the DMS knows of the rows with these keys.

    Raises Missing where its answer cannot be used, Trouble where it gives none; see `opened` for a database's errors.
    """
    question = reads.answers[feed.name]
    with _rows(reads, question, feed) as rows:
        return _known(rows, question, feed, keys, zone)


@contextmanager
def _rows(reads: Reads, question: Question, feed: Feed) -> Iterator[Iterable[Mapping[str, Any]]]:
    if question.command:
        line = question.command.replace("{feed}", feed.name)
        yield printed(command(line, f"the command {line!r}", reads.seconds, wants_output=True), line)
        return
    with opened(reads.answers_database) as engine, engine.connect() as connection:
        yield _selected(connection, question)


def _selected(connection: Connection, question: Question) -> Iterator[Mapping[str, Any]]:
    """The rows of a view or a query, in a transaction that can change nothing."""
    dialect = connection.dialect
    for statement in READ_ONLY.get("mariadb" if getattr(dialect, "is_mariadb", False) else dialect.name, ()):
        connection.exec_driver_sql(statement)
    query = question.query.strip().rstrip(";")
    if question.view:
        quote = dialect.identifier_preparer.quote
        query = f"SELECT * FROM {'.'.join(quote(part) for part in question.view.split('.'))}"  # noqa: S608 - quoted
    # Without parameters a per cent sign of the query is its own.
    careful = connection.execution_options(no_parameters=True)
    return (dict(row) for row in careful.exec_driver_sql(query).mappings())


def printed(output: bytes, line: str) -> list[dict[str, Any]]:
    """The rows that a command prints: a JSON list of objects, or CSV with a line of names; raises Trouble."""
    try:
        text = output.decode("utf-8-sig")
        if not text.lstrip().startswith(("[", "{")):
            return _lines(text)
        found = json.loads(text)
    except (ValueError, csv.Error, RecursionError) as error:
        raise Trouble(f"the command {line!r} prints neither JSON nor CSV: {error}") from None
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise Trouble(f"the command {line!r} prints JSON that is no list of objects; wanted [{{...}}, ...]")
    return found


def _lines(text: str) -> list[dict[str, Any]]:
    rows = list(csv.DictReader(io.StringIO(text), strict=True))
    if longer := [row for row in rows if None in row]:
        raise ValueError(f"a line has more values than there are names: {next(iter(longer[0].values()))!r}...")
    return rows


def _known(
    rows: Iterable[Mapping[str, Any]], question: Question, feed: Feed, keys: frozenset[Key], zone: tzinfo
) -> Known:
    found: dict[Key, list[Row]] = {}
    columns: list[tuple[FeedField, str]] | None = None
    for row in rows:
        if columns is None:
            columns = list(_columns(list(row), question, feed))
        plain_row = {entry.key: plain(row[name], entry, zone) for entry, name in columns}
        key = tuple(plain_row[name] for name in feed.key)
        if key in keys:
            found.setdefault(key, []).append(plain_row)
    has = {entry.key for entry, _ in columns} if columns is not None else {entry.key for entry in feed.fields}
    absent = (entry.key for entry in feed.fields if entry.key not in has)
    return Known(found, tuple(key for key in absent if question.columns.get(key) is not False))


def _columns(given: list[str], question: Question, feed: Feed) -> Iterator[tuple[FeedField, str]]:
    """The column of each field, whether it is called as in the contract or in the table; raises Missing for one of the key."""
    names = {_folded(name): name for name in given}
    for entry in feed.fields:
        called = question.columns.get(entry.key, entry.key)
        if called is False:
            continue
        name = names.get(_folded(str(called))) or names.get(_folded(entry.column))
        if name is not None:
            yield entry, name
        elif entry.key in feed.key:
            wanted = f'name it, or add columns = {{ {entry.key} = "COLUMN" }}'
            raise Missing(
                f"the answer about {feed.name} has no column {entry.key} (it has {', '.join(given)}); {wanted}"
            )


def _folded(name: str) -> str:
    """Databases change the case of names, and people the underlines."""
    return re.sub(r"[\W_]", "", name).casefold()


def plain(value: Any, entry: FeedField, zone: tzinfo) -> Json:
    """A value in the contract's terms, however a DMS keeps it: a date as printed, a number, a text, None for nothing."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if entry.type == "DateTime":
        found = _moment(value, entry, zone)
        return str(value) if found is None else shown(found, str(entry.format))
    if entry.type in NUMBERS and not isinstance(value, bool):
        try:
            return Decimal(str(value).strip()).normalize()
        except InvalidOperation:
            return str(value)
    return str(value).rstrip(" ")


def _moment(value: Any, entry: FeedField, zone: tzinfo) -> datetime | None:
    if isinstance(value, str):
        text = value.strip()
        try:
            value = moment(text, str(entry.format)) or datetime.fromisoformat(text)
        except ValueError:
            return None
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value
    return datetime.combine(value, time()) if isinstance(value, date) else None
