"""The clock of a world."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from kontrak.contracts import duration
from kontrak.contracts.model import Json
from kontrak.mocks.control.resource import Resource, refused
from kontrak.mocks.model import Refusal
from kontrak.mocks.world import WIB, World

NOW = 'an object such as {"advance": "PT24H"}, {"now": "2026-01-05T08:00:00+07:00"} or {"now": "real"}'


class Clocks(Resource):
    """What time it is in a world."""

    def clock(self, world: str) -> Json:
        """What time it is in a world, and whether its clock runs."""
        return self._in(world, lambda _, w: _clock(w), asked=())

    def set_clock(self, world: str, body: Json) -> Json | Refusal:
        """Advance a clock, stop it at an instant, or let it run with the time of day."""
        if not isinstance(body, dict) or len(body) != 1 or not {"advance", "now"} & set(body):
            return refused(400, "The clock cannot be set so.", body, NOW)
        try:
            return self._in(world, lambda c, w: _clock(self._set_clock(c, w, body)), asked=())
        except (ValueError, OverflowError):
            return refused(400, "The clock cannot be set so.", body, NOW)

    def _set_clock(self, connection: Connection, world: World, body: Mapping[str, Json]) -> World:
        worlds = self.simulator.worlds
        if "advance" in body:
            moved = worlds.move(connection, world, duration.parse(body["advance"]))
        else:
            moved = worlds.set_clock(connection, world, _instant(body["now"]))
        self.simulator.advance(connection, moved, asked=())
        return moved


def _clock(world: World) -> Json:
    return {"now": world.now.isoformat(), "mode": "still" if world.still else "running"}


def _instant(value: Json) -> datetime | None:
    if value == "real":
        return None
    instant = datetime.fromisoformat(value if isinstance(value, str) else "")
    return instant if instant.tzinfo else instant.replace(tzinfo=WIB)
