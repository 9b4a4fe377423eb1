"""What will happen in a world, and when: entries that a partner leaves for the world's clock to bring about."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select

from kontrak.contracts.model import Json
from kontrak.mocks.store.schema import agenda
from kontrak.mocks.store.statement import Statement

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)
A_SECOND = 1_000_000
OF_PARTNER = (agenda.c.world == bindparam("world"), agenda.c.system == bindparam("system"))
NEXT = Statement(
    select(agenda.c.seq, agenda.c.due, agenda.c.body)
    .where(*OF_PARTNER, agenda.c.due <= bindparam("until"))
    .order_by(agenda.c.due, agenda.c.seq)
    .limit(bindparam("most"))
)
ADD = Statement(insert(agenda).inline(), "world", "system", "due", "body")
DROP = Statement(delete(agenda).where(agenda.c.seq == bindparam("wanted")))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that will happen: its number, its instant, and what it is in the partner's own words."""

    seq: int
    due: datetime
    body: Json


def add(connection: Connection, world: str, system: str, due: datetime, body: Json) -> None:
    """Leave an entry for an instant (of any zone)."""
    ADD.run(connection, {"world": world, "system": system, "due": ticks(due), "body": json.dumps(body)})


def due(connection: Connection, world: str, system: str, until: datetime, most: int = 1) -> list[Entry]:
    """The first entries up to an instant, the earliest first; those of one instant in the order they were left."""
    wanted = {"world": world, "system": system, "until": ticks(until), "most": most}
    return [Entry(seq, EPOCH + at * TICK, json.loads(body)) for seq, at, body in NEXT.rows(connection, wanted)]


def drop(connection: Connection, entry: Entry) -> bool:
    """Take an entry out; whether it was still there."""
    return DROP.run(connection, {"wanted": entry.seq}) == 1


def clear(connection: Connection, world: str) -> None:
    """Forget all entries of a world."""
    connection.execute(delete(agenda).where(agenda.c.world == world))


def ticks(instant: datetime) -> int:
    """An instant (of any zone) as it is kept: microseconds from 1970 (UTC)."""
    return (instant - EPOCH) // TICK
