"""The batches of the feeds: named in the transaction that makes them, remembered until they are delivered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from kontrak.contracts.model import Json
from kontrak.mocks.store.schema import batches

CLEAR = ""
"""The layout of an order to forget what a world delivered before; it has no rows."""
NOTHING = "[]"
HELD = 2
"""The state of a batch that a fault keeps back until the next one of its layout."""
MINUTE = timedelta(minutes=1)
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one layout, by the contract's keys, under a name that no other batch of the world has.

    `again` says what happens to a row whose key came before, see `Staging.write`; `file` is what the file holds, in an
    encoding.
    """

    world: str
    name: str
    layout: str
    at: datetime
    rows: Sequence[Mapping[str, Json]]
    again: str = "append"
    file: str = ""
    encoding: str = "us-ascii"


def add(connection: Connection, batch: Batch, *, pending: int) -> None:
    """Remember a batch (`pending`: 1 to be delivered, 0 done, or HELD); IntegrityError if its name was taken meanwhile."""
    row = {"world": batch.world, "name": batch.name, "layout": batch.layout, "created_at": batch.at.isoformat()}
    body = json.dumps([list(batch.rows), batch.again, batch.file, batch.encoding]) if pending else NOTHING
    connection.execute(insert(batches), row | {"pending": pending, "body": body})


def free_name(connection: Connection, world: str, layout: str, at: datetime) -> str:
    """`<layout>_<YYYYMMDDhhmm>` (TPOS-R-149) of the minute, or of the first one after it that is not taken."""
    wanted = _name(layout, at)
    later = select(batches.c.name).where(batches.c.world == world, batches.c.layout == layout, batches.c.name >= wanted)
    taken = set(connection.scalars(later))
    while wanted in taken:
        at += MINUTE
        wanted = _name(layout, at)
    return wanted


def pending(connection: Connection) -> list[tuple[int, Batch]]:
    """The first batches that are not delivered yet, locked until the transaction ends."""
    wanted = select(batches).where(batches.c.pending == 1).order_by(batches.c.seq).limit(AT_ONCE).with_for_update()
    return [(row.seq, _batch(row)) for row in connection.execute(wanted)]


def release(connection: Connection, world: str, layout: str) -> list[Batch]:
    """Forget the batches of a layout that were kept back; those there were, in the order in which they were made."""
    of_world = (batches.c.world == world, batches.c.layout == layout, batches.c.pending == HELD)
    found = [_batch(row) for row in connection.execute(select(batches).where(*of_world).order_by(batches.c.seq))]
    if found:
        connection.execute(delete(batches).where(*of_world))
    return found


def close(connection: Connection, seq: int, *, is_order: bool = False) -> None:
    """Forget the rows of a batch that was delivered, and all of an order to clear."""
    if is_order:
        connection.execute(delete(batches).where(batches.c.seq == seq))
        return
    connection.execute(update(batches).where(batches.c.seq == seq).values(pending=0, body=NOTHING))


def clear(connection: Connection, world: str) -> None:
    """Forget the batches of a world."""
    connection.execute(delete(batches).where(batches.c.world == world))


def _batch(row: Row[Any]) -> Batch:
    at = datetime.fromisoformat(row.created_at)
    return Batch(row.world, row.name, row.layout, at, *json.loads(row.body))


def _name(layout: str, at: datetime) -> str:
    return f"{layout}_{at:%Y%m%d%H%M}"
