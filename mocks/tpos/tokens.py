"""Access tokens: kept in the database, so that they outlive the process and serve every worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record
from kontrak.mocks.tpos import times

LIFETIME = timedelta(seconds=86399)
"""As the document's example has it: 24 hours less one second."""
TOKENS, COUNTER = "access_tokens", "access_token_counter"


@dataclass(frozen=True, slots=True)
class Token:
    """What a token stands for; with the names under which Authlib asks."""

    name: str
    outlets: frozenset[str]
    expires: datetime
    now: datetime

    def is_expired(self) -> bool:
        """Whether its lifetime is over by the world's clock; one that ends with the calendar does not end."""
        return self.expires <= self.now and self.expires < times.LATEST

    def is_revoked(self) -> bool:
        """Never: nothing revokes a token."""
        return False

    def get_scope(self) -> str:
        """No scope: the document knows none."""
        return ""


def issue(turn: Turn, name: str, outlets: frozenset[str]) -> str:
    """A new token for a caller: the n-th of a world is the same for the same seed."""
    counter = turn.place(COUNTER)
    found = records.find(turn.connection, [(counter, COUNTER)])
    number = int(found[counter, COUNTER].body) if found else 0
    records.put(turn.connection, counter, Record(COUNTER, number + 1, turn.world.now))
    text = f"{turn.world.random('tpos', 'token', turn.world.name, str(number)).getrandbits(256):064x}"
    expires = times.later(turn.world.now, LIFETIME)
    body = {"name": name, "outlets": sorted(outlets), "expires": expires.isoformat()}
    # A token that another worker just gave out is a clash of keys: the transaction starts anew.
    records.add(turn.connection, turn.place(TOKENS), Record(text, body, turn.world.now))
    return text


def find(turn: Turn, text: str) -> Token | None:
    """What a token stands for, None if it was never issued in this world."""
    place = turn.place(TOKENS)
    found = records.find(turn.connection, [(place, text)])
    return _token(turn, found[place, text].body) if found else None


def expire(turn: Turn, text: str) -> None:
    """Let a token that was issued end now."""
    place = turn.place(TOKENS)
    found = records.find(turn.connection, [(place, text)])
    if found:
        body = {**found[place, text].body, "expires": turn.world.now.isoformat()}
        records.put(turn.connection, place, Record(text, body, turn.world.now))


def _token(turn: Turn, body: Mapping[str, Json]) -> Token:
    expires = datetime.fromisoformat(body["expires"])
    return Token(body["name"], frozenset(body["outlets"]), expires, turn.world.now)
