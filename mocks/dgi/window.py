"""The window of time that a read asks for, under the readings DGI-R-10, 19, 20, 21, 22 and 23 (v1.3 p. 11-17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.dgi.zone import zone
from kontrak.mocks.model import Call, Refusal

FORM = "%Y-%m-%d %H:%M:%S"
LONGEST = {"seconds": timedelta(days=7), "month": timedelta(days=30)}
DAYS = 7
AGE = timedelta(days=30)
SECOND = timedelta(seconds=1)
DISTANT = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when, both included; what was last made or changed before `fresh` is left out."""

    since: datetime
    until: datetime
    fresh: datetime | None = None


def window(call: Call) -> Window | Refusal:
    """The window of a request whose times have the right form, or why it is none."""
    message, readings = call.message, call.judge.readings
    times = {name: _instant(message.get(name), zone(readings)) for name in ("fromTime", "toTime")}
    wrong = [_no_date(name, message[name]) for name, time in times.items() if time is None and message.get(name)]
    since, until = times["fromTime"], times["toTime"] or call.world.now
    if wrong or since is None:
        return Refusal(400, "Invalid post data: no such day.", tuple(wrong))
    if times["toTime"] and until < since and readings["DGI-R-23"] == "refused":
        return _refusal("DGI-WIN-012", "toTime", message["toTime"], "a time that is not before fromTime")
    if _is_long(call, since, until):
        return _refusal("DGI-WIN-006", "fromTime", message["fromTime"], _longest(call))
    oldest = _oldest(call)
    if readings["DGI-R-21"] == "refused" and oldest and since < oldest:
        return _refusal("DGI-WIN-008", "fromTime", message["fromTime"], "a time within the last 30 days")
    return Window(since, until - SECOND if readings["DGI-R-19"] == "half-open" else until, oldest)


def _instant(value: Json, zone: tzinfo) -> datetime | None:
    try:
        return datetime.strptime(value, FORM).replace(tzinfo=zone)
    except (TypeError, ValueError):
        return None


def _is_long(call: Call, since: datetime, until: datetime) -> bool:
    readings = call.judge.readings
    if readings["DGI-R-10"] == "exempt" and call.operation.id == "readInv1":
        return False
    if readings["DGI-R-22"] == "days":
        here = zone(readings)
        return (until.astimezone(here).date() - since.date()).days > DAYS
    return until - since > LONGEST[readings["DGI-R-22"]]


def _longest(call: Call) -> str:
    most = {"seconds": "at most 7 days", "days": "at most 8 calendar days", "month": "at most 30 days"}
    return f"a window of {most[call.judge.readings['DGI-R-22']]}"


def _oldest(call: Call) -> datetime | None:
    """The time before which records are too old; a limit of 30 days for the window stands in its place."""
    readings, now = call.judge.readings, call.world.now
    if readings["DGI-R-22"] == "month":
        return None
    oldest = now - AGE if now - DISTANT > AGE else DISTANT
    if readings["DGI-R-21"] == "left-out-by-day":
        return oldest.astimezone(zone(readings)).replace(hour=0, minute=0, second=0, microsecond=0)
    return oldest


def _no_date(name: str, value: Json) -> Violation:
    requirement = {"fromTime": "DGI-WIN-002", "toTime": "DGI-WIN-004"}[name]
    return Violation(requirement, "date", f"/{name}", value, "a day of the calendar and a time YYYY-MM-DD HH:MM:SS")


def _refusal(requirement: str, name: str, value: Json, wanted: str) -> Refusal:
    breach = Violation(requirement, "window", f"/{name}", value, wanted)
    return Refusal(422, f"Invalid post data: {name} must be {wanted}.", (breach,))
