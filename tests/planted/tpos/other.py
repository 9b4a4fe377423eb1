"""A second clean server, which chooses otherwise wherever the sources are silent.

It keeps what is documented; of what kontrak assumed, only what a lax server does. An order is acknowledged without a
word, a claim with a few; rows come bare, or under another name; what is not known yet is missing or blank; digits are
text here and days are numbers there; a refusal is no problem document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from threading import Lock
from typing import Any, Final

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from tests.planted.tpos import rows
from tests.planted.tpos.claims import CLAIM, RPP, Document
from tests.planted.tpos.clock import Clock, day
from tests.planted.tpos.orders import Order, accepted, generations
from tests.planted.tpos.rules import CLAIM_CODES, CONDITIONS, MEBIBYTE, Message, is_blank, size_of
from tests.planted.tpos.stock import OWN, PARTS
from tests.planted.tpos.tokens import CLIENT, SECRET
from tests.planted.tpos.world import Store

_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "purchase-orders": (
        "outletCode",
        "tipePo",
        "referensiPo",
        "franchise",
        "boTamFollow",
        "noPo",
        "tanggalPo",
        "items",
    ),
    "parts-claims": (
        *("outletCode", "noPo", "noVendorInvoice", "noCase", "kodeClaim", "attachment", "notes", "noMaterial"),
        *("qtyInvoice", "qtyReceived", "hargaNetDealer", "totalHargaNetDealer", "dealerRequest", "noPartsClaimDms"),
    ),
    "rpps": (
        *("outletCode", "noPo", "noVendorInvoice", "tanggalTerimaGr", "dealerRequest", "kodeClaim", "notes"),
        *("cancelReport", "noMaterial", "qtyRpp", "noRppDms"),
    ),
    "parts-inquiry": ("outletCode", "noParts"),
    "order-status-inquiry": ("outletCode", "tipeOrder", "noPo"),
    "etd-inquiry": ("outletCode", "tipeOrder", "noPo", "noPart", "etdDateFrom", "etdDateTo"),
    "claim-inquiry": ("outletCode", "tipeClaim", "tipeInquiry"),
}
_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "tipePo": ("1", "2", "3"),
    "tipeOrder": ("1", "2", "3"),
    "referensiPo": ("1", "2", "3", "4"),
    "franchise": ("A", "a"),
    "boTamFollow": ("1", "9"),
    "dealerRequest": ("C", "D", "N"),
    "kodeClaim": CLAIM_CODES,
}
_FILES: Final = ("attachment", "bap", "cancelReport")
_WORDS: Final = re.compile("[A-Za-z0-9]*")
_DETAILS: Final = {"pending-detail": "pending", "bo-detail": "bo", "issue-to-ship": "ship", "poss-info": "poss"}
_LASTS: Final = timedelta(hours=1)


class _No(Exception):
    """A refusal: status and reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


def _never(_: str) -> bool:
    return False


def create_other(app: Flask, clock: Clock) -> Flask:
    """Give the application the routes of the second server."""
    server = Other(clock)
    app.add_url_rule("/tpos/oauth/token", "token", server.give_token, methods=["POST"])
    app.add_url_rule("/tpos/v1/<path:place>", "place", server.respond, methods=["POST"])

    def elsewhere(error: HTTPException) -> Response:
        return Response(f"<h1>{error.name}</h1>", error.code or 400, mimetype="text/html")

    app.register_error_handler(HTTPException, elsewhere)
    return app


