"""The optional limit of requests for each credential and day (v1.3 p. 11-17; its example is 300)."""

from __future__ import annotations

from kontrak.contracts import Violation
from kontrak.mocks.dgi.groups import Group
from kontrak.mocks.model import Refusal, Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record
from kontrak.mocks.world import WIB


def over(turn: Turn, group: Group) -> Refusal | None:
    """Count a request of a group; its refusal where it is one more than its day allows, or the world's."""
    most = group.limit or turn.world.limits.get(turn.partner.name)
    if not most:
        return None
    place, key = turn.place("requests of a day"), f"{turn.world.now.astimezone(WIB):%Y-%m-%d} {group.name}"
    found = records.find(turn.connection, [(place, key)]).get((place, key))
    count = (found.body if found else 0) + 1
    records.put(turn.connection, place, Record(key, count, turn.world.now))
    if count <= most:
        return None
    breach = Violation("DGI-AUTH-024", "limit", "", count, f"at most {most} requests a day")
    return Refusal(429, "Invalid credential: the limit of requests of this day is reached.", (breach,))
