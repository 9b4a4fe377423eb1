"""The records that a fresh server has: for each module some of each dealer, made and changed at different times before now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import yaml

from tests.planted.dgi.tables import MODULES, Message

TIME: Final = "%d/%m/%Y %H:%M:%S"
DAY: Final = "%d/%m/%Y"

OWN: Final = ("99101", "99102")
OTHERS: Final = ("99201",)

_FIRST: Final[Mapping[str, Message]] = yaml.safe_load((Path(__file__).parent / "records.yaml").read_text("utf-8"))
_TEXTS: Final = {module: json.dumps(record) for module, record in _FIRST.items()}

# Dealer, number, hours since it was made, hours since it was changed.
_MADE: Final = (
    ("99101", 1, 30, 28),
    ("99102", 2, 26, 24),
    ("99201", 3, 30, 28),
    ("99101", 4, 20 * 24, 20),
    ("99101", 5, 40 * 24, 33 * 24),
    ("99102", 6, 12 * 24, 11 * 24),
    ("99102", 7, 22, 18),
)


def first_records(now: datetime) -> dict[str, list[Message]]:
    """The records of every module; `now` is the time of bodies."""
    return {module: [_record(module, now, *row) for row in _MADE] for module in MODULES}


def known_records() -> dict[str, tuple[Message, ...]]:
    """What the owner of this server tells a suite: the first dealer group, and records that its pushes may name."""
    now = datetime(2026, 11, 20)  # noqa: DTZ001 - only the ids are used
    own = {module: [record for record in first_records(now)[module] if record["dealerId"] in OWN] for module in MODULES}
    told = {"spk": 3, "pkb": 3, "unpaidhlo": 2}  # a hotline order whose deposit is pushed is listed no longer
    masters = {module: tuple(own[module][:number]) for module, number in told.items()}
    return {"dealer": tuple({"dealerId": dealer} for dealer in OWN), **masters}


def _record(module: str, now: datetime, dealer: str, number: int, made: int, changed: int) -> Message:
    made_at, changed_at = (now - timedelta(hours=hours, minutes=7) for hours in (made, changed))
    text = (
        _TEXTS[module]
        .replace("99101", dealer)
        .replace('0001"', f'{number:04}"')
        .replace("$made", made_at.strftime(TIME))
        .replace("$changed", changed_at.strftime(TIME))
        .replace("$day", made_at.strftime(DAY))
    )
    record: Message = json.loads(text)
    return record
