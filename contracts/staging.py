"""Staging tables: each feed as a table of any database that SQLAlchemy speaks to, and rows between JSON and table.

The columns of the document keep its types, lengths and mandatory marks. Beside them stand three of our own (`OWN`): the
document gives neither key nor batch nor time (TPOS-R-014), and several rows may have the same key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Column, DateTime, Integer, MetaData, Numeric, String, Table, make_url
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateTable
from sqlalchemy.types import TypeEngine

from kontrak.contracts.feed import Feed, FeedField
from kontrak.contracts.model import Json
from kontrak.contracts.pieces import moment, shown

OWN = ("id", "batch_id", "created_at")
DIALECTS = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://", "mariadb": "mysql+pymysql://"}
EXACT: dict[str, Any] = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
"""MariaDB compares without regard to case and outer blanks unless told otherwise."""

Serial = BigInteger().with_variant(Integer(), "sqlite")

AnyTable = Table[Any]


@dataclass(frozen=True, slots=True)
class Names:
    """What a target calls its tables and columns.

    `tables` maps a feed's name to its table, `columns` a feed's name to key -> column, for those called otherwise than in
    the contract; `prefix` stands before the contract's table names, `schema` is where the tables are.
    """

    prefix: str = ""
    schema: str | None = None
    tables: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def table(self, feed: Feed) -> str:
        """The name of a feed's table, without its schema."""
        return self.tables.get(feed.name, self.prefix + feed.staging)

    def column(self, feed: Feed, entry: FeedField) -> str:
        """The name of a field's column."""
        return self.columns.get(feed.name, {}).get(entry.key, entry.column)


PLAIN = Names()


def staging_table(feed: Feed, metadata: MetaData, names: Names = PLAIN, extra: Iterable[Column[Any]] = ()) -> AnyTable:
    """The staging table of a feed; `extra` are more columns of one's own, put before those of the document."""
    own: list[Column[Any]] = [
        Column("id", Serial, primary_key=True, autoincrement=True),
        Column("batch_id", String(64), nullable=False),
        Column("created_at", DateTime, nullable=False),
    ]
    columns: list[Column[Any]] = [
        Column(names.column(feed, entry), column_type(entry, feed), nullable=not entry.mandatory)
        for entry in feed.fields
    ]
    table: AnyTable = Table(names.table(feed), metadata, *own, *extra, *columns, schema=names.schema, **EXACT)
    return table


def staging_tables(feeds: Iterable[Feed], names: Names = PLAIN) -> dict[str, AnyTable]:
    """The tables of several feeds in one collection of their own, by feed name."""
    metadata = MetaData()
    return {feed.name: staging_table(feed, metadata, names) for feed in feeds}


def column_type(entry: FeedField, feed: Feed) -> TypeEngine[Any]:
    """The type of a field's column; the printed length is that of a text and the digits of a number."""
    length = entry.length or 0
    if entry.type == "DateTime":
        return DateTime()
    if entry.type == "Int":
        return Integer() if length <= 9 else BigInteger()
    if entry.type == "Decimal":
        scale = feed.form.scale
        # SQLite has no exact decimals: whole numbers are kept as such, others as floats.
        inexact: TypeEngine[Any] = Numeric(length, scale, asdecimal=False) if scale else BigInteger()
        return Numeric(length, scale).with_variant(inexact, "sqlite")
    return String(length)


def ddl(feeds: Iterable[Feed], dialect: str, names: Names = PLAIN) -> str:
    """The CREATE TABLE statements of feeds for `sqlite`, `postgresql` or `mariadb`, one after the other."""
    compiler: Dialect = make_url(DIALECTS[dialect]).get_dialect()()
    tables = staging_tables(feeds, names).values()
    return "".join(f"{str(CreateTable(table).compile(dialect=compiler)).strip()};\n\n" for table in tables).replace(
        "\t", "    "
    )


def to_table(row: Mapping[str, Json], feed: Feed, names: Names = PLAIN) -> dict[str, Any]:
    """A JSON row (keys of the contract, dates as printed) as values by column; an absent key is NULL.

    Raises ValueError for a date that is none.
    """
    return {names.column(feed, entry): _stored(row.get(entry.key), entry) for entry in feed.fields}


def from_table(values: Mapping[str, Any], feed: Feed, names: Names = PLAIN) -> dict[str, Json]:
    """A row of the table, by column, as a JSON row; columns of one's own are left out."""
    return {entry.key: _shown(values[names.column(feed, entry)], entry, feed) for entry in feed.fields}


def _stored(value: Json, entry: FeedField) -> Any:
    if value is None or (value == "" and not entry.mandatory):
        return None
    if entry.type == "DateTime" and isinstance(value, str):
        found = moment(value, str(entry.format))
        if found is None:
            raise ValueError(f"{entry.key}: {value!r} is no {entry.format}")
        return found
    return Decimal(str(value)) if entry.type == "Decimal" and isinstance(value, float) else value


def _shown(value: Any, entry: FeedField, feed: Feed) -> Json:
    if value is None:
        return None
    if entry.type == "DateTime":
        day = value if isinstance(value, datetime) else _midnight(value)
        return shown(day, str(entry.format))
    if entry.type == "Decimal":
        exact = Decimal(str(value))
        return exact.quantize(Decimal(1).scaleb(-feed.form.scale)) if feed.form.scale else _whole(exact)
    return value


def _midnight(value: date) -> datetime:
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the partner's dates have no zone


def _whole(value: Decimal) -> int | Decimal:
    """An int where nothing is lost; a reader must see what a target stored against the layout."""
    return int(value) if value == int(value) else value
