"""The journal: every exchange, written in the transaction of what it changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from kontrak.contracts.model import Json
from kontrak.mocks.model import Verdict
from kontrak.mocks.store.schema import journal
from kontrak.mocks.store.statement import Statement

FACTS = ("accept", "credential", "digest", "issued", "retry_after", "signed_at")
"""The members of an entry that not every exchange has."""
PAGE = 1000
ADD = Statement(insert(journal).inline(), *(column.name for column in journal.c if column.name != "id"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One exchange, with texts that any database can hold and no secrets in them.

    `client` is the address that asked, `caller` the name that its credentials gave; `rows` how many records the answer has.
    `facts` are further members of the entry, see `kontrak.mocks.stages.facts`.
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
    facts: Mapping[str, Json] = field(default_factory=dict)


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
            "facts": json.dumps(entry.facts) if entry.facts else None,
        },
    )


def prune(connection: Connection, keep: int) -> None:
    """Forget all but about the last `keep` entries of all worlds."""
    last = connection.execute(select(func.max(journal.c.id))).scalar_one() or 0
    connection.execute(delete(journal).where(journal.c.id <= last - keep))


def read(
    connection: Connection,
    world: str,
    *,
    limit: int = 100,
    operation: str | None = None,
    verdict: str | None = None,
    system: str | None = None,
) -> tuple[int, list[dict[str, Json]]]:
    """How many entries of a world fit, and the newest of them."""
    wanted = [journal.c.world == world]
    wanted += [journal.c.operation == operation] if operation else []
    wanted += [journal.c.verdict == verdict] if verdict else []
    wanted += [journal.c.system == system] if system else []
    total = connection.execute(select(func.count()).select_from(journal).where(*wanted)).scalar_one()
    found = connection.execute(select(journal).where(*wanted).order_by(journal.c.id.desc()).limit(limit))
    return total, [_entry(dict(row._mapping)) for row in found]  # noqa: SLF001 - a public name of SQLAlchemy


def every(connection: Connection, world: str) -> Iterator[dict[str, Json]]:
    """All entries of a world, oldest first."""
    last = 0
    while rows := connection.execute(
        select(journal).where(journal.c.world == world, journal.c.id > last).order_by(journal.c.id).limit(PAGE)
    ).all():
        yield from (_entry(dict(row._mapping)) for row in rows)  # noqa: SLF001 - a public name of SQLAlchemy
        last = rows[-1].id


def _entry(row: dict[str, Json]) -> dict[str, Json]:
    facts: dict[str, Json] = json.loads(row.pop("facts") or "{}")
    return row | {"violations": json.loads(row["violations"])} | dict.fromkeys(FACTS) | facts