class Other:
    """The second server: one lock, one state."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.store, self.lock = clock, Store(), Lock()
        self.tokens: dict[str, Any] = {}
        self.numbers: set[tuple[str, str]] = set()

    def give_token(self) -> Response:
        """Answer a request for a token."""
        with self.lock:
            if (request.form.get("client_id"), request.form.get("client_secret")) != (CLIENT, SECRET):
                return _as_json({"error": "invalid_client"}, 400)
            token = f"OTHER.{len(self.tokens)}.{'x' * 200}"
            self.tokens[token] = self.clock.now + _LASTS
            return _as_json({"expires_in": "3600", "scope": "tpos", "token_type": "Bearer", "access_token": token}, 200)

    def respond(self, place: str) -> Response:
        """Answer the request at hand."""
        body = request.get_data()
        with self.lock:
            try:
                self._check_token()
                return self._perform(place, _read(body))
            except _No as no:
                return _as_json({"errorCode": f"E{no.status}", "errorMessage": no.reason}, no.status)

    def _check_token(self) -> None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or self.clock.now >= self.tokens.get(token, self.clock.now):
            raise _No(403, "Silakan masuk dahulu")

    def _perform(self, place: str, message: Message) -> Response:
        perform: dict[str, Callable[[str, Message], Response]] = {
            "purchase-orders": self._order,
            "parts-claims": self._document,
            "rpps": self._document,
            "parts-inquiry": self._parts,
            "order-status-inquiry": self._status,
            "etd-inquiry": self._etd,
            "claim-inquiry": self._claims,
            "claim-inquiry/detail": self._claim,
        }
        inquiry, _, detail = place.partition("/")
        if inquiry == "order-status-inquiry" and detail in _DETAILS:
            return self._detail(detail, message)
        if place not in perform:
            raise _No(404, "Tidak ada")
        _check(place, message)
        return perform[place](place, message)

    def _order(self, _place: str, message: Message) -> Response:
        if message["outletCode"] != OWN:
            raise _No(404, "Outlet tidak dikenal")
        lines = [_line(line) for line in _list(message["items"])]
        if not lines or any(part not in PARTS for part, _ in lines):
            raise _No(422, "Part tidak dikenal")
        self._take("noPo", message)
        whole = {name: _whole(message[name]) for name in ("tipePo", "boTamFollow")}
        order = accepted(message | whole, lines, len(self.store.orders), self.clock.now, _never)
        self.store.orders.insert(0, order)
        return Response(status=201)

    def _take(self, column: str, message: Message) -> None:
        """Refuse a number that came before, whatever else the message says."""
        number = (column, str(message[column]))
        if number in self.numbers:
            raise _No(400, "Nomor sudah ada")
        self.numbers.add(number)

    def _document(self, place: str, message: Message) -> Response:
        compared = {"noVendorInvoice", "noMaterial", "outletCode", *(["noCase"] if place == "parts-claims" else [])}
        shipped = self.store.shipments(message["noPo"], self.clock.now)
        if not any(all(getattr(line, name) == message[name] for name in compared) for line in shipped):
            raise _No(404, "Barang tidak ditemukan")
        kind, column = (CLAIM, "noPartsClaimDms") if place == "parts-claims" else (RPP, "noRppDms")
        self._take(column, message)
        number = f"{len(self.store.documents) + 1:011}"
        sent = message | {name: _whole(value) for name, value in message.items() if name.startswith("qty")}
        sent[column] = str(message[column])[:20]
        self.store.documents.append(Document(kind, sent, self.clock.now, number))
        return _as_json({"pesan": "diterima", column: sent[column], "noTiket": number}, 201 if kind == CLAIM else 200)

    def _parts(self, _place: str, message: Message) -> Response:
        asked = [str(number) for number in _list(message["noParts"])]
        if len(asked) > 10:
            raise _No(422, "Maksimum 10")
        if message["outletCode"] != OWN:
            raise _No(403, "Outlet tidak dikenal")
        found = [_dressed(rows.of_part(OWN, PARTS[number])) for number in asked if number in PARTS]
        unknown = [{"message": f"PARTS UNKNOWN: {number}", "noPart": number} for number in asked if number not in PARTS]
        return _as_json({"messages": unknown, "data": found, "jumlah": len(found)}, 200)

    def _status(self, _place: str, message: Message) -> Response:
        order = self._found(message)
        if str(_whole(message["tipeOrder"])) != str(order.kind) or self.clock.now < order.processed:
            raise _No(404, "Tidak ada data")
        wanted = message.get("noPart")
        shown = [
            rows.of_status(order, line, self.clock.now, _never)
            for line in order.lines
            if not wanted or line.part == wanted
        ]
        return _as_json([_dressed(row, place) for place, row in enumerate(shown, 1)], 200)

    def _detail(self, detail: str, message: Message) -> Response:
        order, now = self._found(message), self.clock.now
        shown: list[Message] = []
        for line in order.lines if now >= order.processed else ():
            short = order.backorder(line, _never)
            if detail == "pending-detail" and line.split.pending:
                shown.append(rows.of_pending(order, line))
            if detail == "bo-detail" and short:
                shown.append(rows.of_backorder(order, line, _never))
            if detail == "issue-to-ship" and line.split.issued:
                shown.append(rows.of_issue(order, line, now, _never))
            if detail == "poss-info":
                shown.append(rows.of_poss(order, line))
        if not shown:
            return Response(status=204)
        dressed = [_dressed(row, place) for place, row in enumerate(shown, 1)]
        return _as_json({"kode": "00", "data": [{"outletCode": order.outlet, **row} for row in dressed]}, 200)

    def _etd(self, _place: str, message: Message) -> Response:
        order = self._found(message)
        shown = [
            rows.of_etd(order, line, self.clock.now, _never)
            for line in order.lines
            if line.part == message["noPart"] and order.backorder(line, _never)
            if any(_within(day(etd), message) for etd in generations(order, line, self.clock.now, _never))
        ]
        return _as_json({"rows": [_dressed(row, place) for place, row in enumerate(shown, 1)]}, 200)

    def _found(self, message: Message) -> Order:
        if any(message.get(name) is None for name in ("outletCode", "noPo")):
            raise _No(400, "Outlet dan nomor PO harus diisi")
        order = self.store.order(str(message["outletCode"]), str(message["noPo"]))
        if order is None or order.outlet != OWN:
            raise _No(404, "PO tidak ada")
        return order

    def _claims(self, _place: str, message: Message) -> Response:
        number, date = message.get("noDokumenDms"), message.get("tanggalKlaim")
        shown = [
            rows.of_claim(one, self.clock.now, _never)
            for one in self.store.documents
            if one.sent["outletCode"] == message["outletCode"] == OWN
            if str(one.kind) == str(message["tipeClaim"]) and (not number or one.own_number == number)
            if not date or day(one.at) == date
        ]
        last = [_dressed(row, place) for place, row in enumerate(shown[::-1][:50], 1)]
        return _as_json({"data": last, "halaman": 1}, 200)

    def _claim(self, _place: str, message: Message) -> Response:
        for one in self.store.documents:
            own = one.sent["outletCode"] == message.get("outletCode") == OWN
            if own and (one.number, one.own_number) != (None, None) and _names(one, message):
                return _as_json({"data": _dressed(rows.of_document(one, self.clock.now, _never))}, 200)
        raise _No(404, "Dokumen tidak ada")


def _names(document: Document, message: Message) -> bool:
    return message.get("noDokumenTam") == document.number or message.get("noDokumenDms") == document.own_number


def _read(body: bytes) -> Message:
    """The message, whatever its content type, and however often it names a member."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        raise _No(400, "JSON tidak terbaca") from None
    if isinstance(message, list) and message:
        message = message[0]
    if not isinstance(message, dict):
        raise _No(400, "Bukan pesan")
    return message


