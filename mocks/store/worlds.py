"""The worlds: created on first use, steered by the control interface, forgotten by a reset."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from kontrak.contracts import Contract
from kontrak.contracts.model import Json
from kontrak.mocks.store import agenda, records
from kontrak.mocks.store.records import Place, Record
from kontrak.mocks.store.schema import METADATA, worlds
from kontrak.mocks.store.schema import agenda as table_of_agenda
from kontrak.mocks.store.schema import records as table
from kontrak.mocks.store.statement import Statement
from kontrak.mocks.variants import readings_of
from kontrak.mocks.world import Clock, World

LOAD = Statement(
    select(worlds.c.seed, worlds.c.still, worlds.c.offset_seconds, worlds.c.readings, worlds.c.variants).where(
        worlds.c.name == bindparam("name")
    )
)


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
    ) -> None:
        self._contracts = tuple(contracts)
        self._clock, self._seed, self._still = clock, seed, still
        self._chosen = {id: reading.chosen for contract in self._contracts for id, reading in contract.readings.items()}
        self._switched, self._limits, self._variants = dict(readings or {}), dict(limits or {}), dict(variants or {})
        self._defaults: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}

    def open(self, connection: Connection, name: str) -> tuple[World, bool]:
        """The world of that name, and whether it was created because this is its first use."""
        rows = LOAD.rows(connection, {"name": name})
        if not rows:
            return self._create(connection, name, self._seed), True
        seed, still, offset, readings, variants = rows[0]
        instant = datetime.fromisoformat(still) if still else None
        known = json.loads(readings), json.loads(variants or "{}")
        return self._world(name, seed, instant, timedelta(seconds=offset), *known), False

    def reset(self, connection: Connection, name: str, seed: int | None = None) -> World:
        """The world as on its first day: nothing but the contracts' own records, and an empty journal."""
        for kept in METADATA.tables.values():
            if "world" in kept.c:
                connection.execute(delete(kept).where(kept.c.world == name))
        connection.execute(delete(worlds).where(worlds.c.name == name))
        return self._create(connection, name, self._seed if seed is None else seed)

    def move(self, connection: Connection, world: World, by: timedelta) -> World:
        """The world with its clock moved; raises OverflowError beyond what a calendar can say."""
        moved = replace(world, offset=world.offset + by, now=world.now + by)
        self._update(connection, world.name, {"offset_seconds": moved.offset.total_seconds()})
        return moved

    def set_clock(self, connection: Connection, world: World, still: datetime | None) -> World:
        """The world with its clock stopped at an instant, or running with the time of day."""
        text = still.isoformat() if still else None
        self._update(connection, world.name, {"still": text, "offset_seconds": 0.0})
        return replace(world, still=still, offset=timedelta(), now=still or self._clock())

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
        return world.now if world.still else self._clock() + world.offset

    def overdue(self, connection: Connection) -> list[str]:
        """The worlds whose clock runs and has reached an entry of their agenda."""
        now = agenda.ticks(self._clock())
        reached = table_of_agenda.c.due <= now + worlds.c.offset_seconds * agenda.A_SECOND
        has_due = exists().where(table_of_agenda.c.world == worlds.c.name, reached)
        return list(connection.scalars(select(worlds.c.name).where(worlds.c.still.is_(None), has_due)))

    def listing(self, connection: Connection) -> list[dict[str, Json]]:
        """All worlds, with the number of their records."""
        counted = select(table.c.world, func.count().label("n")).group_by(table.c.world).subquery()
        found = connection.execute(
            select(
                worlds.c.name,
                worlds.c.seed,
                worlds.c.created_at,
                func.coalesce(counted.c.n, 0).label("records"),
            )
            .select_from(worlds.outerjoin(counted, counted.c.world == worlds.c.name))
            .order_by(worlds.c.name)
        )
        return [dict(row._mapping) for row in found]  # noqa: SLF001 - SQLAlchemy's public name for a row as a map

    def _create(self, connection: Connection, name: str, seed: int) -> World:
        world = self._world(name, seed, self._still, timedelta(), {}, self._variants)
        still = self._still.isoformat() if self._still else None
        row = {"name": name, "seed": seed, "still": still, "offset_seconds": 0.0, "readings": "{}"}
        row["variants"] = json.dumps(self._variants)
        connection.execute(insert(worlds), row | {"created_at": self._clock().isoformat()})
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
    ) -> World:
        default = self._default(variants)
        return World(
            name=name,
            seed=seed,
            now=(still or self._clock()) + offset,
            readings={**default, **readings} if readings else default,
            still=still,
            offset=offset,
            limits=self._limits,
            variants=variants,
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
