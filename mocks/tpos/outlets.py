"""The outlets of a world: master data, completed from the user's own file when a world begins."""

from __future__ import annotations

from kontrak.contracts.schema import Schema
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record

COLLECTION = "outlets"
FIRST_DEALER = "KONTRAK"
ROW: Schema = {
    "type": "object",
    "required": ["outletCode"],
    "properties": {
        "outletCode": {"type": "string", "pattern": "^[A-Za-z0-9]{1,9}$"},
        "dealer": {"type": "string", "minLength": 1, "maxLength": 20},
    },
}


def begin(turn: Turn) -> None:
    """Add the user's own outlets to a new world."""
    for code, row in turn.partner.master.get(COLLECTION, {}).items():
        records.put(turn.connection, turn.place(COLLECTION), Record(code, dict(row), turn.world.now))


def dealer_of(turn: Turn, outlet: str) -> str:
    """The dealer of an outlet, whose name is its customer code (TPOS-R-101)."""
    place = turn.place(COLLECTION)
    found = records.find(turn.connection, [(place, outlet)])
    return str((found[place, outlet].body.get("dealer") if found else None) or FIRST_DEALER)


def exists(turn: Turn, outlet: str) -> bool:
    """Whether the world has an outlet of that code."""
    return bool(records.find(turn.connection, [(turn.place(COLLECTION), outlet)]))
