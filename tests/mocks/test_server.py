"""The simulator over a real socket: it starts quickly, survives odd clients, and leaves no process behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kontrak.mocks import Settings
from kontrak.mocks.adapters.child import MockDidNotStart, running_mock

PATH = "/padi-umkm/1.2.0/padis"
HEADERS = {"x-api-key": "kontrak-padi-key"}
HOLDER = """
import signal, sys, time
from kontrak.mocks.adapters.child import running_mock
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs start with it ignored
with running_mock() as url:
    print(url, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with running_mock() as url:
        yield url


def is_served(url: str) -> bool:
    try:
        return httpx.get(f"{url}/_kontrak/health", timeout=2).status_code == 200
    except httpx.TransportError:
        return False


def is_gone(url: str, patience: float = 10) -> bool:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if not is_served(url):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("name", ["transaksi-json", "transaksi-curl"])
def test_a_printed_payload_is_accepted_by_a_freshly_started_mock(contract: Any, name: str) -> None:
    body = json.loads((contract.folder / "examples" / f"{name}.json").read_text())
    with running_mock() as url:
        response = httpx.post(url + PATH, json=body, headers=HEADERS)
        assert (response.status_code, response.json()["status"]) == (200, "success")
    assert is_gone(url)


def test_the_first_answer_comes_soon_after_the_start() -> None:
    begin = time.monotonic()
    with running_mock():
        assert time.monotonic() - begin < 5


@pytest.mark.parametrize("chunked", [False, True])
def test_ten_megabytes_are_413_and_the_server_goes_on(base_url: str, chunked: bool) -> None:
    body = b" " * 10_000_000
    content = (body[start : start + 100_000] for start in range(0, len(body), 100_000)) if chunked else body
    headers = HEADERS | {"content-type": "application/json"}
    response = httpx.post(base_url + PATH, content=content, headers=headers, timeout=30)
    assert response.status_code == 413
    assert is_served(base_url)


def test_a_chunked_body_without_length_is_taken(base_url: str, transaksi: Any) -> None:
    raw = json.dumps({"transaksi": transaksi | {"transaksi_id": "chunked"}}).encode()
    headers = HEADERS | {"content-type": "application/json"}
    response = httpx.post(base_url + PATH, content=iter([raw[:100], raw[100:]]), headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize("sent", [b"", b"{", b'{"transaksi": {'])
def test_a_client_that_stalls_in_its_body_stops_nobody_else(base_url: str, sent: bytes) -> None:
    host, port = base_url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as stalled:
        stalled.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n".encode() + sent)
        time.sleep(0.2)
        assert is_served(base_url)
    assert is_served(base_url)


def test_several_workers_share_one_world(tmp_path: Path, transaksi: Any) -> None:
    with running_mock(Settings(database=f"sqlite:///{tmp_path}/k.db"), workers=2) as url:
        message = {"transaksi": transaksi}
        found = [httpx.post(url + PATH, json=message, headers=HEADERS).status_code for _ in range(20)]
    assert sorted(found) == [200] + [409] * 19


@pytest.mark.parametrize(
    ("settings", "workers", "said"),
    [
        (Settings(readings={"PADI-R-99": "x"}), 1, "PADI-R-99"),
        (Settings(), 2, "in memory"),
        (Settings(database="sqlite:////no/such/folder/k.db"), 1, "no/such/folder"),
        (Settings(database="postgresql://nobody:secret@127.0.0.1:1/x"), 1, "127.0.0.1"),
        (Settings(database="nonsense"), 1, "nonsense"),
    ],
)
def test_a_mock_that_cannot_start_says_why(settings: Settings, workers: int, said: str) -> None:
    with pytest.raises(MockDidNotStart, match=said) as caught, running_mock(settings, workers=workers):
        pass
    assert "Traceback" not in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_its_parent(how: signal.Signals) -> None:
    command = [sys.executable, "-c", HOLDER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as holder:
        assert holder.stdout is not None
        url = holder.stdout.readline().strip()
        assert is_served(url)
        holder.send_signal(how)
        holder.wait(10)
    assert is_gone(url)


def test_nothing_acknowledged_is_lost_by_kill_9(tmp_path: Path, transaksi: Any) -> None:
    database = f"sqlite:///{tmp_path}/k.db"
    acknowledged: list[str] = []
    for round_ in range(3):
        with running_mock(Settings(database=database)) as url, httpx.Client(headers=HEADERS) as client:
            children = _children_of_mock(url)
            deadline = time.monotonic() + 0.5
            while True:
                name = f"{round_}-{len(acknowledged)}"
                if time.monotonic() > deadline and children:
                    for pid in children:
                        os.kill(pid, signal.SIGKILL)
                    children = []
                try:
                    response = client.post(url + PATH, json={"transaksi": transaksi | {"transaksi_id": name}})
                except httpx.TransportError:
                    break
                assert response.status_code == 200
                acknowledged.append(name)
    with running_mock(Settings(database=database)) as url:
        body = {"get_transaksi": {"size": 100_000, "page": 1}}
        rows = httpx.post(url + PATH, json=body, headers=HEADERS, timeout=30).json()["data"]
        journal = httpx.get(f"{url}/_kontrak/journal?operation=createTransaksi").json()
    stored = [row["transaksi_id"] for row in rows]
    assert acknowledged
    assert [name for name in stored if name in set(acknowledged)] == acknowledged
    assert journal["count"] == len(stored)


def _children_of_mock(url: str) -> list[int]:
    """The server's processes: those with its port's module in their command line, below this process."""
    found, below = [], {os.getpid()}
    for _ in range(3):
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and int(entry.name) not in below:
                try:
                    parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                except (OSError, IndexError):
                    continue
                if parent in below and b"kontrak.mocks" in (entry / "cmdline").read_bytes():
                    below.add(int(entry.name))
                    found.append(int(entry.name))
    assert found, f"no process serves {url}"
    return found
