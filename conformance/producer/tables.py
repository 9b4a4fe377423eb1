"""A producer's staging tables: rows batch by batch, judged by the rules that a file of the same rows is judged by."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import chain, groupby
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Column, Connection, MetaData, RowMapping, Table, inspect, select
from sqlalchemy.types import Numeric

from kontrak.conformance.feeds.check import examine
from kontrak.conformance.feeds.findings import Finding, report
from kontrak.conformance.feeds.source import Source
from kontrak.conformance.producer.settings import Deliveries
from kontrak.contracts import Contract
from kontrak.contracts.feed import Feed, FeedField, laid_out
from kontrak.contracts.model import Json
from kontrak.contracts.pieces import Fault, shown, write
from kontrak.contracts.staging import AnyTable

AT_ONCE = 5_000
ACROSS = ("key", "repeated", "batch", "sequence")
"""Rules about the rows of one batch, which need a column that tells batches apart."""
OF_VALUES = ("mandatory", "codes", "range", "not_above", "net", *ACROSS)
Row = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Staged:
    """A table as it is: which of the contract's fields and of the columns for batches it has, and its number of decimals."""

    table: AnyTable
    feed: Feed
    fields: tuple[FeedField, ...]
    columns: Mapping[str, str]
    own: tuple[str, ...]


@dataclass(slots=True)
class Portion:
    """One batch of a table: its name, the first time in it, and the number of its rows.

    `faults` are the first of each field and rule with their number.
    """

    name: str
    time: datetime | None
    rows: int = 0
    faults: dict[tuple[str, str], tuple[Fault, int]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    digest: str = ""


def staged(connection: Connection, feed: Feed, deliveries: Deliveries) -> Staged | None:
    """The table of a feed; None if there is none."""
    names = deliveries.names
    inspector = inspect(connection)
    name = names.table(feed)
    if name not in {*inspector.get_table_names(names.schema), *inspector.get_view_names(names.schema)}:
        return None
    known: dict[str, Any] = {one["name"]: one["type"] for one in inspector.get_columns(name, names.schema)}
    columns = {entry.key: names.column(feed, entry) for entry in feed.fields if names.column(feed, entry) in known}
    own = tuple(one for one in (deliveries.time, deliveries.batch, deliveries.order) if one in known)
    wanted = dict.fromkeys((*own, *columns.values()))
    table: AnyTable = Table(name, MetaData(), *(Column(one) for one in wanted), schema=names.schema)
    kinds = [known[columns[entry.key]] for entry in feed.fields if entry.type == "Decimal" and entry.key in columns]
    scale = max((kind.scale or 0 for kind in kinds if isinstance(kind, Numeric)), default=0)
    form = replace(
        feed.form, encoding="utf-8", scale=scale, point="implied", header="none", trailer="none", terminator="\n"
    )
    fields = tuple(entry for entry in feed.fields if entry.key in columns)
    return Staged(table, laid_out(feed, form), fields, columns, own)


def portions(
    connection: Connection, found: Staged, deliveries: Deliveries
) -> Iterator[tuple[str, datetime | None, Iterator[Row]]]:
    """The rows batch by batch, in the order in which they were written as far as the table tells it."""
    order = [found.table.c[name] for name in found.own]
    query = select(found.table).order_by(*order)
    rows = connection.execution_options(stream_results=True, yield_per=AT_ONCE).execute(query).mappings()
    has_batches = deliveries.batch in found.own
    for name, members in groupby(rows, key=lambda row: row[deliveries.batch] if has_batches else ""):
        first = next(members)
        time = moment(first[deliveries.time]) if deliveries.time in found.own else None
        yield str(name), time, _rows(chain((first,), members), found)  # noqa: B031 - both are one pass


def _rows(rows: Iterable[RowMapping], found: Staged) -> Iterator[Row]:
    for row in rows:
        yield {entry.key: _value(row[found.columns[entry.key]], entry) for entry in found.fields}


def _value(value: Any, entry: FeedField) -> Json:
    """A stored value as the contract has it: dates as printed, texts without the blanks of a CHAR column, or nothing."""
    if entry.type == "DateTime" and value is not None:
        found = moment(value)
        return value if found is None else shown(found, str(entry.format))
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value.strip(" ") or None if isinstance(value, str) else value


def moment(value: Any) -> datetime | None:
    """A stored time, which SQLite keeps as a text; None for what is no time."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the partner's dates have no zone
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None) if isinstance(value, str) else None
    except ValueError:
        return None


class Judged:
    """Judges the rows of a batch: as records in a file that only lives so long, so that both are held to one set of rules."""

    def __init__(self, found: Staged, contract: Contract, *, has_batches: bool) -> None:
        self.feed, self.contract, self.has_batches = found.feed, contract, has_batches
        self.fields = found.fields

    def judge(self, portion: Portion, rows: Iterator[Row]) -> Iterator[Row]:
        """The same rows; when they are through, the portion knows their number, faults and findings."""
        with _room() as (file, stream):
            total = hashlib.sha256()
            for row in rows:
                portion.rows += 1
                line = self._line(row, portion)
                total.update(repr(tuple(row.values())).encode())
                if line is not None:
                    stream.write(line)
                yield row
            stream.flush()
            portion.digest = total.hexdigest()
            outcome = examine(Source(file), self.feed)
            found = report(outcome, self.feed, self.contract, "strict", portion.name).findings
        portion.findings = tuple(
            one for one in found if one.rule in OF_VALUES and (self.has_batches or one.rule not in ACROSS)
        )

    def _line(self, row: Row, portion: Portion) -> bytes | None:
        """The record of a row; None, and the faults are noted, where a value cannot be written."""
        pieces, sound = [], True
        for entry in self.feed.fields:
            value = row.get(entry.key)
            piece = write(_printable(value), entry, self.feed.form)
            if isinstance(piece, Fault) and entry in self.fields:
                found, count = portion.faults.get((entry.key, piece.rule), (piece, 0))
                portion.faults[entry.key, piece.rule] = found, count + 1
            sound = sound and not isinstance(piece, Fault)
            pieces.append(str(piece))
        return ("".join(pieces) + self.feed.form.terminator).encode() if sound else None


def _printable(value: Json) -> Json:
    """A text of which only length and key matter here: a column may hold characters that no line can."""
    if not isinstance(value, str) or value.isprintable():
        return value
    return "".join(char if char.isprintable() else "?" for char in value)


@contextmanager
def _room() -> Iterator[tuple[Path, IO[bytes]]]:
    with tempfile.TemporaryDirectory(prefix="kontrak-") as folder:
        file = Path(folder) / "rows"
        with file.open("wb") as stream:
            yield file, stream
