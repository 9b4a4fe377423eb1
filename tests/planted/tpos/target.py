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
from tests.planted.tpos.stock import FOREIGN, OWN
from tests.planted.tpos.tokens import CLIENT, SECRET

__all__ = ["FAULTS", "serving"]


NEEDS_A_SOCKET = frozenset({"wants-the-header-as-printed"})
"""Faults that cannot show in process: WSGI has no spelling of header names."""


@cache
def _records() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    world = load("tpos").world
    own = {
        name: tuple(row for row in world[name] if row.get("outletCode", OWN) == OWN) for name in ("parts", "shipments")
    }
    return own | {"outlets": ({"outletCode": OWN},)}


@cache
def _foreign() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    names = ("outlets", "parts", "shipments", "parts_claims")
    world = load("tpos").world
    return {name: tuple(row for row in world[name] if row.get("outletCode") == FOREIGN) for name in names}


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
        foreign=_foreign(),
        allow=PERMISSIONS,
        hooks=Hooks(advance=clock.advance),
    )
    if fault not in NEEDS_A_SOCKET:
        yield target
        return
    with live(app) as address:
        yield replace(target, base_url=address, app=None)
