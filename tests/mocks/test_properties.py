"""Whatever is sent: never a server error, and every answer keeps the contract."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontrak.contracts import Judge, load
from kontrak.mocks import Request, Simulator

CONTRACT = load("padi")
JUDGE = Judge(CONTRACT)
OPERATIONS = {operation.member: operation for operation in CONTRACT.operations.values()}
REFUSAL = jsonschema_rs.Draft202012Validator(CONTRACT.openapi["components"]["schemas"]["Refusal"])
HEADERS = {"x-api-key": "kontrak-padi-key", "content-type": "application/json"}
PATH = "/padi-umkm/1.2.0/padis"

texts = st.text(max_size=12) | st.text(st.characters(categories=("L", "N", "Zs", "Cc", "Cs")), max_size=12)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts
anything = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4))
members = st.sampled_from(sorted(str(member) for member in OPERATIONS))
examples = st.sampled_from([e for operation in CONTRACT.operations.values() for e in operation.examples])
wide = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def judged(simulator: Simulator, raw: bytes) -> None:
    response = simulator.handle(Request("POST", PATH, raw, HEADERS))
    body = json.loads(response.body)
    assert response.status in (200, 400, 409, 422)
    if response.status == 200:
        operation = OPERATIONS[next(iter(json.loads(raw)))]
        assert JUDGE.answer(operation, body) == []
        assert not JUDGE.says_refused(body)
    else:
        assert REFUSAL.is_valid(body)
        assert body["errors"]


@wide
@given(raw=st.binary(max_size=200))
def test_any_bytes(simulator: Simulator, raw: bytes) -> None:
    judged(simulator, raw)


@wide
@given(body=anything | st.dictionaries(members, anything, max_size=2))
def test_any_json(simulator: Simulator, body: Any) -> None:
    judged(simulator, json.dumps(body).encode("utf-8"))


@wide
@given(data=st.data(), example=examples)
def test_a_good_message_with_some_members_changed(simulator: Simulator, data: st.DataObject, example: Any) -> None:
    member, message = next(iter(example.items()))
    columns = st.sampled_from(sorted(message)) | texts
    changed = data.draw(st.dictionaries(columns, anything, max_size=3))
    judged(simulator, json.dumps({member: {**message, **changed}}).encode("utf-8"))
