"""What the twelve operations do: those that take something in are here, the questions in `inquiries.py`."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Final

from tests.planted.tpos.body import RefusedError
from tests.planted.tpos.claims import CLAIM, RPP, Document
from tests.planted.tpos.clock import Clock, minute
from tests.planted.tpos.deviations import Deviation, is_crash, wrong_columns
from tests.planted.tpos.inquiries import Inquiries
from tests.planted.tpos.orders import accepted
from tests.planted.tpos.rules import COLUMNS, Broken, Message, is_right
from tests.planted.tpos.stock import OWN
from tests.planted.tpos.world import SAMPLES, Store

_KEYS: Final = {"order": "noPo", "claim": "noPartsClaimDms", "rpp": "noRppDms"}
_KINDS: Final = {"claim": CLAIM, "rpp": RPP}
_COMPARED: Final = {
    "claim": ("outletCode", "noVendorInvoice", "noCase", "noMaterial"),
    "rpp": ("outletCode", "noVendorInvoice", "noMaterial"),
}
_PERIOD: Final = timedelta(days=7)
_A_DAY: Final = timedelta(hours=24)
_A_MOMENT: Final = 0.05


def _has_long_part(message: Message) -> bool:
    items = message.get("items")
    parts = [line.get("noMaterial") for line in items if isinstance(line, dict)] if isinstance(items, list) else []
    return any(isinstance(part, str) and len(part) == 15 for part in parts)


class Operations:
    """The operations over what is stored, at the time of the clock."""

    def __init__(self, broken: Broken, deviation: Deviation | None, clock: Clock) -> None:
        self.broken, self.deviation, self.clock = broken, deviation, clock
        self.store = Store()
        self.inquiries = Inquiries(self.store, clock, broken, lenient=deviation is not None)

    def perform(self, on: str, message: Message) -> object:
        """Carry out a message and return the answer; raises RefusedError."""
        if is_crash(on, message, self.deviation):
            raise RefusedError(500, "internal server error")
        self._refuse_too_much(on, message)
        if wrong := list(dict.fromkeys(wrong_columns(on, message, self.deviation))):
            if on in _KEYS and self.broken(f"keeps-a-refused-{on}"):
                self._store(on, message)
            raise RefusedError(400, "the message breaks a rule", wrong)
        self._check_outlet(on, message)
        if on in _KEYS:
            return self._create(on, message)
        return self.inquiries.answer(on, message)

    def _refuse_too_much(self, on: str, message: Message) -> None:
        """Refuse good messages, where the fault is that."""
        strange = set(message) - set(COLUMNS[on])
        early = message.get("referensiPo") == 1
        if (
            self.broken(f"refuses-every-{on}")
            or (on == "order" and strange and self.broken("refuses-unknown-members"))
            or (on == "order" and early and self.broken("refuses-orders-from-appointments"))
            or (on == "order" and _has_long_part(message) and self.broken("refuses-orders-of-long-parts"))
        ):
            raise RefusedError(400, "not like this")

    def _check_outlet(self, on: str, message: Message) -> None:
        if not is_right(on, message, "outletCode") or self.broken("serves-foreign-outlets"):
            return
        if message["outletCode"] != OWN and not self.broken(f"serves-foreign-outlets-in-{on}"):
            raise RefusedError(403, "the token does not serve this outlet", ["outletCode"])

    def _create(self, on: str, message: Message) -> Message:
        if on != "order":
            self._check_shipment(on, message)
        if not self._is_again(on, message):
            self._store(on, message)
        warnings = []
        if on == "rpp" and is_right(on, message, "tanggalTerimaGr") and self._is_late(message):
            if self.broken("refuses-late-rpps"):
                raise RefusedError(422, "the period has passed", ["tanggalTerimaGr"])
            warnings = ["The period of submission has passed."]
        return self._acknowledged(on, message, warnings)

    def _is_late(self, message: Message) -> bool:
        received = datetime.strptime(message["tanggalTerimaGr"], "%Y%m%d")  # noqa: DTZ007 - the partner's day
        return self.clock.now - received > _PERIOD

    def _acknowledged(self, on: str, message: Message, warnings: list[str]) -> Message:
        key = _KEYS[on]
        answer = {key: message.get(key), "outletCode": message.get("outletCode"), "warnings": warnings}
        if self.broken(f"acknowledges-{on}-without-number"):
            del answer[key]
        if self.broken(f"acknowledges-{on}-with-a-number"):
            answer[key] = 1
        if on == "order" and self.broken("acknowledges-with-an-etd"):
            answer["etd"] = minute(self.clock.now)
        if self.broken("acknowledges-with-a-text-as-warnings"):
            answer["warnings"] = "tidak ada"
        return answer

    def _check_shipment(self, on: str, message: Message) -> None:
        """Refuse what names no shipped line; a wrong column that a fault let in is not compared."""
        if not is_right(on, message, "noPo"):
            return
        shipped = self.store.shipments(message["noPo"], self.clock.now)
        if not shipped and not self.broken(f"accepts-{on}-for-unknown-order"):
            raise RefusedError(422, "nothing was shipped for this order", ["noPo"])
        compared = [name for name in _COMPARED[on] if is_right(on, message, name)]
        compared = [name for name in compared if not self.broken(f"does-not-compare-{name}-in-{on}")]
        if shipped and not any(all(getattr(line, name) == message[name] for name in compared) for line in shipped):
            raise RefusedError(422, "this line was not shipped", compared)
        most = max((line.pieces for line in shipped), default=0)
        is_more = on == "rpp" and is_right(on, message, "qtyRpp") and shipped and message["qtyRpp"] > most
        if is_more and not self.broken("accepts-rpps-about-more-than-was-shipped"):
            raise RefusedError(422, "so many were not shipped", ["qtyRpp"])

    def _is_again(self, on: str, message: Message) -> bool:
        """Say whether the same message came before; another one of that number is refused."""
        if not (is_right(on, message, "outletCode") and is_right(on, message, _KEYS[on])):
            return False
        key = (on, message["outletCode"], message[_KEYS[on]])
        if self.broken("stores-what-comes-at-once-each-time"):
            is_known = key in self.store.taken
            time.sleep(_A_MOMENT)  # the others of the same moment look as well, before this one is noted
            if not is_known:
                self.store.taken[key] = message
        known = self.store.taken.setdefault(key, message)
        if known is message or self.broken(f"stores-the-same-{on}-twice"):
            return False
        if known == message:
            if self.broken(f"refuses-the-same-{on}-again"):
                raise RefusedError(409, "the number is taken", [_KEYS[on]])
            return not (self.broken(f"takes-an-older-{on}-anew") and self._is_older(on, message))
        if self.broken(f"drops-another-{on}-silently"):
            return True
        if self.broken(f"overwrites-a-{on}"):
            return False
        raise RefusedError(409, "the number is taken by another message", [_KEYS[on]])

    def _is_older(self, on: str, message: Message) -> bool:
        taken = [(one.number, one.at) for one in self.store.orders]
        if on != "order":
            taken = [(one.own_number, one.at) for one in self.store.documents if one.kind == _KINDS[on]]
        return any(self.clock.now - at >= _A_DAY for number, at in taken if number == message[_KEYS[on]])

    def _store(self, on: str, message: Message) -> None:
        if self.broken(f"forgets-every-{on}"):
            return
        if on == "order":
            self._store_order(message)
            return
        sent = self._settled(on, message)
        shipped = self.store.shipments(sent["noPo"], self.clock.now)
        if not any(line.noMaterial == sent["noMaterial"] for line in shipped):
            sent |= {name: SAMPLES[on][name] for name in ("noPo", "noVendorInvoice", "noMaterial")}
        number = f"TAM{len(self.store.documents) + 1:08}"
        self.store.documents.append(Document(_KINDS[on], sent, self.clock.now, number))

    def _store_order(self, message: Message) -> None:
        sent = self._settled("order", message)
        given = message.get("items")
        lines = [
            (str(line["noMaterial"]), int(line["qty"]))
            for line in (given if isinstance(given, list) else [])
            if isinstance(line, dict) and is_right("order", {"items": [line]}, "items/noMaterial")
            if is_right("order", {"items": [line]}, "items/qty")
        ]
        if self.broken("keeps-the-first-line-only"):
            lines = lines[:1]
        order = accepted(sent, lines, len(self.store.orders), self.clock.now, self.broken)
        self.store.orders.insert(0, order)

    def _settled(self, on: str, message: Message) -> Message:
        """The columns of a message, with a sample's where a fault let in what is wrong."""
        columns = (name for name in COLUMNS[on] if "/" not in name)
        right = {name: message[name] for name in columns if name in message and is_right(on, message, name)}
        return SAMPLES[on] | right
