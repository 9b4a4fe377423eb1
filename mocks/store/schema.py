"""The tables of the simulator: worlds, the records of all partners, what is to happen, and the journal."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Float, Index, Integer, MetaData, String, Table, Text
from sqlalchemy.dialects.mysql import LONGTEXT

METADATA = MetaData()
"""A column that comes to a table later may be null: `open_engine` adds it to the tables that are there already."""
EXACT: dict[str, Any] = {"mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_bin"}
"""MariaDB compares without regard to case and outer blanks unless told otherwise."""

Serial = BigInteger().with_variant(Integer(), "sqlite")
LongText = Text().with_variant(LONGTEXT(), "mysql", "mariadb")

worlds = Table(
    "kontrak_worlds",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("seed", BigInteger, nullable=False),
    Column("still", String(40)),
    Column("offset_seconds", Float(53), nullable=False),
    Column("readings", Text, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("variants", Text),
    Column("faults", Integer),
    Column("used", BigInteger),
    **EXACT,
)

# A key has one row (copy 0) unless its collection keeps duplicates; then each has a number of its own. Keys
# are compared by digest: databases differ in how long an indexed text may be and in what they call equal.
records = Table(
    "kontrak_records",
    METADATA,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("world", String(64), nullable=False),
    Column("system", String(64), nullable=False),
    Column("collection", String(64), nullable=False),
    Column("record_key", LongText, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("copy", Integer, nullable=False),
    Column("body", LongText, nullable=False),
    Column("created_at", String(40), nullable=False),
    Index("kontrak_records_key", "digest", "copy", unique=True),
    Index("kontrak_records_place", "world", "system", "collection", "seq"),
    **EXACT,
)

# Instants are whole seconds, so that every database compares them alike.
periods = Table(
    "kontrak_periods",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("copy", Integer, primary_key=True, autoincrement=False),
    Column("world", String(64), nullable=False),
    Column("system", String(64), nullable=False),
    Column("collection", String(64), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Index("kontrak_periods_made", "world", "system", "collection", "made"),
    Index("kontrak_periods_changed", "world", "system", "collection", "changed"),
    **EXACT,
)

# A batch of a feed: its name is taken for good, its rows stay until they are where they were meant to go.
batches = Table(
    "kontrak_batches",
    METADATA,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("world", String(64), nullable=False),
    Column("name", String(128), nullable=False),
    Column("layout", String(64), nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("pending", Integer, nullable=False),
    Column("body", LongText, nullable=False),
    Index("kontrak_batches_name", "world", "name", unique=True),
    Index("kontrak_batches_pending", "pending", "seq"),
    **EXACT,
)

# `calls` are those that a fault has counted, `hits` those that it struck.
faults = Table(
    "kontrak_faults",
    METADATA,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("world", String(64), nullable=False),
    Column("name", String(64), nullable=False),
    Column("calls", BigInteger, nullable=False),
    Column("hits", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Index("kontrak_faults_name", "world", "name", unique=True),
    **EXACT,
)

# `due` counts microseconds from 1970 (UTC): databases differ in how exactly they keep an instant.
agenda = Table(
    "kontrak_agenda",
    METADATA,
    Column("seq", Serial, primary_key=True, autoincrement=True),
    Column("world", String(64), nullable=False),
    Column("system", String(64), nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("body", LongText, nullable=False),
    Index("kontrak_agenda_due", "world", "system", "due", "seq"),
    **EXACT,
)

journal = Table(
    "kontrak_journal",
    METADATA,
    Column("id", Serial, primary_key=True, autoincrement=True),
    Column("world", String(64), nullable=False),
    Column("at", String(40), nullable=False),
    Column("method", String(32), nullable=False),
    Column("path", Text, nullable=False),
    Column("system", String(64)),
    Column("operation", String(128)),
    Column("status", Integer, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("violations", LongText, nullable=False),
    Column("request", LongText, nullable=False),
    Column("answer", LongText, nullable=False),
    Column("client", String(64)),
    Column("caller", String(64)),
    Column("answered_at", String(40)),
    Column("answer_rows", Integer),
    Column("query", LongText),
    Column("headers", LongText),
    Column("answer_headers", LongText),
    Column("fault", Text),
    Column("ticks", BigInteger),
    Column("marks", Text),
    Index("kontrak_journal_world", "world", "id"),
    **EXACT,
)
