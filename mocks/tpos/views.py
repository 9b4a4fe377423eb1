"""What can be looked at beside the records: `GET /_kontrak/tpos/...`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from kontrak.contracts.model import Json
from kontrak.mocks.model import Refusal, Turn
from kontrak.mocks.store import agenda
from kontrak.mocks.tpos import catalogue, schedule, times

LIMIT, MOST = 100, 1000
FURTHEST = 2**31
View = Callable[[Turn, Json], Json | Refusal]


def parts(turn: Turn, query: Json) -> Json:
    """A page of the catalogue, with the stock now and the traits that an order meets; `?limit=&start=`."""
    found = catalogue.listing(turn, _number(query, "start", 0, FURTHEST), _number(query, "limit", LIMIT, MOST))
    stock = catalogue.stocks(turn, {part.number: part for part in found})
    rows = [{**asdict(part), "stock": stock[part.number]} for part in found]
    return {"parts": rows, "count": catalogue.size(turn)}


def coming(turn: Turn, query: Json) -> Json:
    """What the clock will bring about next; `?limit=`."""
    most = _number(query, "limit", LIMIT, MOST)
    found = agenda.due(turn.connection, turn.world.name, turn.partner.name, times.LATEST, most)
    return {"agenda": [{"due": times.local(entry.due).isoformat(), **entry.body} for entry in found]}


def plan(turn: Turn, _query: Json) -> Json:
    """When what happens in this world."""
    return dict(schedule.values(turn))


def _number(query: Json, name: str, otherwise: int, most: int) -> int:
    text = str(query.get(name, otherwise))
    return min(int(text), most) if text.isascii() and text.isdecimal() and len(text) < 20 else otherwise


VIEWS: Mapping[str, View] = {"parts": parts, "agenda": coming, "schedule": plan}
