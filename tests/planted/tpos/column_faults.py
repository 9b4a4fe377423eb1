"""The deviations that are planted: each a server that misjudges some values of one column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeGuard

from tests.planted.tpos.deviations import Deviation, Values, Verdict
from tests.planted.tpos.rules import ABSENT, MEBIBYTE, is_archive, is_blank, is_day, is_number, is_workbook, size_of


def _matching(name: str, phrase: str, pattern: str) -> Values:
    compiled = re.compile(pattern, re.DOTALL)
    return Values(name, phrase, lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None)


def _exactly(*codes: object) -> Values:
    words = "-".join(str(code).replace("/", "").lower() for code in codes)
    phrase = " or ".join(map(str, codes))
    return Values(f"{words}-as-{{}}", phrase, lambda value: not isinstance(value, bool) and value in codes)


def _longer_than(limit: int) -> Values:
    return _matching("long-{}", f"longer than {limit} characters", f".{{{limit + 1},}}")


def _of_length(number: int) -> Values:
    return _matching(f"{{}}-of-{number}", f"{number} characters long", f".{{{number}}}")


def _over(digits: int) -> Values:
    phrase = f"a number of more than {digits} digits"
    return Values("large-{}", phrase, lambda value: is_number(value) and value >= 10**digits)


def _is_zip(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value.startswith("UEsDB")


def _is_other_code(value: object) -> bool:
    return is_number(value) and value not in (1, 2, 3)


MISSING: Final = Values("missing-{}", "missing", lambda value: value is ABSENT)
NULL: Final = Values("null-{}", "null", lambda value: value is None)
UNGIVEN: Final = Values("ungiven-{}", "missing or null", lambda value: value is ABSENT or value is None)
BLANK: Final = Values("blank-{}", "a blank text", is_blank)
EMPTY: Final = Values("empty-{}", "an empty text", lambda value: value == "")
TRUE: Final = Values("true-{}", "a truth value", lambda value: isinstance(value, bool))
ARRAY: Final = Values("array-{}", "an array", lambda value: isinstance(value, list))
OBJECT: Final = Values("object-{}", "an object", lambda value: isinstance(value, dict))
NEGATIVE: Final = Values("negative-{}", "below zero", lambda value: is_number(value) and value < 0)
NONE_AT_ALL: Final = Values("no-{}", "an empty list", lambda value: value == [])
SEVERAL: Final = Values(
    "several-{}", "a list of more than one", lambda value: isinstance(value, list) and len(value) > 1
)
ELEVEN: Final = Values(
    "eleven-{}", "a list of more than ten", lambda value: isinstance(value, list) and len(value) > 10
)
TEN: Final = Values("ten-{}", "a list of ten", lambda value: isinstance(value, list) and len(value) == 10)
OTHER_CODE: Final = Values("any-number-as-{}", "a number that is no code", _is_other_code)
GIVEN: Final = Values("given-{}", "given at all", lambda value: value is not ABSENT and value is not None)
ANY_TEXT: Final = _matching("any-text-{}", "any text", r".*\S.*")
NO_DAY: Final = Values(
    "impossible-{}",
    "on no calendar day",
    lambda v: isinstance(v, str) and re.fullmatch("[0-9]{8}", v) and not is_day(v),
)
DASHES: Final = _matching("dashed-{}", "written YYYY-MM-DD", "[0-9]{4}-[0-9]{2}-[0-9]{2}")
HYPHEN: Final = _matching("hyphen-in-{}", "written with a hyphen", "[A-Za-z0-9]+-[A-Za-z0-9]+")
DOTTED: Final = _matching("separator-in-{}", "written with a dot, blank or slash", "[A-Za-z0-9]+[. /][A-Za-z0-9]+")
OLD_EXCEL: Final = _matching("old-excel-as-{}", "a file of the older Excel", "0M8R4.*")
PDF: Final = _matching("pdf-as-{}", "a PDF", "JVBER.*")
BIG: Final = Values("big-{}", "an Excel file of more than 1 MB", lambda v: _is_zip(v) and size_of(v) > MEBIBYTE)
UNOPENED: Final = Values("unopened-{}", "the beginning of a ZIP archive", lambda v: _is_zip(v) and not is_archive(v))
UNREAD: Final = Values(
    "unread-{}", "a ZIP archive of something else", lambda v: _is_zip(v) and is_archive(v) and not is_workbook(v)
)
HALF: Final = Values(
    "half-a-character-in-{}",
    "a text with a lone surrogate",
    lambda value: isinstance(value, str) and any("\ud800" <= char <= "\udfff" for char in value),
)
APOSTROPHE: Final = _matching("apostrophe-in-{}", "a text with an apostrophe", ".*'.*")
TWENTY_DIGITS: Final = Values("huge-{}", "a number of 20 digits", lambda v: is_number(v) and v >= 10**19)

BRACKET: Final = _matching("bracket-in-{}", "a text with a bracket", ".*[()].*")

_Row = tuple[str, str, str, tuple[Values, ...]]

_MANDATORY: Final = (
    *((f"PO-{n:03}", "order", name) for n, name in ((1, "outletCode"), (2, "tipePo"), (3, "referensiPo"))),
    *((f"PO-{n:03}", "order", name) for n, name in ((5, "franchise"), (6, "boTamFollow"), (7, "noPo"))),
    *((f"PO-{n:03}", "order", name) for n, name in ((8, "tanggalPo"), (9, "items/noMaterial"), (10, "items/qty"))),
    *((f"CLM-{n:03}", "claim", name) for n, name in ((1, "outletCode"), (2, "noPo"), (3, "noVendorInvoice"))),
    *((f"CLM-{n:03}", "claim", name) for n, name in ((4, "noCase"), (5, "kodeClaim"), (6, "attachment"))),
    *((f"CLM-{n:03}", "claim", name) for n, name in ((8, "notes"), (9, "noMaterial"), (10, "qtyInvoice"))),
    *((f"CLM-{n:03}", "claim", name) for n, name in ((11, "qtyReceived"), (16, "hargaNetDealer"))),
    *((f"CLM-{n:03}", "claim", name) for n, name in ((17, "totalHargaNetDealer"), (18, "dealerRequest"))),
    ("CLM-019", "claim", "noPartsClaimDms"),
    *((f"RPP-{n:03}", "rpp", name) for n, name in ((1, "outletCode"), (2, "noPo"), (3, "noVendorInvoice"))),
    *((f"RPP-{n:03}", "rpp", name) for n, name in ((4, "tanggalTerimaGr"), (5, "dealerRequest"), (6, "kodeClaim"))),
    *((f"RPP-{n:03}", "rpp", name) for n, name in ((7, "notes"), (8, "cancelReport"), (9, "noMaterial"))),
    *((f"RPP-{n:03}", "rpp", name) for n, name in ((10, "qtyRpp"), (11, "noRppDms"))),
    *((f"PIQ-{n:03}", "parts", name) for n, name in ((1, "outletCode"), (2, "noParts"))),
    *((f"OSI-{n:03}", "status", name) for n, name in ((1, "outletCode"), (3, "tipeOrder"), (4, "noPo"))),
    *((f"ETD-{n:03}", "etd", name) for n, name in ((1, "outletCode"), (3, "tipeOrder"), (4, "noPo"))),
    *((f"ETD-{n:03}", "etd", name) for n, name in ((5, "noPart"), (6, "etdDateFrom"), (7, "etdDateTo"))),
    *((f"CIQ-{n:03}", "claims", name) for n, name in ((1, "outletCode"), (3, "tipeClaim"), (4, "tipeInquiry"))),
)
_CONDITIONAL: Final = (
    *((f"PO-{n:03}", "order", "noTransaksi", code) for n, code in ((4, 1), (21, 2), (22, 3))),
    ("CLM-007", "claim", "bap", "S2"),
    ("CLM-029", "claim", "bap", "S3"),
    ("CLM-012", "claim", "qtyMinus", "U"),
    ("CLM-021", "claim", "qtyMinus", "Sht"),
    ("CLM-013", "claim", "qtyPlus", "Ex"),
    *((f"CLM-{n:03}", "claim", "qtyNg", code) for n, code in ((14, "P1"), (22, "P2"), (23, "P3"), (24, "S1"))),
    *((f"CLM-{n:03}", "claim", "qtyNg", code) for n, code in ((25, "S2"), (26, "S3"))),
    *((f"CLM-{n:03}", "claim", "qtyOth", code) for n, code in ((15, "OTH"), (27, "P/N"), (28, "MKT"))),
)
_DATES: Final = (
    ("PO-308", "order", "tanggalPo"),
    ("RPP-304", "rpp", "tanggalTerimaGr"),
    ("OSI-302", "status", "tanggalPo"),
    ("ETD-302", "etd", "tanggalPo"),
    ("ETD-306", "etd", "etdDateFrom"),
    ("ETD-307", "etd", "etdDateTo"),
    ("CIQ-302", "claims", "tanggalKlaim"),
)
_LONG: Final = (
    ("PO-304", "order", "noTransaksi", 17),
    ("PO-307", "order", "noPo", 20),
    ("PO-309", "order", "items/noMaterial", 15),
    ("CLM-308", "claim", "notes", 1000),
    ("CLM-319", "claim", "noPartsClaimDms", 20),
    ("RPP-307", "rpp", "notes", 1000),
    ("RPP-311", "rpp", "noRppDms", 20),
    ("PIQ-302", "parts", "noParts/*", 15),
    ("OSI-304", "status", "noPo", 20),
    ("OSI-305", "status", "noPart", 15),
    ("OSD-301", "pending", "noPo", 20),
    ("OSD-301", "pending", "noPart", 15),
    ("ETD-304", "etd", "noPo", 20),
    ("ETD-305", "etd", "noPart", 15),
    ("CIQ-305", "claims", "noDokumenDms", 17),
    ("CID-301", "claim-detail", "noDokumenTam", 11),
    ("CID-301", "claim-detail", "noDokumenDms", 20),
)
_LARGE: Final = (
    ("PO-310", "order", "items/qty", 7),
    ("CLM-310", "claim", "qtyInvoice", 7),
    ("CLM-311", "claim", "qtyReceived", 7),
    ("CLM-312", "claim", "qtyMinus", 7),
    ("CLM-313", "claim", "qtyPlus", 7),
    ("CLM-314", "claim", "qtyNg", 7),
    ("CLM-315", "claim", "qtyOth", 7),
    ("CLM-316", "claim", "hargaNetDealer", 11),
    ("CLM-317", "claim", "totalHargaNetDealer", 11),
    ("RPP-310", "rpp", "qtyRpp", 7),
)
_BLANKS: Final = {
    ("PO-402", "order"): ("outletCode", "franchise", "noPo", "tanggalPo"),
    ("CLM-402", "claim"): ("outletCode", "noPo", "noVendorInvoice", "noCase", "kodeClaim", "attachment", "notes"),
    ("RPP-402", "rpp"): ("outletCode", "noPo", "tanggalTerimaGr", "dealerRequest", "notes", "cancelReport"),
    ("PIQ-402", "parts"): ("outletCode", "noParts/*"),
    ("OSI-402", "status"): ("outletCode", "noPo"),
    ("ETD-402", "etd"): ("outletCode", "noPo", "noPart", "etdDateFrom", "etdDateTo"),
    ("CIQ-402", "claims"): ("outletCode",),
}
_TYPES: Final = {
    ("PO-403", "order"): ("outletCode", "tipePo", "noTransaksi", "franchise", "boTamFollow", "tanggalPo", "items"),
    ("CLM-403", "claim"): ("outletCode", "noCase", "kodeClaim", "attachment", "bap", "qtyInvoice", "hargaNetDealer"),
    ("RPP-403", "rpp"): ("noVendorInvoice", "tanggalTerimaGr", "cancelReport", "qtyRpp", "noRppDms"),
    ("PIQ-403", "parts"): ("outletCode",),
    ("OSI-403", "status"): ("outletCode", "tanggalPo", "tipeOrder", "noPo", "noPart"),
    ("OSD-003", "pending"): ("outletCode", "noPo", "noPart"),
    ("ETD-403", "etd"): ("tanggalPo", "tipeOrder", "noPart", "etdDateFrom"),
    ("CIQ-403", "claims"): ("tanggalKlaim", "tipeClaim", "tipeInquiry", "noDokumenDms"),
    ("CID-003", "claim-detail"): ("outletCode", "noDokumenTam", "noDokumenDms"),
}

_ACCEPTS: Final[tuple[_Row, ...]] = (
    *((number, on, column, (UNGIVEN,)) for number, on, column in _MANDATORY),
    ("PO-002", "order", "tipePo", (MISSING, NULL)),
    ("PO-007", "order", "noPo", (MISSING,)),
    ("CLM-006", "claim", "attachment", (NULL,)),
    ("RPP-010", "rpp", "qtyRpp", (MISSING,)),
    ("ETD-005", "etd", "noPart", (MISSING,)),
    ("OSD-001", "pending", "outletCode", (UNGIVEN,)),
    ("OSD-001", "pending", "noPo", (UNGIVEN,)),
    ("CID-001", "claim-detail", "outletCode", (UNGIVEN,)),
    ("CID-001", "claim-detail", "noDokumenTam", (UNGIVEN,)),
    ("PO-011", "order", "items", (MISSING, NULL, NONE_AT_ALL)),
    ("PO-102", "order", "tipePo", (OTHER_CODE, _exactly(4))),
    ("PO-103", "order", "referensiPo", (_exactly(0), _exactly(5, 9))),
    ("PO-105", "order", "franchise", (ANY_TEXT, _exactly("L"))),
    ("PO-106", "order", "boTamFollow", (_exactly(0), _exactly(2, 8))),
    ("PO-109", "order", "items/noMaterial", (HYPHEN, DOTTED)),
    *((number, on, column, (_longer_than(limit),)) for number, on, column, limit in _LONG),
    *((number, on, column, (_over(digits),)) for number, on, column, digits in _LARGE),
    *((number, on, column, (ANY_TEXT, NO_DAY, DASHES)) for number, on, column in _DATES),
    *((number, on, column, (BLANK,)) for (number, on), columns in _BLANKS.items() for column in columns),
    ("PO-402", "order", "noPo", (EMPTY,)),
    *((number, on, column, (TRUE, ARRAY)) for (number, on), columns in _TYPES.items() for column in columns),
    ("PO-403", "order", "noPo", (OBJECT,)),
    ("PIQ-403", "parts", "noParts", (TRUE, OBJECT)),
    ("PIQ-403", "parts", "noParts/*", (TRUE,)),
    ("PO-404", "order", "items/qty", (NEGATIVE,)),
    ("CLM-105", "claim", "kodeClaim", (ANY_TEXT, _exactly("S9"))),
    ("CLM-106", "claim", "attachment", (OLD_EXCEL, PDF)),
    ("CLM-107", "claim", "bap", (OLD_EXCEL, PDF)),
    ("CLM-306", "claim", "attachment", (BIG,)),
    ("CLM-307", "claim", "bap", (BIG,)),
    ("RPP-308", "rpp", "cancelReport", (BIG,)),
    ("CLM-414", "claim", "attachment", (UNOPENED, UNREAD)),
    ("CLM-415", "claim", "bap", (UNOPENED, UNREAD)),
    ("RPP-414", "rpp", "cancelReport", (UNOPENED, UNREAD)),
    ("CLM-118", "claim", "dealerRequest", (ANY_TEXT, _exactly("A"))),
    ("CLM-404", "claim", "qtyInvoice", (NEGATIVE,)),
    ("CLM-404", "claim", "qtyReceived", (NEGATIVE,)),
    ("CLM-404", "claim", "qtyMinus", (NEGATIVE,)),
    ("CLM-404", "claim", "hargaNetDealer", (NEGATIVE,)),
    ("CLM-404", "claim", "totalHargaNetDealer", (NEGATIVE,)),
    ("RPP-105", "rpp", "dealerRequest", (ANY_TEXT, _exactly("X"))),
    ("RPP-106", "rpp", "kodeClaim", (ANY_TEXT,)),
    ("RPP-108", "rpp", "cancelReport", (OLD_EXCEL, PDF)),
    ("RPP-404", "rpp", "qtyRpp", (NEGATIVE,)),
    ("PIQ-102", "parts", "noParts", (ELEVEN,)),
    ("PIQ-202", "parts", "noParts", (NONE_AT_ALL,)),
    ("OSI-103", "status", "tipeOrder", (OTHER_CODE, _exactly(9))),
    ("ETD-103", "etd", "tipeOrder", (OTHER_CODE, _exactly(0))),
)

_REFUSES: Final[tuple[_Row, ...]] = (
    (
        "PO-012",
        "order",
        "items",
        (Values("three-{}", "a list of three", lambda v: isinstance(v, list) and len(v) == 3),),
    ),
    ("PO-102", "order", "tipePo", (_exactly(3),)),
    ("PO-103", "order", "referensiPo", (_exactly(3),)),
    ("PO-106", "order", "boTamFollow", (_exactly(1),)),
    (
        "PO-401",
        "order",
        "noTransaksi",
        (Values("{}-of-six", "six characters long", lambda v: isinstance(v, str) and len(v) == 6),),
    ),
    ("PO-504", "order", "noTransaksi", (_of_length(17),)),
    ("PO-507", "order", "noPo", (_of_length(20),)),
    ("CLM-118", "claim", "dealerRequest", (_exactly("N"),)),
    ("CLM-207", "claim", "bap", (UNGIVEN, MISSING)),
    ("CLM-413", "claim", "qtyPlus", (MISSING,)),
    ("CLM-413", "claim", "qtyOth", (MISSING,)),
    ("CLM-401", "claim", "notes", (BRACKET,)),
    ("RPP-401", "rpp", "notes", (BRACKET,)),
    ("CLM-508", "claim", "notes", (_of_length(1000),)),
    ("CLM-607", "claim", "kodeClaim", (_exactly("S3"),)),
    ("CLM-612", "claim", "kodeClaim", (_exactly("Sht"),)),
    ("CLM-613", "claim", "kodeClaim", (_exactly("Ex"),)),
    ("CLM-614", "claim", "kodeClaim", (_exactly("P2"), _exactly("S1"))),
    ("CLM-615", "claim", "kodeClaim", (_exactly("P/N"), _exactly("MKT"))),
    ("RPP-105", "rpp", "dealerRequest", (_exactly("D"),)),
    ("RPP-106", "rpp", "kodeClaim", (_exactly("Ex", "MKT"),)),
    ("RPP-205", "rpp", "dealerRequest", (_exactly("N"),)),
    ("RPP-507", "rpp", "notes", (_of_length(1000),)),
    ("PIQ-102", "parts", "noParts", (TEN,)),
    (
        "PIQ-401",
        "parts",
        "noParts",
        (Values("one-{}", "a list of one", lambda v: isinstance(v, list) and len(v) == 1),),
    ),
    ("OSI-103", "status", "tipeOrder", (_exactly(3),)),
    ("OSI-411", "status", "tanggalPo", (MISSING,)),
    ("OSI-411", "status", "noPart", (MISSING,)),
    ("PEN-401", "pending", "noPart", (MISSING,)),
    ("BOD-401", "bo", "noPart", (MISSING,)),
    ("ITS-401", "ship", "noPart", (MISSING,)),
    ("POSS-401", "poss", "noPart", (MISSING,)),
    ("ETD-103", "etd", "tipeOrder", (_exactly(2),)),
    ("ETD-411", "etd", "tanggalPo", (MISSING,)),
    ("CIQ-411", "claims", "tanggalKlaim", (MISSING,)),
    ("CIQ-411", "claims", "noDokumenDms", (MISSING,)),
)

_CRASHES: Final[tuple[_Row, ...]] = (
    ("API-007", "order", "noTransaksi", (_longer_than(17), APOSTROPHE, HALF)),
    ("API-007", "order", "items", (OBJECT,)),
    ("API-007", "claim", "hargaNetDealer", (TWENTY_DIGITS,)),
    ("API-007", "claim", "qtyNg", (NEGATIVE,)),
    ("API-007", "rpp", "notes", (HALF,)),
    ("API-007", "etd", "etdDateFrom", (NO_DAY,)),
)


def _deviations(verdict: Verdict, rows: tuple[_Row, ...]) -> Iterator[Deviation]:
    for number, on, column, kinds in rows:
        for kind in kinds:
            yield Deviation(f"TPOS-{number}", on, column, verdict, kind)


def _conditional() -> Iterator[Deviation]:
    for number, on, column, code in _CONDITIONAL:
        decided_by = "referensiPo" if on == "order" else "kodeClaim"
        yield Deviation(f"TPOS-{number}", on, column, "accepts", UNGIVEN, (decided_by, code))
    yield Deviation("TPOS-PO-402", "order", "noTransaksi", "accepts", BLANK, ("referensiPo", 2))
    yield Deviation("TPOS-PO-104", "order", "noTransaksi", "refuses", MISSING, ("referensiPo", 4))


DEVIATIONS: Final = (
    *_deviations("accepts", _ACCEPTS),
    *_conditional(),
    *_deviations("refuses", _REFUSES),
    *_deviations("answers-500-to", _CRASHES),
)
