"""Who may steer: this machine, or whoever has the token; never the page of another site."""

from __future__ import annotations

import socket
from base64 import b64encode
from typing import Any

import pytest

from kontrak.contracts import ConfigurationError, load
from kontrak.mocks import Request, Settings, create_app
from kontrak.mocks.adapters import server
from kontrak.mocks.adapters.guard import is_loopback
from kontrak.mocks.adapters.server import Options, check

TOKEN = "Rahasia-Kendali-1"


@pytest.fixture
def guarded(contract: Any, simulate: Any) -> Any:
    return create_app(simulate(contract, control_token=TOKEN)).test_client()


def basic(password: str) -> str:
    return f"Basic {b64encode(f'any:{password}'.encode()).decode()}"


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        TOKEN,
        "Bearer",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-1]}",
        basic("x"),
        "Basic %",
        "Basic /w==",
        "Bearer \xff",
    ],
)
def test_without_the_token_it_is_401_with_a_challenge(guarded: Any, given: str | None) -> None:
    headers = {} if given is None else {"Authorization": given}
    for method, url in (
        ("GET", "journal"),
        ("POST", "reset"),
        ("GET", "credentials"),
        ("DELETE", "worlds/a"),
        ("GET", "x"),
    ):
        answer = guarded.open(f"/_kontrak/{url}", method=method, headers=headers)
        assert (answer.status_code, answer.headers["www-authenticate"][:5]) == (401, "Basic")
    assert guarded.get("/w/a/_kontrak/journal", headers=headers).status_code == 401


@pytest.mark.parametrize("given", [f"Bearer {TOKEN}", f"bearer  {TOKEN}", basic(TOKEN)])
def test_with_the_token_it_serves_under_any_name(guarded: Any, given: str) -> None:
    headers = {"Authorization": given, "Host": "mock.example"}
    assert guarded.get("/_kontrak/journal", headers=headers).status_code == 200


@pytest.mark.parametrize("url", ["health", "docs", "docs/padi", "docs/padi/openapi.json", "docs/assets/page.js"])
def test_what_holds_no_secret_needs_no_token(guarded: Any, url: str) -> None:
    assert guarded.get(f"/_kontrak/{url}").status_code == 200


@pytest.mark.parametrize("url", ["docs/../journal", "docs/..%2fjournal", "healthy", "docs/padi/../../reset"])
def test_a_public_path_leads_nowhere_else(guarded: Any, url: str) -> None:
    assert guarded.get(f"/_kontrak/{url}").status_code in (401, 404)


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8080", "LOCALHOST", "127.0.0.1:9", "[::1]:8080", "a.localhost", "10.0.0.3"]
)
def test_names_of_this_machine_and_addresses_are_ours(http: Any, host: str) -> None:
    assert http.get("/_kontrak/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example", "evillocalhost"]
)
def test_a_name_that_was_made_to_point_here_is_refused(http: Any, host: str) -> None:
    for url in ("health", "journal", "docs"):
        answer = http.get(f"/_kontrak/{url}", headers={"Host": host})
        assert (answer.status_code, "--control-token" in answer.json["violations"][0]["wanted"]) == (403, True)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://localhost:1", "http://localhost.evil.example", ""]
)
def test_pages_of_other_sites_change_nothing(http: Any, guarded: Any, origin: str) -> None:
    for client, proof in ((http, {}), (guarded, {"Authorization": basic(TOKEN)})):
        headers = {**proof, "Origin": origin}
        for method, url in (("POST", "reset"), ("PUT", "readings"), ("DELETE", "faults"), ("POST", "faults")):
            assert client.open(f"/_kontrak/{url}", method=method, json={}, headers=headers).status_code == 403


def test_our_own_pages_may(http: Any) -> None:
    assert http.post("/_kontrak/reset", headers={"Origin": "http://localhost"}).status_code == 200


def test_control_can_be_off_and_partners_still_answer(contract: Any, simulate: Any) -> None:
    client = create_app(simulate(contract, control=False)).test_client()
    assert client.get("/_kontrak/health").status_code == 404
    assert client.post("/padi-umkm/1.2.0/padis", json={}).status_code == 401


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("a.b", False),
        ("10.1.1.1", False),
    ],
)
def test_loopback_is_told_from_the_rest(host: str, wanted: bool) -> None:
    assert is_loopback(host) is wanted


def test_an_address_that_others_reach_needs_a_token_or_no_control() -> None:
    with pytest.raises(ConfigurationError, match="--control-token TOKEN"):
        check(Options(host="0.0.0.0"))
    for settings in (Settings(control_token=TOKEN), Settings(control=False)):
        server._check_control(Options(host="0.0.0.0", settings=settings))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "GET"])
def test_bodies_of_control_calls_are_bounded(contract: Any, simulate: Any, method: str) -> None:
    client = create_app(simulate(contract, max_body=100)).test_client()
    for url in ("faults", "clock", "readings", "reset", "records/padi/umkm/k"):
        answer = client.open(f"/_kontrak/{url}", method=method, data=b"[" * 10_000)
        assert answer.status_code in (200, 400, 404, 405, 413)
        assert answer.status_code != 200 or method in ("GET", "DELETE")


def test_no_url_in_a_request_is_ever_visited(simulate: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    simulator = simulate(*map(load, ("padi", "dgi", "tpos")))
    client = create_app(simulator).test_client()

    def visit(*_arguments: Any) -> None:
        raise AssertionError("somebody was called")

    monkeypatch.setattr(socket.socket, "connect", visit)
    monkeypatch.setattr(socket, "getaddrinfo", visit)
    target = "http://169.254.169.254/latest"
    headers = {
        "x-api-key": "kontrak-padi-key",
        "content-type": "application/json",
        "x-forwarded-host": target,
        "referer": target,
    }
    for route in simulator.routes.paths:
        simulator.handle(
            Request("POST", route, f'{{"url": "{target}", "$ref": "{target}"}}'.encode(), headers, {"url": target})
        )
    for url in ("faults", "clock", "readings", "records/padi/umkm/k"):
        client.put(f"/_kontrak/{url}", json={"$ref": target, "kind": target})
        client.post(f"/_kontrak/{url}", json={"$ref": target, "kind": target})
    assert client.get(f"/_kontrak/docs/padi/openapi.json?url={target}").status_code == 200
