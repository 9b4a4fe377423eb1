"""Steering a simulator: its clock, readings, records and journal, world by world, without any web framework.

Each function gives a JSON value, or a `Refusal` that says what was wrong with what it was given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection

import kontrak
from kontrak.contracts import ConfigurationError, Violation, duration
from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json
from kontrak.contracts.schema import references
from kontrak.mocks.model import Refusal, Verdict
from kontrak.mocks.pipeline import Simulator
from kontrak.mocks.readings import check_readings
from kontrak.mocks.store import journal, records
from kontrak.mocks.store.engine import transaction
from kontrak.mocks.store.records import Place, Record
from kontrak.mocks.variants import check_variants, described
from kontrak.mocks.world import WIB, World

MOST = 1000
NOW = 'an object such as {"advance": "PT24H"}, {"now": "2026-01-05T08:00:00+07:00"} or {"now": "real"}'
T = TypeVar("T")


def refused(status: int, title: str, got: Json = None, wanted: str = "", pointer: str = "") -> Refusal:
    """A refusal of the control interface."""
    breaches = (Violation(None, "control", pointer, got, wanted),) if wanted else ()
    return Refusal(status, title, breaches)


class Control:
    """What can be steered in one simulator."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    def health(self) -> Json:
        """That the simulator serves, and what."""
        return {"status": "ok", "kontrak": kontrak.__version__, "systems": sorted(self.simulator.partners)}

    def credentials(self, world: str) -> Json:
        """The invented credentials of each partner."""
        partners = self.simulator.partners.values()
        return self._in(world, lambda _, w: {p.name: p.rules.credentials(w, p.contract) for p in partners})

    def worlds(self) -> Json:
        """All worlds used so far."""
        return {"worlds": transaction(self.simulator.engine, self.simulator.worlds.listing)}

    def reset(self, world: str, body: Json) -> Json | Refusal:
        """Set a world back to its first day, with another seed if one is given."""
        seed = (body or {}).get("seed") if isinstance(body or {}, dict) else True
        if not (seed is None or (isinstance(seed, int) and not isinstance(seed, bool) and abs(seed) < 2**63)):
            return refused(400, "The seed is not a whole number.", body, 'nothing, or an object such as {"seed": 7}')
        fresh = self.simulator.transact(lambda c: self.simulator.reset(c, world, seed))
        return {"world": fresh.name, "seed": fresh.seed, "now": fresh.now.isoformat()}

    def clock(self, world: str) -> Json:
        """What time it is in a world, and whether its clock runs."""
        return self._in(world, lambda _, w: _clock(w))

    def set_clock(self, world: str, body: Json) -> Json | Refusal:
        """Advance a clock, stop it at an instant, or let it run with the time of day."""
        if not isinstance(body, dict) or len(body) != 1 or not {"advance", "now"} & set(body):
            return refused(400, "The clock cannot be set so.", body, NOW)
        try:
            return self._in(world, lambda c, w: _clock(self._set_clock(c, w, body)))
        except (ValueError, OverflowError):
            return refused(400, "The clock cannot be set so.", body, NOW)

    def readings(self, world: str) -> Json:
        """The readings that can be switched, and how they are switched."""
        return self._in(world, lambda _, w: self._readings(w))

    def set_readings(self, world: str, body: Json) -> Json | Refusal:
        """Switch readings."""
        if not isinstance(body, dict) or not all(isinstance(name, str) for name in body.values()):
            return refused(400, "These are no readings.", body, 'an object such as {"PADI-R-20": "upsert"}')
        contracts = [partner.contract for partner in self.simulator.partners.values()]
        try:
            check_readings(contracts, body)
        except ConfigurationError as error:
            return refused(422, f"{error}.")
        switch = self.simulator.worlds.set_readings
        return self._in(world, lambda c, w: self._readings(switch(c, w, body)))

    def variant(self, world: str) -> Json:
        """The variant of each partner that has some, with all that is known of it."""
        return self._in(world, lambda _, w: self._variants(w))

    def set_variant(self, world: str, body: Json) -> Json | Refusal:
        """Let a world play other variants; null stands for the contract itself."""
        wanted = 'an object such as {"dgi": "trio"} or {"dgi": null}'
        if not isinstance(body, dict) or not all(name is None or isinstance(name, str) for name in body.values()):
            return refused(400, "These are no variants.", body, wanted)
        contracts = [partner.contract for partner in self.simulator.partners.values()]
        known = {contract.name: next(iter(contract.variants), "") for contract in contracts}
        try:
            check_variants(contracts, {partner: name or known.get(partner, "") for partner, name in body.items()})
        except ConfigurationError as error:
            return refused(422, f"{error}.")
        switch = self.simulator.worlds.set_variants
        return self._in(world, lambda c, w: self._variants(switch(c, w, body)))

    def records(self, world: str, partner: str, collection: str, limit: int, start: int) -> Json | Refusal:
        """The records of a collection, in order of creation."""
        unknown = self._unknown(partner, collection)
        if unknown:
            return unknown
        place = Place(world, partner, collection)

        def listed(connection: Connection, _world: World) -> Json:
            found = records.page(connection, place, limit, start)
            rows = [{"key": r.key, "created_at": r.at.isoformat(), "body": r.body} for r in found]
            return {"records": rows, "count": records.count(connection, place)}

        return self._in(world, listed)

    def put_record(self, world: str, partner: str, collection: str, key: str, body: Json) -> Json | Refusal:
        """Store a record under its key, in place of what is there."""
        unknown = self._unknown(partner, collection) or self._bad_record(partner, collection, key, body)
        if unknown:
            return unknown
        return self._in(world, lambda c, w: self._put_record(c, w, partner, Record(key, body, w.now), collection))

    def delete_record(self, world: str, partner: str, collection: str, key: str) -> Json | Refusal:
        """Delete what is under a key."""
        unknown = self._unknown(partner, collection)
        if unknown:
            return unknown
        deleted = self._in(world, lambda c, _: records.drop(c, Place(world, partner, collection), [key]))
        return {"deleted": deleted} if deleted else refused(404, f"{collection} has no record {key}.")

    def journal(self, world: str, limit: int, operation: str | None, verdict: str | None) -> Json | Refusal:
        """The exchanges of a world, newest first."""
        verdicts = [str(one) for one in Verdict]
        if verdict is not None and verdict not in verdicts:
            return refused(400, f"Unknown verdict {verdict!r}.", verdict, f"one of {', '.join(verdicts)}")

        def read(connection: Connection, _world: World) -> Json:
            count, entries = journal.read(connection, world, limit=limit, operation=operation, verdict=verdict)
            return {"entries": entries, "count": count}

        return self._in(world, read)

    def act(self, world: str, partner: str, name: str, body: Json) -> Json | Refusal:
        """Let something happen in a partner's world that no client asks for."""
        return self._own(world, partner, "actions", name, body)

    def view(self, world: str, partner: str, name: str, query: Json) -> Json | Refusal:
        """What a partner shows of a world beside its records."""
        return self._own(world, partner, "views", name, query)

    def _own(self, world: str, partner: str, kind: str, name: str, given: Json) -> Json | Refusal:
        partners = self.simulator.partners
        known = {f"{one}/{own}": rule for one in partners for own, rule in getattr(partners[one].rules, kind).items()}
        if (rule := known.get(f"{partner}/{name}")) is None:
            return refused(404, f"No {kind[:-1]} {partner}/{name}; known: {', '.join(sorted(known)) or 'none'}.")
        turn = self.simulator.turn
        return self._in(world, lambda c, w: rule(turn(partners[partner], w, c), given))

    def _in(self, name: str, work: Callable[[Connection, World], T]) -> T:
        return self.simulator.transact(lambda c: work(c, self.simulator.open(c, name)))

    def _put_record(
        self, connection: Connection, world: World, partner: str, record: Record, collection: str
    ) -> Json | Refusal:
        place, owner = Place(world.name, partner, collection), self.simulator.partners[partner]
        replaced = bool(records.find(connection, [(place, record.key)]))
        if owner.rules.keep is None:
            records.put(connection, place, record)
        elif refusal := owner.rules.keep(self.simulator.turn(owner, world, connection), collection, record.body):
            return refusal
        return {"key": record.key, "replaced": replaced}

    def _set_clock(self, connection: Connection, world: World, body: Mapping[str, Json]) -> World:
        worlds = self.simulator.worlds
        if "advance" in body:
            moved = worlds.move(connection, world, duration.parse(body["advance"]))
        else:
            moved = worlds.set_clock(connection, world, _instant(body["now"]))
        self.simulator.advance(connection, moved)
        return moved

    def _readings(self, world: World) -> Json:
        return {
            id: {
                "chosen": world.readings[id],
                "question": reading.question,
                "candidates": {candidate.name: candidate.text for candidate in reading.candidates},
            }
            for partner in self.simulator.partners.values()
            for id, reading in partner.contract.readings.items()
            if reading.switch
        }

    def _variants(self, world: World) -> Json:
        contracts = [partner.contract for partner in self.simulator.partners.values()]
        return {one.name: described(one, world.variants.get(one.name)) for one in contracts if one.variants}

    def _unknown(self, partner: str, collection: str) -> Refusal | None:
        known = {
            f"{name}/{one}" for name, found in self.simulator.partners.items() for one in found.contract.collections
        }
        if f"{partner}/{collection}" in known:
            return None
        return refused(404, f"No collection {partner}/{collection}; known: {', '.join(sorted(known))}.")

    def _bad_record(self, partner: str, collection: str, key: str, body: Json) -> Refusal | None:
        """Why a record cannot be stored: others must be able to find it and to compare themselves with it."""
        contract = self.simulator.partners[partner].contract
        column = contract.collections[collection].key
        if not isinstance(body, dict):
            return refused(400, "The record is not an object.", body, f"an object with {column} {shown(key)}")
        if str(body.get(column)) != key or "\0" in key:
            return refused(400, "The record is not that of its URL.", body.get(column), shown(key), f"/{column}")
        compared = {
            reference.field
            for operation in contract.operations.values()
            for reference in references(operation.request)
            if reference.collection == collection
        }
        for field in sorted(compared):
            if not isinstance(body.get(field), str | int) or isinstance(body[field], bool):
                wanted = "a text or a whole number: transactions are compared with it"
                return refused(400, f"The record has no {field}.", body.get(field), wanted, f"/{field}")
        return None


def _clock(world: World) -> Json:
    return {"now": world.now.isoformat(), "mode": "still" if world.still else "running"}


def _instant(value: Json) -> datetime | None:
    if value == "real":
        return None
    instant = datetime.fromisoformat(value if isinstance(value, str) else "")
    return instant if instant.tzinfo else instant.replace(tzinfo=WIB)
