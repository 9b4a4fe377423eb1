"""Which records were made or changed when, and whose they are: an index beside the records, for reads over windows.

Instants are whole seconds since 1970 (UTC). A record is kept in `records`; here stands where it lies in time.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, and_, bindparam, insert, or_, select, update

from kontrak.contracts.model import Json
from kontrak.mocks.store.records import Place
from kontrak.mocks.store.schema import periods, records
from kontrak.mocks.store.statement import Statement

LONGEST_OWNER = 64
FIRST, LAST = -(2**62), 2**62
COLUMNS = [column.name for column in periods.c]
ADD = Statement(insert(periods).inline(), *COLUMNS)
MOVE = Statement(
    update(periods)
    .where(periods.c.digest == bindparam("wanted"), periods.c.copy == bindparam("number"))
    .values(owner=bindparam("whose"), made=bindparam("first"), changed=bindparam("last"))
)


@dataclass(frozen=True, slots=True)
class Period:
    """When a record was made and last changed (seconds since 1970), and whose it is."""

    owner: str
    made: int
    changed: int


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when, both included; `fresh` leaves out what was last made or changed before it."""

    since: int = FIRST
    until: int = LAST
    fresh: int = FIRST


def put(connection: Connection, place: Place, key: str, period: Period, copy: int = 0) -> None:
    """Say where a record lies in time, in place of what was said before."""
    digest, owner = place.digest(key), period.owner[:LONGEST_OWNER]
    values = {"wanted": digest, "number": copy, "whose": owner, "first": period.made, "last": period.changed}
    if MOVE.run(connection, values):
        return
    row = {"world": place.world, "system": place.system, "collection": place.collection, "digest": digest}
    ADD.run(connection, row | {"copy": copy, "owner": owner, "made": period.made, "changed": period.changed})


def find(connection: Connection, place: Place, window: Window, owners: Collection[str] | None = None) -> list[Json]:
    """The bodies of the records made or changed in a window, in order of creation; of all owners, or of these."""
    wanted = [
        periods.c.world == place.world,
        periods.c.system == place.system,
        periods.c.collection == place.collection,
        or_(
            periods.c.changed.between(window.since, window.until),
            periods.c.made.between(window.since, window.until),
        ),
        or_(periods.c.changed >= window.fresh, periods.c.made >= window.fresh),
    ]
    if owners is not None:
        wanted.append(periods.c.owner.in_(sorted({owner[:LONGEST_OWNER] for owner in owners})))
    same = and_(records.c.digest == periods.c.digest, records.c.copy == periods.c.copy)
    found = select(records.c.body).select_from(periods.join(records, same)).where(*wanted).order_by(records.c.seq)
    return [json.loads(body) for body in connection.scalars(found)]
