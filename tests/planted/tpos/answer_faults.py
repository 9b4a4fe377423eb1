"""Faults in one column of the answer of an inquiry: what is wrong with it, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tests.planted.tpos.rules import ABSENT, Message


@dataclass(frozen=True)
class AnswerFault:
    """In every row of these answers, a column is changed; `change` gets its value, ABSENT takes it away."""

    requirement: str
    on: str
    column: str
    how: str
    change: Callable[[Any], object]

    @property
    def name(self) -> str:
        """The fault's name, such as `answers-status-with-null-reject`."""
        return f"answers-{self.on}-with-{self.how}-{self.column}"

    @property
    def text(self) -> str:
        """One sentence on what is wrong."""
        return f"In each row that {self.on} answers, {self.column} is {_PHRASES[self.how]}."

    def apply(self, on: str, answer: Message) -> None:
        """Spoil an answer of that operation."""
        rows = answer.get("data")
        if on != self.on or rows is None:
            return
        for row in [rows] if isinstance(rows, dict) else rows:
            value = self.change(row.get(self.column))
            if value is ABSENT:
                row.pop(self.column, None)
            else:
                row[self.column] = value


_CHANGES: Final[Mapping[str, tuple[str, Callable[[Any], object]]]] = {
    "no": ("missing", lambda _: ABSENT),
    "null": ("null", lambda _: None),
    "blank": ("a blank text", lambda _: " "),
    "true": ("a truth value", lambda _: True),
    "array": ("in an array", lambda value: [value]),
    "long": ("longer than its column", lambda value: (value or "X").ljust(65, "X")),
    "large": ("larger than its column", lambda _: 10**13),
    "dashed": ("written with dashes", lambda _: "2026-11-12"),
    "undated": ("a day without its time", lambda _: "20261112"),
    "unreal": ("on no calendar day", lambda _: "20260230"),
    "negative": ("below zero", lambda _: -1),
    "zero": ("zero", lambda _: 0),
    "wordy": ("another word", lambda _: "Ada"),
    "coded": ("another code", lambda _: 7),
    "unknown": ("a code of four characters", lambda _: "ZZZZ"),
    "plain": ("a text that is no file", lambda _: "JVBERi0xLjcK"),
}
_PHRASES: Final = {how: phrase for how, (phrase, _) in _CHANGES.items()}

_Rows = tuple[tuple[str, str, str, tuple[str, ...]], ...]
_ROWS: Final[_Rows] = (
    ("PIQ-801", "parts", "namaPart", ("no", "null")),
    ("PIQ-801", "parts", "hargaRetail", ("no",)),
    ("PIQ-802", "parts", "noPart", ("long",)),
    ("PIQ-802", "parts", "measurementH", ("true", "large")),
    ("PIQ-802", "parts", "specialCd", ("wordy",)),
    ("PIQ-803", "parts", "onHand", ("wordy",)),
    ("PIQ-804", "parts", "namaPart", ("blank",)),
    ("OSI-801", "status", "reject", ("no", "null")),
    ("OSI-801", "status", "outletCode", ("no",)),
    ("OSI-802", "status", "tanggalPo", ("dashed", "unreal")),
    ("OSI-802", "status", "tamRef", ("long",)),
    ("OSI-802", "status", "processQty", ("array",)),
    ("OSI-804", "status", "tamRef", ("blank",)),
    ("PEN-801", "pending", "pendingBoTanggalAlokasi", ("no", "null")),
    ("PEN-802", "pending", "pendingBoTanggalAlokasi", ("dashed",)),
    ("PEN-802", "pending", "pendingBoQtyPending", ("large",)),
    ("PEN-804", "pending", "processNoPart", ("blank",)),
    ("BOD-801", "bo", "noParts", ("no",)),
    ("BOD-801", "bo", "backOrderQtyBo", ("null",)),
    ("BOD-802", "bo", "backOrderTanggalBo", ("dashed",)),
    ("BOD-802", "bo", "backOrderQtyBo", ("true",)),
    ("BOD-804", "bo", "noParts", ("blank",)),
    ("ITS-801", "ship", "issueQty", ("no",)),
    ("ITS-801", "ship", "cancelDenialQtyDenial", ("null",)),
    ("ITS-802", "ship", "packNoCase", ("long",)),
    ("ITS-802", "ship", "invoiceTanggalInvoice", ("dashed",)),
    ("ITS-802", "ship", "packQty", ("array",)),
    ("ITS-804", "ship", "processNoPart", ("blank",)),
    ("POSS-801", "poss", "kodeRa", ("no",)),
    ("POSS-801", "poss", "harga", ("null",)),
    ("POSS-802", "poss", "kodeRa", ("long",)),
    ("POSS-802", "poss", "harga", ("large",)),
    ("POSS-802", "poss", "tanggalAlokasi", ("unreal",)),
    ("POSS-804", "poss", "tamReffNo", ("blank",)),
    ("ETD-801", "etd", "satuan", ("no", "null")),
    ("ETD-802", "etd", "satuan", ("long",)),
    ("ETD-802", "etd", "terakhirEtd", ("undated",)),
    ("ETD-802", "etd", "originalQtyIssue", ("large",)),
    ("ETD-802", "etd", "boTanggalBo", ("dashed",)),
    ("ETD-804", "etd", "satuan", ("blank",)),
    ("CIQ-801", "claims", "noVendorInvoice", ("no",)),
    ("CIQ-801", "claims", "namaPart", ("null",)),
    ("CIQ-802", "claims", "tanggalClaim", ("dashed",)),
    ("CIQ-802", "claims", "tanggalPenilaianTam", ("dashed",)),
    ("CIQ-802", "claims", "leadTime", ("large",)),
    ("CIQ-804", "claims", "namaPart", ("blank",)),
    ("CID-801", "claim-detail", "qtyClaim", ("no",)),
    ("CID-801", "claim-detail", "dealerNote", ("null",)),
    ("CID-802", "claim-detail", "attachment", ("plain",)),
    ("CID-802", "claim-detail", "tanggalKlaim", ("dashed",)),
    ("CID-802", "claim-detail", "tamNote", ("array",)),
    ("CID-803", "claim-detail", "dealerRequest", ("unknown",)),
    ("CID-803", "claim-detail", "kodeClaim", ("unknown",)),
    ("CID-804", "claim-detail", "namaPart", ("blank",)),
    ("API-021", "status", "reject", ("negative",)),
    ("API-021", "parts", "hargaRetail", ("negative",)),
    ("API-021", "ship", "packQty", ("negative",)),
    ("API-021", "claim-detail", "claimAmount", ("negative",)),
    ("API-022", "status", "no", ("zero",)),
    ("API-022", "claims", "no", ("zero",)),
    ("API-024", "pending", "outletCode", ("coded",)),
    ("API-024", "claim-detail", "outletCode", ("long",)),
)


def _faults() -> Iterator[AnswerFault]:
    for number, on, column, ways in _ROWS:
        for how in ways:
            yield AnswerFault(f"TPOS-{number}", on, column, how, _CHANGES[how][1])


ANSWER_FAULTS: Final = tuple(_faults())
