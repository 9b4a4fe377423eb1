"""Shelves of a dealer: what is there to be taken by a later case, in the order in which it came."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Place, Record


class Shelf(StrEnum):
    """`stock`: units that can be delivered; `papers`: delivered ones without a faktur; `vehicles`: all delivered ones."""

    STOCK = "stock"
    PAPERS = "papers"
    VEHICLES = "vehicles"


def put(turn: Turn, shelf: Shelf, dealer: str, key: str, body: Json) -> None:
    """Lay something on a shelf of a dealer."""
    records.put(turn.connection, _place(turn, shelf, dealer), Record(key, body, turn.world.now))


def take(turn: Turn, shelf: Shelf, dealer: str, key: str) -> None:
    """Take something from a shelf of a dealer."""
    records.drop(turn.connection, _place(turn, shelf, dealer), [key])


def get(turn: Turn, shelf: Shelf, dealer: str, key: str) -> Json | None:
    """What lies on a shelf of a dealer under a key."""
    sought = (_place(turn, shelf, dealer), key)
    found = records.find(turn.connection, [sought]).get(sought)
    return found.body if found else None


def all_on(turn: Turn, shelf: Shelf, dealer: str) -> Iterable[Json]:
    """Everything on a shelf of a dealer, the oldest first."""
    return (record.body for record in records.page(turn.connection, _place(turn, shelf, dealer)))


def latest(turn: Turn, shelf: Shelf, dealer: str) -> Json | None:
    """What was laid last on a shelf of a dealer."""
    place = _place(turn, shelf, dealer)
    found = records.page(turn.connection, place, 1, max(records.count(turn.connection, place) - 1, 0))
    return found[0].body if found else None


def _place(turn: Turn, shelf: Shelf, dealer: str) -> Place:
    return turn.place(f"story {shelf} {dealer}"[:64])
