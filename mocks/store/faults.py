"""The faults of the worlds, and how many calls each has counted: in the transaction of the call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from kontrak.contracts.model import Json
from kontrak.mocks.faults.model import Fault, Kind
from kontrak.mocks.store.schema import faults, worlds

MOST = 100
"""So many faults a world can have: each call looks at all of them."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A fault with the calls that it counted and those that it struck."""

    fault: Fault
    calls: int
    hits: int

    @property
    def state(self) -> str:
        """Whether it still waits for its window, strikes, or is over (`spent`) as far as calls are counted."""
        if self.fault.last is not None and self.calls >= self.fault.last:
            return "spent"
        return "active" if self.fault.strikes(self.calls + 1) else "waiting"


def put(connection: Connection, world: str, fault: Fault) -> bool:
    """Set a fault in place of that of its id, its counts at 0; whether there was one."""
    replaced = bool(drop(connection, world, fault.id))
    row = {"world": world, "name": fault.id, "calls": 0, "hits": 0, "body": json.dumps(_body(fault))}
    connection.execute(insert(faults), row)
    _tell(connection, world)
    return replaced


def keep(connection: Connection, world: str, fault: Fault) -> None:
    """Set a fault unless the very same is there already: what it counted stays."""
    here = select(faults.c.body).where(faults.c.world == world, faults.c.name == fault.id)
    known = connection.scalar(here)
    if known is None or json.loads(known) != _body(fault):
        put(connection, world, fault)


def drop(connection: Connection, world: str, id: str | None = None) -> int:
    """Delete a fault of a world, or all; how many there were."""
    wanted = [faults.c.world == world, *([faults.c.name == id] if id is not None else [])]
    dropped = connection.execute(delete(faults).where(*wanted)).rowcount
    _tell(connection, world)
    return dropped


def listing(connection: Connection, world: str) -> list[Counted]:
    """The faults of a world, in the order in which they were set."""
    return [counted for _, counted in _all(connection, world)]


def take(
    connection: Connection, world: str, partner: str, operation: str | None, now: datetime, feed: str | None = None
) -> Fault | None:
    """Count a call (or a batch of a feed) for each fault that it concerns; the first that strikes it, if any.

    The rows stay locked until the transaction ends: two workers never count one call number twice.
    """
    struck = None
    for seq, counted in list(_all(connection, world, lock=True)):
        fault, call = counted.fault, counted.calls + 1
        if not fault.concerns(partner, operation, feed, now):
            continue
        is_hit = struck is None and fault.strikes(call)
        struck = fault if is_hit else struck
        values = {"calls": call, "hits": counted.hits + is_hit}
        connection.execute(update(faults).where(faults.c.seq == seq).values(values))
    return struck


def _all(connection: Connection, world: str, *, lock: bool = False) -> Iterator[tuple[int, Counted]]:
    wanted = select(faults).where(faults.c.world == world).order_by(faults.c.seq)
    for row in connection.execute(wanted.with_for_update() if lock else wanted):
        yield row.seq, Counted(_fault(row.name, json.loads(row.body)), row.calls, row.hits)


def _tell(connection: Connection, world: str) -> None:
    """Write to the world how many faults it has: worlds without any pay nothing for them."""
    count = select(func.count()).select_from(faults).where(faults.c.world == world).scalar_subquery()
    connection.execute(update(worlds).where(worlds.c.name == world).values(faults=count))


def _body(fault: Fault) -> dict[str, Json]:
    return {
        "kind": fault.kind.value,
        "partner": fault.partner,
        "operation": fault.operation,
        "feed": fault.feed,
        "first": fault.first,
        "last": fault.last,
        "since": fault.since.isoformat() if fault.since else None,
        "until": fault.until.isoformat() if fault.until else None,
        "given": dict(fault.given),
    }


def _fault(id: str, body: Mapping[str, Json]) -> Fault:
    times = {name: datetime.fromisoformat(body[name]) if body[name] else None for name in ("since", "until")}
    return Fault(**{**body, **times, "kind": Kind(body["kind"]), "id": id})
