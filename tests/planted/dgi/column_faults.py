"""The deviations that are planted in the pushes, by column; the numbers are those of the requirements of each module."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from tests.planted.dgi.deviations import ABSENT, Deviation, Values, Verdict
from tests.planted.dgi.tables import PUSHES, Column


def _matches(pattern: str, value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _is_odd(value: object) -> bool:
    return isinstance(value, (bool, list, dict))


ENDLESS: Final = 10**6
_MISSING: Final = Values("missing-{}", "missing or null", lambda value: value is ABSENT or value is None)
_BLANK: Final = Values("blank-{}", "a text of nothing or of spaces", lambda v: isinstance(v, str) and not v.strip())
_OTHER_TYPE: Final = Values("{}-of-another-type", "a truth value, a list or an object", _is_odd)
_WORDS: Final = Values("{}-in-words", "in words", lambda v: isinstance(v, str) and v.isalpha())
_ANY_TEXT: Final = Values("any-text-as-{}", "any text", lambda v: isinstance(v, str) and bool(v.strip()))
_IMPOSSIBLE: Final = Values("impossible-{}", "on no calendar day", lambda v: _matches("[0-9]{2}/1[3-9]/.*", v))
_ISO: Final = Values("iso-{}", "written YYYY-MM-DD", lambda v: _matches("[0-9]{4}-[0-9]{2}-[0-9]{2}.*", v))
_WITH_HOUR: Final = Values("hour-in-{}", "a day with its time", lambda v: _matches("[0-9/]{10} [0-9:]{8}", v))
_NUMBERS: Final = Values("numbers-in-{}", "a list of numbers", lambda value: value == [1])
_TEXT: Final = Values("text-as-{}", "a text", lambda value: isinstance(value, str))


def _size(value: object) -> int:
    """The characters of a text, the digits of a number; -1 of anything else."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return -1
    return len(value) if isinstance(value, str) else len(str(int(value))) if abs(value) < 10**300 else 300


def _over(size: int, unit: str) -> Values:
    return Values("long-{}", f"longer than {size} {unit}", lambda value: _size(value) > size)


def _full(size: int, unit: str) -> Values:
    if unit == "digits":
        return Values(f"{{}}-of-{size}", f"{size} digits long", lambda value: _size(value) == size)
    phrase = f"{size} characters long and does not end in a digit"
    return Values(f"{{}}-of-{size}", phrase, lambda value: _size(value) == size and not str(value)[-1].isdigit())


def _exactly(code: str) -> Values:
    return Values(f"{{}}-{code}", code, lambda value: value == code)


def _rows_with(column: str, name: str, phrase: str, holds: Callable[[object], bool]) -> Values:
    """Lists with a row whose column is of a kind."""

    def held(value: object) -> bool:
        rows = value if isinstance(value, list) else []
        return any(isinstance(row, dict) and holds(row.get(column)) for row in rows)

    return Values(f"{name}-in-{{}}", f"a list with {column} {phrase}", held)


def _named(push: str) -> tuple[str, ...]:
    """The columns that are compared with a master record: their lengths cannot be told apart."""
    return PUSHES[push].master.column, *PUSHES[push].master.agree


def _verdicts(push: str, name: str, column: Column) -> Iterator[tuple[int, Verdict, Values]]:
    """What is misjudged in a column, each with the hundred of its requirement's number."""
    if not column.is_free:
        yield 100, "accepts", _MISSING
    elif column.kind == "text":
        yield 100, "refuses", _MISSING
    match column.kind:
        case "text" | "code":
            yield 200, "accepts", _OTHER_TYPE
        case "number" | "amount":
            yield 200, "accepts", _WORDS
        case _:
            yield from ((200, "accepts", values) for values in (_ANY_TEXT, _ISO, _IMPOSSIBLE))
    if column.kind == "either":
        yield 200, "refuses", _WITH_HOUR
    if 0 < column.size < ENDLESS and name not in _named(push):
        unit = "characters" if column.kind == "text" else "digits"
        yield 300, "accepts", _over(column.size, unit)
        yield 300, "refuses", _full(column.size, unit)
    if column.codes:
        yield 500, "accepts", _ANY_TEXT
        yield 500, "refuses", _exactly(column.codes[-1])


def _of_columns() -> Iterator[Deviation]:
    for push, entry in PUSHES.items():
        for number, (name, column) in enumerate(entry.columns.items(), 1):
            for hundred, verdict, values in _verdicts(push, name, column):
                yield Deviation(f"DGI-{push.upper()}-{hundred + number}", push, name, verdict, values)


def _of_lists() -> Iterator[Deviation]:
    """The nested lists: optional as a whole, and each column with its type and length."""
    for push, number, name, words, long, size in _LISTS:
        in_words = _rows_with(words, f"{words}-in-words", "in words", lambda value: _matches("[a-z]+", value))
        too_long = _rows_with(long, f"long-{long}", f"longer than {size}", lambda value, n=size: _size(value) > n)
        full = _rows_with(long, f"{long}-of-{size}", f"{size} long", lambda value, n=size: _size(value) == n)
        id = f"DGI-{push.upper()}-"
        yield Deviation(f"{id}{100 + number}", push, name, "refuses", _MISSING)
        yield from (Deviation(f"{id}{200 + number}", push, name, "accepts", one) for one in (_TEXT, _NUMBERS, in_words))
        yield Deviation(f"{id}{300 + number}", push, name, "accepts", too_long)
        yield Deviation(f"{id}{300 + number}", push, name, "refuses", full)


# Push, number, list, a number column of its rows, a text column of its rows, and the latter's length.
_LISTS: Final = (
    ("inv2", 21, "njb", "hargaServis", "idJob", 10),
    ("inv2", 22, "nsc", "kuantitas", "partsNumber", 25),
    ("dphlo", 21, "parts", "kuantitas", "partsNumber", 25),
)
_BLANKS: Final = ("tipePembayaran", "caraBayar", "status")

DEVIATIONS: Final = (
    *_of_columns(),
    *_of_lists(),
    *(Deviation("DGI-ADD-003", "inv1", column, "accepts", _BLANK) for column in _BLANKS),
)
