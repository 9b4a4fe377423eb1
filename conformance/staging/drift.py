"""How the tables of a database differ from the staging tables of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Date, DateTime, Float, Inspector, Integer, Numeric, SmallInteger, String, inspect
from sqlalchemy.types import BigInteger, TypeEngine

from kontrak.conformance.staging.findings import Difference, Differences
from kontrak.contracts.feed import Feed, FeedField
from kontrak.contracts.staging import OWN, Names, column_type

DIGITS = {"TINYINT": 2, "SMALLINT": 4, "MEDIUMINT": 6, "INTEGER": 9, "INT": 9, "BIGINT": 18}
"""How many digits whatever number fits into a type of whole numbers."""


def drift(connection: Connection, feeds: Iterable[Feed], names: Names, make: Differences) -> list[Difference]:
    """Every table or column that is missing or otherwise; columns of a target's own that may stay empty are fine."""
    inspector = inspect(connection)
    known = {*inspector.get_table_names(names.schema), *inspector.get_view_names(names.schema)}
    return [found for feed in feeds for found in _feed(inspector, feed, names, make, known)]


def _feed(inspector: Inspector, feed: Feed, names: Names, make: Differences, known: set[str]) -> Iterator[Difference]:
    table = names.table(feed)
    ids: list[str | None]
    if table not in known:
        ids = [feed.form.requirements.get("table"), feed.requirements.get("columns")]
        yield make.make((table, ""), "missing table", "no such table", f"a table for {feed.title}", ids)
        return
    columns: dict[str, Any] = {column["name"]: column for column in inspector.get_columns(table, names.schema)}
    for entry in feed.fields:
        name = names.column(feed, entry)
        if name not in columns:
            ids = [feed.requirements.get("columns"), *_rules(feed, entry, "given")]
            yield make.make((table, name), "missing column", "no such column", str(column_type(entry, feed)), ids)
        else:
            yield from _column(feed, entry, (table, name), columns.pop(name), make)
    for name, column in columns.items():
        if name not in OWN and _is_demanding(column):
            ids = [feed.form.requirements.get("table")]
            got = f"{column['type']} NOT NULL without a default"
            yield make.make(
                (table, name), "extra column", got, "a default, or NULL allowed: the feed has no value for it", ids
            )


def _is_demanding(column: dict[str, Any]) -> bool:
    """Whether a row cannot be written without a value for the column."""
    fills_itself = column.get("autoincrement") is True or column.get("identity") or column.get("computed")
    return not (column["nullable"] or column.get("default") is not None or fills_itself)


def _rules(feed: Feed, entry: FeedField, kind: str) -> list[str]:
    return [rule.requirement for rule in feed.rules if rule.kind == kind and entry.key in rule.fields]


def _column(
    feed: Feed, entry: FeedField, place: tuple[str, str], column: dict[str, Any], make: Differences
) -> Iterator[Difference]:
    found, asked = column["type"], str(column_type(entry, feed))
    values = feed.requirements.get("values")
    room = room_of(found, entry, feed)
    if room is None:
        yield make.make(place, "type", str(found), asked, [values, *_rules(feed, entry, "text")])
    elif entry.length is not None and room != entry.length:
        is_wider = room > entry.length
        if not is_wider or entry.type not in ("Int", "Decimal"):
            yield make.make(place, "length", str(found), asked, [values], mild=is_wider)
    if column["nullable"] == entry.mandatory:
        got, wanted = ("NULL allowed", "NOT NULL") if entry.mandatory else ("NOT NULL", "NULL allowed")
        yield make.make(place, "nullable", got, wanted, [feed.requirements.get("mandatory")])


def room_of(found: TypeEngine[Any], entry: FeedField, feed: Feed) -> int | None:
    """How many characters or digits of a field fit into a type; None if it is of another kind."""
    if entry.type == "DateTime":
        is_day = "hh" not in str(entry.format)
        return 0 if isinstance(found, DateTime) or (is_day and isinstance(found, Date)) else None
    if entry.type in ("Int", "Decimal"):
        return _digits(found, feed.form.scale if entry.type == "Decimal" else 0)
    if isinstance(found, String):
        return found.length if found.length is not None else 1 << 30
    return None


def _digits(found: TypeEngine[Any], scale: int) -> int | None:
    if isinstance(found, Integer | SmallInteger | BigInteger):
        return None if scale else DIGITS.get(type(found).__name__.upper(), 9)
    if isinstance(found, Numeric) and not isinstance(found, Float):
        if found.precision is None:
            return 1 << 30
        return found.precision - (found.scale or 0) + scale if (found.scale or 0) >= scale else 0
    return None
