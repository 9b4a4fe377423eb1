"""The routes of respx against the server: the same requests, the same answers."""

import asyncio
import json
from datetime import datetime

import httpx
import pytest
import respx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontrak.contracts import ConfigurationError, load_all
from kontrak.mocks import Settings, Simulator, create_app
from kontrak.mocks.adapters.router import contract_router

STILL = Settings(still=datetime.fromisoformat("2026-01-05T08:00:00+07:00"))
BASE = "https://partner.example/gateway"
PADI = "/padi-umkm/1.2.0/padis"
KEY = {"x-api-key": "kontrak-padi-key"}
LIST = {"get_umkm": {"size": 10, "page": 1}}


@pytest.fixture(scope="module")
def contracts():
    return load_all()


@pytest.fixture
def simulator(contracts):
    made = Simulator(contracts.values(), STILL)
    yield made
    made.close()


def examples(contracts):
    return [
        (op, op.wrap(message)) for c in contracts.values() for op in c.operations.values() for message in op.examples
    ]


def asked(client, base, operation, body):
    if operation.media.endswith("form-urlencoded"):
        return client.request(operation.method, base + operation.path, data=body, headers=KEY)
    if operation.method == "GET":
        return client.request("GET", base + operation.path, params=body, headers=KEY)
    return client.request(operation.method, base + operation.path, json=body, headers=KEY)


def seen(answer):
    kept = {k: v for k, v in answer.headers.items() if k != "content-length"}
    return answer.status_code, kept, answer.content


def test_every_example_is_answered_as_by_the_application(contracts):
    served, routed = Simulator(contracts.values(), STILL), Simulator(contracts.values(), STILL)
    with httpx.Client(transport=httpx.WSGITransport(app=create_app(served))) as client:
        wanted = [seen(asked(client, "http://mock", *example)) for example in examples(contracts)]
    with contract_router(routed, BASE) as router, httpx.Client() as client:
        got = [seen(asked(client, BASE, *example)) for example in examples(contracts)]
        assert all(router[operation.id].called for operation, _ in examples(contracts))
        assert not router["unknown"].called
    assert got == wanted
    assert len({status for status, _, _ in wanted}) > 1


@given(
    method=st.sampled_from(["GET", "POST", "PUT", "DELETE", "PATCH"]),
    path=st.one_of(st.just(PADI), st.from_regex(r"/[a-z0-9_./-]{0,20}", fullmatch=True)),
    body=st.binary(max_size=60),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_request_is_answered_as_by_the_application(simulator, method, path, body):
    headers = {**KEY, "content-type": "application/json"}
    with httpx.Client(transport=httpx.WSGITransport(app=create_app(simulator))) as client:
        wanted = client.request(method, "http://mock" + path, content=body, headers=headers)
    with contract_router(simulator, BASE), httpx.Client() as client:
        got = client.request(method, BASE + path, content=body, headers=headers)
    assert seen(got) == seen(wanted)


def test_operations_of_one_path_have_routes_of_their_own(simulator):
    with contract_router(simulator, BASE) as router:
        httpx.post(BASE + PADI, json=LIST, headers=KEY)
        httpx.post(BASE + PADI, json={"get_transaksi": {"size": 1, "page": 1}}, headers=KEY)
        assert (router["listUmkm"].call_count, router["listTransaksi"].call_count) == (1, 1)


def test_an_async_client_gets_the_same_answers(simulator):
    async def called():
        async def pieces():
            yield b'{"get_umkm": '
            yield b'{"size": 10, "page": 1}}'

        async with httpx.AsyncClient(headers={**KEY, "content-type": "application/json"}) as client:
            whole = await client.post(BASE + PADI, json=LIST)
            streamed = await client.post(BASE + PADI, content=pieces())
            return whole.json(), streamed.json()

    with contract_router(simulator, BASE):
        whole, streamed = asyncio.run(called())
        assert whole == streamed == httpx.post(BASE + PADI, json=LIST, headers=KEY).json()


def test_httpx2_is_intercepted_too(simulator):
    httpx2 = pytest.importorskip("httpx2")
    import kontrak.mocks.adapters.httpx2

    async def called():
        async with httpx2.AsyncClient() as client:
            return (await client.post(BASE + PADI, json=LIST, headers=KEY)).json()

    with contract_router(simulator, BASE, using=kontrak.mocks.adapters.httpx2.NAME) as router:
        sync = httpx2.post(BASE + PADI, json=LIST, headers=KEY).json()
        assert asyncio.run(called()) == sync
        assert router["listUmkm"].call_count == 2
    assert sync["count"] == 2


def test_a_call_to_elsewhere_is_an_error(simulator):
    with contract_router(simulator, BASE), pytest.raises(respx.models.AllMockedAssertionError, match=r"other\.example"):
        httpx.get("https://other.example/")


def test_a_path_beside_the_base_is_elsewhere(simulator):
    with contract_router(simulator, BASE), pytest.raises(respx.models.AllMockedAssertionError):
        httpx.post("https://partner.example" + PADI, json=LIST, headers=KEY)


def test_two_routers_hold_two_worlds(simulator):
    vendor = {"uid": "V-1", "nama_umkm": "CV Contoh", "kategori_usaha": "2"}
    control = httpx.Client(transport=httpx.WSGITransport(app=create_app(simulator)))
    control.put("http://localhost/w/one/_kontrak/records/padi/umkm/V-1", json=vendor)
    counts = []
    for name in ("one", "two"):
        with contract_router(simulator, BASE, name=name):
            counts.append(httpx.post(BASE + PADI, json=LIST, headers=KEY).json()["count"])
    assert counts == [3, 2]


@pytest.mark.parametrize("url", ["", "ftp://x", "partner.example", "https://", "http://[::"])
def test_a_base_url_that_is_none_is_refused(simulator, url):
    with pytest.raises(ConfigurationError, match="https://tpos"):
        contract_router(simulator, url)


def test_a_route_can_be_overruled_by_a_test(simulator):
    with contract_router(simulator, BASE) as router:
        router["listUmkm"].mock(return_value=httpx.Response(418))
        assert httpx.post(BASE + PADI, json=LIST, headers=KEY).status_code == 418
        assert json.loads(httpx.post(BASE + PADI, json=LIST).request.content) == LIST
