"""A PADI server written by hand from the source document, and its faults.

`create_server()` keeps every requirement, `create_server("accepts-missing-tkdn")` breaks one, and
`create_server(dialect="other")` keeps what the sources say and chooses otherwise in the rest.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from threading import Lock
from typing import Final

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from tests.planted.live import header_names
from tests.planted.padi.body import RefusedError, read
from tests.planted.padi.column_faults import DEVIATIONS
from tests.planted.padi.faults import FAULTS
from tests.planted.padi.operations import Operations
from tests.planted.padi.other import create_other
from tests.planted.padi.rules import Message

URL: Final = "/padi-umkm/1.2.0/padis"
KEY: Final = "kontrak-test-key"

_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_AT_ONCE: Final = ("stores-twins-that-come-at-once", "loses-one-of-those-that-come-at-once")
_GAP: Final = 0.005
_TRACE: Final = 'Traceback (most recent call last):\n  File "/srv/padi/simpan.py", line 88, in simpan'
_LEAKS: Final = {
    "shows-stack-trace-to-broken-body": (400, f"{_TRACE}\njson.decoder.JSONDecodeError"),
    "shows-stack-trace-to-wrong-value": (422, f"{_TRACE}\nValueError: invalid literal for int()"),
    "shows-database-message-to-wrong-value": (
        422,
        "SQLSTATE[23000]: Integrity constraint violation: 1452 Cannot add or update a child row",
    ),
    "shows-database-message-to-duplicate": (
        409,
        "(pymysql.err.IntegrityError) (1062, \"Duplicate entry for key 'PRIMARY'\")",
    ),
}


def create_server(fault: str | None = None, *, dialect: str = "strict") -> Flask:
    """Return a fresh server: `strict` with at most one fault of FAULTS, or the clean `other`."""
    is_known = fault is None or fault.startswith("forgets-") or any(fault == known.name for known in FAULTS)
    if not is_known:
        raise ValueError(f"no fault is named {fault!r}: see FAULTS in faults.py")
    if dialect not in ("strict", "other"):
        raise ValueError(f"no dialect is named {dialect!r}: strict or other")
    if dialect == "other":
        if fault is not None:
            raise ValueError("faults are planted in the strict dialect only")
        return create_other(URL, KEY)
    return _create_strict(fault)


def _create_strict(fault: str | None) -> Flask:
    app = Flask("padi-planted")
    server = Server(fault)
    app.add_url_rule(URL, view_func=server.respond, methods=_METHODS, provide_automatic_options=False)

    def respond_elsewhere(error: HTTPException) -> Response:
        return _as_json({"status": "error", "message": error.name, "errors": []}, error.code or 400)

    app.register_error_handler(HTTPException, respond_elsewhere)
    return app


class Server:
    """The strict server: one lock, one state, at most one fault."""

    def __init__(self, fault: str | None) -> None:
        self.fault = fault
        deviation = next((known for known in DEVIATIONS if known.name == fault), None)
        self.operations = Operations(self.broken, deviation)
        self.lock = Lock()
        self.is_stopped = False
        self.busy, self.is_crowded = 0, False

    def broken(self, fault: str) -> bool:
        """Say whether this server has the named fault."""
        return fault == self.fault and (fault not in _AT_ONCE or self.is_crowded)

    def respond(self) -> Response:
        """Answer the request at hand."""
        request.get_data()  # A slow sender must not hold the lock.
        self.busy += 1
        if self.fault in _AT_ONCE:
            time.sleep(_GAP)  # between the look at what is there and the writing
        with self.lock:
            self.is_crowded, self.busy = self.is_crowded or self.busy > 1, self.busy - 1
            try:
                return self._accept()
            except RefusedError as refusal:
                return self._refuse(refusal)
            finally:
                self.is_crowded = self.busy > 0

    def _accept(self) -> Response:
        if self.is_stopped:
            raise RefusedError(413, "the body is larger than 1 MiB")
        try:
            operation, message = read(request, self.broken)
        except RefusedError:
            self._check_key("", {})
            raise
        self._check_key(operation, message)
        page = self.operations.perform(operation, message)
        return _as_json(self._acknowledgement(operation) if page is None else page, 200)

    def _check_key(self, operation: str, message: Message) -> None:
        given = request.headers.get("x-api-key")
        if self.broken("wants-lower-case-header") and not _is_lower_case():
            given = None
        how = "without-key" if given is None else "with-any-key"
        slug = operation.replace("_", "-")
        if given == KEY or self.broken(f"serves-{how}") or self.broken(f"serves-{slug}-{how}"):
            return
        if self.broken(f"forgets-authentication-in-{slug}"):
            return
        if self.broken(f"performs-{slug}-all-the-same-{how}"):
            with suppress(RefusedError):
                self.operations.perform(operation, message)
        raise RefusedError(401, "the key is missing or unknown")

    def _acknowledgement(self, operation: str) -> object:
        is_delete = operation.startswith("delete_")
        if self.broken("says-deleted-instead-of-success") and is_delete:
            return {"status": "deleted", "message": "ok"}
        if self.broken("says-ok-instead-of-success") and not is_delete:
            return {"status": "ok", "message": "ok"}
        if self.broken("acknowledges-delete-with-an-array") and is_delete:
            return [{"status": "success", "message": "ok"}]
        if self.broken("acknowledges-umkm-without-status") and operation == "umkm":
            return {"message": "ok"}
        return {"status": "success", "message": "ok"}

    def _refuse(self, refusal: RefusedError) -> Response:
        if refusal.status == 413:
            self.is_stopped = self.broken("stops-serving-after-large-body")
            if self.broken("refuses-large-body-without-an-answer"):
                return Response(status=413)
        body: Message = {
            "status": "error",
            "message": self._reason(refusal),
            "errors": [{"field": column, "message": "tidak valid"} for column in refusal.columns],
        }
        answer = self._worded(body, refusal.status)
        if refusal.status == 405:
            answer.headers["Allow"] = "POST"
        return answer

    def _worded(self, body: Message, status: int) -> Response:
        if status == 401:
            return _as_json(body, status)
        if self.broken("refuses-with-html"):
            return Response("<h1>Permintaan ditolak</h1>", status, mimetype="text/html")
        if self.broken("refuses-without-status"):
            del body["status"]
        if self.broken("refuses-with-a-number-as-status"):
            body["status"] = status
        return _as_json(body, status)

    def _reason(self, refusal: RefusedError) -> str:
        status, leak = _LEAKS.get(self.fault or "", (None, ""))
        return leak if status == refusal.status else refusal.reason


def _is_lower_case() -> bool:
    names = header_names(request.environ)
    return names is None or "x-api-key" in names


def _as_json(body: object, status: int) -> Response:
    return Response(json.dumps(body), status, mimetype="application/json")
