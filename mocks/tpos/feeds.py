"""Batch messages: a stand-in that keeps the rows as records until they are written to staging tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontrak.contracts.model import Json
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record


def publish(turn: Turn, layout: str, rows: Sequence[Mapping[str, Json]]) -> None:
    """Keep the rows of one batch of a feed."""
    place = turn.place(layout)
    start = records.count(turn.connection, place)
    new = [Record(str(start + n), dict(row), turn.world.now) for n, row in enumerate(rows, 1)]
    records.add_all(turn.connection, place, new)
