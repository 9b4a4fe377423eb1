"""Durations as ISO 8601 writes them (`PT24H`, `P7D`), or as a number of seconds."""

from __future__ import annotations

import re
from datetime import timedelta

from kontrak.contracts.model import Json

ISO = re.compile(
    r"(?P<sign>[+-]?)P(?=.)(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=.)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?",
    re.ASCII,
)


def parse(value: Json) -> timedelta:
    """The duration; raises ValueError (no duration) or OverflowError (beyond any calendar)."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return timedelta(seconds=value)
    found = ISO.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(value)
    parts = {name: float(text) for name, text in found.groupdict().items() if name != "sign" and text}
    length = timedelta(**parts)
    return -length if found["sign"] == "-" else length
