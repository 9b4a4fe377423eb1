"""The faults of a world: set, listed, deleted."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from sqlalchemy import Connection

from kontrak.contracts.model import Json
from kontrak.mocks.control.resource import Resource, refused
from kontrak.mocks.faults import Fault, Wrong, kinds, parse
from kontrak.mocks.model import Refusal
from kontrak.mocks.store import faults
from kontrak.mocks.store.faults import Counted
from kontrak.mocks.world import World


class Faults(Resource):
    """What goes wrong on purpose in a world."""

    def faults(self, world: str) -> Json:
        """The faults of a world in the order in which they were set, and the kinds that there are."""
        found = self._in(world, lambda c, _: faults.listing(c, world))
        return {"faults": [_shown(one) for one in found], "kinds": dict(kinds())}

    def set_faults(self, world: str, body: Json) -> Json | Refusal:
        """Set one fault, or each of a list, or none of them if one is wrong; a known id is set anew."""
        many = isinstance(body, list)
        given = body if many else [body]
        if not 1 <= len(given) <= faults.MOST:
            return refused(400, "These are no faults.", len(given), f"a fault, or a list of 1 to {faults.MOST}")
        found = [parse(one, self.simulator.partners, f"f-{uuid4().hex[:8]}") for one in given]
        if wrong := [
            self._placed(one, f"/{n}" if many else "") for n, one in enumerate(found) if isinstance(one, Wrong)
        ]:
            return Refusal(400, "This is no fault.", tuple(breach for one in wrong for breach in one.violations))
        new = [one for one in found if isinstance(one, Fault)]
        if len({one.id for one in new}) < len(new):
            return refused(400, "Two faults have one id.", [one.id for one in new], "an id for each")
        return self._in(world, lambda c, w: self._set(c, w, new))

    def delete_faults(self, world: str, id: str | None = None) -> Json | Refusal:
        """Delete one fault of a world, or all."""
        deleted = self._in(world, lambda c, _: faults.drop(c, world, id))
        if id is not None and not deleted:
            known = [one.fault.id for one in self._in(world, lambda c, _: faults.listing(c, world))]
            return refused(404, f"The world has no fault {id}; known: {', '.join(known) or 'none'}.")
        return {"deleted": deleted}

    def _set(self, connection: Connection, world: World, new: list[Fault]) -> Json | Refusal:
        known = {one.fault.id for one in faults.listing(connection, world.name)}
        if len(known | {one.id for one in new}) > faults.MOST:
            return refused(409, f"A world has at most {faults.MOST} faults; delete some.")
        for one in new:
            faults.put(connection, world.name, one)
        set_now = {one.id for one in new}
        return {"faults": [_shown(one) for one in faults.listing(connection, world.name) if one.fault.id in set_now]}

    @staticmethod
    def _placed(wrong: Wrong, place: str) -> Wrong:
        return Wrong(tuple(replace(breach, pointer=f"{place}{breach.pointer}") for breach in wrong.violations))


def _shown(counted: Counted) -> Json:
    fault = counted.fault
    return {
        "id": fault.id,
        **fault.given,
        **({"partner": fault.partner} if fault.partner else {}),
        "state": counted.state,
        "counted": counted.calls,
        "struck": counted.hits,
    }
