"""What the server answers to questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from tests.planted.tpos import rows
from tests.planted.tpos.body import RefusedError
from tests.planted.tpos.claims import CLAIM, Document
from tests.planted.tpos.clock import Clock, day
from tests.planted.tpos.orders import Line, Order, generations
from tests.planted.tpos.rules import Broken, Message, is_given
from tests.planted.tpos.stock import FOREIGN_PART, OWN, PARTS
from tests.planted.tpos.world import Store

_MOST_ROWS: Final = 999
_LONGEST_SHOWN: Final = 17
_DETAILS: Final = ("pending", "bo", "ship", "poss")
_STORED_TWICE: Final = (
    "stores-the-same-order-twice",
    "stores-what-comes-at-once-each-time",
    "takes-an-older-order-anew",
)
_Maybe = tuple[int, Callable[[], Message]]
"""How many pieces a row is about, and how it is made: without pieces there is no row."""


class Inquiries:
    """The questions about what is stored; a `lenient` server answers a document also where none is named."""

    def __init__(self, store: Store, clock: Clock, broken: Broken, *, lenient: bool) -> None:
        self.store, self.clock, self.broken, self.lenient = store, clock, broken, lenient

    def answer(self, on: str, message: Message) -> Message:
        """The answer to a question; raises RefusedError."""
        if on == "parts":
            return self._parts(message)
        if on == "claim-detail":
            return {"data": self._claim_detail(message)}
        numbered = self._numbered(self._rows(on, message))
        if on == "status" and self.broken("counts-each-row-of-the-status-as-the-first"):
            numbered = [row | {"no": 1} for row in numbered]
        return {"data": numbered}

    def _parts(self, message: Message) -> Message:
        found, unknown = [], []
        given = message.get("noParts")
        for number in given if isinstance(given, list) else ():
            (found if isinstance(number, str) and number in PARTS else unknown).append(number)
        if unknown and self.broken("refuses-an-inquiry-with-an-unknown-part"):
            raise RefusedError(422, "parts unknown", ["noParts"])
        if self.broken("answers-parts-that-nobody-asked-for"):
            found = list(PARTS)
        if self.broken("answers-the-first-part-only"):
            found = found[:1]
        shown = [rows.of_part(OWN, PARTS[number]) for number in found]
        if FOREIGN_PART.number in unknown and self.broken("answers-the-parts-of-every-customer"):
            unknown.remove(FOREIGN_PART.number)
            shown.append(rows.of_part(OWN, FOREIGN_PART))
        if self.broken("cuts-part-numbers"):
            shown = [row | {"noPart": row["noPart"][:14]} for row in shown]
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
        if order is None and on == "poss" and self.broken("answers-a-row-for-no-order-in-poss"):
            order = self.store.orders[-1]
        if order is None or not self._fits(on, order, message):
            return []
        shown = [
            row
            for one in self._same(order)
            for line in self._lines(one, message)
            for row in self._row(on, one, line, message)
        ]
        if not shown and on in _DETAILS and self.broken("refuses-an-empty-detail"):
            raise RefusedError(404, "no data", ["noPo"])
        return [shown[0], *shown] if shown and self.broken(f"answers-a-row-twice-in-{on}") else shown

    def _same(self, order: Order) -> list[Order]:
        """An order, or all of its number where a fault has stored it more than once."""
        known = [one for one in self.store.orders if (one.outlet, one.number) == (order.outlet, order.number)]
        return known if any(map(self.broken, _STORED_TWICE)) else [order]

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
        if on == "status":
            return [self._miscounted(rows.of_status(order, line, self.clock.now, self.broken))]
        if on == "etd":
            return self._etd(order, line, message)
        if self.clock.now < order.processed:
            return []
        makers = {"pending": self._pending, "bo": self._backorder, "ship": self._issue, "poss": self._poss}
        pieces, row = makers[on](order, line)
        return [row()] if pieces or self.broken(f"answers-a-row-of-nothing-in-{on}") else []

    def _pending(self, order: Order, line: Line) -> _Maybe:
        return line.split.pending, lambda: rows.of_pending(order, line)

    def _backorder(self, order: Order, line: Line) -> _Maybe:
        pieces = line.split.short if self.broken("details-a-killed-shortage") else order.backorder(line, self.broken)
        return pieces, lambda: rows.of_backorder(order, line, self.broken)

    def _issue(self, order: Order, line: Line) -> _Maybe:
        lost = line.split.short - order.backorder(line, self.broken)
        return line.split.issued + lost, lambda: rows.of_issue(order, line, self.clock.now, self.broken)

    def _poss(self, order: Order, line: Line) -> _Maybe:
        part = {"noPart": "9KT99X9999"} if self.broken("answers-another-part-in-poss") else {}
        return line.qty - line.split.rejected, lambda: rows.of_poss(order, line) | part

    def _miscounted(self, row: Message) -> Message:
        changes = {
            "processes-more-than-ordered": ("processQty", 1),
            "issues-more-than-processed": ("issueToShippingQtyIssue", row["processQty"] + 1),
            "invoices-more-than-packed": ("issueToShippingQtyInvoice", 1),
            "cancels-more-than-processed": ("issueToShippingQtyCancel", row["processQty"] + 1),
            "counts-one-pending-too-many": ("pendingBoQtyPending", 1),
            "counts-one-ordered-too-many": ("qtyPo", 1),
            "rejects-nothing": ("reject", -row["reject"]),
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
        if isinstance(first, str) and isinstance(last, str) and self.broken("turns-an-etd-range-about"):
            first, last = sorted((first, last))
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
        return [one for one in found if len(one.own_number) <= _LONGEST_SHOWN or self.broken("lists-long-numbers")][
            -_MOST_ROWS:
        ]

    def _claim_detail(self, message: Message) -> Message:
        for document in self.store.documents:
            own = document.sent["outletCode"] == message.get("outletCode", OWN)
            if self._is_asked_for(document, message) and (own or self.broken("details-claims-of-every-outlet")):
                return rows.of_document(document, self.clock.now, self.broken)
        if not self.lenient:
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
