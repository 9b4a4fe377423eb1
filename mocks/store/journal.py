"""The journal: every exchange, written in the transaction of what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from kontrak.contracts.model import Json
from kontrak.mocks.model import Verdict
from kontrak.mocks.store.agenda import ticks
from kontrak.mocks.store.schema import journal
from kontrak.mocks.store.statement import Statement

ANY = "*"
ADD = Statement(insert(journal).inline(), *(column.name for column in journal.c if column.name != "id"))
JSON = ("violations", "query", "headers", "answer_headers", "fault", "marks")
"""The columns that hold JSON; those that came later may be empty."""
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange, with texts that any database can hold and no secrets in them.

    `client` is the address that asked, `caller` the name that its credentials gave; `rows` how many records the answer has;
    `fault` the fault on purpose that struck it, `marks` what stands for its credentials and body.
    """

    world: str
    at: datetime
    method: str
    path: str
    system: str | None
    operation: str | None
    status: int
    verdict: Verdict
    client: str
    caller: str
    answered: datetime
    rows: int | None
    violations: list[dict[str, Json]]
    request: str
    answer: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    answer_headers: Mapping[str, str]
    fault: Mapping[str, Json] | None = None
    marks: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries are wanted: of one world (None: of all), and of each thing that is given.

    `since` and `until` are the world's time, the end not included; `fault` is the id or the kind of one, `*` for any.
    """

    world: str | None
    operation: str | None = None
    verdict: str | None = None
    system: str | None = None
    fault: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def write(connection: Connection, entry: Entry) -> None:
    """Add an entry."""
    ADD.run(
        connection,
        {
            "world": entry.world,
            "at": entry.at.isoformat(),
            "method": entry.method,
            "path": entry.path,
            "system": entry.system,
            "operation": entry.operation,
            "status": entry.status,
            "verdict": str(entry.verdict),
            "client": entry.client,
            "caller": entry.caller,
            "answered_at": entry.answered.isoformat(),
            "answer_rows": entry.rows,
            "violations": json.dumps(entry.violations) if entry.violations else "[]",
            "request": entry.request,
            "answer": entry.answer,
            "query": json.dumps(entry.query) if entry.query else "{}",
            "headers": json.dumps(entry.headers),
            "answer_headers": json.dumps(entry.answer_headers),
            "fault": json.dumps(entry.fault) if entry.fault else None,
            "ticks": ticks(entry.at),
            "marks": json.dumps(entry.marks) if entry.marks else None,
        },
    )


def prune(connection: Connection, keep: int) -> None:
    """Forget all but about the last `keep` entries of all worlds."""
    last = connection.execute(select(func.max(journal.c.id))).scalar_one() or 0
    connection.execute(delete(journal).where(journal.c.id <= last - keep))


def read(
    connection: Connection, wanted: Filter, *, limit: int = 100, before: int | None = None
) -> tuple[int, list[dict[str, Json]]]:
    """How many entries fit, and the newest of them; only such as are older than the entry `before`, if that is given."""
    fits = [*_conditions(wanted)]
    total = connection.execute(select(func.count()).select_from(journal).where(*fits)).scalar_one()
    older = [journal.c.id < before] if before is not None else []
    asked = select(journal).where(*fits, *older).order_by(journal.c.id.desc()).limit(limit)
    return total, [_entry(dict(row._mapping)) for row in connection.execute(asked)]  # noqa: SLF001 - SQLAlchemy's name


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    columns = (
        (journal.c.world, wanted.world),
        (journal.c.operation, wanted.operation),
        (journal.c.verdict, wanted.verdict),
        (journal.c.system, wanted.system),
    )
    yield from (column == value for column, value in columns if value is not None)
    if wanted.since:
        yield journal.c.ticks >= ticks(wanted.since)
    if wanted.until:
        yield journal.c.ticks < ticks(wanted.until)
    if wanted.fault == ANY:
        yield journal.c.fault.is_not(None)
    elif wanted.fault is not None:
        # Both members are plain letters: as JSON each stands there as it is.
        yield journal.c.fault.contains(f': "{wanted.fault}"', autoescape=True)


def every(connection: Connection, world: str) -> Iterator[dict[str, Json]]:
    """All entries of a world, the oldest first."""
    last = 0
    while rows := connection.execute(
        select(journal).where(journal.c.world == world, journal.c.id > last).order_by(journal.c.id).limit(PAGE)
    ).all():
        yield from (_entry(dict(row._mapping)) for row in rows)  # noqa: SLF001 - SQLAlchemy's name
        last = rows[-1].id


def _entry(row: dict[str, Json]) -> dict[str, Json]:
    del row["ticks"]
    return row | {name: json.loads(row[name]) if row[name] else None for name in JSON}
