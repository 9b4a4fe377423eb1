"""The worlds: created on first use, steered by the control interface, forgotten by a reset."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, exists, func, insert, select, update

from kontrak.contracts import Contract
from kontrak.contracts.model import Json
from kontrak.mocks.model import DEFAULT_WORLD
from kontrak.mocks.store import agenda, records
from kontrak.mocks.store.records import Place, Record
from kontrak.mocks.store.schema import METADATA, worlds
from kontrak.mocks.store.schema import agenda as table_of_agenda
from kontrak.mocks.store.schema import records as table
from kontrak.mocks.store.statement import Statement
from kontrak.mocks.variants import readings_of
from kontrak.mocks.world import WIB, Clock, World

LAST = "\U0010ffff"
AT_ONCE = 100

LOAD = Statement(
    select(
        worlds.c.seed,
        worlds.c.still,
        worlds.c.offset_seconds,
        worlds.c.readings,
        worlds.c.variants,
        worlds.c.faults,
        worlds.c.used,
    ).where(worlds.c.name == bindparam("name"))
)
NOTED = 60
"""The last use of a world is known to so many seconds, or to a tenth of its time to live: noting each one costs a write."""


class TooManyWorlds(Exception):
    """One more world than the simulator may have."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"This simulator has all of its {most} worlds")


def lock(connection: Connection, name: str) -> None:
    """Let no other transaction that locks this world go on before the present one ends (SQLite has one writer anyway)."""
    connection.execute(select(worlds.c.name).where(worlds.c.name == name).with_for_update())


