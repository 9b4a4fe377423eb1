"""The hand-written TPOS server as a target of the suite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from typing import Any

from kontrak.conformance.config import PERMISSIONS, Target
from kontrak.conformance.hooks import Hooks
from kontrak.conformance.logins import OAuth
from kontrak.contracts import load
from tests.planted.live import live
from tests.planted.tpos.clock import Clock
from tests.planted.tpos.faults import FAULTS
from tests.planted.tpos.server import create_server
from tests.planted.tpos.stock import OWN
from tests.planted.tpos.tokens import CLIENT, SECRET

__all__ = ["FAULTS", "serving"]


NEEDS_A_SOCKET = frozenset({"wants-the-header-as-printed"})
"""Faults that cannot show in process: WSGI has no spelling of header names."""


@cache
def _records() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    world = load("tpos").world
    return {name: world[name] for name in ("parts", "shipments")} | {"outlets": ({"outletCode": OWN},)}


@contextmanager
def serving(fault: str | None = None, dialect: str = "strict") -> Iterator[Target]:
    """A target that is the planted server, with a clock that the suite can move; live where only a socket shows the fault."""
    clock = Clock()
    app = create_server(fault, dialect=dialect, clock=clock)
    target = Target(
        "tpos",
        "http://planted.example",
        app=app,
        auth=OAuth("client_credentials", client_id=CLIENT, client_secret=SECRET),
        records=_records(),
        allow=PERMISSIONS,
        hooks=Hooks(advance=clock.advance),
    )
    if fault not in NEEDS_A_SOCKET:
        yield target
        return
    with live(app) as address:
        yield replace(target, base_url=address, app=None)
