"""What the journal keeps for a verdict on the client: enough to tell calls apart, and no secret."""

from __future__ import annotations

import json
from typing import Any

from kontrak.mocks.control import Control
from kontrak.mocks.stages.journal import LONGEST, storable


def entries(padi: Any) -> list[dict[str, Any]]:
    found = Control(padi.simulator).journal(padi.world, 10, None, None)
    assert isinstance(found, dict)
    return list(reversed(found["entries"]))


def test_the_same_key_and_body_have_the_same_marks_and_others_have_others(padi: Any) -> None:
    padi.raw(b"{}")
    padi.raw(b"{}")
    padi.raw(b"[]", x_api_key="another-key")
    first, second, third = entries(padi)
    assert first["marks"] == second["marks"]
    assert third["marks"]["credential"] != first["marks"]["credential"]
    assert third["marks"]["body"] != first["marks"]["body"]
    assert "another-key" not in json.dumps(third)


def test_a_long_message_is_still_json_with_its_short_members_whole() -> None:
    body = {"attachment": "A" * 100_000, "noPo": "PO-1", "items": [{"qty": number} for number in range(3)]}
    kept = json.loads(storable(json.dumps(body).encode()))
    assert kept["noPo"] == "PO-1"
    assert kept["items"] == body["items"]
    assert kept["attachment"].endswith("(100000 characters)")


def test_of_a_long_list_some_rows_are_kept() -> None:
    kept = json.loads(storable(json.dumps({"data": [{"id": number} for number in range(10_000)]}).encode()))
    assert kept["data"][0] == {"id": 0}


def test_a_secret_in_a_long_text_is_masked_before_the_text_is_cut() -> None:
    body = json.dumps({"notes": "x" * 195 + "kontrak-rahasia" + "y" * LONGEST}).encode()
    assert "kont" not in storable(body, ("kontrak-rahasia",))
