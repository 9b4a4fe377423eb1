"""How records get into a world beside pushes: the contract's own ones when it begins, and those of the control interface.

The contract's records lie on one day. They are moved by whole days to the last such day of the world's clock, so that reads
of that day find them, in their order and with their times of day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from kontrak.contracts import Violation
from kontrak.contracts.judge import SchemaJudge
from kontrak.contracts.model import Json
from kontrak.mocks.dgi import ledger
from kontrak.mocks.dgi.shape import fitted, row_schema
from kontrak.mocks.model import Refusal, Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record
from kontrak.mocks.world import WIB

DAY = re.compile(r"([0-9]{2}/[0-9]{2}/[0-9]{4})((?: [0-9]{2}:[0-9]{2}:[0-9]{2})?)")
FORM = "%d/%m/%Y"


def begin(turn: Turn) -> None:
    """Bring the contract's records near the world's clock, and into the ledger."""
    modules = [name for name, collection in turn.partner.contract.collections.items() if collection.list]
    bodies = [(module, body) for module in modules for body in turn.partner.contract.world.get(module, ())]
    days = _days(turn.world.now, [body[ledger.MODIFIED] for _, body in bodies])
    for module, body in bodies:
        ledger.store(turn, module, moved(body, days))


def keep(turn: Turn, module: str, body: Json) -> Refusal | None:
    """Store a record that the control interface is given: a dealer, or a whole record of a module."""
    if turn.partner.contract.collections[module].list is None:
        key = str(body[turn.partner.contract.collections[module].key])
        records.put(turn.connection, turn.place(module), Record(key, body, turn.world.now))
        return None
    schema = row_schema(turn.partner.contract, module)
    whole = fitted(body, schema)
    broken = tuple(SchemaJudge(schema).violations(whole)) or tuple(_no_times(body))
    if broken:
        return Refusal(400, f"This is no record of {module}.", broken)
    ledger.store(turn, module, whole)
    return None


def moved(value: Json, days: timedelta) -> Json:
    """A value of a body with every day in it moved."""
    if isinstance(value, dict):
        return {name: moved(item, days) for name, item in value.items()}
    if isinstance(value, list):
        return [moved(item, days) for item in value]
    if isinstance(value, str) and (found := DAY.fullmatch(value)):
        day = datetime.strptime(found[1], FORM).replace(tzinfo=WIB) + days
        return ledger.text(day)[:10] + found[2]
    return value


def _days(now: datetime, times: list[str]) -> timedelta:
    """By how many days to move, so that the last of the times is not in the future but on the last possible day."""
    last = max(map(ledger.instant, times), default=now)
    return timedelta(days=(now - last).days)


def _no_times(body: Json) -> Iterator[Violation]:
    for name in ledger.TIMES:
        if body.get(name) and not ledger.is_time(body[name]):
            yield Violation(
                None, "date", f"/{name}", body[name], "a day of the calendar and a time DD/MM/YYYY HH:MM:SS"
            )
