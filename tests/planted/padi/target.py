"""The hand-written PADI server as a target of the suite."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from kontrak.conformance.config import PERMISSIONS, Target
from kontrak.contracts import load
from tests.planted.padi.faults import FAULTS
from tests.planted.padi.server import KEY, HeaderNames, create_server

__all__ = ["FAULTS", "serving"]

NEEDS_A_SOCKET = frozenset({"wants-lower-case-header"})
"""Faults that cannot show in process: WSGI has no spelling of header names."""


class Silent(HeaderNames):
    """A handler that knows how headers were spelt, and prints nothing."""

    def log(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(fault: str | None = None, dialect: str = "strict") -> Iterator[Target]:
    """A target that is the planted server, in process, or live where only a socket shows the fault."""
    app = create_server(fault, dialect=dialect)
    known = {"api_key": KEY, "records": load("padi").world, "allow": PERMISSIONS}
    if fault not in NEEDS_A_SOCKET:
        yield Target("padi", "http://planted.example", app=app, **known)
        return
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Target("padi", f"http://127.0.0.1:{server.server_port}", **known)
    finally:
        server.shutdown()
        server.server_close()
