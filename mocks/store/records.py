"""The records of all partners in one table: found by key, listed in order of creation."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import islice

from sqlalchemy import BindParameter, Connection, and_, bindparam, delete, func, insert, select, update

from kontrak.contracts.model import Json
from kontrak.mocks.store.schema import records
from kontrak.mocks.store.statement import Statement

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
AT_ONCE = 500
LARGEST = 2**31


@dataclass(frozen=True, slots=True)
class Place:
    """A collection of one partner in one world."""

    world: str
    system: str
    collection: str

    def digest(self, key: str) -> str:
        """What identifies a key in this place, whatever its length, case or alphabet."""
        return sha256(f"{self.world}\0{self.system}\0{self.collection}\0{key}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """One stored record; `at` is the world's time of its creation."""

    key: str
    body: Json
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """The latest record under a key, and how many there are."""

    body: Json
    copies: int


Sought = tuple[Place, str]
IN_PLACE = and_(*(records.c[name] == bindparam(name) for name in ("world", "system", "collection")))
COUNT = Statement(select(func.count()).select_from(records).where(IN_PLACE))
PAGE = Statement(
    select(records.c.record_key, records.c.body, records.c.created_at)
    .where(IN_PLACE)
    .order_by(records.c.seq)
    .limit(bindparam("size"))
    .offset(bindparam("start"))
)
COLUMNS = [column.name for column in records.c if column.name != "seq"]
INSERT = insert(records)
ADD = Statement(INSERT.inline(), *COLUMNS)
REPLACE = Statement(
    update(records).where(records.c.digest == bindparam("wanted"), records.c.copy == 0).values(body=bindparam("text"))
)
DROP_COPIES = Statement(delete(records).where(records.c.digest == bindparam("wanted"), records.c.copy > 0))


@cache
def _find(number: int) -> Statement:
    wanted: list[BindParameter[str]] = [bindparam(f"digest_{i}") for i in range(number)]
    latest = select(records.c.digest, records.c.copy, records.c.body).where(records.c.digest.in_(wanted))
    return Statement(latest.order_by(records.c.copy))


def find(connection: Connection, wanted: Collection[Sought]) -> dict[Sought, Found]:
    """What is stored under each place and key of those wanted, as far as anything is."""
    digests = {place.digest(key): (place, key) for place, key in wanted}
    if not digests:
        return {}
    named = {f"digest_{i}": digest for i, digest in enumerate(digests)}
    rows = _find(len(digests)).rows(connection, named)
    return {digests[digest]: Found(json.loads(body), copy + 1) for digest, copy, body in rows}


def add(connection: Connection, place: Place, record: Record, copy: int = 0) -> None:
    """Store a record; IntegrityError if that copy of the key is there already."""
    ADD.run(connection, _row(place, record, copy))


def add_all(connection: Connection, place: Place, new: Iterable[Record]) -> None:
    """Store several records with different keys."""
    if rows := [_row(place, record, 0) for record in new]:
        connection.execute(INSERT, rows)


def put(connection: Connection, place: Place, record: Record) -> bool:
    """Store a record in place of what is under its key; whether something was."""
    wanted = place.digest(record.key)
    DROP_COPIES.run(connection, {"wanted": wanted})
    replaced = REPLACE.run(connection, {"wanted": wanted, "text": _text(record.body)})
    if replaced:
        return True
    add(connection, place, record)
    return False


def drop(connection: Connection, place: Place, keys: Sequence[str]) -> int:
    """Delete everything under the keys; how many records that were."""
    pending, total = iter({place.digest(key) for key in keys}), 0
    while some := list(islice(pending, AT_ONCE)):
        total += connection.execute(delete(records).where(records.c.digest.in_(some))).rowcount
    return total


def page(connection: Connection, place: Place, size: int = LARGEST, start: int = 0) -> list[Record]:
    """A piece of a collection, in order of creation."""
    bounds = {"size": min(size, LARGEST), "start": min(start, LARGEST)}
    found = PAGE.rows(connection, _where(place) | bounds)
    return [Record(key, json.loads(body), datetime.fromisoformat(at)) for key, body, at in found]


def count(connection: Connection, place: Place) -> int:
    """How many records a collection holds."""
    return int(COUNT.rows(connection, _where(place))[0][0])


def _where(place: Place) -> dict[str, Json]:
    return {"world": place.world, "system": place.system, "collection": place.collection}


def _text(body: Json) -> str:
    return ENCODER.encode(body)


def _row(place: Place, record: Record, copy: int) -> dict[str, Json]:
    return _where(place) | {
        "record_key": record.key,
        "digest": place.digest(record.key),
        "copy": copy,
        "body": _text(record.body),
        "created_at": record.at.isoformat(),
    }
