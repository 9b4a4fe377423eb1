"""A second clean server, which chooses otherwise wherever the sources are silent.

It keeps what is documented or was observed; of what kontrak assumed, only what a lax server does. It stamps pushes with its own
clock, keeps keys apart by group, leaves the ends out of windows, answers null for nothing, and adds members of its own.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from threading import Lock
from typing import Any, Final

from werkzeug.wrappers import Request, Response

from tests.planted.dgi.records import OTHERS, OWN, TIME, first_records
from tests.planted.dgi.tables import DPHLO, INV1, INV2, MODULES, Message

_ZONE: Final = timezone(timedelta(hours=7))
_ROOT: Final = "/dgi-api/v1.3/"
_GROUPS: Final = {
    "kunci-grup-satu": ("rahasia-grup-satu-1a2b", OWN, True),
    "kunci-grup-dua": ("rahasia-grup-dua-3c4d", OTHERS, False),
}
_COLUMNS: Final = {"inv1": INV1, "inv2": INV2, "dphlo": DPHLO}
_LISTS: Final = {"inv2": ("njb", "nsc"), "dphlo": ("parts",)}
_MASTERS: Final = {"inv1": ("idSPK", "spk"), "inv2": ("noWorkOrder", "pkb"), "dphlo": ("idHLODocument", "unpaidhlo")}
_FREE: Final = ("note",)
_UNMARKED: Final = {"inv1": ("createdTime", "modifiedTime")}
_NUMBERS: Final = ("amount", "totalHargaNJB", "totalHargaNSC")


class _RefusedError(Exception):
    """A request that is not answered as wished."""


def create_other(clock: Callable[[], float] = time.time) -> OtherServer:
    """A fresh server of the other dialect; `clock` gives Unix seconds."""
    return OtherServer(clock)


class OtherServer:
    """The other dialect as a WSGI application."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.lock = Lock()
        self.records = first_records(self._now())

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer a request, as WSGI calls it."""
        request = Request(environ)
        request.get_data()
        with self.lock:
            return self._respond(request)(environ, start_response)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.clock(), UTC).astimezone(_ZONE).replace(tzinfo=None)

    def _respond(self, request: Request) -> Response:
        module, _, operation = request.path.removeprefix(_ROOT).partition("/")
        known = _COLUMNS if operation == "add" else MODULES if operation == "read" else ()
        if not request.path.startswith(_ROOT) or module not in known:
            return Response("<h1>Not Found</h1>", 404, mimetype="text/html")
        if request.method != "POST":
            return Response("<h1>Method Not Allowed</h1>", 405, mimetype="text/html")
        try:
            dealers, may_push = self._group(request)
            message = _message(request)
            if operation == "read":
                return _as_json({"data": self._read(module, message, dealers) or None, "message": {"info": "ok"}})
            self._push(module, message, dealers if may_push else ())
            return _as_json({"data": None, "message": {"confirmation": "Data tersimpan", "module": module}})
        except _RefusedError as error:
            return _as_json({"data": None, "message": {"error": str(error), "code": "E01"}, "status": 0})

    def _group(self, request: Request) -> tuple[tuple[str, ...], bool]:
        key, sent = request.headers.get("DGI-API-Key", ""), request.headers.get("X-Request-Time", "")
        secret, dealers, may_push = _GROUPS.get(key, ("", (), False))
        token = hashlib.sha256(f"{key}{secret}{sent}".encode()).hexdigest()
        if not secret or request.headers.get("DGI-API-Token", "").lower() != token:
            raise _RefusedError("invalid credential")
        if not sent.isdecimal() or len(sent) > 12 or abs(int(self.clock()) - int(sent)) > 10:
            raise _RefusedError("invalid credential")
        return dealers, may_push

    def _read(self, module: str, message: Message, dealers: tuple[str, ...]) -> list[Message]:
        now = self._now()
        start = _time(message.get("fromTime"), "fromTime")
        end = _time(message["toTime"], "toTime") if message.get("toTime") else now + timedelta(seconds=1)
        if end - start >= timedelta(days=8):
            raise _RefusedError("window too long")
        if start < now - timedelta(days=30):
            raise _RefusedError("window too far back")
        dealer = str(message.get("dealerId") or "").strip()
        rows = [
            row
            for row in self.records[module]
            if row["dealerId"] in dealers and row["dealerId"] == (dealer or row["dealerId"])
        ]
        rows = [row for row in rows if any(start < moment < end for moment in _times(row))]
        for name, place in MODULES[module].filters.items():
            wanted = str(message.get(name) or "").strip()
            rows = [row for row in (_narrowed(row, place, wanted) for row in rows) if row] if wanted else rows
        paid = {row["idHLODocument"] for row in self.records["dphlo"]}
        rows = [row for row in rows if module != "unpaidhlo" or row["idHLODocument"] not in paid]
        return [_shown(row) for row in reversed(rows)]

    def _push(self, module: str, message: Message, dealers: tuple[str, ...]) -> None:
        for name in _COLUMNS[module]:
            value = message.get(name)
            if value is None and name not in (*_FREE, *_UNMARKED.get(module, ())):
                raise _RefusedError(f"{name} is mandatory")
            if isinstance(value, (bool, list, dict)) or (name in _NUMBERS and not _is_number(value)):
                raise _RefusedError(f"{name} is of a wrong type")
        column, master = _MASTERS[module]
        known = [row[MODULES[master].key] for row in self.records[master] if row["dealerId"] in dealers]
        if message[column] not in known:
            raise _RefusedError(f"{column} is not known")
        self._store(module, message, dealers)

    def _store(self, module: str, message: Message, dealers: tuple[str, ...]) -> None:
        key, now = MODULES[module].key, self._now().strftime(TIME)
        same = [row for row in self.records[module] if row[key] == message[key] and row["dealerId"] in dealers]
        row = {name: message.get(name) for name in _COLUMNS[module]}
        row |= {name: _nested(message.get(name)) for name in _LISTS.get(module, ())}
        if row["dealerId"] not in dealers:
            row["dealerId"] = dealers[0]
        row |= {"createdTime": same[0]["createdTime"] if same else now, "modifiedTime": now}
        self.records[module] = [old for old in self.records[module] if old not in same] + [row]


def _message(request: Request) -> Message:
    try:
        message = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise _RefusedError("no JSON") from None
    if not isinstance(message, dict):
        raise _RefusedError("no object")
    return {name.strip(): value for name, value in message.items()}


def _time(value: object, name: str) -> datetime:
    try:
        return datetime.strptime(str(value).strip(), "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - bodies name no zone
    except ValueError:
        raise _RefusedError(f"{name} is no time") from None


def _times(row: Message) -> Iterable[datetime]:
    return (_moment(row[name]) for name in ("createdTime", "modifiedTime"))


@cache
def _moment(text: str) -> datetime:
    return datetime.strptime(text, TIME)  # noqa: DTZ007 - bodies name no zone


def _narrowed(row: Message, place: str, wanted: str) -> Message | None:
    """The record with those of its nested rows that fit; None where nothing fits."""
    outer, _, inner = place.partition(".")
    if not inner:
        return row if row.get(outer) == wanted else None
    fitting = [part for part in row[outer] if part[inner] == wanted]
    return row | {outer: fitting} if fitting else None


def _is_number(value: object) -> bool:
    try:
        float(str(value).replace(",", "."))
    except ValueError:
        return False
    return True


def _nested(value: object) -> list[Message] | None:
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return rows or None


def _shown(row: Message) -> Message:
    """A record as this server writes it: other forms where several count, members of its own, null for nothing."""
    shown: Message = {"row_status": "A"}
    for name, value in reversed(row.items()):
        if not name.startswith("_"):
            shown[name] = [_shown(part) for part in value] if isinstance(value, list) else _in_other_form(name, value)
    return shown


def _in_other_form(name: str, value: object) -> object:
    if value == "":
        return None
    if name in ("discServicePercentage", "discPartsPercentage", "discPercentage"):
        return 0.0
    if name == "waktuPengiriman":
        return "09:30"
    if name in ("tanggalNJB", "tanggalNSC") and isinstance(value, str) and len(value) == len("20/11/2026"):
        return f"{value} 00:00:00"
    return value


def _as_json(body: Message) -> Response:
    body = {"dataCount": str(len(body["data"] or ())), **body, "status": body.get("status", 1)}
    return Response(json.dumps(body), 200, mimetype="application/json")
