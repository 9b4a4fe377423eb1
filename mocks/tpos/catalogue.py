"""The parts: those of the world's records, the user's own file, or invented ones, derived from number and seed.

An invented part costs nothing until its stock changes: its number says which it is, the world's seed the rest.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from random import Random

from kontrak.contracts.model import Json
from kontrak.contracts.schema import Schema
from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record
from kontrak.mocks.tpos import money

FAMILIES = (
    "KAMPAS REM DEPAN", "KAMPAS REM BLKG", "SARINGAN OLI", "SARINGAN UDARA", "SARINGAN KABIN", "BUSI", "TALI KIPAS",
    "SHOCK BREAKER", "LAMPU DEPAN", "LAMPU BELAKANG", "KACA SPION", "BUMPER DEPAN", "POMPA AIR", "RADIATOR", "KOPLING",
    "BEARING RODA", "KARET WIPER", "AKI", "ALTERNATOR", "GASKET SET",
)  # fmt: skip
DEALERS = ("KONTRAK", "CONTOH")
FIRST_FAMILY, OF_FAMILY = 10, 200
NUMBER = re.compile(r"9KT([1-2][0-9])X([0-9]{4})", re.ASCII)
MOST_PIECES = 9_999_999
"""A quantity has seven digits at most."""
AVAILABLE, STOCK_OF_AVAILABLE = "Available", 100_000
STOCK, PARTS = "stock", "parts"
DIGIT: Schema = {"type": "integer", "minimum": 0, "maximum": 9}
SIZE: Schema = {"type": "integer", "minimum": 0, "maximum": 999}
ROW: Schema = {
    "type": "object",
    "required": ["noPart", "namaPart", "hargaRetail", "discount", "stock"],
    "properties": {
        "noPart": {"type": "string", "pattern": "^[A-Za-z0-9]{1,15}$"},
        "namaPart": {"type": "string", "minLength": 1, "maxLength": 64},
        "hargaRetail": {"type": "integer", "minimum": 1, "maximum": 9_999_999},
        "discount": {"type": "integer", "minimum": 0, "maximum": 100},
        "stock": {"type": "integer", "minimum": 0, "maximum": MOST_PIECES},
        "substitusiPnoNew": {"type": "string", "pattern": "^[A-Za-z0-9]{1,15}$"},
        "dealer": {"type": "string", "minLength": 1, "maxLength": 20},
        "stopPenjualan": {"type": "integer", "enum": [0, 1]},
        "specialCd": DIGIT,
        "etdDelay": {"type": "integer", "minimum": 0, "maximum": 365},
        "measurementH": SIZE,
        "measurementW": SIZE,
        "measurementL": SIZE,
    },
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part: prices in whole rupiah, `discount` in per cent, `stock` the pieces on the first day.

    `new` replaces it, `old` is what it replaces; a `stopped` part is no longer sold, one of a `dealer` is sold to that
    dealer only (its name is the customer code of its outlets, TPOS-R-101), and of a `miscounted` part one piece is
    missing whenever it is picked. A back order of it comes `delay` days later than was first promised.
    """

    number: str
    name: str
    retail: int
    discount: int
    net: int
    stock: int
    new: str | None = None
    old: str | None = None
    stopped: bool = False
    dealer: str | None = None
    special: int | None = None
    size: tuple[int, int, int] = (0, 0, 0)
    miscounted: bool = False
    delay: int = 0

    def is_sold_to(self, dealer: str) -> bool:
        """Whether the part fits the customer code of a dealer's outlets."""
        return self.dealer is None or self.dealer == dealer


def find(turn: Turn, numbers: Collection[str]) -> dict[str, Part]:
    """The parts of those numbers that exist."""
    place = turn.place(PARTS)
    stored = records.find(turn.connection, [(place, number) for number in numbers])
    own = turn.partner.master.get(PARTS)
    found: dict[str, Part] = {}
    for number in numbers:
        part: Part | None
        if (place, number) in stored:
            part = _given(number, stored[place, number].body)
        elif own is not None:
            part = _given(number, own[number]) if number in own else None
        else:
            part = invented(turn, number)
        if part:
            found[number] = part
    return found


def listing(turn: Turn, start: int, limit: int) -> list[Part]:
    """A piece of the catalogue, in order of number, without the world's own records."""
    own = turn.partner.master.get(PARTS)
    numbers: Iterable[str] = sorted(own) if own is not None else _numbers()
    wanted = list(numbers)[start : start + limit]
    return [part for number in wanted if (part := _given(number, own[number]) if own else invented(turn, number))]


def size(turn: Turn) -> int:
    """How many parts `listing` can show."""
    own = turn.partner.master.get(PARTS)
    return len(own) if own is not None else len(FAMILIES) * OF_FAMILY