def _check(place: str, message: Message) -> None:
    """Refuse what the document itself rules out."""
    for column in _NEEDED.get(place, ()):
        if message.get(column) is None:
            raise _No(422, f"{column} harus diisi")
    for column, codes in _CODES.items():
        if (
            message.get(column) is not None
            and not is_blank(message[column])
            and str(message[column]).strip() not in codes
        ):
            raise _No(422, f"{column} tidak dikenal")
    for condition in CONDITIONS:
        decided = str(message.get(condition.decided_by)) in map(str, condition.codes)
        if _is_about(place, condition.on) and decided and message.get(condition.column) is None:
            raise _No(422, f"{condition.column} harus diisi")
    for column in _FILES:
        given = message.get(column)
        if isinstance(given, str) and given.strip() and not given.startswith("UEsDB"):
            raise _No(415, f"{column} bukan xlsx")
        if isinstance(given, str) and size_of(given) > MEBIBYTE:
            raise _No(413, f"{column} lebih dari 1 MB")


def _is_about(place: str, on: str) -> bool:
    return (place, on) in {("purchase-orders", "order"), ("parts-claims", "claim")}


def _line(line: object) -> tuple[str, int]:
    part, qty = (line.get("noMaterial"), line.get("qty")) if isinstance(line, dict) else (None, None)
    if not isinstance(part, str) or qty is None or not _WORDS.fullmatch(part):
        raise _No(422, "Baris tidak lengkap")
    return part, _whole(qty)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _whole(value: object) -> int:
    """The number that a value means, 0 for what means none."""
    text = str(value).strip()
    return min(abs(int(text)), 9999999) if re.fullmatch("-?[0-9]{1,18}", text) else 0


def _within(etd: str, message: Message) -> bool:
    return str(message["etdDateFrom"]) <= etd <= str(message["etdDateTo"])


def _dressed(row: Message, place: int = 0) -> Message:
    """The row in this server's manner: from the last column to the first, and what is unknown blank or missing."""
    shown: Message = {"keterangan": "-", **dict(_columns(row))}
    if place:
        shown["no"] = str(place)
    return dict(reversed(shown.items()))


def _columns(row: Message) -> Iterator[tuple[str, object]]:
    for name, value in row.items():
        if value is None:
            if len(name) % 2:
                yield name, ""
        elif name == "tamJudgement":
            yield name, int(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            yield name, f"{value:03}" if name.startswith("measurement") else str(value)
        elif name.startswith("tanggal") and isinstance(value, str) and value.isdigit():
            yield name, int(value)
        else:
            yield name, value


def _as_json(body: object, status: int) -> Response:
    return Response(json.dumps(body), status, mimetype="application/json")
