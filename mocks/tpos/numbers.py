"""Numbers that TAM gives: a letter and a count in base 36, one count for each kind in each world."""

from __future__ import annotations

from kontrak.mocks.model import Turn
from kontrak.mocks.store import records
from kontrak.mocks.store.records import Record

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLLECTION = "numbers"
KINDS = {
    "tamRef": ("R", 6),
    "orderNo": ("O", 8),
    "vendorInvoice": ("V", 6),
    "case": ("C", 6),
    "shipping": ("S", 7),
    "debitAdvice": ("D", 7),
    "creditAdvice": ("K", 7),
    "document": ("T", 11),
}


def take(turn: Turn, kind: str, many: int = 1) -> list[str]:
    """The next numbers of a kind, in the length that its column has; the world must be locked."""
    place = turn.place(COLLECTION)
    found = records.find(turn.connection, [(place, kind)])
    last = found[place, kind].body["last"] if found else 0
    body = {"kind": kind, "last": last + many}
    records.put(turn.connection, place, Record(kind, body, turn.world.now))
    letter, length = KINDS[kind]
    return [f"{letter}{_digits(n).rjust(length - 1, '0')}" for n in range(last + 1, last + many + 1)]


def _digits(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, len(DIGITS))
        digits = DIGITS[rest] + digits
    return digits
