"""Faults in the partners' own words: TPOS tokens, DGI envelopes, and batches."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kontrak.contracts import load
from kontrak.mocks import Request, Settings, Simulator
from kontrak.mocks.control import Control
from tests.mocks.dgi.client import Dgi
from tests.mocks.tpos.test_feeds import LAYOUT, Sender, row


@pytest.fixture
def tpos(simulate: Any, tmp_path: Path) -> Simulator:
    return simulate(load("tpos"), database=f"sqlite:///{tmp_path}/k.db", outbox=str(tmp_path / "out"))


def token(simulator: Simulator) -> str:
    import json
    from urllib.parse import urlencode

    client = Control(simulator).credentials("default")["tpos"]["clients"][0]
    form = {"grant_type": "client_credentials", **{name: client[name] for name in ("client_id", "client_secret")}}
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = simulator.handle(Request("POST", "/tpos/oauth/token", urlencode(form).encode(), headers))
    return str(json.loads(answer.body)["access_token"])


def inquire(simulator: Simulator, bearer: str) -> Any:
    operation = simulator.partners["tpos"].contract.operations["inquireParts"]
    headers = {"authorization": f"Bearer {bearer}", "content-type": "application/json"}
    return simulator.handle(Request(operation.method, operation.path, b"{}", headers))


def test_a_stale_token_of_tpos_stays_stale_and_a_new_one_is_good(tpos: Simulator) -> None:
    old = token(tpos)
    assert inquire(tpos, old).status == 400
    Control(tpos).set_faults("default", {"kind": "stale-token", "partner": "tpos"})
    refused = inquire(tpos, old)
    assert (refused.status, "invalid_token" in refused.headers["www-authenticate"]) == (401, True)
    assert (inquire(tpos, old).status, inquire(tpos, token(tpos)).status) == (401, 400)
    newest, _, again, struck, _ = (entry["verdict"] for entry in Control(tpos).journal("default", 5)["entries"])
    assert (newest, again, struck) == ("refused", "refused", "fault")


def test_a_refused_token_request_reads_as_oauth(tpos: Simulator) -> None:
    Control(tpos).set_faults("default", {"kind": "refuse", "operation": "requestToken", "status": 503})
    answer = tpos.handle(
        Request("POST", "/tpos/oauth/token", b"", {"content-type": "application/x-www-form-urlencoded"})
    )
    assert (answer.status, b'"error"' in answer.body) == (503, True)


@pytest.mark.parametrize("fault", [{"kind": "refuse", "message": "Maaf"}, {"kind": "stale-token"}])
def test_dgi_refuses_in_its_envelope(dgi_client: Dgi, fault: Any) -> None:
    Control(dgi_client.simulator).set_faults(dgi_client.world, fault | {"partner": "dgi"})
    message = {"fromTime": f"{dgi_client.now - timedelta(hours=1):%Y-%m-%d %H:%M:%S}"}
    first, second = dgi_client.post("prsp/read", message), dgi_client.post("prsp/read", message)
    assert (first["status"], first["data"], second["status"]) == (0, None, 1)


@pytest.fixture
def dgi_client() -> Any:
    from tests.mocks.dgi.client import CONTRACT, NOON

    simulator = Simulator([CONTRACT], Settings(still=NOON))
    yield Dgi(simulator)
    simulator.close()


def staged(sender: Sender, url: str) -> list[str]:
    return [one["no_po"] for one in sender.staged(url)]


@pytest.mark.parametrize("world", ["default", "team-a"])
def test_a_duplicate_batch_is_staged_and_filed_twice(tpos: Simulator, tmp_path: Path, world: str) -> None:
    sender, url = Sender(tpos, world), f"sqlite:///{tmp_path}/k.db"
    Control(tpos).set_faults(world, {"kind": "duplicate-batch", "feed": LAYOUT})
    sender.send(row(1), row(2))
    sender.send(row(3))
    files = list(sender.filed(tmp_path / "out").values())
    assert ([len(rows) for rows in files], files[0]) == ([2, 2, 1], files[1])
    assert len(staged(sender, url)) == 5


def test_a_reordered_batch_has_its_rows_in_reverse(tpos: Simulator, tmp_path: Path) -> None:
    sender = Sender(tpos)
    Control(tpos).set_faults("default", {"kind": "reorder-batch"})
    sender.send(row(1), row(2))
    [rows] = sender.filed(tmp_path / "out").values()
    assert [one["noPo"] for one in rows] == ["PO-2", "PO-1"]
    assert [one["no_po"] for one in sender.staged(f"sqlite:///{tmp_path}/k.db")] == ["PO-2", "PO-1"]


def test_a_late_batch_comes_after_the_next_of_its_layout(tpos: Simulator, tmp_path: Path) -> None:
    sender, url = Sender(tpos), f"sqlite:///{tmp_path}/k.db"
    Control(tpos).set_faults("default", {"kind": "late-batch", "feed": LAYOUT})
    sender.send(row(1))
    assert (sender.staged(url), sender.filed(tmp_path / "out")) == ([], {})
    sender.send(row(2))
    assert [one["no_po"] for one in sender.staged(url)] == ["PO-2", "PO-1"]
    assert [rows[0]["noPo"] for rows in sender.filed(tmp_path / "out").values()] == ["PO-1", "PO-2"]


KINDS = [
    'refuse; status=500; message=\u00e9\\\x07"',
    "http; status=599",
    "truncate",
    "malformed",
    "content-type",
    "reset",
    "stale-token",
]


@pytest.mark.parametrize("name", ["padi", "dgi", "tpos"])
def test_every_operation_can_have_every_fault(simulate: Any, name: str) -> None:
    simulator = simulate(load(name), readings={"TPOS-R-036": "none"} if name == "tpos" else {})
    control = Control(simulator)
    dgi = Dgi(simulator) if name == "dgi" else None
    for operation in simulator.partners[name].contract.operations.values():
        for kind in KINDS:
            sent = dgi.headers() if dgi else {"x-api-key": "kontrak-padi-key", "content-type": operation.media}
            simulator.handle(Request(operation.method, operation.path, b"{}", sent | {"x-kontrak-fault": kind}))
    entries = control.journal("default", 1000)["entries"]
    assert control.journal("default", 1, None, "broken")["count"] == 0
    assert sum(1 for entry in entries if entry["fault"]) > len(entries) / 2
