"""What the twelve operations do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from tests.planted.tpos import rows
from tests.planted.tpos.body import RefusedError
from tests.planted.tpos.claims import CLAIM, RPP, Document
from tests.planted.tpos.clock import Clock, day
from tests.planted.tpos.deviations import Deviation, is_crash, wrong_columns
from tests.planted.tpos.orders import Line, Order, accepted, generations
from tests.planted.tpos.rules import COLUMNS, Broken, Message, is_given, is_right
from tests.planted.tpos.stock import OWN, PARTS
from tests.planted.tpos.world import SAMPLES, Store

_KEYS: Final = {"order": "noPo", "claim": "noPartsClaimDms", "rpp": "noRppDms"}
_KINDS: Final = {"claim": CLAIM, "rpp": RPP}
_COMPARED: Final = {
    "claim": ("outletCode", "noVendorInvoice", "noCase", "noMaterial"),
    "rpp": ("outletCode", "noVendorInvoice", "noMaterial"),
}
_MOST_ROWS: Final = 999
_LONGEST_SHOWN: Final = 17
_PERIOD: Final = timedelta(days=7)


class Operations:
    """The operations over what is stored, at the time of the clock."""

    def __init__(self, broken: Broken, deviation: Deviation | None, clock: Clock) -> None:
        self.broken, self.deviation, self.clock = broken, deviation, clock
        self.store = Store()

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
        if on == "parts":
            return self._parts(message)
        if on == "claim-detail":
            return {"data": self._claim_detail(message)}
        return {"data": self._numbered(self._rows(on, message))}

    def _refuse_too_much(self, on: str, message: Message) -> None:
        """Refuse good messages, where the fault is that."""
        strange = set(message) - set(COLUMNS[on])
        early = message.get("referensiPo") == 1
        if (
            self.broken(f"refuses-every-{on}")
            or (on == "order" and strange and self.broken("refuses-unknown-members"))
            or (on == "order" and early and self.broken("refuses-orders-from-appointments"))
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

    def _is_again(self, on: str, message: Message) -> bool:
        """Say whether the same message came before; another one of that number is refused."""
        if not (is_right(on, message, "outletCode") and is_right(on, message, _KEYS[on])):
            return False
        known = self.store.taken.setdefault((on, message["outletCode"], message[_KEYS[on]]), message)
        if known is message or self.broken(f"stores-the-same-{on}-twice"):
            return False
        if known == message:
            if self.broken(f"refuses-the-same-{on}-again"):
                raise RefusedError(409, "the number is taken", [_KEYS[on]])
            return True
        if self.broken(f"drops-another-{on}-silently"):
            return True
        if self.broken(f"overwrites-a-{on}"):
            return False
        raise RefusedError(409, "the number is taken by another message", [_KEYS[on]])

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

    def _parts(self, message: Message) -> Message:
        found, unknown = [], []
        given = message.get("noParts")
        for number in given if isinstance(given, list) else ():
            (found if isinstance(number, str) and number in PARTS else unknown).append(number)
        if unknown and self.broken("refuses-an-inquiry-with-an-unknown-part"):
            raise RefusedError(404, "parts unknown", ["noParts"])
        if self.broken("answers-parts-that-nobody-asked-for"):
            found = list(PARTS)
        shown = [rows.of_part(OWN, PARTS[number]) for number in found]
        if not unknown or self.broken("does-not-name-unknown-parts"):
            return {"data": shown}
        said = "tidak dikenal" if self.broken("has-another-word-for-unknown-parts") else "parts unknown"
        messages: list[Message] = [{"noPart": number, "message": said} for number in unknown]
        if self.broken("does-not-say-which-part-is-unknown"):
            messages = [{"message": said}]
        return {"data": shown, "messages": messages}

    def _rows(self, on: str, message: Message) -> list[Message]:
        if on == "claims":
            return [rows.of_claim(found, self.clock.now, self.broken) for found in self._documents(message)]
        order = self.store.order(message.get("outletCode", OWN), message.get("noPo", ""))
        if order is None or not self._fits(on, order, message):
            return []
        shown = [row for line in self._lines(order, message) for row in self._row(on, order, line, message)]
        return [shown[0], *shown] if shown and self.broken(f"answers-a-row-twice-in-{on}") else shown

    def _fits(self, on: str, order: Order, message: Message) -> bool:
        if on not in ("status", "etd") or self.broken("ignores-type-and-date"):
            return True
        date = message.get("tanggalPo")
        return message.get("tipeOrder", order.kind) == order.kind and (not is_given(date) or date == order.date)

    def _lines(self, order: Order, message: Message) -> Iterable[Line]:
        wanted = message.get("noPart")
        return [line for line in order.lines if not is_given(wanted) or line.part == wanted]

    def _row(self, on: str, order: Order, line: Line, message: Message) -> Sequence[Message]:
        """No row, or one, of a line in an inquiry."""
        now, parts = self.clock.now, line.split
        if on == "status":
            return [self._miscounted(rows.of_status(order, line, now, self.broken))]
        if on == "etd":
            return self._etd(order, line, message)
        if now < order.processed:
            return []
        if on == "pending":
            return [rows.of_pending(order, line)] if parts.pending or self._shows_nothing(on) else []
        if on == "bo":
            short = order.backorder(line, self.broken)
            return [rows.of_backorder(order, line, self.broken)] if short or self._shows_nothing(on) else []
        if on == "ship":
            lost = parts.short - order.backorder(line, self.broken)
            shown = parts.issued or lost or self._shows_nothing(on)
            return [rows.of_issue(order, line, now, self.broken)] if shown else []
        return [rows.of_poss(order, line)] if not parts.rejected else []

    def _shows_nothing(self, on: str) -> bool:
        return self.broken(f"answers-a-row-of-nothing-in-{on}")

    def _miscounted(self, row: Message) -> Message:
        changes = {
            "processes-more-than-ordered": ("processQty", 1),
            "issues-more-than-processed": ("issueToShippingQtyIssue", row["processQty"] + 1),
            "invoices-more-than-packed": ("issueToShippingQtyInvoice", 1),
            "cancels-more-than-processed": ("issueToShippingQtyCancel", row["processQty"] + 1),
            "counts-one-pending-too-many": ("pendingBoQtyPending", 1),
            "counts-one-ordered-too-many": ("qtyPo", 1),
        }
        for fault, (column, more) in changes.items():
            if self.broken(fault):
                row[column] += more
        if self.broken("answers-another-order-date"):
            row["tanggalPo"] = "20200101"
        if self.broken("processes-another-part"):
            row["processNoPart"] = "9KT99X9999"
        return row

    def _etd(self, order: Order, line: Line, message: Message) -> Sequence[Message]:
        known = list(generations(order, line, self.clock.now, self.broken))
        if self.clock.now < order.processed and not self.broken("shows-etd-at-once"):
            known = []
        first, last = message.get("etdDateFrom"), message.get("etdDateTo")
        bounded = isinstance(first, str) and isinstance(last, str) and not self.broken("ignores-the-etd-range")
        if not known or (bounded and not str(first) <= day(known[-1]) <= str(last)):
            return []
        return [rows.of_etd(order, line, self.clock.now, self.broken)]

    def _documents(self, message: Message) -> list[Document]:
        found = [one for one in self.store.documents if one.sent["outletCode"] == message.get("outletCode", OWN)]
        if self.broken("lists-claims-of-every-outlet"):
            found = list(self.store.documents)
        if not self.broken("lists-claims-and-rpps-alike"):
            found = [one for one in found if one.kind == message.get("tipeClaim", CLAIM)]
        number, date = message.get("noDokumenDms"), message.get("tanggalKlaim")
        if is_given(number):
            found = [one for one in found if one.own_number == number]
        if is_given(date):
            found = [one for one in found if day(one.at) == date]
        if message.get("tipeInquiry") in (2, 3) or self.broken("hides-open-claims"):
            judged = message.get("tipeInquiry") != 2
            found = [one for one in found if (self.clock.now >= one.judged_at(self.broken)) == judged]
        return [one for one in found if len(one.own_number) <= _LONGEST_SHOWN][-_MOST_ROWS:]

    def _claim_detail(self, message: Message) -> Message:
        for document in self.store.documents:
            own = document.sent["outletCode"] == message.get("outletCode", OWN)
            if self._is_asked_for(document, message) and (own or self.broken("details-claims-of-every-outlet")):
                return rows.of_document(document, self.clock.now, self.broken)
        if not self.deviation:
            raise RefusedError(404, "no such document", ["noDokumenTam"])
        return rows.of_document(self.store.documents[0], self.clock.now, self.broken)

    def _is_asked_for(self, document: Document, message: Message) -> bool:
        if document.own_number == message.get("noDokumenDms"):
            return not self.broken("does-not-know-own-numbers")
        return document.number == message.get("noDokumenTam") and self.clock.now >= document.judged_at(self.broken)

    def _numbered(self, shown: list[Message]) -> list[Message]:
        step = 2 if self.broken("leaves-gaps-in-row-numbers") else 1
        start = 0 if self.broken("counts-rows-from-0") else 1
        return [{"no": start + step * place, **row} for place, row in enumerate(shown)]
