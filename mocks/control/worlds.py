"""The worlds themselves: listed, set back, deleted."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection

from kontrak.contracts.model import Json
from kontrak.mocks.control.resource import Resource, refused
from kontrak.mocks.model import DEFAULT_WORLD, Refusal
from kontrak.mocks.store.engine import transaction


class WorldList(Resource):
    """All worlds of a simulator."""

    def worlds(self, limit: int = 100, after: str = "", prefix: str = "") -> Json:
        """The worlds whose names begin so, by name, from the one `after` another; `next` is where the next page begins."""
        listing = partial(self.simulator.worlds.listing, after=after, prefix=prefix, limit=limit)
        count, found = transaction(self.simulator.engine, listing)
        following = found[-1]["name"] if len(found) == limit else None
        return {"worlds": found, "count": count, "most": self.simulator.settings.max_worlds, "next": following}

    def reset(self, world: str, body: Json) -> Json | Refusal:
        """Set a world back to its first day, with another seed if one is given."""
        seed = (body or {}).get("seed") if isinstance(body or {}, dict) else True
        if not (seed is None or (isinstance(seed, int) and not isinstance(seed, bool) and abs(seed) < 2**63)):
            return refused(400, "The seed is not a whole number.", body, 'nothing, or an object such as {"seed": 7}')
        fresh = self.simulator.transact(lambda c: self.simulator.reset(c, world, seed))
        return {"world": fresh.name, "seed": fresh.seed, "now": fresh.now.isoformat()}

    def delete_world(self, name: str) -> Json | Refusal:
        """Forget a world and all that it has; the default one can only be set back."""
        if name == DEFAULT_WORLD:
            return refused(409, "The default world cannot be deleted; set it back with POST /_kontrak/reset.")

        def drop(connection: Connection) -> bool:
            return self.simulator.drop(connection, name)

        return {"deleted": name} if self.simulator.transact(drop) else refused(404, f"There is no world {name}.")
