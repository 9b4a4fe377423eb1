"""What a cell of a data table, or a value in a step, stands for.

| written | stands for |
|---|---|
| `12`, `true` | the number or truth value where the column is one, else the text |
| `"12"` | the text, whatever the column |
| `[1, 2]`, `{"a": 1}` | a list or an object where the column is one |
| `(none)`, `(tidak ada)` | no such member |
| `(null)` | null |
| `(blank)`, `(kosong)` | the empty text |
| `(20 characters)`, `(20 karakter)` | a text of so many characters |
| `(today)`, `(hari ini)`, `(now)`, `(sekarang)` | the day or time of the world's clock, written as the column is |
| `(today +3 days)`, `(hari ini -1 minggu)` | so much later or earlier |
| `{noPo}` | what was remembered, sent or answered under that name |
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.features.failure import Misused
from kontrak.features.phrase import UNITS

ABSENT = object()
"""Stands for a member that is not there."""
Lookup = Callable[[str], Json]

NAME = re.compile(r"\{([A-Za-z_][\w.\[\] ]*)\}")
ALL_UNITS = {unit: name for table in UNITS.values() for unit, name in table.items()}
TIME = re.compile(
    r"(?P<from>today|hari ini|now|sekarang)"
    rf"(?:\s*(?P<sign>[+-])\s*(?P<n>\d+)\s*(?P<unit>{'|'.join(ALL_UNITS)})s?)?"
)
LENGTH = re.compile(r"(\d+) (?:characters?|karakter)")
WORDS = {"none": ABSENT, "tidak ada": ABSENT, "null": None, "blank": "", "kosong": ""}


def value(text: str, node: Schema, lookup: Lookup, now: Callable[[], datetime]) -> Json:
    """The value that a text stands for in a column of that schema; ABSENT for none.

    `lookup` gives what is remembered under a name, `now` the time of the world. Raises Misused.
    """
    if (whole := NAME.fullmatch(text)) is not None:
        return lookup(whole[1])
    text = NAME.sub(lambda found: str(lookup(found[1])), text)
    if text.startswith("(") and text.endswith(")"):
        return _special(text[1:-1].strip(), node, now)
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        return text[1:-1]
    return _typed(text, node)


def strftime(node: Schema) -> str | None:
    """How a column of time is written, as a `strftime` format; None where it is no time."""
    moment = node.get("x-moment")
    if moment:
        return str(moment["format"])
    printed = str(node.get("x-format", ""))
    found = re.search(r"(YYYY|DD)[^ ]*(?: (?:HH|hh)\S*)?$", printed)
    if found is None:
        return None
    date, _, time = found[0].partition(" ")
    date = date.replace("YYYY", "%Y").replace("MM", "%m").replace("DD", "%d")
    time = time.upper().replace("HH", "%H").replace("MM", "%M").replace("SS", "%S")
    return f"{date} {time}".strip()


def _special(word: str, node: Schema, now: Callable[[], datetime]) -> Json:
    if word.lower() in WORDS:
        return WORDS[word.lower()]
    if (length := LENGTH.fullmatch(word)) is not None:
        return "x" * int(length[1])
    if (time := TIME.fullmatch(word.lower())) is not None:
        return _time(time, node, now())
    raise Misused(
        f"({word}) stands for nothing; known: (none), (null), (blank), (20 characters), (today), (now +3 days)"
    )


def _time(found: re.Match[str], node: Schema, now: datetime) -> str:
    moved = span(int(found["n"] or 0), found["unit"] or "day")
    try:
        instant = now - moved if found["sign"] == "-" else now + moved
    except OverflowError:
        raise Misused(f"({found[0]}) is no day that there is") from None
    day = found["from"] in ("today", "hari ini")
    return instant.strftime(strftime(node) or ("%Y-%m-%d" if day else "%Y-%m-%d %H:%M:%S"))


def span(number: int, unit: str) -> timedelta:
    """So many of a unit of time, in either language; raises Misused where that is longer than any time."""
    try:
        return timedelta(**{ALL_UNITS[unit]: number})
    except OverflowError:
        raise Misused(f"{number} {unit} is longer than any time that can be told") from None


def _typed(text: str, node: Schema) -> Json:
    types = node.get("type", ())
    kinds = {types} if isinstance(types, str) else set(types)
    if "integer" in kinds and re.fullmatch(r"-?\d+", text):
        return int(text)
    if kinds & {"number", "boolean", "array", "object"} or not kinds:
        return _literal(text, kinds)
    return text


def _literal(text: str, kinds: set[str]) -> Json:
    """JSON where the column can be that, else the text."""
    try:
        read = json.loads(text)
    except ValueError:
        return text
    if not kinds:
        return read if isinstance(read, list | dict) else text
    fits = {bool: "boolean", int: "number", float: "number", list: "array", dict: "object"}
    return read if fits.get(type(read)) in kinds else text
