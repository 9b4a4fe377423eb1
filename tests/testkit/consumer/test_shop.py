from __future__ import annotations

import asyncio
from datetime import datetime

import httpx
import pytest
from shop import Shop

from kontrak.testkit import ControlRefused, NotConformant, World


def shop(world: World) -> Shop:
    return Shop(world.base_url, world.credentials("padi")["x-api-key"])


def test_over_a_socket(kontrak_world: World) -> None:
    client = shop(kontrak_world)
    assert len(client.vendors()) == 2
    client.close()
    assert [entry["operation"] for entry in kontrak_world.journal()] == ["listUmkm"]


def test_in_process(kontrak_respx: World) -> None:
    client = shop(kontrak_respx)
    assert len(client.vendors()) == 2
    client.close()
    assert kontrak_respx.router is not None
    assert kontrak_respx.router["listUmkm"].call_count == 1


def test_in_process_async(kontrak_respx: World) -> None:
    async def vendors() -> int:
        headers = {"x-api-key": kontrak_respx.credentials("padi")["x-api-key"]}
        async with httpx.AsyncClient(base_url=kontrak_respx.base_url, headers=headers) as http:
            answer = await http.post("/padi-umkm/1.2.0/padis", json={"get_umkm": {"size": 10, "page": 1}})
            return int(answer.json()["count"])

    assert asyncio.run(vendors()) == 2


@pytest.mark.parametrize("turn", [1, 2])
def test_worlds_do_not_see_each_other(kontrak_world: World, turn: int) -> None:
    kontrak_world.put_record(
        "padi", "umkm", f"V-{turn}", {"uid": f"V-{turn}", "nama_umkm": "CV", "kategori_usaha": "2"}
    )
    client = shop(kontrak_world)
    assert len(client.vendors()) == 3
    client.close()


@pytest.mark.kontrak(now="2026-01-05T08:00:00+07:00", readings={"PADI-R-20": "upsert"})
def test_the_marker_sets_the_world_up(kontrak_world: World) -> None:
    assert kontrak_world.now == datetime.fromisoformat("2026-01-05T08:00:00+07:00")
    assert kontrak_world.advance(hours=2).hour == 10


def test_a_mistake_in_a_test_is_told(kontrak_world: World) -> None:
    with pytest.raises(ControlRefused, match="known: "):
        kontrak_world.credentials("padu")
    with pytest.raises(ControlRefused, match="PADI-R-99"):
        kontrak_world.readings({"PADI-R-99": "a"})


def test_a_client_that_does_right_is_conformant(kontrak_respx: World) -> None:
    client = shop(kontrak_respx)
    client.vendors()
    client.close()
    kontrak_respx.assert_conformant("padi")
    assert kontrak_respx.verdict("padi").totals["pass"] > 0


def test_a_client_that_did_nothing_is_not_conformant(kontrak_world: World) -> None:
    with pytest.raises(NotConformant, match="did the client call this world"):
        kontrak_world.assert_conformant("padi")


def test_a_client_with_a_wrong_key_is_not_conformant(kontrak_world: World) -> None:
    client = Shop(kontrak_world.base_url, "guess")
    with pytest.raises(httpx.HTTPStatusError):
        client.vendors()
    client.close()
    with pytest.raises(NotConformant, match="got:"):
        kontrak_world.assert_conformant("padi")


def test_a_fault_strikes_the_next_call_only(kontrak_world: World) -> None:
    kontrak_world.fault("http", operation="listUmkm", status=503, next=1)
    client = shop(kontrak_world)
    with pytest.raises(httpx.HTTPStatusError, match="503"):
        client.vendors()
    assert len(client.vendors()) == 2
    client.close()
