"""TAM Passport and the header Authorization: tokens, grants, keys, outlets, and what is refused."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontrak.contracts import Contract
from kontrak.mocks import Request, Response, Simulator
from kontrak.mocks.control import Control

TOKEN, PARTS = "/tpos/oauth/token", "/tpos/v1/parts-inquiry"
FORM = "application/x-www-form-urlencoded"
CLIENT = {"client_id": "kontrak-dms-1", "client_secret": "kontrak-rahasia-1"}
USER = {"username": "bengkel-1", "password": "kontrak-sandi-1"}
KEY = {"application_code": "KTKAPP1", "key": "kontrak-kunci-1"}
OURS, THEIRS = "KTK000001", "CTH000001"


def basic(name: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()


class Tpos:
    """A TPOS client of one world of a simulator in process."""

    def __init__(self, simulator: Simulator, world: str = "default") -> None:
        self.simulator, self.world, self.control = simulator, world, Control(simulator)

    def ask(self, form: Any, **headers: str) -> Response:
        body = form if isinstance(form, bytes) else urlencode(form).encode()
        sent = {"content-type": FORM} | headers
        return self.simulator.handle(Request("POST", TOKEN, body, sent, {}, self.world))

    def token(self, form: Any = None, **headers: str) -> str:
        response = self.ask(form or {"grant_type": "client_credentials"} | CLIENT, **headers)
        assert response.status == 200, response.body
        return json.loads(response.body)["access_token"]

    def inquire(self, authorization: str | None, outlet: str = OURS) -> Response:
        headers = {"content-type": "application/json"}
        headers |= {} if authorization is None else {"authorization": authorization}
        body = json.dumps({"outletCode": outlet, "noParts": ["9KT01A0001"]}).encode()
        return self.simulator.handle(Request("POST", PARTS, body, headers, {}, self.world))


@pytest.fixture
def tpos(simulator: Simulator) -> Tpos:
    return Tpos(simulator)


@pytest.fixture
def under(contract: Contract, simulate: Callable[..., Simulator]) -> Callable[..., Tpos]:
    """A client of a simulator under other readings."""
    return lambda **readings: Tpos(simulate(contract, readings={f"TPOS-{id}": name for id, name in readings.items()}))


@pytest.fixture
def under_(under: Callable[..., Tpos]) -> Callable[..., Tpos]:
    return lambda **readings: under(**{id.replace("_", "-"): name for id, name in readings.items()})


@pytest.mark.parametrize(
    ("form", "authorization"),
    [
        ({"grant_type": "client_credentials"} | CLIENT, None),
        ({"grant_type": "client_credentials"}, basic(*CLIENT.values())),
        ({"grant_type": "password"} | USER | CLIENT, None),
        ({"grant_type": "password"} | USER, basic(*CLIENT.values())),
        ({"grant_type": "password"} | USER, None),
        ({"grant_type": "client_credentials"} | KEY, None),
        ({"grant_type": "client_credentials"}, basic(*KEY.values())),
    ],
)
def test_each_way_to_ask_gives_a_token_that_opens_the_service(tpos: Tpos, form: Any, authorization: str | None) -> None:
    response = tpos.ask(form, **({"authorization": authorization} if authorization else {}))
    body = json.loads(response.body)
    assert (response.status, body["token_type"], body["expires_in"]) == (200, "bearer", 86399)
    assert set(body) == {"access_token", "token_type", "expires_in"}
    assert response.headers["cache-control"] == "no-store"
    assert tpos.inquire(f"Bearer {body['access_token']}").status == 200


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        (b"\xff=\xfe", 400, "invalid_request"),
        ({"grant_type": "implicit"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"} | CLIENT | {"client_secret": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"} | CLIENT | {"client_id": "nobody"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials"} | KEY | {"key": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "application_code": "kontrak-dms-1"}, 401, "invalid_client"),
        ({"grant_type": "password"} | USER | {"password": "wrong"}, 400, "invalid_grant"),
        ({"grant_type": "password"} | USER | {"username": "bengkel-2"}, 400, "invalid_grant"),
        ({"grant_type": "password", "username": "bengkel-1"}, 400, "invalid_request"),
        ({"grant_type": "password"} | USER | KEY, 400, "unauthorized_client"),
        (b"grant_type=password&grant_type=password", 400, "invalid_request"),
    ],
)
def test_a_refused_token_is_refused_as_rfc_6749_has_it(tpos: Tpos, form: Any, status: int, error: str) -> None:
    response = tpos.ask(form)
    body = json.loads(response.body)
    assert (response.status, body["error"]) == (status, error)
    assert body["error_description"].isascii()
    assert response.headers["cache-control"] == "no-store"
    assert ("www-authenticate" in response.headers) == (status == 401)


def test_a_form_of_another_type_is_refused_as_oauth_refuses(tpos: Tpos) -> None:
    response = tpos.ask(b"{}", **{"content-type": "application/json"})
    assert (response.status, json.loads(response.body)["error"]) == (415, "invalid_request")


def test_a_user_of_another_dealer_gets_no_token_through_our_client(tpos: Tpos) -> None:
    form = {"grant_type": "password", "username": "bengkel-2", "password": "kontrak-sandi-2"}
    assert tpos.ask(form).status == 200
    assert tpos.ask(form | CLIENT).status == 400
    assert tpos.ask(form, authorization=basic(*CLIENT.values())).status == 400


@pytest.mark.parametrize("authorization", ["Basic /w==", "Basic é", "Basic", "Bearer x", "basic Og==", "", " "])
def test_credentials_of_a_client_that_cannot_be_read_are_wrong(tpos: Tpos, authorization: str) -> None:
    response = tpos.ask({"grant_type": "client_credentials"}, authorization=authorization)
    assert (response.status, json.loads(response.body)["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("authorization", "error"),
    [
        (None, False),
        ("", False),
        ("Bearer", True),
        ("Bearer unknown", True),
        ("Bearer ékjñ", True),
        ("Bearer \udcff", True),
        ("Bearer a b", True),
        ("Token {token}", True),
        ("{token}", True),
        ("Bearer {token}x", True),
        ("Bearer {token},Bearer {token}", True),
    ],
)
def test_no_token_or_a_wrong_one_is_401_with_a_challenge(tpos: Tpos, authorization: str | None, error: bool) -> None:
    sent = authorization.format(token=tpos.token()) if authorization else authorization
    response = tpos.inquire(sent)
    challenge = response.headers["www-authenticate"]
    assert response.status == 401
    assert challenge.startswith("Bearer ")
    assert ("error=" in challenge) == error
    expected = "TPOS-AUTH-002" if error else "TPOS-AUTH-001"
    assert json.loads(response.body)["violations"][0]["requirement"] == expected


def test_the_word_bearer_is_read_in_any_case(tpos: Tpos) -> None:
    assert tpos.inquire(f"bEARER {tpos.token()}").status == 200


def test_a_token_expires_by_the_clock_of_its_world(tpos: Tpos) -> None:
    tpos.control.set_clock("default", {"now": "2026-01-05T08:00:00+07:00"})
    token = f"Bearer {tpos.token()}"
    tpos.control.set_clock("default", {"now": "2026-01-06T07:59:58+07:00"})
    assert tpos.inquire(token).status == 200
    tpos.control.set_clock("default", {"now": "2026-01-06T07:59:59+07:00"})
    assert tpos.inquire(token).status == 401
    assert tpos.inquire(f"Bearer {tpos.token()}").status == 200


def test_another_dealers_outlet_is_403(tpos: Tpos) -> None:
    first = f"Bearer {tpos.token()}"
    second = f"Bearer {tpos.token({'grant_type': 'password', 'username': 'bengkel-2', 'password': 'kontrak-sandi-2'})}"
    assert [tpos.inquire(first, outlet).status for outlet in (OURS, THEIRS)] == [200, 403]
    assert [tpos.inquire(second, outlet).status for outlet in (OURS, THEIRS)] == [403, 200]
    assert json.loads(tpos.inquire(first, THEIRS).body)["violations"][0]["requirement"] == "TPOS-AUTH-010"


def test_tokens_outlive_the_process(contract: Contract, simulate: Callable[..., Simulator], database: str,
                                    world: str) -> None:  # fmt: skip
    token = Tpos(simulate(contract, database=database), world).token()
    assert Tpos(simulate(contract, database=database), world).inquire(f"Bearer {token}").status == 200


def test_tokens_end_with_a_reset_and_are_unknown_in_other_worlds(tpos: Tpos) -> None:
    token = f"Bearer {tpos.token()}"
    assert Tpos(tpos.simulator, "other").inquire(token).status == 401
    tpos.control.reset("default", {"seed": 3})
    assert tpos.inquire(token).status == 401


def test_the_same_seed_gives_the_same_tokens_and_no_token_twice(
    contract: Contract, simulate: Callable[..., Simulator]
) -> None:
    found = []
    for seed in (0, 0, 1):
        tpos = Tpos(simulate(contract, seed=seed))
        client = tpos.control.credentials("default")["tpos"]["clients"][0]
        form = {"grant_type": "client_credentials", **{name: client[name] for name in CLIENT}}
        found.append([tpos.token(form) for _ in range(3)])
    assert found[0] == found[1]
    assert len({*found[0], *found[2]}) == 6


@pytest.mark.parametrize("seed", [0, 7])
def test_every_listed_credential_opens_the_service(
    contract: Contract, simulate: Callable[..., Simulator], seed: int
) -> None:
    tpos = Tpos(simulate(contract, seed=seed))
    listed = tpos.control.credentials("default")["tpos"]
    clients = {"grant_type": "client_credentials"}
    for kind, grant in (("clients", clients), ("users", {"grant_type": "password"}), ("applications", clients)):
        for entry in listed[kind]:
            secrets = {name: value for name, value in entry.items() if name not in ("dealer", "outlets")}
            status = tpos.inquire(f"Bearer {tpos.token(grant | secrets)}").status
            assert status == (200 if OURS in entry["outlets"] else 403)


def test_the_journal_shows_no_secret(tpos: Tpos) -> None:
    token = tpos.token()
    for form in (USER | {"grant_type": "password"}, KEY | {"grant_type": "client_credentials"}):
        token += tpos.token(form)
    tpos.ask({"grant_type": "password", "username": "bengkel-1", "password": "p@ss wörd&x"})
    tpos.ask(b"grant_type=password&pass%77ord=hidden")
    shown = json.dumps(tpos.control.journal("default", 100, None, None))
    assert shown.count("***") >= 8
    for secret in (token[:64], token[64:128], "rahasia", "sandi", "kunci-1", "p%40ss", "rd%26x", "hidden"):
        assert secret not in shown


def test_without_a_section_that_holds_nothing_is_asked(under_: Callable[..., Tpos]) -> None:
    assert under_(R_036="none").inquire(None).status == 200


def test_key_and_code_go_in_the_header_where_no_token_is_used(under_: Callable[..., Tpos]) -> None:
    tpos = under_(R_036="key")
    assert tpos.inquire("Bearer KTKAPP1.kontrak-kunci-1").status == 200
    assert tpos.inquire("Bearer KTKAPP2.kontrak-kunci-2").status == 403
    refused = [f"Bearer {tpos.token()}", "Bearer KTKAPP1.x", "Bearer KTKAPP1", "Basic KTKAPP1.kontrak-kunci-1", None]
    assert [tpos.inquire(sent).status for sent in refused] == [401] * 5


def test_an_application_may_send_its_key_in_place_of_a_token(under_: Callable[..., Tpos]) -> None:
    tpos = under_(R_037="bearer")
    assert tpos.inquire("Bearer KTKAPP1.kontrak-kunci-1").status == 200
    assert tpos.inquire(f"Bearer {tpos.token()}").status == 200
    assert tpos.ask({"grant_type": "client_credentials"} | KEY).status == 401


def test_no_application_has_a_key_if_the_example_was_copied(under_: Callable[..., Tpos]) -> None:
    tpos = under_(R_037="copy")
    assert tpos.inquire("Bearer KTKAPP1.kontrak-kunci-1").status == 401
    assert tpos.ask({"grant_type": "client_credentials"} | KEY).status == 401


def test_the_password_is_the_only_grant_of_its_reading(under_: Callable[..., Tpos]) -> None:
    tpos = under_(R_040="password")
    assert tpos.ask({"grant_type": "password"} | USER).status == 200
    error = json.loads(tpos.ask({"grant_type": "client_credentials"} | CLIENT).body)["error"]
    assert error == "unsupported_grant_type"


def test_a_free_token_serves_every_outlet(under_: Callable[..., Tpos]) -> None:
    tpos = under_(R_042="free")
    assert tpos.inquire(f"Bearer {tpos.token()}", THEIRS).status == 200


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.sampled_from([*CLIENT, *USER, *KEY, "grant_type", "scope"]), st.text(max_size=20)),
    st.one_of(st.none(), st.text(max_size=30), st.binary(max_size=20).map(lambda b: "Basic " + b.hex())),
)
def test_whatever_is_sent_for_a_token_is_refused_with_a_reason(tpos: Tpos, form: Any, authorization: Any) -> None:
    body = urlencode({"grant_type": "password"} | form, errors="surrogatepass").encode()
    response = tpos.ask(body, **({} if authorization is None else {"authorization": authorization}))
    assert response.status in (400, 401)
    assert json.loads(response.body)["error"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.text(max_size=60), st.text(max_size=60).map("Bearer {}".format)))
def test_whatever_stands_in_the_header_is_401(tpos: Tpos, authorization: str) -> None:
    assert tpos.inquire(authorization).status == 401
