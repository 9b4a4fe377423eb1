"""A TPOS server written by hand from the source document, and its faults.

`create_server()` keeps every requirement, `create_server("accepts-missing-order-noPo")` breaks one, and
`create_server(dialect="other")` keeps what the sources say and chooses otherwise in the rest.
"""

from __future__ import annotations

import json
from contextlib import nullcontext, suppress
from threading import Lock
from typing import Final

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from tests.planted.live import header_names
from tests.planted.tpos.answer_faults import ANSWER_FAULTS
from tests.planted.tpos.body import AcceptedError, RefusedError, read
from tests.planted.tpos.clock import Clock
from tests.planted.tpos.column_faults import DEVIATIONS
from tests.planted.tpos.faults import FAULTS
from tests.planted.tpos.operations import Operations
from tests.planted.tpos.other import create_other
from tests.planted.tpos.rules import Message
from tests.planted.tpos.tokens import Tokens

ROOT: Final = "/tpos/v1/"
TOKEN: Final = "/tpos/oauth/token"
PATHS: Final = {
    "purchase-orders": "order",
    "parts-claims": "claim",
    "rpps": "rpp",
    "parts-inquiry": "parts",
    "order-status-inquiry": "status",
    "order-status-inquiry/pending-detail": "pending",
    "order-status-inquiry/bo-detail": "bo",
    "order-status-inquiry/issue-to-ship": "ship",
    "order-status-inquiry/poss-info": "poss",
    "etd-inquiry": "etd",
    "claim-inquiry": "claims",
    "claim-inquiry/detail": "claim-detail",
}
_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_TRACE: Final = 'Traceback (most recent call last):\n  File "/srv/tpos/simpan.py", line 88, in simpan'
_LEAKS: Final = {
    "shows-stack-trace-to-wrong-value": (400, f"{_TRACE}\nValueError: invalid literal for int()"),
    "shows-database-message-to-unknown-line": (422, "SQLSTATE[23000]: Cannot add or update a child row"),
    "shows-driver-message-to-wrong-content-type": (415, "psycopg.errors.UndefinedColumn: column is missing"),
}


def create_server(fault: str | None = None, *, dialect: str = "strict", clock: Clock | None = None) -> Flask:
    """Return a fresh server: `strict` with at most one fault of FAULTS, or the clean `other`."""
    if fault is not None and all(fault != known.name for known in FAULTS):
        raise ValueError(f"no fault is named {fault!r}: see FAULTS in faults.py")
    if dialect not in ("strict", "other"):
        raise ValueError(f"no dialect is named {dialect!r}: strict or other")
    if dialect == "other" and fault is not None:
        raise ValueError("faults are planted in the strict dialect only")
    app = Flask("tpos-planted")
    if dialect == "other":
        return create_other(app, clock or Clock())
    server = Server(fault, clock or Clock())
    app.add_url_rule(TOKEN, "token", server.give_token, methods=["POST"], provide_automatic_options=False)
    for path, on in PATHS.items():
        view = _view(server, on)
        app.add_url_rule(ROOT + path, on, view, methods=_METHODS, provide_automatic_options=False)
    app.register_error_handler(HTTPException, server.respond_elsewhere)
    return app


def _view(server: Server, on: str):
    def respond() -> Response:
        return server.respond(on)

    return respond


