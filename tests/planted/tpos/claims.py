"""Parts claims and RPPs, and their judgement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from tests.planted.tpos.rules import Broken, Message

CLAIM: Final = 1
RPP: Final = 2
KEYS: Final = {CLAIM: "noPartsClaimDms", RPP: "noRppDms"}
PERIOD: Final = timedelta(days=7)
_SUPERVISOR: Final = timedelta(days=3)
_OWN_QUANTITY: Final = {
    **dict.fromkeys(("U", "Sht"), "qtyMinus"),
    "Ex": "qtyPlus",
    **dict.fromkeys(("P1", "P2", "P3", "S1", "S2", "S3"), "qtyNg"),
    **dict.fromkeys(("P/N", "MKT", "OTH"), "qtyOth"),
}


@dataclass(frozen=True)
class Document:
    """An accepted claim or RPP: `sent` is the message, `number` TAM's number."""

    kind: int
    sent: Message
    at: datetime
    number: str

    @property
    def own_number(self) -> str:
        """The dealer's number."""
        return str(self.sent[KEYS[self.kind]])

    @property
    def quantity(self) -> int:
        """The claimed pieces."""
        column = "qtyRpp" if self.kind == RPP else _OWN_QUANTITY[self.sent["kodeClaim"]]
        return int(self.sent.get(column) or 0)

    def judged_at(self, broken: Broken) -> datetime:
        """The moment of TAM's judgement."""
        if broken("judges-rpps-late") and self.kind == RPP:
            return self.at + 2 * PERIOD
        if broken("judges-claims-after-ten-days") and self.kind == CLAIM:
            return self.at + timedelta(days=10)
        if broken("judges-claims-late") and self.kind == CLAIM:
            return self.at + 2 * PERIOD
        return self.at if broken("judges-at-once") else self.at + PERIOD

    def number_at(self, now: datetime, broken: Broken) -> str:
        """TAM's number as it is shown at a moment."""
        is_another = broken("numbers-anew-after-two-weeks") and now >= self.at + 2 * PERIOD
        return f"N{self.number[1:]}" if is_another else self.number

    def supervised_at(self) -> datetime:
        """The moment of the supervisor's judgement."""
        return self.at + _SUPERVISOR
