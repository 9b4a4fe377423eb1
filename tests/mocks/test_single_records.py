"""The mock serves single records from data alone: by a path, in the order of their states, once under one key."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kontrak.contracts import load
from kontrak.mocks import Request, Simulator

FOLDER = Path(__file__).parents[1] / "partners" / "toys"
BEAR = json.loads((FOLDER / "example.json").read_text(encoding="utf-8"))


@pytest.fixture
def ask(simulate):
    """Sends a request to a mock of the toys; gives status and body."""
    simulator: Simulator = simulate(load(FOLDER))

    def send(method, path, message=None, **headers):
        known = {"toy-key": "kontrak-toys-key", "content-type": "application/json", **headers}
        body = b"" if message is None else json.dumps(message).encode()
        response = simulator.handle(Request(method, path, body, known, {}))
        return response.status, json.loads(response.body)

    return send


def test_a_record_is_shown_with_its_sum(ask):
    ask("POST", "/toys", BEAR)
    assert ask("GET", "/toys/bear") == (200, BEAR | {"total": 375})
    assert ask("GET", "/toys")[1]["toys"] == [BEAR | {"total": 375}]


def test_what_is_not_there_is_404(ask):
    assert ask("GET", "/toys/bear")[0] == 404
    assert ask("PUT", "/toys/bear", BEAR)[0] == 404
    ask("POST", "/toys", BEAR)
    ask("POST", "/toys/delete", {"id": ["bear"]})
    assert ask("GET", "/toys/bear")[0] == 404


def test_a_change_is_kept_and_a_state_out_of_order_is_refused(ask):
    ask("POST", "/toys", BEAR)
    assert ask("PUT", "/toys/bear", BEAR | {"note": "Brown.", "stage": "made"})[0] == 200
    assert ask("GET", "/toys/bear")[1]["note"] == "Brown."
    status, body = ask("PUT", "/toys/bear", BEAR)
    assert (status, body["violations"][0]["requirement"]) == (409, "TOYS-UPD-002")
    assert ask("GET", "/toys/bear")[1]["stage"] == "made"


def test_the_key_in_the_path_stands_above_that_in_the_body(ask):
    ask("POST", "/toys", BEAR)
    ask("PUT", "/toys/bear", BEAR | {"id": "dog", "note": "Brown."})
    assert ask("GET", "/toys/bear")[1]["note"] == "Brown."
    assert ask("GET", "/toys/dog")[0] == 404


def test_a_request_under_one_idempotency_key_is_carried_out_once(ask):
    once = {"idempotency-key": "k1"}
    first = ask("POST", "/toys", BEAR, **once)
    assert ask("POST", "/toys", BEAR, **once) == first == (200, {"state": "made"})
    status, body = ask("POST", "/toys", BEAR | {"id": "dog"}, **once)
    assert (status, body["violations"][0]["requirement"]) == (422, "TOYS-TOY-010")
    assert ask("GET", "/toys")[1]["total"] == 1
    assert ask("POST", "/toys", BEAR)[0] == 409


def test_a_refusal_is_not_kept_under_its_idempotency_key(ask):
    once = {"idempotency-key": "k1"}
    assert ask("POST", "/toys", BEAR | {"colour": "green"}, **once)[0] == 400
    assert ask("POST", "/toys", BEAR, **once)[0] == 200