class Server:
    """The strict server: one lock, one state, at most one fault."""

    def __init__(self, fault: str | None, clock: Clock) -> None:
        self.fault = fault
        deviation = next((known for known in DEVIATIONS if known.name == fault), None)
        self.answer_fault = next((known for known in ANSWER_FAULTS if known.name == fault), None)
        self.tokens = Tokens(self.broken, clock)
        self.operations = Operations(self.broken, deviation, clock)
        self.lock = Lock()
        self.is_stopped = False

    def broken(self, fault: str) -> bool:
        """Say whether this server has the named fault."""
        return fault == self.fault

    def give_token(self) -> Response:
        """Answer a request for a token."""
        with self.lock:
            status, body = self.tokens.give(request.form)
            return _as_json(body, status)

    def respond(self, on: str) -> Response:
        """Answer the request at hand."""
        request.get_data()  # A slow sender must not hold the lock.
        with nullcontext() if self.broken("stores-what-comes-at-once-each-time") else self.lock:
            try:
                return self._accept(on)
            except AcceptedError:
                return self._success(on, {})
            except RefusedError as refusal:
                return self._refuse(refusal)

    def respond_elsewhere(self, error: HTTPException) -> Response:
        """Answer a request for no place of TPOS."""
        return self._refuse(RefusedError(error.code or 400, error.name))

    def _accept(self, on: str) -> Response:
        self._check_token(on)
        if self.is_stopped:
            raise RefusedError(413, "the body is larger than 4 MiB")
        if request.method != "POST" and not self.broken(f"performs-{request.method.lower()}-like-post"):
            if self.broken(f"answers-{request.method.lower()}-with-success"):
                return _as_json({"data": []}, 200)
            raise RefusedError(405, "the service answers POST only")
        return self._success(on, read(request, self.broken))

    def _success(self, on: str, message: Message) -> Response:
        if not message:
            return _as_json({"noPo": "TANPA-NOMOR"}, 200)
        answer = self.operations.perform(on, message)
        if self.answer_fault is not None and isinstance(answer, dict):
            self.answer_fault.apply(on, answer)
        if isinstance(answer, dict) and "data" in answer:
            answer = self._enveloped(on, answer)
        return _as_json(answer, 200)

    def _enveloped(self, on: str, answer: Message) -> object:
        if self.broken(f"answers-{on}-with-a-bare-value"):
            return answer["data"]
        if self.broken(f"answers-{on}-under-another-name"):
            return {"rows": answer["data"]}
        return answer

    def _check_token(self, on: str) -> None:
        given = request.headers.get("Authorization")
        names = header_names(request.environ)
        if self.broken("wants-the-header-as-printed") and names is not None and "Authorization" not in names:
            given = None
        if self.tokens.lets_in(given, request.headers.get("X-Access-Token")):
            return
        how = "without-token" if given is None else "with-any-token"
        if self.broken(f"serves-{how}") or self.broken(f"serves-{on}-{how}"):
            return
        if self.broken(f"performs-{on}-all-the-same-{how}"):
            with suppress(RefusedError):
                self.operations.perform(on, read(request, self.broken))
        raise RefusedError(401, "the token is missing or unknown")

    def _refuse(self, refusal: RefusedError) -> Response:
        if refusal.status == 413:
            self.is_stopped = self.broken("stops-serving-after-large-body")
            if self.broken("refuses-large-body-without-an-answer"):
                return Response(status=413)
        status, leak = _LEAKS.get(self.fault or "", (None, ""))
        body: Message = {
            "type": "about:blank",
            "title": leak if status == refusal.status else refusal.reason,
            "status": refusal.status,
            "violations": [{"pointer": f"/{column}"} for column in refusal.columns],
        }
        answer = self._worded(body, refusal.status)
        if refusal.status == 401 and not self.broken("does-not-challenge"):
            answer.headers["WWW-Authenticate"] = "Bearer"
        if refusal.status == 405:
            answer.headers["Allow"] = "POST"
        return answer

    def _worded(self, body: Message, status: int) -> Response:
        if status == 401:
            return _as_json(body, 403 if self.broken("answers-403-without-token") else 401, "application/problem+json")
        if self.broken("refuses-with-html"):
            return Response("<h1>Permintaan ditolak</h1>", status, mimetype="text/html")
        if self.broken("refuses-without-title"):
            del body["title"]
        if self.broken("refuses-with-a-text-as-status"):
            body["status"] = str(status)
        return _as_json(body, status, "application/problem+json")


def _as_json(body: object, status: int, mimetype: str = "application/json") -> Response:
    return Response(json.dumps(body), status, mimetype=mimetype)
