"""No body, however broken, makes the simulator fail or store anything."""

from __future__ import annotations

import json
from typing import Any

import pytest

GOOD = '{"transaksi": %s}'
HOSTILE = {
    "empty": b"",
    "blank": b"  ",
    "not JSON": b"{nope",
    "cut off": b'{"transaksi": {"a": ',
    "two values": b"{} {}",
    "byte order mark": b'\xef\xbb\xbf{"transaksi": {}}',
    "UTF-16": '{"transaksi": {}}'.encode("utf-16"),
    "not UTF-8": b'{"transaksi": {"transaksi_id": "\xff\xfe"}}',
    "overlong UTF-8": b'{"transaksi": {"transaksi_id": "\xc0\xaf"}}',
    "NaN": b'{"transaksi": {"tkdn": NaN}}',
    "Infinity": b'{"transaksi": {"tkdn": -Infinity}}',
    "beyond a double": b'{"transaksi": {"tkdn": 1e999}}',
    "5000 digits": b'{"transaksi": {"tkdn": ' + b"9" * 5000 + b"}}",
    "100,000 arrays": b"[" * 100_000 + b"]" * 100_000,
    "100,000 objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "200 levels": b'{"transaksi": ' + b"[" * 200 + b"]" * 200 + b"}",
    "duplicate member": b'{"transaksi": {"transaksi_id": "a", "transaksi_id": "b"}}',
    "duplicate wrapper": b'{"transaksi": {}, "transaksi": {}}',
    "raw NUL": b'{"transaksi": {"transaksi_id": "a\x00b"}}',
    "escaped NUL": b'{"transaksi": {"transaksi_id": "a\\u0000b"}}',
    "NUL in a name": b'{"transaksi": {"a\\u0000b": 1}}',
    "lone surrogate": b'{"transaksi": {"transaksi_id": "\\ud800"}}',
    "array": b'[{"transaksi": {}}]',
    "text": b'"transaksi"',
    "number": b"1",
    "null": b"null",
    "no wrapper": b"{}",
    "unknown wrapper": b'{"transaction": {}}',
    "two wrappers": b'{"transaksi": {}, "umkm": {}}',
    "wrapper around a list": b'{"transaksi": [{}]}',
    "wrapper around null": b'{"transaksi": null}',
    "wrapper around a text": b'{"get_transaksi": "all"}',
    "form": b"transaksi=1",
}
NAMED = {
    "not JSON": "broken-json",
    "duplicate member": "duplicate-member",
    "array": "not-an-object",
    "no wrapper": "wrong-wrapper",
    "unknown wrapper": "wrong-wrapper",
    "two wrappers": "two-wrappers",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_refused_and_nothing_is_stored(padi: Any, name: str) -> None:
    response = padi.raw(HOSTILE[name])
    body = json.loads(response.body)
    assert response.status == 400
    assert body["status"] == "error"
    assert body["errors"]
    assert padi.ids() == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_body_is_journalled(http: Any, name: str) -> None:
    headers = {"x-api-key": "kontrak-padi-key", "content-type": "application/json"}
    assert http.post("/padi-umkm/1.2.0/padis", data=HOSTILE[name], headers=headers).status_code == 400
    entry = http.get("/_kontrak/journal").json["entries"][0]
    verdict = "unmatched" if name == "unknown wrapper" else "refused"
    assert (entry["status"], entry["verdict"]) == (400, verdict)


@pytest.mark.parametrize("name", NAMED)
def test_a_refusal_names_the_requirement_of_its_probe(padi: Any, contract: Any, name: str) -> None:
    wanted = {r.id for r in contract.requirements.values() if r.test.probe == NAMED[name]}
    errors = json.loads(padi.raw(HOSTILE[name]).body)["errors"]
    assert {error["requirement"] for error in errors} == wanted


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "", "application/x-www-form-urlencoded", "application/json; charset=latin-1", "jsonx"],
)
def test_a_content_type_that_is_not_json_in_utf8_is_415(
    padi: Any, transaksi: dict[str, Any], content_type: str
) -> None:
    response = padi.raw(json.dumps({"transaksi": transaksi}).encode(), content_type=content_type)
    assert response.status == 415
    assert json.loads(response.body)["errors"][0]["requirement"] == "PADI-API-007"


@pytest.mark.parametrize(
    "content_type", ["application/json", "Application/JSON; Charset=UTF-8", "application/vnd.padi+json"]
)
def test_json_content_types_are_taken(padi: Any, transaksi: dict[str, Any], content_type: str) -> None:
    assert padi.raw(json.dumps({"transaksi": transaksi}).encode(), content_type=content_type).status == 200


def test_a_body_too_large_is_413(padi: Any) -> None:
    response = padi.raw(b" " * (4 * 1024 * 1024 + 1))
    assert response.status == 413
    assert json.loads(response.body)["errors"][0]["requirement"] == "PADI-API-008"


def test_a_long_list_of_breaches_is_answered_in_bounds(padi: Any) -> None:
    status, body = padi.send("delete_transaksi", {"transaksi_id": [None] * 100_000})
    assert status == 400
    assert len(body["errors"]) <= 1000


def test_thirty_digit_numbers_and_deep_unknown_members_do_no_harm(padi: Any, transaksi: dict[str, Any]) -> None:
    deep: Any = 10**29
    for _ in range(50):
        deep = [deep]
    assert padi.report(transaksi, catatan=deep)[0] == 200


def test_characters_outside_the_basic_plane_survive(
    simulator_on: Any, padi_in: Any, world: str, transaksi: Any
) -> None:
    client = padi_in(simulator_on, world)
    assert client.report(transaksi, transaksi_id="\U0001f69a é ß", feedback="\\u0000 \x7f")[0] == 200
    assert client.ids() == ["\U0001f69a é ß"]


def test_a_list_far_beyond_the_end_is_empty(simulator_on: Any, padi_in: Any, world: str) -> None:
    status, body = padi_in(simulator_on, world).send("get_transaksi", {"size": 10**18, "page": 10**18})
    assert (status, body["data"]) == (200, [])
