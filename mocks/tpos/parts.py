"""The parts inquiry (T9): stock, price and substitutes, part by part."""

from __future__ import annotations

from kontrak.contracts import Violation
from kontrak.contracts.model import Json
from kontrak.mocks.model import Answer, Call
from kontrak.mocks.tpos import catalogue, outlets
from kontrak.mocks.tpos.breaches import breach
from kontrak.mocks.tpos.catalogue import Part

UNKNOWN = "parts unknown"
REPLACED = 1
"""The code of a substitution; its values are not given (TPOS-R-105)."""


def check(call: Call) -> list[Violation]:
    """The unknown parts, where the world's reading refuses the inquiry for them (TPOS-R-102)."""
    if call.judge.readings["TPOS-R-102"] != "refused":
        return []
    asked = call.message.get("noParts")
    texts = {i: number for i, number in enumerate(asked if isinstance(asked, list) else ()) if isinstance(number, str)}
    known = _known(call, set(texts.values()))
    return [
        breach("TPOS-PIQ-602", "reference", f"/noParts/{i}", number, f"no {UNKNOWN}")
        for i, number in texts.items()
        if number not in known
    ]


def inquire(call: Call) -> Answer:
    """A row for each known part, and a message for each other one."""
    # Where a blank part number is allowed (TPOS-R-032), a null is: it asks for nothing.
    asked = [number for number in dict.fromkeys(call.message["noParts"]) if isinstance(number, str)]
    known = _known(call, set(asked))
    stock = catalogue.stocks(call, known)
    outlet = call.message["outletCode"]
    found = [_row(outlet, known[number], stock[number]) for number in asked if number in known]
    unknown = [number for number in asked if number not in known]
    if call.judge.readings["TPOS-R-102"] == "row":
        return Answer(200, {"data": found + [_unknown_row(outlet, number) for number in unknown]})
    return Answer(200, {"data": found, "messages": [{"noPart": number, "message": UNKNOWN} for number in unknown]})


def _known(call: Call, numbers: set[str]) -> dict[str, Part]:
    """The parts that exist and fit the outlet's customer code (TPOS-R-101)."""
    dealer = outlets.dealer_of(call, str(call.message.get("outletCode")))
    return {number: part for number, part in catalogue.find(call, numbers).items() if part.is_sold_to(dealer)}


def _row(outlet: str, part: Part, stock: int) -> dict[str, Json]:
    return {
        "outletCode": outlet,
        "noPart": part.number,
        "namaPart": part.name,
        "substitusiCdNew": REPLACED if part.new else None,
        "substitusiPnoNew": part.new,
        "substitusiCdOld": REPLACED if part.old else None,
        "substitusiPnoOld": part.old,
        "onHand": "Available" if stock else "Not Available",
        "hargaRetail": part.retail,
        "measurementH": part.size[0],
        "measurementW": part.size[1],
        "measurementL": part.size[2],
        "specialCd": part.special,
        "stopPenjualan": int(part.stopped),
    }


def _unknown_row(outlet: str, number: str) -> dict[str, Json]:
    part = Part(number=number, name=UNKNOWN, retail=0, discount=0, net=0, stock=0)
    return _row(outlet, part, 0)
