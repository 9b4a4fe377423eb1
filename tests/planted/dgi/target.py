"""The hand-written DGI server as a target of the suite."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from werkzeug.serving import make_server

from kontrak.conformance.config import PERMISSIONS, Target
from kontrak.conformance.logins import Group
from tests.planted.dgi.faults import FAULTS
from tests.planted.dgi.other import create_other
from tests.planted.dgi.records import known_records
from tests.planted.dgi.server import HeaderNames, create_server
from tests.planted.dgi.signature import GROUPS, TOLERANCE

__all__ = ["FAULTS", "serving"]

NEEDS_A_SOCKET = frozenset({"wants-the-printed-case-of-headers"})
"""Faults that cannot show in process: WSGI has no spelling of header names."""


class Silent(HeaderNames):
    """A handler that knows how headers were spelt, and prints nothing."""

    def log(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(fault: str | None = None, dialect: str = "strict") -> Iterator[Target]:
    """A target that is the planted server, in process, or live where only a socket shows the fault."""
    if dialect not in ("strict", "other") or (fault and dialect == "other"):
        raise ValueError(f"the dialects are strict, which may have a fault, and other; not {dialect!r} with {fault!r}")
    app = create_other() if dialect == "other" else create_server(fault)
    groups = tuple(Group(one.key, one.secret, one.dealers, one.may_push, one.limit) for one in GROUPS)
    told = groups if dialect == "strict" else groups[:2]
    known = {"groups": told, "records": known_records(), "allow": PERMISSIONS, "tolerance": TOLERANCE}
    if fault not in NEEDS_A_SOCKET:
        yield Target("dgi", "http://planted.example", app=app, **known)
        return
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Target("dgi", f"http://127.0.0.1:{server.server_port}", **known)
    finally:
        server.shutdown()
        server.server_close()
