"""The server's own time: it stands still until it is moved."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

START: Final = datetime(2026, 11, 12, 9, 0)  # noqa: DTZ001 - the partner's wall clock, which names no zone
CUT_OFFS: Final = (12, 18)
NIGHT: Final = 22
MORNING: Final = 6


class Clock:
    """A wall clock that only `advance` moves."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start

    def advance(self, hours: int) -> None:
        """Go forward by whole hours."""
        self.now += timedelta(hours=hours)


def day(moment: datetime) -> str:
    """The day of a moment, as columns write it."""
    return f"{moment:%Y%m%d}"


def minute(moment: datetime) -> str:
    """A moment as columns write it."""
    return f"{moment:%Y%m%d %H:%M}"


def next_hour(after: datetime, hours: tuple[int, ...]) -> datetime:
    """The next moment at one of these full hours."""
    today = after.replace(minute=0, second=0, microsecond=0)
    moments = (today.replace(hour=hour) + timedelta(days=days) for days in (0, 1) for hour in hours)
    return next(moment for moment in moments if moment > after)
