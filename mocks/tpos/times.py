"""Instants and days as TPOS writes them: YYYYMMDD and YYYYMMDD hh:mm, 24 hours, WIB (reading TPOS-R-029)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from kontrak.mocks.world import WIB

EARLIEST = datetime(1900, 1, 1, tzinfo=WIB)
LATEST = datetime(9998, 12, 31, tzinfo=WIB)
WEEKEND = (5, 6)
SPELLINGS = (r"(\d{4})(\d{2})(\d{2})", r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?", r"(\d{4})(\d{2})(\d{2}) .*")


def local(instant: datetime) -> datetime:
    """The instant in WIB, kept away from the ends of the calendar so that any span can be added to it."""
    instant = instant.astimezone(UTC) if EARLIEST < instant < LATEST else min(max(instant, EARLIEST), LATEST)
    return instant.astimezone(WIB)


def later(instant: datetime, by: timedelta) -> datetime:
    """An instant so much later, or the last one that is left."""
    return min(local(instant) + by, LATEST)


def day(instant: datetime) -> str:
    """YYYYMMDD."""
    return local(instant).date().isoformat().replace("-", "")


def minute(instant: datetime) -> str:
    """YYYYMMDD hh:mm."""
    return f"{day(instant)} {local(instant):%H:%M}"


def parse_day(text: object) -> date | None:
    """The day that a text says in the printed form, or another usual one; None where it says none."""
    if not isinstance(text, str):
        return None
    for spelling in SPELLINGS:
        if found := re.fullmatch(spelling, text.strip(), re.ASCII | re.DOTALL):
            with suppress(ValueError):
                return date(*(int(part) for part in found.groups()))
    return None


def spelled(text: str) -> str:
    """A day in the printed form, however it was spelled; what says no day stays as it is."""
    found = parse_day(text)
    return found.isoformat().replace("-", "") if found else text


def parse_minute(text: str) -> datetime:
    """The instant that YYYYMMDD hh:mm says; raises ValueError."""
    return datetime.strptime(text, "%Y%m%d %H:%M").replace(tzinfo=WIB)


def at_clock(instant: datetime, clock: str, days: int = 0) -> datetime:
    """The time of day `hh:mm` on the instant's day, or so many days later."""
    there = local(later(instant, timedelta(days=days)))
    return datetime.combine(there.date(), time.fromisoformat(clock), WIB)


def next_clock(instant: datetime, clocks: Iterable[str]) -> datetime:
    """The first instant after the given one at which a clock shows one of the times of day."""
    start = local(instant)
    found = (at_clock(start, clock, days) for clock in clocks for days in (0, 1))
    return min((one for one in found if one > start), default=LATEST)


def days_later(instant: datetime, days: int, *, working: bool = False) -> datetime:
    """So many calendar days later, or so many days from Monday to Friday."""
    if not working:
        return later(instant, timedelta(days=days))
    while days and instant < LATEST:
        instant = later(instant, timedelta(days=1))
        days -= instant.weekday() not in WEEKEND
    return instant
