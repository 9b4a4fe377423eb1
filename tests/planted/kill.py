"""Runs the suite against a planted fault, in process, and says which requirements failed by which check."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from werkzeug.serving import make_server

from kontrak.conformance.config import PERMISSIONS, Target
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile, RequirementResult
from kontrak.contracts import Contract, load
from tests.planted.padi.faults import FAULTS, Fault
from tests.planted.padi.server import KEY, HeaderNames, create_server

NEEDS_A_SOCKET = frozenset({"wants-lower-case-header"})
"""Faults that cannot show in process: WSGI has no spelling of header names."""

GENERATED = ("engine:", "property:refuses:")
"""The sources that only add to what directed checks find; a fault must be killed without them."""


@dataclass(frozen=True)
class Kill:
    """What the suite said of one faulty server: `failed` maps requirements to the checks that failed them."""

    fault: Fault
    failed: dict[str, tuple[str, ...]]
    broken: dict[str, str]

    @property
    def killed(self) -> bool:
        """Whether the requirement that the server breaks was failed."""
        return self.fault.requirement in self.failed

    @property
    def by(self) -> str:
        """The checks that failed it."""
        return ", ".join(self.failed.get(self.fault.requirement, ()))

    @property
    def beside(self) -> tuple[str, ...]:
        """Other requirements that failed as well."""
        return tuple(id for id in self.failed if id != self.fault.requirement)


class Silent(HeaderNames):
    """A handler that knows how headers were spelt, and prints nothing."""

    def log(self, *_: object) -> None:
        """Say nothing."""


@cache
def contract() -> Contract:
    return load("padi")


def faults(partner: str = "padi") -> tuple[Fault, ...]:
    """The faults planted for a partner."""
    return {"padi": FAULTS}[partner]


def kill(fault: Fault, seed: int = 1) -> Kill:
    """Run the suite, in the strict profile, against the server with that fault."""
    with serving(fault.name) as target:
        options = Options(seed=seed, profile=Profile.STRICT, leave_out=GENERATED)
        results = run(contract(), target, options).requirements
    failed = {result.id: _failing(result) for result in results if result.verdict is Outcome.FAIL}
    broken = {result.id: result.reason for result in results if result.verdict is Outcome.ERROR}
    return Kill(fault, failed, broken)


def _failing(result: RequirementResult) -> tuple[str, ...]:
    return tuple(check.id for check in result.checks if check.verdict is Outcome.FAIL)


@contextmanager
def serving(fault: str | None = None, dialect: str = "strict") -> Iterator[Target]:
    """A target that is the planted server, in process, or live where only a socket shows the fault."""
    app = create_server(fault, dialect=dialect)
    target = Target("padi", "http://planted.example", KEY, contract().world, allow=PERMISSIONS, app=app)
    if fault not in NEEDS_A_SOCKET:
        yield target
        return
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        yield Target("padi", url, KEY, contract().world, allow=PERMISSIONS)
    finally:
        server.shutdown()
        server.server_close()
