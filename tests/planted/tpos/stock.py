"""What the server starts with: outlets, parts with their stock, and what of it an order gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Part:
    """A part; of an order's pieces, `stock` are there, `coming` are on their way, and the rest is missing."""

    number: str
    name: str
    retail: int
    net: int
    stock: int
    coming: int = 0

    @property
    def on_hand(self) -> str:
        """The word that the parts inquiry has for the stock."""
        return "Available" if self.stock else "Not Available"


OWN: Final = "KTK000001"
FOREIGN: Final = "CTH000001"
_PARTS: Final = (
    Part("9KT01A0001", "CONTOH KAMPAS REM", 156250, 125000, 9999999),
    Part("9KT01A0003", "CONTOH SARINGAN UDARA", 156250, 125000, 0),
    Part("9KT01A0002", "CONTOH SARINGAN OLI", 156250, 125000, 0),
    Part("9KT02B0001", "CONTOH BUSI", 93750, 75000, 2, 2),
    Part("9KT03C000000001", "CONTOH BAUT PANJANG", 12500, 10000, 9999999),
)
FOREIGN_PART: Final = Part("9KT04D0001", "CONTOH STIKER DEALER", 25000, 20000, 9999999)
"""A part that fits the customer code of the foreign outlet alone."""
PARTS: Final = {part.number: part for part in _PARTS}


@dataclass(frozen=True)
class Split:
    """What becomes of the pieces of a line once it is processed."""

    issued: int = 0
    pending: int = 0
    short: int = 0
    rejected: int = 0


def split(number: str, qty: int) -> Split:
    """Divide the pieces of a line by the stock of its part."""
    part = PARTS.get(number)
    if part is None:
        return Split(rejected=qty)
    issued = min(qty, part.stock)
    pending = min(qty - issued, part.coming)
    return Split(issued, pending, qty - issued - pending)
