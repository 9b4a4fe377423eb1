"""A DGI server (version 1.3) written by hand from the document's facts, and its faults.

`create_server()` keeps every requirement, `create_server("ignores-dealer-id")` breaks one, and
`create_server(dialect="other")` keeps what the sources say and chooses otherwise in the rest.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime, timedelta, timezone
from threading import Lock
from typing import Any, Final

from werkzeug.serving import WSGIRequestHandler
from werkzeug.wrappers import Request, Response

from tests.planted.dgi.body import LIMIT, RefusedError, UnreadError, read
from tests.planted.dgi.column_faults import DEVIATIONS
from tests.planted.dgi.faults import FAULTS
from tests.planted.dgi.pushes import Pushes
from tests.planted.dgi.reads import Reads
from tests.planted.dgi.records import first_records
from tests.planted.dgi.row_faults import ROW_FAULTS, spoilt
from tests.planted.dgi.signature import GROUPS, Caller, authenticate
from tests.planted.dgi.tables import MODULES, PUSHES, Message

WIB: Final = timezone(timedelta(hours=7))
_PATH: Final = re.compile("/dgi-api/v1[.]3/([a-z0-9]+)/(read|add)")
_OTHER_PATH: Final = re.compile("/dgi-api/v[0-9.]+/([a-z0-9]+)/([a-z]+)")
_AS_POST: Final = {method: f"performs-{method.lower()}-like-post" for method in ("PUT", "PATCH", "DELETE")}
_AT_ONCE: Final = ("stores-twins-that-come-at-once", "loses-one-of-those-that-come-at-once")
_GAP: Final = 0.005
_OVER_LIMIT: Final = "Batas permintaan tercapai"
_TRACE: Final = 'Traceback (most recent call last):\n  File "/srv/dgi/terima.py", line 61, in terima'


def create_server(fault: str | None = None, *, clock: Callable[[], float] = time.time) -> Server:
    """A fresh strict server with at most one fault of FAULTS; `clock` gives Unix seconds."""
    is_known = fault is None or fault.startswith("forgets-") or any(fault == known.name for known in FAULTS)
    if not is_known:
        raise ValueError(f"no fault is named {fault!r}: see FAULTS in faults.py")
    return Server(fault, clock)


class HeaderNames(WSGIRequestHandler):
    """A handler for live servers that passes on how the names of the headers were spelt: WSGI has no place for it."""

    def make_environ(self) -> dict[str, Any]:
        """The environment of the request with the names as sent."""
        environ: dict[str, Any] = super().make_environ()
        environ["dgi.header_names"] = tuple(self.headers.keys())
        return environ


class Server:
    """The strict server as a WSGI application: one lock, one state, at most one fault."""

    def __init__(self, fault: str | None, clock: Callable[[], float]) -> None:
        self.fault, self.clock = fault, clock
        deviation = next((known for known in DEVIATIONS if known.name == fault), None)
        self.row_fault = next((known for known in ROW_FAULTS if known.name == fault), None)
        records = first_records(self._now())
        self.reads = Reads(records, self.broken)
        self.pushes = Pushes(records, self.broken, deviation)
        self.lock = Lock()
        self.is_stopped = False
        self.busy, self.is_crowded = 0, False
        self.counted: Counter[str] = Counter()
        self.used: set[str] = set()

    def broken(self, fault: str) -> bool:
        """Whether this server has the named fault."""
        return fault == self.fault and (fault not in _AT_ONCE or self.is_crowded)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """Answer a request, as WSGI calls it."""
        request = Request(environ)
        if int(request.content_length or 0) <= LIMIT:
            request.get_data()  # A slow sender must not hold the lock.
        self.busy += 1
        if self.fault in _AT_ONCE:
            time.sleep(_GAP)  # between the look at what is there and the writing
        with self.lock:
            self.is_crowded, self.busy = self.is_crowded or self.busy > 1, self.busy - 1
            response = self._respond(request)(environ, start_response)
            self.is_crowded = self.busy > 0
            return response

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self.clock(), UTC).astimezone(WIB).replace(tzinfo=None)

    def _respond(self, request: Request) -> Response:
        module, operation = "", ""
        try:
            module, operation = self._route(request)
            caller = authenticate(request, module, int(self.clock()), self.broken)
            self._use(request)
            self._count(caller)
            data = self._perform(module, operation, self._read(module, operation, request), caller)
        except RefusedError as refusal:
            if refusal.is_credential and operation == "add":
                self._keep(module, request)
            return self._refuse(refusal, operation, request)
        except UnreadError:
            data = None
        return self._answer(operation, data)

    def _route(self, request: Request) -> tuple[str, str]:
        found = _PATH.fullmatch(request.path)
        if found is None and self.broken("answers-every-version"):
            found = _OTHER_PATH.fullmatch(request.path)
        module, operation = (found[1], found[2]) if found else ("", "")
        if found is None or module not in (PUSHES if operation == "add" else MODULES):
            if self.broken("answers-unknown-paths-with-success"):
                raise UnreadError
            raise RefusedError("Alamat tidak dikenal", status=404)
        if self.broken("does-not-know-pinb") and module == "pinb":
            raise RefusedError("Alamat tidak dikenal", status=404)
        is_forgotten = self.broken(f"forgets-protocol-in-{module}-{operation}")
        if request.method != "POST" and not is_forgotten and not self._is_like_post(request.method):
            if request.method == "GET" and self.broken("answers-get-with-success"):
                raise UnreadError
            raise RefusedError("Metode harus POST", status=405)
        if self.is_stopped:
            raise RefusedError("Permintaan lebih besar dari 1 MiB", status=413)
        return module, operation

    def _is_like_post(self, method: str) -> bool:
        return self.broken(_AS_POST.get(method, ""))

    def _read(self, module: str, operation: str, request: Request) -> Message:
        try:
            return read(request, self.broken)
        except RefusedError:
            if self.broken(f"forgets-protocol-in-{module}-{operation}"):
                raise UnreadError from None
            raise

    def _count(self, caller: Caller) -> None:
        self.counted[caller.key] += 1
        if caller.limit and self.counted[caller.key] > caller.limit and not self.broken("has-no-limit"):
            status = 429 if self.broken("answers-429-over-the-limit") else 200
            raise RefusedError(_OVER_LIMIT, status=status, is_credential=True)

    def _keep(self, module: str, request: Request) -> None:
        """What a faulty server does with a push that it refuses for its credentials."""
        if self.broken("remembers-what-was-refused-for-its-time"):
            self.used.add(request.get_data(as_text=True))
        if self.broken("performs-pushes-refused-for-the-key"):
            with suppress(RefusedError, UnreadError):
                self.pushes.perform(module, read(request, self.broken), GROUPS[0])

    def _use(self, request: Request) -> None:
        if request.get_data(as_text=True) in self.used:
            raise RefusedError("Sudah ditolak")
        token = request.headers.get("DGI-API-Token", "")
        sent = request.headers.get("X-Request-Time", "")
        is_early = sent.isdecimal() and int(sent) > self.clock()
        if is_early and self.broken("takes-early-tokens-once"):
            if token in self.used:
                raise RefusedError("Token sudah dipakai", is_credential=True)
            self.used.add(token)

    def _perform(self, module: str, operation: str, message: Message, caller: Caller) -> list[Message] | None:
        if operation == "add":
            self.pushes.perform(module, message, caller)
            return None
        found = self.reads.perform(module, message, caller, self._now())
        if self.broken("answers-100-records-at-most"):
            found = found[-100:]
        if self.broken(f"lists-{module}-twice"):
            found = found * 2
        rows = [self._shown(row) for row in found]
        return spoilt(self.row_fault, module, deepcopy(rows)) if self.row_fault else rows

    def _shown(self, row: Message) -> Message:
        shown = {name: value for name, value in row.items() if not name.startswith("_")}
        for column in ("idSpk", "idHLODocument"):
            if self.broken(f"shows-{column}-in-another-form") and column in shown:
                shown[column] = f"#{shown[column]}"
        if self.broken("swaps-the-two-times"):
            shown["createdTime"], shown["modifiedTime"] = shown["modifiedTime"], shown["createdTime"]
        return shown

    def _answer(self, operation: str, data: object) -> Response:
        body: Message = {"status": 1, "message": None, "data": data}
        if operation != "read":
            body["message"] = {"confirmation": "Data berhasil disimpan"}
            if self.broken("confirms-without-words"):
                body["message"] = None
            if self.broken("answers-a-push-with-data"):
                body["data"] = []
        if operation == "read" and self.broken("answers-data-as-an-object"):
            body["data"] = {"rows": data}
        if self.broken("answers-without-message"):
            del body["message"]
        if self.broken("answers-status-as-text"):
            body["status"] = "1"
        if self.broken("answers-message-as-text"):
            body["message"] = "OK" if operation == "read" else body["message"]
        return self._as_json(body, 200)

    def _refuse(self, refusal: RefusedError, operation: str, request: Request) -> Response:
        if refusal.status == 413:
            self.is_stopped = self.broken("stops-serving-after-large-bodies")
            if self.broken("refuses-large-bodies-without-a-word"):
                return Response(status=413)
        reason = refusal.reason
        if self.broken("shows-a-stack-trace-to-wrong-values") and refusal.columns:
            reason = f"{_TRACE}\nValueError"
        body: Message = {"status": 0, "message": {"message1": reason}, "data": None}
        body["message"] |= {f"message{n}": f"{name} tidak valid" for n, name in enumerate(refusal.columns, 2)}
        status = refusal.status
        if status == 200:
            status = self._status_of(refusal, operation)
        if self.broken("refuses-with-a-text") and refusal.columns:
            body["message"] = reason
        if self.broken("refuses-with-an-empty-list-of-data") and refusal.columns:
            body["data"] = []
        if self.broken("refuses-with-status-as-text") and refusal.columns:
            body["status"] = "0"
        if self.broken("refuses-with-html") and refusal.columns:
            return Response("<h1>Permintaan ditolak</h1>", mimetype="text/html")
        if self.broken("repeats-the-token-in-refusals"):
            body["message"]["token"] = request.headers.get("DGI-API-Token")
        return self._as_json(body, status)

    def _status_of(self, refusal: RefusedError, operation: str) -> int:
        if operation == "read" and self.broken("refuses-reads-with-400") and not refusal.is_credential:
            return 400
        if operation == "add" and self.broken("refuses-pushes-with-400") and not refusal.is_credential:
            return 400
        return 200

    def _as_json(self, body: object, status: int) -> Response:
        kind = "text/html" if self.broken("calls-its-answers-html") else "application/json"
        text = json.dumps(body)
        is_over = _OVER_LIMIT in text and self.broken("tells-the-limit-in-a-header")
        return Response(text, status, {"Retry-After": "3600"} if is_over else {}, mimetype=kind)
