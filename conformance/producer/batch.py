"""One batch of a producer, and the times that the names of files tell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path

from kontrak.conformance.producer.settings import Deliveries
from kontrak.contracts.feed import Feed

STAMP = re.compile(r"(?<!\d)((?:19|20)\d{6})(?:[-_T]?([0-2]\d[0-5]\d)(?:[0-5]\d)?)?(?!\d)", re.ASCII)
ARCHIVES = ("", ".gz", ".zip")


class Medium(StrEnum):
    """What carries a batch."""

    FILE = "file"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows that were written together: the `number` is that of delivery, `time` when they were written, where that is known."""

    medium: Medium
    feed: str
    number: int
    name: str
    time: datetime | None = None


def files_of(deliveries: Deliveries, feed: Feed) -> list[Path]:
    """The files of a feed in the order of the times in their names; those without one by when they were last written."""
    if deliveries.outbox is None:
        return []
    found = [file for file in deliveries.outbox.iterdir() if is_of(deliveries, feed, file.name) and file.is_file()]
    return sorted(found, key=lambda file: (stamp(file.name) or datetime.fromtimestamp(file.stat().st_mtime), file.name))  # noqa: DTZ006 - only the order counts


def is_of(deliveries: Deliveries, feed: Feed, name: str) -> bool:
    """Whether a file of that name belongs to a feed: by the target's pattern, or as the contract has it."""
    pattern = deliveries.files.get(feed.name, f"{feed.layout}_*.txt")
    return any(fnmatchcase(name, pattern + archive) for archive in ARCHIVES)


def stamp(name: str) -> datetime | None:
    """The time in the name of a file: a day, and hours and minutes where they follow it."""
    for day, clock in STAMP.findall(name):
        try:
            return datetime.strptime(day + (clock or "0000"), "%Y%m%d%H%M")  # noqa: DTZ007 - the partner's times have no zone
        except ValueError:
            continue
    return None
