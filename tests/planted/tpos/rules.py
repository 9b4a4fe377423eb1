"""What the strict server accepts in each column, typed from the source document by hand."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final, TypeGuard
from zipfile import BadZipFile, ZipFile

Message = dict[str, Any]
Broken = Callable[[str], bool]
Check = Callable[[object], bool]
Columns = Mapping[str, Check]

ABSENT: Final = object()
CLAIM_CODES: Final = ("U", "Sht", "Ex", "P1", "P2", "P3", "S1", "S2", "S3", "P/N", "MKT", "OTH")
MEBIBYTE: Final = 1024 * 1024

_DAY: Final = re.compile("[0-9]{8}")
_PART: Final = re.compile("[A-Za-z0-9]+")
_BASE64: Final = re.compile("[A-Za-z0-9+/]*={0,2}")
_ZIP: Final = "UEsDB"
_TYPES: Final = "[Content_Types].xml"
_BOOK: Final = b"spreadsheetml.sheet.main+xml"


def is_given(value: object) -> bool:
    """Say whether a column is filled: a blank text counts as nothing."""
    return value is not ABSENT and value is not None and not is_blank(value)


def is_blank(value: object) -> bool:
    """Say whether a value is a text of nothing but white space."""
    return isinstance(value, str) and not value.strip()


def is_number(value: object) -> TypeGuard[int | float]:
    """Say whether a value was a JSON number; Python counts True as one, JSON does not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_day(value: object) -> bool:
    """Say whether a value is a calendar day YYYYMMDD."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        datetime.strptime(value, "%Y%m%d")  # noqa: DTZ007 - only whether it is a day
    except ValueError:
        return False
    return True


def _is_file(value: object) -> bool:
    if not isinstance(value, str) or not value.startswith(_ZIP) or not _BASE64.fullmatch(value):
        return False
    return size_of(value) <= MEBIBYTE and is_workbook(value)


def size_of(text: str) -> int:
    """The bytes of a file in Base64."""
    return len(text) // 4 * 3 - text.count("=", -2)


def is_archive(text: str) -> bool:
    """Say whether a file in Base64 is a ZIP archive that can be opened."""
    return _types(text) is not None


def is_workbook(text: str) -> bool:
    """Say whether a file in Base64 is a package whose main part is a workbook."""
    return _BOOK in (_types(text) or b"")


def _types(text: str) -> bytes | None:
    """What a package says of its parts: nothing if it does not; None if it is no archive."""
    try:
        with ZipFile(BytesIO(b64decode(text))) as package:
            return package.read(_TYPES) if _TYPES in package.namelist() else b""
    except (ValueError, BadZipFile):
        return None


def _text(limit: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= limit and not is_blank(value)


def _part(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 15 and _PART.fullmatch(value) is not None


def _code(*codes: int) -> Check:
    return lambda value: isinstance(value, int) and is_number(value) and value in codes


def _one_of(*codes: str) -> Check:
    return lambda value: isinstance(value, str) and value in codes


def _count(least: int) -> Check:
    return lambda value: isinstance(value, int) and is_number(value) and least <= value < 10**7


def _is_amount(value: object) -> bool:
    return is_number(value) and 0 <= value < 10**11


def _free(check: Check) -> Check:
    return lambda value: value is ABSENT or value is None or value == "" or check(value)


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(line, dict) for line in value)


def _is_ten_at_most(value: object) -> bool:
    return isinstance(value, list) and 1 <= len(value) <= 10


_ORDER: Final[Columns] = {
    "outletCode": _text(9),
    "tipePo": _code(1, 2, 3),
    "referensiPo": _code(1, 2, 3, 4),
    "noTransaksi": _free(_text(17)),
    "franchise": _one_of("A"),
    "boTamFollow": _code(9, 1),
    "noPo": _text(20),
    "tanggalPo": is_day,
    "items": _is_lines,
    "items/noMaterial": _part,
    "items/qty": _count(1),
}
_CLAIM: Final[Columns] = {
    "outletCode": _text(9),
    "noPo": _text(20),
    "noVendorInvoice": _text(6),
    "noCase": _text(6),
    "kodeClaim": _one_of(*CLAIM_CODES),
    "attachment": _is_file,
    "bap": _free(_is_file),
    "notes": _text(1000),
    "noMaterial": _part,
    "qtyInvoice": _count(0),
    "qtyReceived": _count(0),
    "qtyMinus": _free(_count(0)),
    "qtyPlus": _free(_count(0)),
    "qtyNg": _free(_count(0)),
    "qtyOth": _free(_count(0)),
    "hargaNetDealer": _is_amount,
    "totalHargaNetDealer": _is_amount,
    "dealerRequest": _one_of("C", "D", "N"),
    "noPartsClaimDms": _text(20),
}
_RPP: Final[Columns] = {
    "outletCode": _text(9),
    "noPo": _text(20),
    "noVendorInvoice": _text(6),
    "tanggalTerimaGr": is_day,
    "dealerRequest": _one_of("C", "D", "N"),
    "kodeClaim": _one_of(*CLAIM_CODES),
    "notes": _text(1000),
    "cancelReport": _is_file,
    "noMaterial": _part,
    "qtyRpp": _count(1),
    "noRppDms": _text(20),
}
_STATUS: Final[Columns] = {
    "outletCode": _text(9),
    "tanggalPo": _free(is_day),
    "tipeOrder": _code(1, 2, 3),
    "noPo": _text(20),
    "noPart": _free(_text(15)),
}
_DETAIL: Final[Columns] = {"outletCode": _text(9), "noPo": _text(20), "noPart": _free(_text(15))}

COLUMNS: Final[Mapping[str, Columns]] = {
    "order": _ORDER,
    "claim": _CLAIM,
    "rpp": _RPP,
    "parts": {"outletCode": _text(9), "noParts": _is_ten_at_most, "noParts/*": _text(15)},
    "status": _STATUS,
    "pending": _DETAIL,
    "bo": _DETAIL,
    "ship": _DETAIL,
    "poss": _DETAIL,
    "etd": {**_STATUS, "noPart": _text(15), "etdDateFrom": is_day, "etdDateTo": is_day},
    "claims": {
        "outletCode": _text(9),
        "tanggalKlaim": _free(is_day),
        "tipeClaim": _code(1, 2),
        "tipeInquiry": _code(1, 2, 3),
        "noDokumenDms": _free(_text(17)),
    },
    "claim-detail": {
        "outletCode": _text(9),
        "noDokumenTam": _free(_text(11)),
        "noDokumenDms": _free(_text(20)),
    },
}
"""The columns of each operation; `items/qty` is a column of each line, `noParts/*` each value of a list."""


@dataclass(frozen=True)
class Condition:
    """A column that must be given where another one has one of these values."""

    on: str
    column: str
    decided_by: str
    codes: tuple[object, ...]


CONDITIONS: Final = (
    Condition("order", "noTransaksi", "referensiPo", (1, 2, 3)),
    Condition("claim", "bap", "kodeClaim", ("S2", "S3")),
    Condition("claim", "qtyMinus", "kodeClaim", ("U", "Sht")),
    Condition("claim", "qtyPlus", "kodeClaim", ("Ex",)),
    Condition("claim", "qtyNg", "kodeClaim", ("P1", "P2", "P3", "S1", "S2", "S3")),
    Condition("claim", "qtyOth", "kodeClaim", ("P/N", "MKT", "OTH")),
)


def values(message: Message, column: str) -> Iterator[object]:
    """Every value that a message has in a column."""
    outer, _, inner = column.partition("/")
    value = message.get(outer, ABSENT)
    if not inner:
        yield value
    elif isinstance(value, list):
        yield from (line if inner == "*" else line.get(inner, ABSENT) for line in value if _has(line, inner))


def _has(line: object, inner: str) -> bool:
    return inner == "*" or isinstance(line, dict)


def is_right(on: str, message: Message, column: str) -> bool:
    """Say whether a column keeps its own rule, by the document and not by a fault."""
    return all(COLUMNS[on][column](value) for value in values(message, column))
