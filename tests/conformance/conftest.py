from __future__ import annotations

import threading
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from kontrak.conformance.client import Client
from kontrak.conformance.config import PERMISSIONS, Target
from kontrak.conformance.run import Options, run
from kontrak.conformance.session import Session
from tests.planted.kill import GENERATED, contract
from tests.planted.padi.server import KEY


@pytest.fixture
def padi():
    return contract()


@pytest.fixture
def target():
    """Makes a target of a URL or of a WSGI application, with all that the planted server knows."""

    def make(url="http://planted.example", app=None, **changes):
        known = {"api_key": KEY, "records": contract().world, "allow": PERMISSIONS, "timeout": 10 if app else 0.3}
        return Target("padi", url, app=app, **(known | changes))

    return make


@pytest.fixture
def verified(padi):
    """Runs the suite, without the engine and the generated refusals, and gives the results by requirement."""

    def verify(target, leave_out=GENERATED, **options):
        outcomes = run(padi, target, Options(leave_out=leave_out, **options))
        return {result.id: result for result in outcomes.requirements}

    return verify


@pytest.fixture
def session(padi, target):
    """Makes a session against a WSGI application."""
    with ExitStack() as stack:

        def make(app):
            client = stack.enter_context(Client(app=app))
            return Session(padi, target(app=app), client, seed=1, mark="KT")

        yield make


class Silent(WSGIRequestHandler):
    def log(self, *_):
        pass


@pytest.fixture
def live():
    """Serves a WSGI application on a socket; gives its URL."""
    with ExitStack() as stack:

        def serve(app):
            server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            return f"http://127.0.0.1:{server.server_port}"

        yield serve


@pytest.fixture
def raw():
    """Serves a function of a request handler, which may write any bytes; gives the URL."""
    with ExitStack() as stack:

        def serve(answer):
            class Handler(BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def answered(self):
                    self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                    try:
                        answer(self)
                    except OSError:
                        self.close_connection = True

                def log_message(self, *_):
                    pass

            for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
                setattr(Handler, f"do_{method}", Handler.answered)
            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            server.daemon_threads = True
            server.block_on_close = False
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            return f"http://127.0.0.1:{server.server_port}"

        yield serve
