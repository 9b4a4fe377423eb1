"""The records of a world: master data, and what its partners have stored."""

from __future__ import annotations

from sqlalchemy import Connection

from kontrak.contracts.judge import shown
from kontrak.contracts.model import Json
from kontrak.contracts.schema import references
from kontrak.mocks.control.resource import Resource, refused
from kontrak.mocks.model import Refusal
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Place, Record
from kontrak.mocks.world import World


class Records(Resource):
    """The records of a world, by partner, collection and key."""

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
