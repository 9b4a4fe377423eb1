"""Whatever is sent: an answer in the envelope with HTTP 200, and never a mistake of ours."""

from __future__ import annotations

import copy
import json
import os
import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontrak.contracts import Judge
from tests.mocks.dgi.client import CONTRACT

JUDGE = Judge(CONTRACT)
OPERATIONS = [one for one in CONTRACT.operations.values() if one.method == "POST"]
NUMBER = int(os.environ.get("KONTRAK_DGI_REQUESTS", "600"))
ODD = [None, "", " ", "x", "x" * 300, 0, -1, 1.5, 10**30, 1e300, True, [], {}, [{}], [None], "\u0000", "\ud800", "31/02/2026",
       "2026-11-20 00:00:00", "0001-01-01 00:00:00", "9999-12-31 23:59:59", "99201", "SPK-99101-2611-0001"]  # fmt: skip
TIMES = ["", "x", "-1", "9" * 18, "9" * 19, "9" * 5000, "\u0661", "1e9", " 1795150800", "1795150800,1795150800", "0"]


def broken(chance, message):
    """The message with a few of its members, or those of its rows, made odd."""
    message = copy.deepcopy(message)
    for _ in range(chance.randrange(4)):
        place, keys = message, list(message)
        rows = [row for value in message.values() if isinstance(value, list) for row in value if isinstance(row, dict)]
        if rows and chance.random() < 1 / 3:
            place = chance.choice(rows)
            keys = list(place)
        if keys and chance.random() < 1 / 5:
            del place[chance.choice(keys)]
        else:
            place[chance.choice([*keys, "tak dikenal", "fromTime "])] = copy.deepcopy(chance.choice(ODD))
    return message


def body_of(chance, message):
    raw = json.dumps(broken(chance, message)).encode()
    spoiled = [
        raw[:-1],
        raw + b"}",
        b"",
        b"[]",
        b"null",
        b'"x"',
        b"\xff",
        b'{"fromTime":1,"fromTime":2}',
        b"[" * 300,
        raw * 2,
    ]
    return chance.choice(spoiled) if chance.random() < 1 / 10 else raw


def headers_of(chance, headers):
    headers = dict(headers)
    if chance.random() < 1 / 5:
        name = chance.choice(sorted(headers))
        headers[name] = chance.choice([*TIMES, "kontrak-dgi-key", "text/plain", "\xff", "\ud800"])
    if chance.random() < 1 / 20:
        del headers[chance.choice(sorted(headers))]
    return headers


def exchange(dgi, chance, headers):
    operation = chance.choice(OPERATIONS)
    message = chance.choice(operation.examples)
    if "fromTime" in message and chance.random() < 1 / 2:
        message = {"fromTime": f"2026-11-{chance.randrange(1, 31):02} 12:00:00"}
    method = chance.choice(["POST"] * 30 + ["GET", "PUT", "DELETE", "PATCH", "BREW"])
    response = dgi.raw(operation.path, body_of(chance, message), headers_of(chance, headers), method)
    answer = json.loads(response.body)
    assert response.status == 200, answer
    breaches = JUDGE.refusal(answer) if answer["status"] == 0 else JUDGE.answer(operation, answer)
    assert breaches == []
    return answer["status"]


def test_many_requests_right_and_broken(dgi):
    """KONTRAK_DGI_REQUESTS=20000 makes it long."""
    chance, headers = random.Random(5), dgi.headers()
    seen = Counter(exchange(dgi, chance, headers) for _ in range(NUMBER))
    assert min(seen[0], seen[1]) > NUMBER / 10
    assert dgi.control.journal(dgi.world, 1, None, "broken")["count"] == 0


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
names = st.sampled_from(["fromTime", "toTime", "dealerId", "idSPK", "idInvoice", "leads", "njb", "createdTime"])


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(operation=st.sampled_from(OPERATIONS), message=anything | st.dictionaries(names, anything, max_size=4))
def test_any_json(dgi, operation, message):
    response = dgi.raw(operation.path, json.dumps(message).encode())
    assert response.status == 200
    data = json.loads(response.body)["data"]
    assert data in (None, []) or {lead["accpted"] for lead in data["leads"]} == {"N"}


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    headers=st.dictionaries(st.sampled_from(["dgi-api-key", "dgi-api-token", "x-request-time"]), st.text(max_size=20))
)
def test_any_headers(dgi, headers):
    sent = {"content-type": "application/json", **headers}
    response = dgi.raw("/dgi-api/v1.3/prsp/read", b"{}", sent)
    assert (response.status, json.loads(response.body)["status"]) == (200, 0)


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_clock_at_the_end_of_the_calendar_breaks_nothing(dgi, moment):
    answer = dgi.control.set_clock(dgi.world, {"now": moment})
    assert answer["now"] == moment
    for module in ("prsp", "inv1"):
        response = dgi.raw(f"/dgi-api/v1.3/{module}/read", b'{"fromTime":"2026-11-20 00:00:00"}')
        assert response.status == 200
    message = {name: v for name, v in CONTRACT.operations["addInv1"].examples[0].items() if not name.endswith("Time")}
    assert dgi.raw("/dgi-api/v1.3/inv1/add", json.dumps(message).encode()).status == 200
