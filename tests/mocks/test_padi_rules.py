"""Every rule that the contract can say by values is kept by the simulator, and named where it is broken."""

from __future__ import annotations

from typing import Any

import pytest

from kontrak.contracts import Requirement, load
from kontrak.contracts.schema import nodes

CONTRACT = load("padi")
MEMBERS = {operation.id: operation.member for operation in CONTRACT.operations.values()}
NAMED = {
    str(id)
    for operation in CONTRACT.operations.values()
    for node in nodes(operation.request)
    for id in (
        *node.get("x-requirements", {}).values(),
        *(r["requirement"] for r in node.get("x-references", ())),
    )
}
"""The requirements that a schema names; the others are tested by the same breaches as one of these."""


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(requirement, column, value, id=f"{requirement.id}-{column}-{number}")
        for requirement in CONTRACT.requirements.values()
        for column, values in getattr(requirement.test, kind).items()
        for number, value in enumerate(values)
    ]


def message(requirement: Requirement, column: str, value: Any) -> dict[str, Any]:
    operation = CONTRACT.operations[requirement.test.operation or ""]
    made = dict(operation.examples[0][operation.member]) | dict(requirement.test.given)
    if value == "$absent":
        made.pop(column, None)
    else:
        known = {"$unknown": "KT-UNKNOWN", "$mismatch": "3" if column == "kategori_umkm" else "KT OTHER"}
        is_length = isinstance(value, dict) and "$chars" in value
        made[column] = "x" * value["$chars"] if is_length else known.get(str(value), value)
    return made


@pytest.mark.parametrize(("requirement", "column", "value"), cases("refuse"))
def test_a_breach_is_refused_with_its_requirement(padi: Any, requirement: Requirement, column: str, value: Any) -> None:
    member = MEMBERS[requirement.test.operation or ""]
    status, body = padi.send(member, message(requirement, column, value))
    assert status in (400, 422)
    assert body["status"] == "error"
    found = {error["requirement"] for error in body["errors"] if column in error["field"]}
    assert requirement.id in found if requirement.id in NAMED else found
    assert all(error["rule"] and error["detail"] for error in body["errors"])


@pytest.mark.parametrize(("requirement", "column", "value"), cases("accept"))
def test_what_must_be_accepted_is_accepted(padi: Any, requirement: Requirement, column: str, value: Any) -> None:
    member = MEMBERS[requirement.test.operation or ""]
    status, body = padi.send(member, message(requirement, column, value))
    assert (status, body["status"]) == (200, "success"), body


def test_all_breaches_are_reported_at_once(padi: Any, transaksi: dict[str, Any]) -> None:
    changed = {
        "nama_project": None,
        "kategori_project": "10",
        "tkdn": True,
        "id_satker": "X",
        "nama_umkm": "Y",
    }
    status, body = padi.report(transaksi, **changed)
    assert status == 400
    assert {error["field"] for error in body["errors"]} == set(changed)


def test_a_breach_of_master_data_alone_is_422(padi: Any, transaksi: dict[str, Any]) -> None:
    status, body = padi.report(transaksi, id_satker="X")
    assert status == 422
    assert [(error["field"], error["rule"]) for error in body["errors"]] == [("id_satker", "reference")]


def test_every_printed_example_is_accepted_by_a_fresh_simulator(simulator: Any, padi_in: Any) -> None:
    for operation in CONTRACT.operations.values():
        for number, example in enumerate(operation.examples):
            client = padi_in(simulator, f"{operation.id}-{number}")
            assert client.send(operation.member, example[operation.member])[1]["status"] == "success"
