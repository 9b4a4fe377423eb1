"""The simulator as a Flask application: `/_kontrak/` by Flask's routes, all other paths by the pipeline."""

from __future__ import annotations

import logging
import string
import time
from collections.abc import Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote

from flask import Flask, Response
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from kontrak.mocks import model, world
from kontrak.mocks.adapters.body import read_body
from kontrak.mocks.adapters.control import blueprint
from kontrak.mocks.adapters.guard import Guard
from kontrak.mocks.adapters.verdict import Judge
from kontrak.mocks.pipeline import Simulator, full
from kontrak.mocks.stages import fault
from kontrak.mocks.stages.answer import render
from kontrak.mocks.store.worlds import TooManyWorlds

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOG = logging.getLogger("kontrak.mocks")
CONTROL = "/_kontrak"
WIRE = "kontrak.wire"
"""The member of the environment in which a server that knows faults is told how the answer travels."""
REASONS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


def create_app(
    simulator: Simulator, ca: bytes | None = None, host: str = "localhost", judge: Judge | None = None
) -> Flask:
    """The WSGI application of a simulator: the partners' paths, and `/_kontrak/` to steer it.

    `ca` is the certificate (PEM) that clients of its HTTPS server have to trust, `host` the name under which it listens,
    `judge` what gives the verdict on its clients.
    """
    app = Flask("kontrak.mocks", static_folder=None)
    control = blueprint(simulator, ca, judge)
    app.register_blueprint(control, url_prefix=CONTROL, name="control")
    app.register_blueprint(control, url_prefix=f"/w/<world>{CONTROL}", name="control_of_world")
    app.register_error_handler(HTTPException, lambda error: _to_flask(_http_problem(error)))
    app.register_error_handler(Exception, lambda error: _to_flask(_mistake(error)))
    guard = Guard(simulator.settings.control, simulator.settings.control_token, host)
    app.wsgi_app = Partners(simulator, app.wsgi_app, guard)  # type: ignore[method-assign]
    return app


class Partners:
    """WSGI middleware that hands everything but the control interface to the pipeline, and guards that.

    The pipeline has its own routes, refusals and limits: Flask's context and URL map would only add a third
    to the time of a request.
    """

    def __init__(self, simulator: Simulator, control: WSGIApplication, guard: Guard) -> None:
        self._simulator, self._control, self._guard = simulator, control, guard

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        full = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        name, path = world.split(full)
        if path == CONTROL or path.startswith(f"{CONTROL}/"):
            if refusal := self._guard.refuses(environ, path):
                return _wsgi(_refused(refusal), start_response)
            # Flask fails on what stands unescaped in a query.
            environ["QUERY_STRING"] = quote(environ.get("QUERY_STRING", ""), safe=string.printable)
            return self._control(environ, start_response)
        try:
            response = self._simulator.handle(self._request(environ, name, path))
        except Exception as error:  # noqa: BLE001 - the client gets an answer, the log the cause
            response = _mistake(error)
        response = _travel(response, environ)
        return _wsgi(response, start_response)

    def _request(self, environ: WSGIEnvironment, name: str, path: str) -> model.Request:
        sent = {key[5:]: str(value) for key, value in environ.items() if key.startswith("HTTP_")}
        headers = {name.replace("_", "-").lower(): value for name, value in sent.items()}
        return model.Request(
            method=environ["REQUEST_METHOD"],
            path=path,
            body=read_body(environ, self._simulator.settings.max_body),
            headers={**headers, "content-type": environ.get("CONTENT_TYPE", "")},
            query=dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True, errors="replace")),
            world=name,
            client=str(environ.get("REMOTE_ADDR") or ""),
        )


def _wsgi(response: model.Response, start_response: StartResponse) -> Iterable[bytes]:
    headers = {**response.headers, "content-length": str(len(response.body))}
    start_response(REASONS.get(response.status, f"{response.status} Unknown"), list(headers.items()))
    return [fault.arrives(response)]


def _travel(response: model.Response, environ: WSGIEnvironment) -> model.Response:
    """Do to the connection what a fault asks for, as far as WSGI can; a server that can do more takes it from here.

    Raises ConnectionResetError for a reset: most servers end the connection then.
    """
    if (wire := response.wire) is None:
        return response
    if WIRE in environ:
        environ[WIRE].append(wire)
        return replace(response, wire=None)
    time.sleep(wire.delay)
    if wire.is_reset:
        raise ConnectionResetError("a fault resets this connection")
    return response


def _http_problem(error: HTTPException) -> model.Response:
    headers = {name: value for name, value in error.get_headers() if name.lower() == "allow"}
    return _refused(model.Refusal(error.code or 500, error.description or error.name, (), headers))


def _mistake(error: Exception) -> model.Response:
    if isinstance(error, TooManyWorlds):
        return _refused(full(error))
    LOG.error("no answer: %s", error, exc_info=None if isinstance(error, SQLAlchemyError) else error)
    if isinstance(error, SQLAlchemyError):
        return _refused(model.Refusal(503, "The simulator's database does not answer; see its log."))
    return _refused(model.Refusal(500, "A mistake of kontrak; its log says more."))


def _refused(refusal: model.Refusal) -> model.Response:
    return render(model.Outcome(refusal))


def _to_flask(response: model.Response) -> Any:
    return Response(response.body, response.status, response.headers)
