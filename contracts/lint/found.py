"""What a check of the linter hands over, before its line is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

Known = Mapping[str, Collection[str]]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A mistake: the file and the path in it (references followed), what it is about, and what to do."""

    file: str
    path: Path
    subject: str
    text: str
