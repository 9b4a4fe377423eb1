"""When what happens: the record `schedule/tpos` of a world, whose first values are in the contract's `world.yaml`.

The document names no hour (readings TPOS-R-051 to 053); all can be set, by `POST /_kontrak/tpos/schedule`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kontrak.contracts.judge import SchemaJudge
from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record
from kontrak.mocks.tpos import times

NAME = "tpos"
COLLECTION = "schedule"
CLOCK: Schema = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}
COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": 365}
TIMES: Mapping[str, Schema] = {
    "minutes": {"type": "integer", "minimum": 0, "maximum": 1440},
    "cutOffs": {"type": "array", "minItems": 1, "maxItems": 24, "items": CLOCK},
    "nightRun": CLOCK,
    "known": CLOCK,
    "packHours": COUNT,
    "invoicing": CLOCK,
    "departure": CLOCK,
    "backOrderDays": COUNT,
    "judgementDays": {"type": "integer", "minimum": 1, "maximum": 365},
    "rppDays": COUNT,
    "dueDays": COUNT,
    "vatPercent": {"type": "integer", "minimum": 0, "maximum": 100},
}
JUDGE = SchemaJudge({"type": "object", "properties": {**TIMES}})
FIRST, SECOND, THIRD = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Schedule:
    """The times of a world: clocks as `hh:mm`, spans in the unit that their name says."""

    minutes: int
    cut_offs: tuple[str, ...]
    night_run: str
    known: str
    pack_hours: int
    invoicing: str
    departure: str
    back_order_days: int
    judgement_days: int
    rpp_days: int
    due_days: int
    vat_percent: int


def values(turn: Turn) -> Mapping[str, Json]:
    """The schedule of a world as it is stored, completed from the contract's own."""
    place = turn.place(COLLECTION)
    first = next(row for row in turn.partner.contract.world[COLLECTION] if row["name"] == NAME)
    found = records.find(turn.connection, [(place, NAME)])
    own = found[place, NAME].body if found else {}
    return {**first, **own} if not JUDGE.violations(own) else first


def of(turn: Turn) -> Schedule:
    """The schedule of a world."""
    row = values(turn)
    return Schedule(
        minutes=row["minutes"],
        cut_offs=tuple(row["cutOffs"]),
        night_run=row["nightRun"],
        known=row["known"],
        pack_hours=row["packHours"],
        invoicing=row["invoicing"],
        departure=row["departure"],
        back_order_days=row["backOrderDays"],
        judgement_days=row["judgementDays"],
        rpp_days=row["rppDays"],
        due_days=row["dueDays"],
        vat_percent=row["vatPercent"],
    )


def change(turn: Turn, changed: Mapping[str, Json]) -> Mapping[str, Json]:
    """Set some of the times, for what is planned from now on."""
    row = {**values(turn), **changed}
    records.put(turn.connection, turn.place(COLLECTION), Record(NAME, row, turn.world.now))
    return row


def processing(turn: Turn, order_type: int, received: datetime) -> tuple[datetime, datetime]:
    """When an order is allocated, and when the result is known (readings TPOS-R-051 and 052)."""
    plan = of(turn)
    if order_type == THIRD:
        night = times.next_clock(received, [plan.night_run])
        return night, times.next_clock(night, [plan.known])
    cut_off = times.next_clock(received, plan.cut_offs)
    if order_type == SECOND:
        return cut_off, cut_off
    waits = turn.judge.readings["TPOS-R-051"] == "cutoff"
    run = times.later(cut_off if waits else received, timedelta(minutes=plan.minutes))
    return run, run


def departure(turn: Turn, run: datetime) -> datetime:
    """When pieces that a run allocates leave by truck: the standard ETD."""
    plan = of(turn)
    packed = times.later(run, timedelta(hours=plan.pack_hours))
    return times.next_clock(times.next_clock(packed, [plan.invoicing]), [plan.departure])


def back_order_etd(turn: Turn, order_type: int, received: datetime, known: datetime) -> datetime:
    """When the ETD of a back order is known (reading TPOS-R-052): never before the result is."""
    reading = turn.judge.readings["TPOS-R-052"]
    waits = reading == "all" or (reading == "type3" and order_type == THIRD)
    if not waits:
        return known
    plan = of(turn)
    return max(known, times.at_clock(received, plan.known, plan.back_order_days))
