"""Counting: how often each rule is broken in each field, and where first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something was found: the number of the record and of its first character, from 1, and what stood there."""

    line: int
    column: int
    got: str


@dataclass(slots=True)
class Entry:
    """How many records have one fault, and the first places."""

    count: int = 0
    places: list[Place] = field(default_factory=list)


Name = tuple[str, str, str]


@dataclass(slots=True)
class Tally:
    """The faults of a file by rule, key and requirement; of each, the first `limit` places."""

    limit: int
    entries: dict[Name, Entry] = field(default_factory=dict)
    lengths: dict[int, int] = field(default_factory=dict)
    ends: dict[str, tuple[int, int]] = field(default_factory=dict)
    lines: int = 0
    rows: int = 0

    def add(self, name: Name, place: Place, count: int = 1) -> None:
        """One more fault of that name (rule, key, requirement)."""
        entry = self.entries.setdefault(name, Entry())
        entry.count += count
        if len(entry.places) < self.limit or (entry.places and place < entry.places[-1]):
            entry.places = sorted([*entry.places, place])[: self.limit]

    def add_all(self, name: Name, count: int, places: Iterable[Place]) -> None:
        """Several more faults at once, in any order of lines."""
        if count:
            entry = self.entries.setdefault(name, Entry())
            entry.count += count
            entry.places = sorted([*entry.places, *places])[: self.limit]

    def end(self, kind: str, count: int, first: int) -> None:
        """So many more records ended like that; the first of them has that number."""
        known, earlier = self.ends.get(kind, (0, first))
        self.ends[kind] = known + count, min(first, earlier)
