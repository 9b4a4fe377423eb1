"""The deviations that are planted: each a server that misjudges some values of one column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from tests.planted.padi.deviations import Deviation, Values, Verdict
from tests.planted.padi.rules import ABSENT, LIST_1, is_blank, is_number


def _matching(name: str, phrase: str, pattern: str) -> Values:
    """Return the texts, and the numbers by their text, that match a pattern as a whole."""
    compiled = re.compile(pattern, re.DOTALL)

    def holds(value: object) -> bool:
        is_scalar = isinstance(value, str) or is_number(value)
        return is_scalar and compiled.fullmatch(str(value)) is not None

    return Values(name, phrase, holds)


def _exactly(value: str) -> Values:
    return _matching("{}-" + value.lower(), value, re.escape(value))


def _longer_than(limit: int) -> Values:
    return _matching("long-{}", f"longer than {limit} characters", f".{{{limit + 1},}}")


def _of_length(number: int) -> Values:
    return _matching(f"{{}}-of-{number}", f"{number} characters long", f".{{{number}}}")


def _is_within_1_to_27(value: object) -> bool:
    return value in [str(number) for number in range(1, 28)]


def _is_between_ids(value: object) -> bool:
    return value not in LIST_1 and value in [str(number) for number in range(1, 201)]


def _is_over(limit: int, value: object) -> bool:
    if isinstance(value, str):
        return value.isdecimal() and len(value) <= len(str(limit)) + 9 and int(value) > limit
    return is_number(value) and value > limit


def _has_half_character(value: object) -> bool:
    return isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value)


_MISSING = Values("missing-{}", "missing or null", lambda value: value in (ABSENT, None))
_ABSENT = Values("absent-{}", "missing, though not when null", lambda value: value is ABSENT)
_NULL = Values("null-{}", "null", lambda value: value is None)
_EMPTY = Values("empty-{}", "an empty text", lambda value: value == "")
_BLANK = Values("blank-{}", "a text of spaces", lambda value: value != "" and is_blank(value))
_UNFILLED = Values("unfilled-{}", "missing, null or empty", lambda v: v in (ABSENT, None, ""))
_TRUE = Values("true-{}", "a truth value", lambda value: isinstance(value, bool))
_ARRAY = Values("array-{}", "an array", lambda value: isinstance(value, list))
_OBJECT = Values("object-{}", "an object", lambda value: isinstance(value, dict))
_NUMBER = Values("number-{}", "a JSON number", is_number)
_FRACTION = Values("fraction-{}", "a JSON fraction", lambda value: isinstance(value, float))
_NO_IDS = Values("empty-{}", "an empty array", lambda value: value == [])
_EMPTY_ID = Values("empty-text-in-{}", "an array of an empty text", lambda value: value == [""])
_HALF = Values("half-a-character-in-{}", "a text with a lone surrogate", _has_half_character)
_OVER_64_BITS = Values("over-64-bits-{}", "over 2 to the 63rd", lambda v: _is_over(2**63 - 1, v))
_BETWEEN = Values("{}-between-the-ids", "any of 1 to 200", _is_between_ids)
_1_TO_27 = Values("{}-as-1-to-27", "one of 1 to 27", _is_within_1_to_27)

_ANY_TEXT = _matching("any-text-{}", "any text", r".*\S.*")
_WORDS = _matching("words-{}", "in words", "[A-Za-z][A-Za-z ]*")
_DIGITS = _matching("digits-{}", "any digits", "[0-9]+")
_NEGATIVE = _matching("negative-{}", "below zero", r"-[0-9]+(\.[0-9]+)?")
_APOSTROPHE = _matching("apostrophe-in-{}", "a text with an apostrophe", ".*'.*")
_NON_ASCII = _matching("non-ascii-{}", "a text beyond ASCII", ".*[^\x00-\x7f].*")
_GIVEN = _matching("given-{}", "given at all", ".+")
_IMPOSSIBLE = _matching("impossible-{}", "on no calendar day", "[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPACT = _matching("compact-{}", "written YYYYMMDD", "[0-9]{8}")
_SLASHED = _matching("slashed-{}", "written YYYY/MM/DD", "[0-9]{4}/[0-9]{2}/[0-9]{2}")
_DAY_FIRST = _matching("day-first-{}", "written DD-MM-YYYY", "[0-9]{2}-[0-9]{2}-[0-9]{4}")
_FOUR_DIGITS = _matching("large-{}", "a number of four digits or more", "[0-9]{4,}")
_DECIMAL_TEXT = _matching("decimal-text-{}", "a text with decimals", r"[0-9]+\.[0-9]+")
_OVER_100 = _matching("over-100-{}", "over 100", r"[1-9][0-9]{2,}(\.[0-9]+)?")
_TWO_POINTS = _matching("two-points-in-{}", "written with two points", r"[0-9.]+\.[0-9]+\.[0-9]+")
_RATIO = _matching("ratio-{}", "written as a ratio", "[0-9]+/[0-9]+")
_LONGER_CODE = _matching("longer-{}", "a code with a tail", "(OPEX|CAPEX).+")
_SHORT = _matching("short-{}", "shorter than four characters", ".{1,3}")
_HARI = _matching("hari-in-{}", "written with Hari", ".*Hari.*")
_NO_HYPHEN = _matching("sjind-{}", "written SJIND", ".*SJIND.*")
_TWO_DECIMALS = _matching("two-decimals-{}", "a text with two decimals", r"[0-9]+\.[0-9]{2}")
_ONE_DIGIT = _matching("one-digit-{}", "a single digit", "[0-9]")

_MANDATORY: Final = {
    "TRX-001": "tanggal_transaksi",
    "TRX-002": "transaksi_id",
    "TRX-004": "nama_project",
    "TRX-005": "kategori_project",
    "TRX-006": "total_nilai_project",
    "TRX-007": "tipe_nilai_project",
    "TRX-008": "kategori_umkm",
    "TRX-009": "uid_umkm",
    "TRX-010": "nama_umkm",
    "TRX-015": "tannggal_invoice",
    "TRX-021": "id_satker",
    "TRX-022": "is_pdn",
    "TRX-023": "tkdn",
    "TRX-024": "is_certificate",
}
_FREE: Final = {
    "TRX-003": "bumn_id",
    "TRX-011": "target_penyelesaian",
    "TRX-012": "tanggal_order_placement",
    "TRX-013": "tanggal_confirmation",
    "TRX-014": "tanggal_delivery",
    "TRX-016": "total_cycle_time",
    "TRX-017": "kategori_delivery_time",
    "TRX-018": "rating",
    "TRX-019": "feedback",
    "TRX-020": "deskripsi_project",
}
_DATES: Final = {
    "TRX-301": "tanggal_transaksi",
    "TRX-312": "tanggal_order_placement",
    "TRX-313": "tanggal_confirmation",
    "TRX-314": "tanggal_delivery",
    "TRX-315": "tannggal_invoice",
}

_Row = tuple[str, str, str, tuple[Values, ...]]

_ACCEPTS: Final[tuple[_Row, ...]] = (
    *((number, "transaksi", column, (_MISSING,)) for number, column in _MANDATORY.items()),
    ("TRX-004", "transaksi", "nama_project", (_ABSENT,)),
    ("TRX-005", "transaksi", "kategori_project", (_NULL,)),
    ("TRX-009", "transaksi", "uid_umkm", (_NULL,)),
    ("TRX-015", "transaksi", "tannggal_invoice", (_ABSENT,)),
    ("TRX-021", "transaksi", "id_satker", (_ABSENT,)),
    ("TRX-022", "transaksi", "is_pdn", (_NULL,)),
    ("TRX-023", "transaksi", "tkdn", (_ABSENT,)),
    ("TRX-024", "transaksi", "is_certificate", (_NULL,)),
    ("TRX-105", "transaksi", "kategori_project", (_WORDS, _NEGATIVE, _FOUR_DIGITS)),
    ("TRX-106", "transaksi", "total_nilai_project", (_DECIMAL_TEXT, _FRACTION, _WORDS)),
    ("TRX-107", "transaksi", "tipe_nilai_project", (_WORDS, _DIGITS, _LONGER_CODE)),
    ("TRX-118", "transaksi", "rating", (_exactly("0"), _exactly("6"), _WORDS)),
    ("TRX-122", "transaksi", "is_pdn", (_DIGITS, _NEGATIVE, _WORDS)),
    ("TRX-123", "transaksi", "tkdn", (_OVER_100, _NEGATIVE)),
    ("TRX-124", "transaksi", "is_certificate", (_DIGITS, _NEGATIVE, _WORDS)),
    *((number, "transaksi", column, (_ANY_TEXT,)) for number, column in _DATES.items()),
    ("TRX-301", "transaksi", "tanggal_transaksi", (_IMPOSSIBLE,)),
    ("TRX-313", "transaksi", "tanggal_confirmation", (_COMPACT,)),
    ("TRX-314", "transaksi", "tanggal_delivery", (_DAY_FIRST,)),
    ("TRX-315", "transaksi", "tannggal_invoice", (_SLASHED,)),
    ("TRX-302", "transaksi", "transaksi_id", (_longer_than(100),)),
    ("TRX-304", "transaksi", "nama_project", (_longer_than(255),)),
    ("TRX-325", "transaksi", "certificate_tkdn", (_longer_than(100),)),
    ("TRX-323", "transaksi", "tkdn", (_WORDS, _TWO_POINTS, _RATIO)),
    ("TRX-402", "transaksi", "nama_project", (_EMPTY,)),
    ("TRX-402", "transaksi", "transaksi_id", (_BLANK,)),
    ("TRX-402", "transaksi", "tannggal_invoice", (_EMPTY,)),
    ("TRX-402", "transaksi", "tkdn", (_BLANK,)),
    ("TRX-402", "transaksi", "is_pdn", (_EMPTY,)),
    ("TRX-412", "transaksi", "is_pdn", (_TRUE,)),
    ("TRX-412", "transaksi", "total_nilai_project", (_TRUE,)),
    ("TRX-412", "transaksi", "nama_project", (_TRUE,)),
    ("TRX-412", "transaksi", "feedback", (_ARRAY,)),
    ("TRX-412", "transaksi", "deskripsi_project", (_OBJECT,)),
    ("CODE-001", "transaksi", "kategori_project", (_exactly("0"), _exactly("201"), _BETWEEN)),
    ("LST-006", "get_transaksi", "size", (_exactly("0"), _NEGATIVE, _MISSING, _WORDS)),
    ("LST-006", "get_transaksi", "page", (_exactly("0"), _NEGATIVE, _MISSING, _WORDS)),
    ("DEL-005", "delete_transaksi", "transaksi_id", (_MISSING, _NO_IDS, _EMPTY_ID, _OBJECT)),
    ("UMK-003", "umkm", "uid", (_MISSING,)),
    ("UMK-003", "umkm", "nama_umkm", (_MISSING, _EMPTY)),
    ("UMK-003", "umkm", "kategori_usaha", (_MISSING,)),
    ("UMK-006", "umkm", "kategori_usaha", (_WORDS, _DIGITS)),
    ("UMK-007", "umkm", "uid", (_TRUE,)),
    ("UMK-007", "umkm", "nama_umkm", (_ARRAY,)),
    ("UMK-007", "umkm", "alamat", (_OBJECT,)),
    ("UMK-008", "umkm", "uid", (_longer_than(100),)),
    ("UMK-008", "umkm", "nama_umkm", (_longer_than(100),)),
)

_REFUSES: Final[tuple[_Row, ...]] = (
    ("API-001", "transaksi", "transaksi_id", (_SHORT,)),
    *((number, "transaksi", column, (_NULL,)) for number, column in _FREE.items()),
    ("TRX-003", "transaksi", "bumn_id", (_UNFILLED,)),
    ("TRX-352", "transaksi", "transaksi_id", (_of_length(100),)),
    ("TRX-354", "transaksi", "nama_project", (_of_length(255),)),
    ("TRX-375", "transaksi", "certificate_tkdn", (_of_length(100),)),
    ("TRX-414", "transaksi", "deskripsi_project", (_NON_ASCII,)),
    ("TRX-403", "transaksi", "total_nilai_project", (_NUMBER,)),
    ("TRX-403", "transaksi", "is_pdn", (_NUMBER,)),
    ("TRX-403", "transaksi", "tkdn", (_NUMBER,)),
    ("TRX-403", "transaksi", "is_certificate", (_NUMBER,)),
    ("TRX-405", "transaksi", "target_penyelesaian", (_HARI,)),
    ("TRX-405", "transaksi", "total_cycle_time", (_ONE_DIGIT,)),
    ("TRX-406", "transaksi", "certificate_tkdn", (_NO_HYPHEN,)),
    ("TRX-411", "transaksi", "rating", (_ABSENT,)),
    ("TRX-411", "transaksi", "kategori_delivery_time", (_ABSENT,)),
    ("TRX-411", "transaksi", "tanggal_delivery", (_EMPTY,)),
    ("TRX-411", "transaksi", "feedback", (_EMPTY,)),
    ("TRX-413", "transaksi", "tkdn", (_TWO_DECIMALS,)),
    ("CODE-001", "transaksi", "kategori_project", (_exactly("9"), _exactly("189"))),
    ("CODE-002", "transaksi", "kategori_umkm", (_exactly("3"),)),
    ("CODE-002", "umkm", "kategori_usaha", (_exactly("3"),)),
    ("CODE-003", "transaksi", "rating", (_exactly("1"), _exactly("5"))),
    ("CODE-004", "transaksi", "kategori_delivery_time", (_exactly("3"), _exactly("5"))),
    ("CODE-005", "transaksi", "is_pdn", (_exactly("0"),)),
    ("CODE-006", "transaksi", "is_certificate", (_exactly("0"),)),
    ("CODE-007", "transaksi", "tipe_nilai_project", (_exactly("OPEX"),)),
    ("UMK-001", "umkm", "nib", (_GIVEN,)),
    ("UMK-001", "umkm", "longitute", (_GIVEN,)),
)

_READS: Final[tuple[_Row, ...]] = (("CODE-001", "transaksi", "kategori_project", (_1_TO_27,)),)

_CRASHES: Final[tuple[_Row, ...]] = (
    ("API-009", "transaksi", "nama_project", (_longer_than(255), _APOSTROPHE, _HALF)),
    ("API-009", "transaksi", "total_nilai_project", (_OVER_64_BITS,)),
    ("API-009", "transaksi", "tkdn", (_OBJECT,)),
    ("API-009", "umkm", "nama_umkm", (_NON_ASCII,)),
    ("API-009", "get_transaksi", "page", (_WORDS,)),
)


def _deviations(verdict: Verdict, rows: tuple[_Row, ...]) -> Iterator[Deviation]:
    for number, on, column, kinds in rows:
        for kind in kinds:
            yield Deviation(f"PADI-{number}", on, column, verdict, kind)


DEVIATIONS: Final[tuple[Deviation, ...]] = (
    *_deviations("accepts", _ACCEPTS),
    *_deviations("refuses", _REFUSES),
    *_deviations("reads", _READS),
    *_deviations("answers-500-to", _CRASHES),
)
