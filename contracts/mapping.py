"""Which row of a partner's overview is served by which operations, and who makes the records on the other side.

For DGI it is the slide 000: its rows, its flows, and the abbreviations of the dealer's back office.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kontrak.contracts.model import Json, Level

if TYPE_CHECKING:
    from kontrak.contracts.folder import Folder


@dataclass(frozen=True, slots=True)
class MappedRow:
    """A row of the overview with its operations (`module/operation`) and the transaction of the back office.

    `row` is None for operations that are newer than the overview; `addition` names what serves the row outside the contract.
    """

    slide: str
    odm: str
    level: Level
    source: str
    row: int | None = None
    group: str | None = None
    endpoints: tuple[str, ...] = ()
    flow: str | None = None
    addition: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """A process as the overview draws it: its steps, its arrows between the two systems, its operations."""

    steps: tuple[str, ...]
    arrows: tuple[str, ...]
    endpoints: tuple[str, ...]
    source: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """What a code of the back office means, and the states that its record goes through."""

    meaning: str
    level: Level
    source: str
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReverseCall:
    """A call in the other direction: the columns of its message and of its rows."""

    fields: tuple[str, ...]
    unit: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SlideMapping:
    """The whole mapping; `counts` are the numbers of modules as printed, `documents` the codes of document handling."""

    rows: tuple[MappedRow, ...]
    newer: tuple[MappedRow, ...]
    additions: tuple[MappedRow, ...]
    counts: Mapping[str, int]
    flows: Mapping[str, Flow]
    abbreviations: Mapping[str, Abbreviation]
    documents: Mapping[str, str]
    reverse_path: str
    reverse: Mapping[str, ReverseCall]

    def serving(self, endpoint: str) -> MappedRow | None:
        """The row that an operation (`module/operation`) serves."""
        return next((row for row in (*self.rows, *self.newer) if endpoint in row.endpoints), None)


def load_mapping(folder: Folder, name: str) -> SlideMapping:
    """The mapping in a file of the partner's folder; raises ContractError with file, line and pointer where it is broken."""
    raw = folder.checked(name, "mapping")
    return SlideMapping(
        rows=tuple(_row(entry) for entry in raw["rows"]),
        newer=tuple(_row(entry) for entry in raw["newer"]),
        additions=tuple(_row(entry) for entry in raw["additions"]),
        counts=raw["counts"]["modules"],
        flows={key: Flow(**_frozen(entry)) for key, entry in raw["flows"].items()},
        abbreviations={key: Abbreviation(**_levelled(entry)) for key, entry in raw["abbreviations"].items()},
        documents=raw["documents"]["codes"],
        reverse_path=raw["reverse"]["path"],
        reverse={key: ReverseCall(**_frozen(entry)) for key, entry in raw["reverse"]["modules"].items()},
    )


def _row(raw: Mapping[str, Json]) -> MappedRow:
    return MappedRow(**_levelled(raw))


def _levelled(raw: Mapping[str, Json]) -> dict[str, Json]:
    return {**_frozen(raw), "level": Level(raw["level"])}


def _frozen(raw: Mapping[str, Json]) -> dict[str, Json]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