class Worlds:
    """How a world begins: seed, clock, readings and the records that its partners' examples need."""

    def __init__(
        self,
        contracts: Iterable[Contract],
        *,
        clock: Clock,
        seed: int = 0,
        still: datetime | None = None,
        readings: Mapping[str, str] | None = None,
        limits: Mapping[str, int] | None = None,
        variants: Mapping[str, str] | None = None,
        most: int | None = None,
        ttl: int | None = None,
    ) -> None:
        self._contracts = tuple(contracts)
        self.clock, self._seed, self._still = clock, seed, still
        self._most, self._ttl = most, ttl
        self._noted = min(NOTED, ttl / 10) if ttl else NOTED
        self._chosen = {id: reading.chosen for contract in self._contracts for id, reading in contract.readings.items()}
        self._switched, self._limits, self._variants = dict(readings or {}), dict(limits or {}), dict(variants or {})
        self._defaults: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}

    def open(self, connection: Connection, name: str) -> tuple[World, bool]:
        """The world of that name, and whether it was created because this is its first use; raises TooManyWorlds."""
        rows = LOAD.rows(connection, {"name": name})
        if not rows:
            self._make_room(connection, name)
            return self._create(connection, name, self._seed), True
        seed, still, offset, readings, variants, faults, used = rows[0]
        if (now := self.clock().timestamp()) - (used or 0) >= self._noted:
            self._update(connection, name, {"used": int(now)})
        instant = datetime.fromisoformat(still) if still else None
        known = json.loads(readings), json.loads(variants or "{}")
        return self._world(name, seed, instant, timedelta(seconds=offset), *known, faults or 0), False

    def reset(self, connection: Connection, name: str, seed: int | None = None) -> World:
        """The world as on its first day: nothing but the contracts' own records, and an empty journal."""
        self.drop(connection, name)
        return self._create(connection, name, self._seed if seed is None else seed)

    def drop(self, connection: Connection, name: str) -> bool:
        """Forget a world and all that it has; whether there was one."""
        for kept in METADATA.tables.values():
            if "world" in kept.c:
                connection.execute(delete(kept).where(kept.c.world == name))
        return bool(connection.execute(delete(worlds).where(worlds.c.name == name)).rowcount)

    def expired(self, connection: Connection) -> list[str]:
        """The worlds that nobody used within their time to live, the default one never among them."""
        return [] if self._ttl is None else list(connection.scalars(self._unused().limit(AT_ONCE)))

    def expire(self, connection: Connection, name: str) -> bool:
        """Forget a world if it is still unused; whether it was."""
        is_unused = connection.scalar(self._unused().where(worlds.c.name == name).with_for_update())
        return bool(is_unused) and self.drop(connection, name)

    def move(self, connection: Connection, world: World, by: timedelta) -> World:
        """The world with its clock moved; raises OverflowError beyond what a calendar can say."""
        moved = replace(world, offset=world.offset + by, now=world.now + by)
        self._update(connection, world.name, {"offset_seconds": moved.offset.total_seconds()})
        return moved

    def set_clock(self, connection: Connection, world: World, still: datetime | None) -> World:
        """The world with its clock stopped at an instant, or running with the time of day."""
        text = still.isoformat() if still else None
        self._update(connection, world.name, {"still": text, "offset_seconds": 0.0})
        return replace(world, still=still, offset=timedelta(), now=still or self.clock())

    def set_readings(self, connection: Connection, world: World, changed: Mapping[str, str]) -> World:
        """The world under other readings."""
        readings = {**world.readings, **changed}
        own = self._own(readings, world.variants)
        self._update(connection, world.name, {"readings": json.dumps(own)})
        return replace(world, readings=readings)

    def set_variants(self, connection: Connection, world: World, changed: Mapping[str, str | None]) -> World:
        """The world with other variants (None: the contract itself) and the readings that hold in them."""
        variants = {partner: name for partner, name in {**world.variants, **changed}.items() if name}
        own = self._own(world.readings, world.variants)
        self._update(connection, world.name, {"variants": json.dumps(variants), "readings": json.dumps(own)})
        return replace(world, variants=variants, readings={**self._default(variants), **own})

    def time(self, world: World) -> datetime:
        """What time it is by now in a world that was opened a while ago."""
        return world.now if world.still else self.clock() + world.offset

    def overdue(self, connection: Connection) -> list[str]:
        """The worlds whose clock runs and has reached an entry of their agenda."""
        now = agenda.ticks(self.clock())
        reached = table_of_agenda.c.due <= now + worlds.c.offset_seconds * agenda.A_SECOND
        has_due = exists().where(table_of_agenda.c.world == worlds.c.name, reached)
        return list(connection.scalars(select(worlds.c.name).where(worlds.c.still.is_(None), has_due)))

    def listing(
        self, connection: Connection, *, after: str = "", prefix: str = "", limit: int = 1000
    ) -> tuple[int, list[dict[str, Json]]]:
        """How many worlds have names that begin so, and those after one of them, with the number of their records."""
        # A range, for LIKE compares without regard to case in some databases.
        wanted = [worlds.c.name >= prefix, worlds.c.name < prefix + LAST] if prefix else []
        total = connection.scalar(select(func.count()).select_from(worlds).where(*wanted)) or 0
        columns = (worlds.c.name, worlds.c.seed, worlds.c.created_at, worlds.c.used, worlds.c.faults)
        asked = select(*columns).where(*wanted, worlds.c.name > after).order_by(worlds.c.name).limit(limit)
        found = connection.execute(asked).all()
        names = [row.name for row in found]
        counted = select(table.c.world, func.count()).where(table.c.world.in_(names)).group_by(table.c.world)
        known: dict[str, int] = {name: number for name, number in connection.execute(counted)}  # noqa: C416 - typed
        return total, [self._line(row, known.get(row.name, 0)) for row in found]

    def _line(self, row: Any, count: int) -> dict[str, Json]:
        used = None if row.used is None else datetime.fromtimestamp(row.used, WIB).isoformat()
        line = {"name": row.name, "seed": row.seed, "created_at": row.created_at, "records": count}
        return line | {"used_at": used, "faults": row.faults or 0}

    def _unused(self) -> Select[tuple[str]]:
        since = int(self.clock().timestamp()) - (self._ttl or 0)
        return select(worlds.c.name).where(worlds.c.used < since, worlds.c.name != DEFAULT_WORLD)

    def _make_room(self, connection: Connection, name: str) -> None:
        if self._most is None or name == DEFAULT_WORLD:
            return
        others = select(func.count()).select_from(worlds).where(worlds.c.name != DEFAULT_WORLD)
        if (connection.scalar(others) or 0) >= self._most:
            raise TooManyWorlds(self._most)

    def _create(self, connection: Connection, name: str, seed: int) -> World:
        world = self._world(name, seed, self._still, timedelta(), {}, self._variants)
        still = self._still.isoformat() if self._still else None
        row = {"name": name, "seed": seed, "still": still, "offset_seconds": 0.0, "readings": "{}"}
        now = self.clock()
        row |= {"variants": json.dumps(self._variants), "faults": 0, "used": int(now.timestamp())}
        connection.execute(insert(worlds), row | {"created_at": now.isoformat()})
        for contract in self._contracts:
            for collection, rows in contract.world.items():
                key = contract.collections[collection].key
                known = [Record(str(body[key]), body, world.now) for body in rows]
                records.add_all(connection, Place(name, contract.name, collection), known)
        return world

    def _world(
        self,
        name: str,
        seed: int,
        still: datetime | None,
        offset: timedelta,
        readings: Mapping[str, str],
        variants: Mapping[str, str],
        faults: int = 0,
    ) -> World:
        default = self._default(variants)
        return World(
            name=name,
            seed=seed,
            now=(still or self.clock()) + offset,
            readings={**default, **readings} if readings else default,
            still=still,
            offset=offset,
            limits=self._limits,
            variants=variants,
            faults=faults,
        )

    def _own(self, readings: Mapping[str, str], variants: Mapping[str, str]) -> dict[str, str]:
        default = self._default(variants)
        return {id: name for id, name in readings.items() if default.get(id) != name}

    def _default(self, variants: Mapping[str, str]) -> dict[str, str]:
        """The readings of a world that has switched none itself: those of the contract, the variants, the simulator."""
        key = tuple(sorted(variants.items()))
        if key not in self._defaults:
            self._defaults[key] = {**self._chosen, **readings_of(self._contracts, variants), **self._switched}
        return self._defaults[key]

    def _update(self, connection: Connection, name: str, values: dict[str, Json]) -> None:
        connection.execute(update(worlds).where(worlds.c.name == name).values(values))
