"""What a read answers: records of the caller's dealers, made or changed in a window of the last 30 days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from tests.planted.dgi.body import RefusedError
from tests.planted.dgi.records import OTHERS, TIME
from tests.planted.dgi.signature import Caller
from tests.planted.dgi.tables import MODULES, Broken, Message

_H23: Final = ("pkb", "inv2", "unpaidhlo", "dphlo", "pinb", "prsl", "mdinvh3")
LONGEST: Final = timedelta(days=7)
OLDEST: Final = timedelta(days=30)
LONG_AGO: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - bodies name no zone
_FORM: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")


@dataclass(frozen=True)
class Reads:
    """The reads over the records; `now` of each read is the time of bodies."""

    records: dict[str, list[Message]]
    broken: Broken

    def perform(self, module: str, message: Message, caller: Caller, now: datetime) -> list[Message]:
        """The records that a read answers, or raise a RefusedError."""
        if not caller.may_push and self.broken("reading-needs-the-right-to-push"):
            raise RefusedError("Grup tidak berhak membaca", is_credential=True)
        if module in _H23 and caller.dealers == OTHERS and self.broken("keeps-h23-from-the-second-group"):
            raise RefusedError("Kunci tidak berlaku untuk H23", is_credential=True)
        start, end = self._window(message, module, now)
        dealer = self._text(message, "dealerId")
        filters = {name: self._text(message, name) for name in MODULES[module].filters}
        self._check(module, message, caller, dealer, filters)
        rows = (row for row in self.records[module] if self._is_seen(row, caller, dealer, message))
        if module == "unpaidhlo" and not self.broken("shows-hotline-orders-with-a-deposit"):
            paid = {row["idHLODocument"] for row in self.records["dphlo"]}
            rows = (row for row in rows if row["idHLODocument"] not in paid)
        if not (any(filters.values()) and self.broken("widens-the-window-by-filters")):
            rows = (row for row in rows if self._is_within(row, start, end, now))
        found = [row for row in rows if self._fits(module, row, filters)]
        if not found and self.broken("refuses-reads-without-a-match"):
            raise RefusedError("Data tidak ditemukan")
        if found and self.broken(f"stamps-{module}-when-read"):
            found[0]["modifiedTime"] = _stamped(found[0]["modifiedTime"])
        return found

    def _window(self, message: Message, module: str, now: datetime) -> tuple[datetime, datetime]:
        start = self._time(message, "fromTime", now)
        if start is None:
            if not self.broken("takes-reads-without-from-time"):
                raise RefusedError("fromTime wajib diisi", ["fromTime"])
            start = now - LONGEST
        end = self._time(message, "toTime", now)
        if end is None:
            if self.broken("demands-to-time"):
                raise RefusedError("toTime wajib diisi", ["toTime"])
            end = start + timedelta(hours=1) if self.broken("ends-open-windows-after-an-hour") else now
        is_free = self.broken("takes-windows-of-any-length") or self.broken(f"takes-{module}-windows-of-any-length")
        longest = timedelta(days=5) if self.broken("takes-windows-of-5-days-only") else LONGEST
        if end - start > longest and not is_free:
            raise RefusedError("Rentang waktu lebih dari 7 hari", ["toTime"])
        if end < start and not self.broken("takes-windows-that-end-before-they-begin"):
            raise RefusedError("toTime sebelum fromTime", ["toTime"])
        if start > now and self.broken("refuses-windows-of-the-future"):
            raise RefusedError("fromTime di masa depan", ["fromTime"])
        return start, end

    def _time(self, message: Message, name: str, now: datetime) -> datetime | None:
        given = message.get(name)
        if given in (None, ""):
            return None
        if isinstance(given, str) and _FORM.fullmatch(given):
            try:
                return datetime.strptime(given, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - bodies name no zone
            except ValueError:
                pass
        if isinstance(given, str) and self.broken(f"takes-other-forms-of-{name}"):
            return now - timedelta(hours=1 if name == "fromTime" else 0)
        raise RefusedError(f"{name} harus YYYY-MM-DD HH:MM:SS", [name])

    def _text(self, message: Message, name: str) -> str | None:
        given = message.get(name)
        if given is None and name != "dealerId" and self.broken(f"demands-{name}"):
            raise RefusedError(f"{name} wajib diisi", [name])
        if given is not None and not isinstance(given, str):
            raise RefusedError(f"{name} harus teks", [name])
        return given or None

    def _check(
        self, module: str, message: Message, caller: Caller, dealer: str | None, filters: dict[str, str | None]
    ) -> None:
        if dealer and dealer not in caller.dealers and not self.broken("answers-any-dealer-that-is-asked-for"):
            raise RefusedError("dealerId di luar grup", ["dealerId"])
        if dealer is None and self.broken(f"demands-a-dealer-in-{module}"):
            raise RefusedError("dealerId wajib diisi", ["dealerId"])
        if self.broken("refuses-unknown-members-of-reads") and not message.keys() <= _known(module):
            raise RefusedError("Anggota tidak dikenal")
        if module == "lsng" and "x-idCustomer" in message and self.broken("refuses-the-old-filter-of-lsng"):
            raise RefusedError("idCustomer tidak dikenal", ["idCustomer"])
        for name, value in filters.items():
            if value and self.broken(f"refuses-unknown-{name}-in-{module}"):
                place = MODULES[module].filters[name]
                if not any(value in values_at(row, place) for row in self.records[module]):
                    raise RefusedError(f"{name} tidak dikenal", [name])

    def _is_seen(self, row: Message, caller: Caller, dealer: str | None, message: Message) -> bool:
        own = row.get("dealerId")
        if self.broken("shows-every-group-to-all") and dealer is None:
            return True
        if self.broken("shows-every-group-under-a-filter") and message.keys() - {"fromTime", "toTime", "dealerId"}:
            return True
        if self.broken("shows-the-first-dealer-only") and dealer is None:
            return own == caller.dealers[0]
        if dealer is None or self.broken("ignores-dealer-id"):
            return own in caller.dealers
        return own == dealer

    def _is_within(self, row: Message, start: datetime, end: datetime, now: datetime) -> bool:
        made, changed = _moment(str(row.get("createdTime"))), _moment(str(row.get("modifiedTime")))
        oldest = LONG_AGO if self.broken("shows-records-of-any-age") else now - OLDEST
        if self.broken("counts-30-days-from-the-making"):
            return made >= oldest and (start <= made <= end or start <= changed <= end)
        times = [time for time in (made, changed) if time >= oldest]
        if self.broken("ignores-the-time-of-making"):
            times = times[1:]
        if self.broken("ignores-the-time-of-changing"):
            times = times[:1] if made >= oldest else []
        if self.broken("ignores-the-end-of-windows"):
            end = now + timedelta(days=400)
        if self.broken("ignores-the-start-of-windows"):
            start = LONG_AGO
        if self.broken("joins-the-two-times") and len(times) > 1:
            return times[0] <= end and times[1] >= start
        return any(start <= time <= end for time in times)

    def _fits(self, module: str, row: Message, filters: dict[str, str | None]) -> bool:
        given = {name: value for name, value in filters.items() if value}
        asked = [
            value in values_at(row, MODULES[module].filters[name])
            for name, value in given.items()
            if not self.broken(f"ignores-{name}-in-{module}")
        ]
        return (any(asked) or not asked) if self.broken("joins-filters-by-or") else all(asked)


def values_at(row: Message, place: str) -> Iterable[object]:
    """The values of a record at a place: of a column, or of a column of each row of a list."""
    outer, _, inner = place.partition(".")
    return [part.get(inner) for part in row.get(outer) or () if isinstance(part, dict)] if inner else [row.get(outer)]


def _known(module: str) -> set[str]:
    return {"fromTime", "toTime", "dealerId", *MODULES[module].filters}


@cache
def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, TIME)  # noqa: DTZ007 - bodies name no zone
    except ValueError:
        return LONG_AGO


def _stamped(text: str) -> str:
    return (_moment(text) + timedelta(seconds=1)).strftime(TIME)
