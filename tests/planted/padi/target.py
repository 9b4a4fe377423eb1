"""The hand-written PADI server as a target of the suite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kontrak.conformance.config import PERMISSIONS, Target
from kontrak.contracts import load
from tests.planted.live import live
from tests.planted.padi.faults import FAULTS
from tests.planted.padi.server import KEY, create_server

__all__ = ["FAULTS", "serving"]


NEEDS_A_SOCKET = frozenset({"wants-lower-case-header"})
"""Faults that cannot show in process: WSGI has no spelling of header names."""


@contextmanager
def serving(fault: str | None = None, dialect: str = "strict") -> Iterator[Target]:
    """A target that is the planted server, in process, or live where only a socket shows the fault."""
    app = create_server(fault, dialect=dialect)
    known = {"api_key": KEY, "records": load("padi").world, "allow": PERMISSIONS}
    if fault not in NEEDS_A_SOCKET:
        yield Target("padi", "http://planted.example", app=app, **known)
        return
    with live(app) as address:
        yield Target("padi", address, **known)
