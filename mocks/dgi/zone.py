"""The zone of the times on which windows rest, createdTime and modifiedTime, as clients send and see them (DGI-R-20).

The ledger keeps Asia/Jakarta. A dealer's own zone is Jakarta's too, as long as the world knows no other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, tzinfo

from kontrak.contracts.model import Json
from kontrak.mocks.dgi import ledger
from kontrak.mocks.world import WIB


def zone(readings: Mapping[str, str]) -> tzinfo:
    """The zone of times in bodies."""
    return UTC if readings["DGI-R-20"] == "utc" else WIB


def shown(body: Json, readings: Mapping[str, str]) -> Json:
    """A record of the ledger as a client sees it."""
    there = zone(readings)
    return body if there is WIB else _turned(body, lambda time: ledger.text(ledger.instant(time), there))


def taken(body: Json, readings: Mapping[str, str]) -> Json:
    """A record that a client sends, as the ledger keeps it."""
    there = zone(readings)
    return body if there is WIB else _turned(body, lambda time: ledger.text(ledger.instant(time, there)))


def _turned(value: Json, turn: Callable[[str], str]) -> Json:
    if isinstance(value, list):
        return [_turned(item, turn) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: turn(item) if name in ledger.TIMES and ledger.is_time(item) else _turned(item, turn)
        for name, item in value.items()
    }