def invented(turn: Turn, number: str) -> Part | None:
    """The invented part of that number, the same for the same seed; None where the number is none of ours."""
    place = _place(number)
    if place is None:
        return None
    chance = turn.world.random("part", number)
    retail = chance.randrange(20, 4000) * 1000
    discount = chance.choice((10, 15, 20, 25))
    return Part(
        number=number,
        name=f"{FAMILIES[place[0]]} {place[1]:03d}",
        retail=retail,
        discount=discount,
        net=money.less(retail, discount),
        stock=0 if chance.random() < 0.15 else chance.randrange(1, 200),
        stopped=chance.random() < 0.02,
        dealer=chance.choice(DEALERS) if chance.random() < 0.04 else None,
        special=chance.randrange(1, 10) if chance.random() < 0.05 else None,
        size=_size(chance),
        miscounted=chance.random() < 0.02,
        new=_next(number, 1) if _is_replaced(turn, number) else None,
        old=old if (old := _next(number, -1)) and _is_replaced(turn, old) else None,
    )


def stocks(turn: Turn, parts: Mapping[str, Part]) -> dict[str, int]:
    """The pieces now in stock of each part."""
    place = turn.place(STOCK)
    found = records.find(turn.connection, [(place, number) for number in parts])
    return {n: found[place, n].body["pieces"] if (place, n) in found else part.stock for n, part in parts.items()}


def set_stocks(turn: Turn, pieces: Mapping[str, int]) -> None:
    """Keep the pieces now in stock."""
    for number, left in pieces.items():
        body = {"noPart": number, "pieces": min(left, MOST_PIECES)}
        records.put(turn.connection, turn.place(STOCK), Record(number, body, turn.world.now))


def _numbers() -> Iterable[str]:
    families = range(FIRST_FAMILY, FIRST_FAMILY + len(FAMILIES))
    return (f"9KT{family}X{index:04d}" for family in families for index in range(1, OF_FAMILY + 1))


def _place(number: str) -> tuple[int, int] | None:
    """Family and index of an invented number."""
    found = NUMBER.fullmatch(number)
    if not found or not 1 <= int(found[2]) <= OF_FAMILY:
        return None
    return int(found[1]) - FIRST_FAMILY, int(found[2])


def _next(number: str, step: int) -> str | None:
    other = f"{number[:6]}{int(number[6:]) + step:04d}"
    return other if _place(other) else None


def _is_replaced(turn: Turn, number: str) -> bool:
    """Whether a newer part replaces it: some of the odd numbers, each by the even one after it."""
    return int(number[6:]) % 2 == 1 and turn.world.random("replaced", number).random() < 0.16


def _size(chance: Random) -> tuple[int, int, int]:
    return chance.randrange(1, 100), chance.randrange(1, 100), chance.randrange(1, 200)


def _given(number: str, row: Mapping[str, Json]) -> Part:
    """The part of a record or of a row of the user's file; what a record does not say, or says wrongly, is usual."""
    retail = max(1, _whole(row, "hargaRetail", 9_999_999))
    is_priced = "hargaNetDealer" in row
    net = _whole(row, "hargaNetDealer", retail) if is_priced else money.less(retail, _whole(row, "discount", 100))
    usual = STOCK_OF_AVAILABLE if row.get("onHand") == AVAILABLE else 0
    new, dealer = row.get("substitusiPnoNew"), row.get("dealer")
    return Part(
        number=number,
        name=_name(row.get("namaPart")) or number,
        retail=retail,
        discount=100 - money.share(net, 100, retail) if is_priced else _whole(row, "discount", 100),
        net=net,
        stock=_whole(row, "stock", MOST_PIECES) if "stock" in row else usual,
        new=new if isinstance(new, str) and ROW_NUMBER.fullmatch(new) and new != number else None,
        stopped=row.get("stopPenjualan") == 1,
        dealer=dealer if isinstance(dealer, str) else None,
        special=_whole(row, "specialCd", 9) if row.get("specialCd") is not None else None,
        delay=_whole(row, "etdDelay", 365),
        size=(_whole(row, "measurementH", 999), _whole(row, "measurementW", 999), _whole(row, "measurementL", 999)),
    )


ROW_NUMBER = re.compile(ROW["properties"]["noPart"]["pattern"])


def _name(value: Json) -> str:
    """A name that every column and answer can hold, "" where there is none."""
    return "".join(char if char.isprintable() else " " for char in str(value or "")).strip()[:64]


def _whole(row: Mapping[str, Json], name: str, most: int) -> int:
    value = row.get(name)
    return min(max(int(value), 0), most) if isinstance(value, int) else 0
