"""What a fault does to a real connection, seen by a client that speaks to the socket itself."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from kontrak.mocks.adapters.child import running_mock

BODY = b'{"get_transaksi": {"size": 5, "page": 1}}'


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    with running_mock() as url:
        yield url


def raw(base_url: str, fault: str) -> tuple[bytes, type[OSError] | None]:
    """The bytes that arrive, and how the connection ended."""
    where = urlsplit(base_url)
    head = f"POST /padi-umkm/1.2.0/padis HTTP/1.1\r\nHost: x\r\nx-api-key: kontrak-padi-key\r\nX-Kontrak-Fault: {fault}\r\n"
    with socket.create_connection((where.hostname, where.port), timeout=20) as connection:
        head += f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
        connection.sendall(head.encode() + BODY)
        got = b""
        try:
            while piece := connection.recv(4096):
                got += piece
        except OSError as error:
            return got, type(error)
        return got, None


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_reset_connection_is_reset_before_any_byte(base_url: str, when: str) -> None:
    assert raw(base_url, f"reset; when={when}") == (b"", ConnectionResetError)


@pytest.mark.parametrize("sent", [1, 4])
def test_a_truncated_answer_promises_all_and_breaks_off(base_url: str, sent: int) -> None:
    got, error = raw(base_url, f"truncate; bytes={sent}")
    head, _, body = got.partition(b"\r\n\r\n")
    assert (error, len(body), b"content-length: 55" in head) == (None, sent, True)


def test_a_delay_holds_up_nobody_else(base_url: str) -> None:
    where = urlsplit(base_url)
    head = "POST /padi-umkm/1.2.0/padis HTTP/1.1\r\nHost: x\r\nx-api-key: kontrak-padi-key\r\nX-Kontrak-Fault: delay; seconds=60\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
    with socket.create_connection((where.hostname, where.port), timeout=20) as late:
        late.sendall(head.encode() + BODY)
        time.sleep(0.1)
        assert httpx.get(f"{base_url}/_kontrak/health", timeout=20).status_code == 200


def test_the_server_goes_on_after_many_resets(base_url: str) -> None:
    for _ in range(20):
        raw(base_url, "reset")
    assert httpx.get(f"{base_url}/_kontrak/health").status_code == 200
