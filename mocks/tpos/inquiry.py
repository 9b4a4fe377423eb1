"""The claim inquiry and its detail (T17, T18), for parts claims and RPPs; what TAM says later is null until then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call, Refusal
from kontrak.mocks.tpos import documents, times
from kontrak.mocks.tpos.breaches import breach, is_given
from kontrak.mocks.tpos.documents import Document
from kontrak.mocks.tpos.rows import MOST

OPEN, JUDGED = 2, 3
"""Tipe Inquiry (TPOS-R-089); 1 is all."""
LONGEST_NUMBER = 17
APPROVED, NOT_APPROVED = 1, 2
OTHER = "OTH"
NUMBERS = ("noDokumenTam", "noDokumenDms")


def inquire(call: Call) -> Answer:
    """One row for each document of the outlet that fits the filters."""
    found = [_row(call, one) for one in _wanted(call)]
    return Answer(200, {"data": [{**row, "no": number} for number, row in enumerate(found[:MOST], 1)]})


def detail(call: Call) -> Answer | Refusal:
    """One document in full."""
    given = {name: call.message.get(name) for name in NUMBERS if is_given(call.message.get(name))}
    found = _named(call, given)
    if found is None:
        (column, number), *_ = given.items()
        unknown = breach("TPOS-CID-401", "reference", f"/{column}", number, "the number of a document of the outlet")
        return Refusal(404, f"The outlet has no document {number}.", (unknown,))
    return Answer(200, {"data": {**_detail(call, found), **_files(call, found)}})


def _named(call: Call, given: Mapping[str, str]) -> Document | None:
    """The document of the outlet that has all the numbers given: that of TAM, that of the dealer."""
    outlet = call.message["outletCode"]
    if "noDokumenTam" in given:
        known = [documents.by_tam_number(call, given["noDokumenTam"])]
    else:
        known = [
            documents.load(call, documents.key_of(kind, outlet, given["noDokumenDms"]))
            for kind in documents.COLLECTIONS
        ]
    own = given.get("noDokumenDms")
    return next((one for one in known if one and one.outlet == outlet and own in (None, one.number)), None)


def _wanted(call: Call) -> list[Document]:
    message = call.message
    day, number, asked = message.get("tanggalKlaim"), message.get("noDokumenDms"), message["tipeInquiry"]
    only_judged = asked == JUDGED or call.judge.readings["TPOS-R-091"] == "judged"
    kind = int(message["tipeClaim"])
    known = documents.listing(call, kind, message["outletCode"]) if kind in documents.COLLECTIONS else []
    # A number of more than 17 characters has no room in a row (TPOS-R-079).
    found = [one for one in known if len(one.number) <= LONGEST_NUMBER]
    return [
        one
        for one in found
        if (one.is_judged or not only_judged)
        and not (asked == OPEN and one.is_judged)
        and (not is_given(day) or one.day == times.spelled(day))
        and (not is_given(number) or one.number == number)
    ]


def _row(call: Call, one: Document) -> dict[str, Json]:
    return {
        "outletCode": one.outlet,
        "tanggalClaim": one.day,
        "noDokumenTam": one.tam_number or None,
        "noDokumenDms": one.number,
        "noPo": one.order,
        "noVendorInvoice": one.invoice,
        "noPart": one.material,
        "namaPart": one.name,
        "tanggalPenilaianSpv": one.supervised or None,
        "tamJudgement": _verdict(call, one),
        "tanggalPenilaianTam": one.judged or None,
        "leadTime": min(_days(one.day, one.judged), MOST) if one.judged else None,
    }


def _detail(call: Call, one: Document) -> dict[str, Json]:
    return {
        "outletCode": one.outlet,
        "tipeClaim": one.kind,
        "noPo": one.order,
        "noVendorInvoice": one.invoice,
        # Under TPOS-R-082 an RPP may have a code that the table does not know.
        "kodeClaim": one.code if one.code in _codes(call) else OTHER,
        "dealerRequest": one.request,
        "tanggalKlaim": one.day,
        "noDokumenTam": one.tam_number or None,
        "deliveryDate": one.delivered or None,
        "tanggalGr": one.received or None,
        "noPart": one.material,
        "namaPart": one.name,
        "qtyClaim": one.pieces,
        "hargaNetDealer": one.price,
        "totalHargaNetDealer": one.price * one.pieces,
        "claimAmount": one.price * (one.judged_pieces if one.is_judged else one.pieces),
        "dealerNote": one.note,
        "tamNote": one.tam_note or None,
        "supervisorJudgeCode": (APPROVED if one.judged_pieces else NOT_APPROVED) if one.is_judged else None,
        "supervisorJudgeDate": one.supervised or None,
        "tamJudgement": _verdict(call, one),
        "tanggalPenilaianTam": one.judged or None,
    }


def _files(call: Call, one: Document) -> dict[str, Json]:
    """The files that were sent; what was not is null, or empty (TPOS-R-094)."""
    sent: Mapping[str, Json] = documents.files(call, one)
    missing = "" if call.judge.readings["TPOS-R-094"] == "all" else None
    return {name: sent.get(name, missing) for name in documents.FILE_NAMES}


def _verdict(call: Call, one: Document) -> Json:
    """The verdict as text, or as a number (TPOS-R-077)."""
    is_number = call.judge.readings["TPOS-R-077"] == "number" and one.verdict.isdecimal()
    return int(one.verdict) if is_number else one.verdict or None


def _codes(call: Call) -> Mapping[str, str]:
    return call.partner.contract.codes["kode_claim"].codes


def _days(first: str, last: str) -> int:
    return max((date.fromisoformat(last) - date.fromisoformat(first)).days, 0)
