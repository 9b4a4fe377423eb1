"""The windows of time that a client asks for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from kontrak.conformance.consumer.entry import Entry
from kontrak.conformance.consumer.failing import failure
from kontrak.conformance.consumer.trail import Trail, trail
from kontrak.conformance.evidence import Evidence
from kontrak.contracts import Requirement
from kontrak.contracts.model import Window
from kontrak.contracts.schema import moments

WIB = timezone(timedelta(hours=7))
SLACK = timedelta(minutes=1)


class Asked(NamedTuple):
    """A list that a client asked for, and the ends of its window."""

    entry: Entry
    since: datetime
    until: datetime


@trail("old-windows")
def old_windows(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """No window begins before the oldest time that is answered."""
    for asked in _windows(seen):
        oldest = asked.entry.at - (seen.contract.window.oldest if seen.contract.window else timedelta())
        if asked.since >= oldest - SLACK:
            evidence.passed(requirement.id)
            continue
        text = f"{asked.entry.name} asks for times that are never answered."
        got, wanted = f"from {asked.since:%Y-%m-%d %H:%M:%S}", f"{oldest:%Y-%m-%d %H:%M:%S} or later"
        evidence.failed(requirement.id, failure(seen, asked.entry, text, got, wanted))


@trail("gaps")
def gaps(seen: Trail, requirement: Requirement, evidence: Evidence) -> None:
    """Each list begins where the lists of the same before it ended, or earlier."""
    reached: dict[str, datetime] = {}
    for asked in _windows(seen):
        if not asked.entry.is_accepted or not _is_whole(asked.entry, seen.contract.window):
            continue
        key = json.dumps([asked.entry.name, asked.entry.raw.get("caller"), _owner(seen, asked.entry)])
        end = reached.get(key, asked.since)
        if asked.since > end + SLACK:
            text = f"{asked.entry.name} leaves out a time that no read before it asked for."
            got, wanted = f"from {asked.since:%Y-%m-%d %H:%M:%S}", f"{end:%Y-%m-%d %H:%M:%S} or earlier"
            evidence.failed(requirement.id, failure(seen, asked.entry, text, got, wanted))
        elif key in reached:
            evidence.passed(requirement.id)
        reached[key] = max(end, asked.until)


def _windows(seen: Trail) -> Iterator[Asked]:
    window = seen.contract.window
    for entry in seen.entries if window else ():
        message = entry.message if isinstance(entry.message, dict) else {}
        since = _instant(entry, message.get(window.start)) if window else None
        if window is None or since is None or entry.is_unauthenticated:
            continue
        yield Asked(entry, since, _instant(entry, message.get(window.end)) or entry.at)


def _is_whole(entry: Entry, window: Window | None) -> bool:
    """Whether a list is narrowed by nothing but its window and its owner."""
    free = {window.start, window.end, window.owner} if window else set()
    return not any(value not in (None, "") for name, value in entry.message.items() if name not in free)


def _owner(seen: Trail, entry: Entry) -> str:
    return str(entry.message.get(seen.contract.window.owner) or "") if seen.contract.window else ""


def _instant(entry: Entry, text: object) -> datetime | None:
    """The time that a column of the message says, in the partners' zone, which messages do not name."""
    forms = {moment.format for moment in moments(entry.operation.request)} if entry.operation else set()
    for form in forms:
        try:
            return datetime.strptime(str(text), form).replace(tzinfo=WIB)
        except ValueError:
            continue
    return None
