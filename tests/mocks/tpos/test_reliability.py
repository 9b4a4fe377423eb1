"""Nothing acknowledged is lost by kill -9, nothing is half there, and whatever is sent, there is no 5xx."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from kontrak.contracts import Contract
from kontrak.contracts.fixed import decode
from kontrak.contracts.staging import from_table
from kontrak.mocks import Simulator
from kontrak.mocks.control import Control
from tests.storm import blow

TOKEN = {"grant_type": "client_credentials", "client_id": "kontrak-dms-1", "client_secret": "kontrak-rahasia-1"}
LINES = {"9KT01A0001": 2, "9KT10X0001": 300, "9KT01A0002": 1}
ORDER = {
    "outletCode": "KTK000001",
    "tipePo": 1,
    "referensiPo": 4,
    "franchise": "A",
    "boTamFollow": 9,
    "tanggalPo": "20260105",
    "items": [{"noMaterial": part, "qty": qty} for part, qty in LINES.items()],
}


@contextmanager
def served(*options: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """A mock of two workers in processes of its own: its URL, and how to kill all of it at once."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "kontrak", "mock", "--port", str(port), "--workers", "2", *options]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as parent:

        def kill() -> None:
            with suppress(FileNotFoundError, ProcessLookupError):  # it was killed before
                for pid in Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split():
                    os.kill(int(pid), signal.SIGKILL)
            parent.kill()

        try:
            yield _awaited(f"http://127.0.0.1:{port}"), kill
        finally:
            if parent.poll() is None:
                parent.terminate()


def _awaited(url: str) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{url}/_kontrak/health", timeout=5)
        except httpx.TransportError:
            time.sleep(0.02)
        else:
            return url
    raise TimeoutError(url)


def order_until_it_dies(url: str, mark: str, kill: Callable[[], None] | None) -> list[str]:
    """Send orders until the server is gone, and let it be killed beside the 15th; those that were acknowledged."""
    acknowledged = []
    with httpx.Client(base_url=url, timeout=60) as client:
        try:
            for number in range(10_000):
                if kill and number == 14:
                    threading.Timer(0.001, kill).start()
                name = f"PO-{mark}-{number}"
                # The others' clocks are this one too: a token may have ended meanwhile.
                token = client.post("/tpos/oauth/token", data=TOKEN).json()["access_token"]
                headers = {"authorization": f"Bearer {token}"}
                answer = client.post("/tpos/v1/purchase-orders", json=ORDER | {"noPo": name}, headers=headers)
                assert answer.status_code == 200, answer.text
                acknowledged.append(name)
                if number % 5 == 4:
                    assert client.post("/_kontrak/clock", json={"advance": "PT3H"}).status_code == 200
        except httpx.TransportError:
            pass
        finally:
            if kill:
                kill()  # however far it came: the others go on until the server is gone
    return acknowledged


@pytest.mark.parametrize("database", ["sqlite", "KONTRAK_TEST_POSTGRESQL"], indirect=True)
def test_what_was_acknowledged_is_there_after_kill_9_and_all_of_it(
    contract: Contract, simulate: Callable[..., Simulator], own_database: str, tmp_path: Path
) -> None:
    outbox = tmp_path / "out"
    with served("--database", own_database, "--outbox", str(outbox)) as (url, kill), ThreadPoolExecutor(3) as pool:
        playing = [pool.submit(order_until_it_dies, url, f"{n}", None if n else kill) for n in range(3)]
        acknowledged = [name for done in playing for name in done.result()]
    simulator = simulate(contract, database=own_database, outbox=str(outbox))
    found = ordered_parts(simulator)
    assert len(acknowledged) >= 14
    assert set(acknowledged) <= set(found)
    assert {name: parts for name, parts in found.items() if parts != set(LINES)} == {}
    journal = Control(simulator).journal("default", 1, "createPurchaseOrder", "accepted")
    assert journal["count"] == len(found)
    assert filed(contract, outbox) == staged(simulator)


def ordered_parts(simulator: Simulator) -> dict[str, set[str]]:
    """The parts of each order that the world holds, once all of them were processed."""
    Control(simulator).set_clock("default", {"advance": "P3D"})
    client = Client(simulator)
    journal = Control(simulator).journal("default", 1000, "createPurchaseOrder", None)
    names = {json.loads(entry["request"])["noPo"] for entry in journal["entries"]}
    return {
        name: {row["noPart"] for row in client.ask("order-status-inquiry", {"noPo": name, "tipeOrder": 1})}
        for name in names
    }


class Client:
    """A client in process."""

    def __init__(self, simulator: Simulator) -> None:
        from kontrak.mocks import create_app

        self._http = create_app(simulator).test_client()
        token = self._http.post("/tpos/oauth/token", data=TOKEN).get_json()["access_token"]
        self._headers = {"authorization": f"Bearer {token}"}

    def ask(self, path: str, body: dict[str, Any]) -> list[dict[str, Any]]:
        message = {"outletCode": ORDER["outletCode"], **body}
        answer = self._http.post(f"/tpos/v1/{path}", json=message, headers=self._headers)
        assert answer.status_code == 200, answer.text
        return answer.get_json()["data"]


def staged(simulator: Simulator) -> dict[str, list[Any]]:
    """The rows of each batch in the staging tables."""
    batches = defaultdict(list)
    with simulator.feeds.engine.begin() as connection:
        for layout, feed in simulator.feeds.staging.feeds.items():
            table = simulator.feeds.staging.table("default", layout)
            for row in connection.execute(select(table).order_by(table.c.id)).mappings():
                batches[row["batch_id"]].append(from_table(dict(row), feed))
    return dict(batches)


def filed(contract: Contract, outbox: Path) -> dict[str, list[Any]]:
    """The rows of each file in the outbox; nothing else lies there."""
    batches = {}
    for file in outbox.iterdir():
        feed = contract.feeds[file.stem.rpartition("_")[0]]
        batches[file.stem] = [decode(line, feed) for line in file.read_text().splitlines()]
    return batches


def test_a_storm_of_requests_gets_no_5xx() -> None:
    statuses, failed = blow(1000)
    assert [(sent.method, sent.path, sent.body, body) for sent, body in failed] == []
    assert {200, 400, 401, 403, 404, 405, 409, 415, 422} <= set(statuses)
