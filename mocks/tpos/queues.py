"""Lists of keys that wait for something, the first come first, under a key of their own."""

from __future__ import annotations

from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record


def get(turn: Turn, queue: str, key: str) -> list[str]:
    """What waits under a key."""
    place = turn.place(queue)
    found = records.find(turn.connection, [(place, key)])
    return list(found[place, key].body["waiting"]) if found else []


def put(turn: Turn, queue: str, key: str, waiting: list[str]) -> None:
    """Let these wait under a key, each once, in place of those before."""
    body = {"key": key, "waiting": list(dict.fromkeys(waiting))}
    records.put(turn.connection, turn.place(queue), Record(key, body, turn.world.now))


def add(turn: Turn, queue: str, key: str, one: str) -> bool:
    """Let one more wait; whether it is the first."""
    known = get(turn, queue, key)
    put(turn, queue, key, [*known, one])
    return not known
