"""Lets a planted client work against the mock in process, and says what the verdict holds against it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from kontrak.cli.verdict import verdict
from kontrak.conformance.verdict import Outcome, Report
from kontrak.contracts import Role
from kontrak.mocks import Settings, Simulator, create_app
from tests.planted.clients.dgi import Dgi
from tests.planted.clients.faults import FAULTS
from tests.planted.clients.padi import Padi
from tests.planted.clients.tpos import Tpos
from tests.planted.clients.wire import Wire
from tests.planted.fault import Fault
from tests.planted.kill import contract

START = datetime.fromisoformat("2026-11-20T08:00:00+07:00")
CLIENTS: dict[str, type[Wire]] = {"padi": Padi, "dgi": Dgi, "tpos": Tpos}
STRUCK = {"padi": "createTransaksi", "dgi": "addInv1", "tpos": "createPurchaseOrder"}
READ = {"padi": "listUmkm", "dgi": "readSpk", "tpos": "inquireOrderStatus"}
FIRST = {"status": 503, "kind": "http", "retryAfter": 30}


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
    """The mock's application after a client worked against it: a call in the middle failed, and one answer broke off."""
    simulator = Simulator([contract(partner)], Settings(still=START))
    try:
        app = create_app(simulator, judge=verdict)
        with httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://localhost") as http:
            first = FIRST | ({"kind": "malformed"} if other else {})
            first = {name: value for name, value in first.items() if not other or name == "kind"}
            for struck, operation in ((FIRST, STRUCK[partner]), (first, READ[partner])):
                _post(http, "/_kontrak/faults", {"partner": partner, "operation": operation, **struck})
            client = CLIENTS[partner](http, lambda: _now(http), lambda s: _sleep(http, s), fault, other=other)
            client.login(http.get("/_kontrak/credentials").json())  # type: ignore[attr-defined]
            client.run()  # type: ignore[attr-defined]
            yield http
    finally:
        simulator.close()


def _post(http: httpx.Client, path: str, body: dict[str, Any]) -> None:
    answer = http.post(path, json=body)
    assert answer.status_code == 200, answer.text


def _now(http: httpx.Client) -> datetime:
    return datetime.fromisoformat(http.get("/_kontrak/clock").json()["now"])


def _sleep(http: httpx.Client, seconds: float) -> None:
    _post(http, "/_kontrak/clock", {"advance": f"PT{int(seconds)}S"})
