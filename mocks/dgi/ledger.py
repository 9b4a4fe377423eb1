"""The ledger of DGI: the records of every module, each with its dealer and its two times, by key or by window.

This is how everything inside the simulator writes and finds records of DGI; the control interface comes through here too.
A body is a whole record as its read answers it. Times in bodies are texts `DD/MM/YYYY HH:MM:SS` of Asia/Jakarta (WIB),
whatever zone a world's reading gives to clients. Modules have the names of the contract's collections (`spk`, `inv1`, ...).

    put(turn, "pkb", body)                  a change at the world's time: the ledger sets createdTime and modifiedTime
    put(turn, "pkb", body, at=due)          a change at another time, such as the one at which it fell due
    store(turn, "inv1", body)               a record with the times it carries (the world's where it carries none)
    get(turn, "spk", key)                   a record, or None
    find(turn, "spk", since=t, until=u)     the records made or changed in a window, both ends included
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, tzinfo

from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.store import periods, records
from kontrak.mocks.store.periods import FIRST, LAST, Period, Window
from kontrak.mocks.store.records import Record
from kontrak.mocks.world import WIB

FORM = "%d/%m/%Y %H:%M:%S"
CREATED, MODIFIED, DEALER = "createdTime", "modifiedTime", "dealerId"
TIMES = (CREATED, MODIFIED)
BEGINNING, END = datetime(1, 1, 1, tzinfo=WIB), datetime(9999, 12, 31, 23, 59, 59, tzinfo=WIB)
Body = Mapping[str, Json]


def put(turn: Turn, module: str, body: Body, *, at: datetime | None = None) -> dict[str, Json]:
    """Insert the record, or update the one of its primary key, as a change at `at` (default: the world's time).

    Whatever createdTime and modifiedTime the body carries, the ledger's own count: a new record gets `at` for both, a
    changed one keeps its createdTime and gets `at` as modifiedTime, and a record that is as before keeps both. The same
    holds for each nested row, and a changed row changes its record. Gives the record as it now stands.
    """
    now = text(at or turn.world.now)
    earlier = get(turn, module, str(body[_key(turn, module)]))
    stamped = {**_stamp(body, earlier, now)}
    if stamped != earlier:
        _keep(turn, module, stamped)
    return stamped


def store(turn: Turn, module: str, body: Body, *, copy: int = 0) -> dict[str, Json]:
    """Insert or replace the record with the times that it carries; the world's time stands where it carries none.

    `copy` is 0, or the number of a further record under one key (reading DGI-R-33, append).
    """
    now = text(turn.world.now)
    timed = {**body, **{name: body.get(name) if is_time(body.get(name)) else now for name in TIMES}}
    _keep(turn, module, timed, copy)
    return timed


def get(turn: Turn, module: str, key: str) -> dict[str, Json] | None:
    """The record of a module under a primary key, or None."""
    place = turn.place(module)
    found = records.find(turn.connection, [(place, key)]).get((place, key))
    return found.body if found else None


def find(
    turn: Turn,
    module: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    fresh: datetime | None = None,
    dealers: Collection[str] | None = None,
    where: Body | None = None,
) -> list[dict[str, Json]]:
    """The records of a module made or changed between two instants (to the second, both included), oldest record first.

    `fresh` leaves out those last made or changed before it, `dealers` all but those dealers' records, `where` those whose
    columns differ from it. An end that is None is open.
    """
    window = Window(*(_seconds(end, open) for end, open in ((since, FIRST), (until, LAST), (fresh, FIRST))))
    found = periods.find(turn.connection, turn.place(module), window, dealers)
    return [body for body in found if all(body.get(name) == value for name, value in (where or {}).items())]


def text(instant: datetime, zone: tzinfo = WIB) -> str:
    """An instant as it stands in a body of a zone; the first or last that can be said where it lies beyond the calendar."""
    try:
        local = instant.astimezone(zone)
    except OverflowError:
        local = BEGINNING if instant.year == 1 else END
    # strftime does not fill years below 1000 with zeros everywhere.
    return f"{local:%d/%m/}{local.year:04}{local: %H:%M:%S}"


def instant(time: str, zone: tzinfo = WIB) -> datetime:
    """The instant of a time in a body of a zone; raises ValueError where it is none."""
    return datetime.strptime(time, FORM).replace(tzinfo=zone)


def is_time(value: Json) -> bool:
    """Whether a value is a time as it stands in a body."""
    try:
        return isinstance(value, str) and bool(instant(value))
    except ValueError:
        return False


def _keep(turn: Turn, module: str, body: Body, copy: int = 0) -> None:
    place, key = turn.place(module), str(body[_key(turn, module)])
    made, changed = (int(instant(body[name]).timestamp()) for name in TIMES)
    record = Record(key, body, turn.world.now)
    if copy:
        records.add(turn.connection, place, record, copy)
    else:
        records.put(turn.connection, place, record)
    periods.put(turn.connection, place, key, Period(str(body.get(DEALER)), made, changed), copy)


def _key(turn: Turn, module: str) -> str:
    return turn.partner.contract.collections[module].key


def _seconds(end: datetime | None, otherwise: int) -> int:
    return int(end.replace(microsecond=0).timestamp()) if end else otherwise


def _stamp(body: Body, earlier: Body | None, now: str) -> Body:
    """A record or a row with its times, those of its rows first."""
    rows = {
        name: _stamp_rows(value, (earlier or {}).get(name), now) for name, value in body.items() if _are_rows(value)
    }
    whole = {**body, **rows}
    if earlier is None:
        return {**whole, CREATED: now, MODIFIED: now}
    same = _content(whole) == _content(earlier)
    return {**whole, CREATED: earlier.get(CREATED, now), MODIFIED: earlier.get(MODIFIED, now) if same else now}


def _stamp_rows(rows: list[Body], earlier: Json, now: str) -> list[Body]:
    """The rows with their times: an equal row of before is the same row, else the one that stood in its place."""
    before: list[Body | None] = list(earlier) if _are_rows(earlier) else []
    matched: list[Body | None] = [_take(row, before) for row in rows]
    for number, row in enumerate(matched):
        if row is None and number < len(before):
            matched[number], before[number] = before[number], None
    return [_stamp(row, was, now) for row, was in zip(rows, matched, strict=True)]


def _take(row: Body, before: list[Body | None]) -> Body | None:
    for number, candidate in enumerate(before):
        if candidate is not None and _content(candidate) == _content(row):
            before[number] = None
            return candidate
    return None


def _content(body: Body) -> Body:
    return {name: value for name, value in body.items() if name not in TIMES}


def _are_rows(value: Json) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, dict) for row in value)
