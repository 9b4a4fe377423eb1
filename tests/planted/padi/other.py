"""A second clean server, which chooses otherwise wherever the sources are silent.

It keeps what is documented or was observed; of what kontrak assumed, only what a lax server does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from threading import Lock
from typing import Any, Final, NoReturn

from flask import Flask, Response, request

from tests.planted.padi.rules import COLUMNS, Message

_MANDATORY: Final = (
    "tanggal_transaksi",
    "transaksi_id",
    "nama_project",
    "kategori_project",
    "total_nilai_project",
    "tipe_nilai_project",
    "kategori_umkm",
    "uid_umkm",
    "nama_umkm",
    "tannggal_invoice",
    "id_satker",
    "is_pdn",
    "tkdn",
    "is_certificate",
)
_VENDOR_MANDATORY: Final = ("uid", "nama_umkm", "kategori_usaha")
_CODES: Final = {
    "kategori_project": re.compile("[1-9]|18[3-9]|19[0-9]|200"),
    "total_nilai_project": re.compile("[0-9]{1,18}"),
    "tipe_nilai_project": re.compile("OPEX|CAPEX"),
    "is_pdn": re.compile("[01]"),
    "is_certificate": re.compile("[01]"),
    "id_satker": re.compile("14482"),
}
_CATEGORIES: Final = ("1", "2", "3", "4")
_LIMIT: Final = 1024 * 1024
_KEYS: Final = {"transaksi": "transaksi_id", "umkm": "uid"}


class _RefusedError(Exception):
    """A message that is not accepted."""


def create_other(url: str, key: str) -> Flask:
    """Return a fresh server of the other dialect."""
    app = Flask("padi-other")
    server = OtherServer(key)
    methods = ("GET", "POST", "PUT", "PATCH", "DELETE")
    app.add_url_rule(url, view_func=server.respond, methods=methods)
    return app


class OtherServer:
    """The other dialect: a refusal is HTTP 200 with status failed."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.lock = Lock()
        self.tables: dict[str, dict[str, Message]] = {"transaksi": {}, "umkm": {}}
        self._create_umkm("123", "PT. Damai Sejahtera", "1")
        self._create_umkm("PTPN3-23016047", "SOKI TAMELIN", "2")

    def respond(self) -> Response:
        """Answer the request at hand."""
        body = request.get_data(cache=False)
        if request.headers.get("x-api-key") != self.key:
            return Response("Forbidden", 403, mimetype="text/plain")
        try:
            with self.lock:
                return self._perform(*_operation(request.method, body))
        except _RefusedError as error:
            return _as_json({"messages": str(error), "status": "failed"}, 200)

    def _create_umkm(self, uid: str, name: str, category: str) -> None:
        self._perform("umkm", {"uid": uid, "nama_umkm": name, "kategori_usaha": category})

    def _perform(self, operation: str, message: Message) -> Response:
        verb, _, noun = operation.rpartition("_")
        if verb == "get":
            return _as_json(_page(list(self.tables[noun].values()), message), 200)
        if verb == "delete":
            self._delete(noun, message.get(_KEYS[noun]))
            return _as_json({"messages": "deleted", "status": "success"}, 200)
        row = self._transaksi(message) if noun == "transaksi" else _umkm(message)
        self._store(noun, row)
        return _as_json({"code": "00", "status": "success"}, 201)

    def _store(self, noun: str, row: Message) -> None:
        name = row[_KEYS[noun]]
        self.tables[noun].pop(name, None)
        self.tables[noun][name] = {
            "user": "bumn",
            **row,
            "id": len(self.tables[noun]) + 1,
            "timestamp": datetime.now(UTC).strftime("%d/%m/%Y %H:%M:%S"),
        }

    def _delete(self, noun: str, names: object) -> None:
        for name in names if isinstance(names, list) else [names]:
            if isinstance(name, str):
                self.tables[noun].pop(name, None)

    def _transaksi(self, message: Message) -> Message:
        texts = dict(_texts("transaksi", message, _MANDATORY))
        vendor = self.tables["umkm"].get(texts["uid_umkm"])
        wrong = [name for name, code in _CODES.items() if not code.fullmatch(texts[name])]
        if wrong or vendor is None:
            raise _RefusedError(f"tidak valid: {', '.join(wrong or ['uid_umkm'])}")
        if texts["nama_umkm"] != vendor["nama_umkm"]:
            raise _RefusedError("nama_umkm tidak sama dengan Data UMKM")
        if texts["kategori_umkm"] != str(vendor["kategori_usaha"]):
            raise _RefusedError("kategori_umkm tidak sama dengan Data UMKM")
        return _with_numbers(texts)


def _operation(method: str, body: bytes) -> tuple[str, Message]:
    if method != "POST" or len(body) > _LIMIT:
        raise _RefusedError("method or size not allowed")
    try:
        document = json.loads(body.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise _RefusedError("invalid JSON") from None
    if not isinstance(document, dict) or len(document) != 1:
        raise _RefusedError("invalid message")
    operation, message = next(iter(document.items()))
    if operation.rpartition("_")[0] not in ("", "get", "delete") or not isinstance(message, dict):
        raise _RefusedError("unknown operation")
    if operation.rpartition("_")[2] not in _KEYS:
        raise _RefusedError("unknown operation")
    return operation, message


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _texts(noun: str, message: Message, mandatory: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield each column as a text, or None where a free one is not given."""
    for name in COLUMNS[noun]:
        value = message.get(name)
        if isinstance(value, (bool, list, dict)) or (value is None and name in mandatory):
            raise _RefusedError(f"{name} wajib diisi")
        yield name, value if value is None else str(value)


def _umkm(message: Message) -> Message:
    texts = dict(_texts("umkm", message, _VENDOR_MANDATORY))
    category = texts["kategori_usaha"]
    return {**texts, "kategori_usaha": int(category) if category in _CATEGORIES else category}


def _with_numbers(texts: Mapping[str, Any]) -> Message:
    """Return the row as a database with its own column types holds it."""
    row = dict(texts)
    row["Tanggal_transaksi"] = row.pop("tanggal_transaksi")
    for name in ("total_nilai_project", "is_pdn", "is_certificate"):
        row[name] = int(row[name])
    row["tkdn"] = _rounded(row["tkdn"])
    return row


def _rounded(text: str) -> int:
    """Return the number without its decimals, as Decimal(10,0) keeps it; 0 for what is none."""
    try:
        return int(Decimal(text).quantize(Decimal(1), ROUND_HALF_UP))
    except (InvalidOperation, ValueError, OverflowError):
        return 0


def _page(rows: list[Message], message: Message) -> Message:
    size, page = _count(message.get("size"), 10), _count(message.get("page"), 1)
    shown = rows[::-1][(page - 1) * size : page * size]
    return {"count": str(len(shown)), "page": page, "data": shown, "status": "success"}


def _count(value: object, default: int) -> int:
    return value if isinstance(value, int) and value > 0 else default


def _as_json(body: object, status: int) -> Response:
    return Response(json.dumps(body), status, mimetype="application/json")
