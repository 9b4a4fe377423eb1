"""What the simulator does not know it says, and never answers as if it did."""

from __future__ import annotations

from typing import Any

import pytest

PATH = "/padi-umkm/1.2.0/padis"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/padi-umkm/1.2.0/padi",
        "/padi-umkm/1.2.0/padis/",
        "//padi-umkm/1.2.0/padis",
        "/x" * 500,
        "/%00",
        "/%ff",
    ],
)
def test_an_unknown_path_is_404_and_names_the_nearest_operation(http: Any, path: str) -> None:
    response = http.post(path, json={})
    assert response.status_code == 404
    assert response.content_type == "application/problem+json"
    assert PATH in response.json["title"]


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_another_method_is_405_with_allow(http: Any, method: str) -> None:
    response = http.open(PATH, method=method)
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert response.json["errors"][0]["requirement"] == "PADI-API-002"


def test_unmatched_requests_are_journalled_as_such(http: Any) -> None:
    http.get(PATH)
    http.post("/nowhere\x00/ü")
    entries = http.get("/_kontrak/journal?verdict=unmatched").json["entries"]
    assert [entry["status"] for entry in entries] == [404, 405]


def test_an_unknown_member_is_answered_with_the_known_ones(padi: Any) -> None:
    status, body = padi.send("transactions", {})
    assert status == 400
    assert "get_transaksi" in body["errors"][0]["detail"]
