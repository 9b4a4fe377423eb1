"""Lets a planted client work against the mock in process, and says what the verdict holds against it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

import httpx

from kontrak.cli.verdict import verdict
from kontrak.conformance.verdict import Outcome, Report
from kontrak.contracts import Contract, Role, load
from kontrak.mocks import Settings, Simulator, create_app
from tests.planted.clients.dgi import Dgi
from tests.planted.clients.faults import FAULTS
from tests.planted.clients.padi import Padi
from tests.planted.clients.tpos import Tpos
from tests.planted.clients.wire import Wire
from tests.planted.fault import Fault

START = datetime.fromisoformat("2026-11-20T08:00:00+07:00")
CLIENTS: dict[str, type[Wire]] = {"padi": Padi, "dgi": Dgi, "tpos": Tpos}
STRUCK = {"padi": "createTransaksi", "dgi": "addInv1", "tpos": "createPurchaseOrder"}
READ = {"padi": "listUmkm", "dgi": "readSpk", "tpos": "inquireOrderStatus"}
FAILED = {"kind": "http", "status": 503, "retryAfter": 30}
SPOILT = {"kind": "malformed"}
NUMBERS = count(1)


@dataclass(frozen=True)
class ClientKill:
    """What the verdict said of one faulty client: `failed` maps requirements to the checks that failed them."""

    fault: Fault
    failed: dict[str, tuple[str, ...]]

    @property
    def killed(self) -> bool:
        """Whether the requirement that the client breaks was failed."""
        return self.fault.requirement in self.failed

    @property
    def by(self) -> str:
        """The checks that failed it."""
        return ", ".join(self.failed.get(self.fault.requirement, ()))

    @property
    def beside(self) -> tuple[str, ...]:
        """Other requirements that failed as well."""
        return tuple(id for id in self.failed if id != self.fault.requirement)


@cache
def contract(partner: str) -> Contract:
    """What a client of the partner is held against."""
    return load(partner)


def client_kill(fault: Fault) -> ClientKill:
    """The verdict, in the strict profile and with all scenarios asked for, on the client with that fault."""
    report = judged(fault.partner, fault.name)
    failed = [result for result in report.requirements if result.verdict is Outcome.FAIL]
    return ClientKill(fault, {one.id: tuple(c.id for c in one.checks if c.verdict is Outcome.FAIL) for one in failed})


def without_client_fault(partner: str) -> list[str]:
    """Testable requirements on clients that no fault breaks."""
    planted = {fault.requirement for fault in FAULTS[partner]}
    own = contract(partner).in_role(Role.CONSUMER).requirements.values()
    return [one.id for one in own if one.test.trail and one.id not in planted]


def judged(partner: str, fault: str | None = None, *, other: bool = False, **asked: list[str]) -> Report:
    """The report on a client that worked in a world of its own, as `/_kontrak/verdict` gives it."""
    with worked(partner, fault, other=other) as http:
        query = {"partner": [partner], "scenario": list(contract(partner).scenarios), "profile": ["strict"], **asked}
        answer = http.get("/_kontrak/verdict", params=query)
        assert answer.status_code == 200, answer.text
        return Report.from_json(answer.json())


@contextmanager
def worked(partner: str, fault: str | None = None, *, other: bool = False) -> Iterator[httpx.Client]:
    """A world after a client worked in it; one of its calls failed, and the answer to another one was spoilt."""
    transport = httpx.WSGITransport(app=application(partner))
    with httpx.Client(transport=transport, base_url=f"http://localhost/w/{partner}-{next(NUMBERS)}") as http:
        for operation, kind in ((STRUCK[partner], FAILED), (READ[partner], SPOILT if other else FAILED)):
            _post(http, "/_kontrak/faults", {"partner": partner, "operation": operation, **kind})
        clock = Clock(http)
        client = CLIENTS[partner](http, clock.now, clock.sleep, fault, other=other)
        client.login(http.get("/_kontrak/credentials").json())
        client.run()
        yield http


@cache
def application(partner: str) -> Any:
    """The mock of one partner, with the judge that `kontrak mock` passes to it; each client has a world of its own."""
    return create_app(Simulator([contract(partner)], Settings(still=START)), judge=verdict)


def _post(http: httpx.Client, path: str, body: dict[str, Any]) -> None:
    answer = http.post(path, json=body)
    assert answer.status_code == 200, answer.text


class Clock:
    """The clock of a world that stands still but for those who sleep in it."""

    def __init__(self, http: httpx.Client) -> None:
        self._http, self._now = http, START

    def now(self) -> datetime:
        """The time of the world."""
        return self._now

    def sleep(self, seconds: float) -> None:
        """Let so many seconds pass in it."""
        _post(self._http, "/_kontrak/clock", {"advance": f"PT{int(seconds)}S"})
        self._now += timedelta(seconds=int(seconds))
