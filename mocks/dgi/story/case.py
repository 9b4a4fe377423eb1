"""A case: one run of a process, with what is known about it and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from kontrak.contracts.model import Json
from kontrak.contracts.process import BEGIN
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Place, Record


@dataclass(frozen=True, slots=True)
class Case:
    """One run of a process by a dealer.

    `key` is the primary key of the record that the process names, `number` what tells its ids from those of other cases,
    `facts` what was invented or given, `made` the key of each record by its name, `drafts` the records that no read answers
    yet, `done` the steps behind it, `last` the time of the latest (`DD/MM/YYYY HH:MM:SS`, WIB).
    """

    process: str
    dealer: str
    number: str
    key: str = ""
    state: str = BEGIN
    facts: Mapping[str, Json] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)
    drafts: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    last: str = ""


def find(turn: Turn, process: str, key: str) -> Case | None:
    """The case of a process under a key, running or ended."""
    places = [_place(turn, process, is_ended=is_ended) for is_ended in (False, True)]
    found = records.find(turn.connection, [(place, key) for place in places])
    return next((_case(record.body) for record in found.values()), None)


def keep(turn: Turn, case: Case, *, is_ended: bool) -> None:
    """Remember where a case stands."""
    if is_ended:
        records.drop(turn.connection, _place(turn, case.process, is_ended=False), [case.key])
    place = _place(turn, case.process, is_ended=is_ended)
    records.put(turn.connection, place, Record(case.key, _body(case), turn.world.now))


def running(turn: Turn, process: str, size: int = records.LARGEST) -> list[Case]:
    """The cases of a process that have not ended, the oldest first."""
    return [_case(record.body) for record in records.page(turn.connection, _place(turn, process, is_ended=False), size)]


def count(turn: Turn, process: str, *, is_ended: bool) -> int:
    """How many cases of a process have ended, or have not."""
    return records.count(turn.connection, _place(turn, process, is_ended=is_ended))


def _place(turn: Turn, process: str, *, is_ended: bool) -> Place:
    return turn.place(f"story {'ended' if is_ended else 'running'} {process}")


def _body(case: Case) -> dict[str, Json]:
    # Not asdict: it copies every fact, which took a third of the time of a step.
    return {each.name: getattr(case, each.name) for each in fields(case)}


def _case(body: Json) -> Case:
    return Case(**{**body, "done": tuple(body["done"])})
