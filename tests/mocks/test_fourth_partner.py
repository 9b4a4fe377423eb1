"""A partner made of data alone is served: create, list, delete, duplicates, problem documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kontrak.contracts import ContractError, load
from kontrak.mocks import Request, Simulator, create_app

CONTRACT = """
system: TOYS
title: Toys
version: 1
summary: A partner made of data.
documents: {a: A note.}
openapi: openapi.yaml
collections:
  toys: {key: id, create: createToy, list: listToys, delete: deleteToys}
paging: {size: size, page: page, first: 1, rows: toys, count: total}
"""
OPENAPI = """
openapi: 3.1.0
info: {title: Toys, version: "1"}
security: [{key: []}]
paths:
  /toys:
    post:
      operationId: createToy
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [id, colour]
              properties: {id: {type: [string, integer]}, colour: {enum: [red, blue]}}
      responses:
        "201":
          description: Made.
          content:
            application/json:
              schema: {type: object, required: [id, state], properties: {id: {}, state: {const: made}}}
    get:
      operationId: listToys
      responses:
        "200":
          description: All.
          content:
            application/json:
              schema:
                type: object
                required: [toys, total]
                properties: {toys: {type: array}, total: {type: integer}}
  /toys/delete:
    post:
      operationId: deleteToys
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: [id]
              properties: {id: {type: array}}
      responses: {"200": {description: Gone.}}
  /toys/{id}:
    delete:
      operationId: breakToy
      responses: {"200": {description: Broken.}}
  /toys/paint:
    post:
      operationId: paintToy
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {"200": {description: Painted.}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: Toy-Key}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "toys"
    folder.mkdir()
    (folder / "contract.yaml").write_text(CONTRACT)
    (folder / "openapi.yaml").write_text(OPENAPI)
    return folder


@pytest.fixture
def toys(folder: Path, contract: Any, simulate: Any) -> Simulator:
    return simulate(contract, load(folder))


def ask(simulator: Simulator, method: str, path: str, message: Any = None, **query: str) -> tuple[int, Any]:
    headers = {"toy-key": "kontrak-toys-key", "content-type": "application/json"}
    body = b"" if message is None else json.dumps(message).encode()
    response = simulator.handle(Request(method, path, body, headers, query))
    return response.status, json.loads(response.body)


def test_create_answers_by_the_schema_of_the_answer(toys: Simulator) -> None:
    assert ask(toys, "POST", "/toys", {"id": "a", "colour": "red"}) == (200, {"id": "a", "state": "made"})


def test_lists_use_the_contracts_own_names_and_pages(toys: Simulator) -> None:
    for name in "abc":
        ask(toys, "POST", "/toys", {"id": name, "colour": "red"})
    assert ask(toys, "GET", "/toys") == (
        200,
        {"toys": [{"id": name, "colour": "red"} for name in "abc"], "total": 3},
    )
    assert ask(toys, "GET", "/toys", size="2", page="2")[1]["toys"] == [{"id": "c", "colour": "red"}]


def test_delete_takes_an_array_of_ids_of_any_type(toys: Simulator) -> None:
    for name in (1, "b"):
        ask(toys, "POST", "/toys", {"id": name, "colour": "red"})
    assert ask(toys, "POST", "/toys/delete", {"id": [1, "unknown"]}) == (200, {})
    assert [toy["id"] for toy in ask(toys, "GET", "/toys")[1]["toys"]] == ["b"]


def test_a_key_in_the_path_names_the_record(folder: Path, simulate: Any) -> None:
    manifest = folder / "contract.yaml"
    manifest.write_text(manifest.read_text().replace("deleteToys", "breakToy"))
    simulator = simulate(load(folder))
    ask(simulator, "POST", "/toys", {"id": "a b", "colour": "red"})
    assert ask(simulator, "DELETE", "/toys/a b") == (200, {})
    assert ask(simulator, "GET", "/toys")[1]["total"] == 0
    assert ask(simulator, "PUT", "/toys/a b", {})[0] == 405


def test_a_message_that_is_no_object_has_no_key(folder: Path, simulate: Any) -> None:
    openapi = folder / "openapi.yaml"
    openapi.write_text(
        openapi.read_text()
        .replace("              required: [id, colour]\n", "")
        .replace("type: object\n              properties: {id: {type: [", "properties: {id: {type: [")
    )
    simulator = simulate(load(folder))
    assert ask(simulator, "POST", "/toys", [1])[0] == 400
    assert ask(simulator, "POST", "/toys", {})[0] == 400


def test_refusals_are_problem_documents_with_every_violation(toys: Simulator) -> None:
    status, body = ask(toys, "POST", "/toys", {"colour": "green"})
    assert (status, body["status"], body["type"]) == (400, 400, "about:blank")
    assert {violation["pointer"] for violation in body["violations"]} == {"/id", "/colour"}
    ask(toys, "POST", "/toys", {"id": "a", "colour": "red"})
    assert ask(toys, "POST", "/toys", {"id": "a", "colour": "red"})[0] == 409


def test_an_operation_without_a_rule_is_501_and_counts_as_unmatched(toys: Simulator) -> None:
    status, body = ask(toys, "POST", "/toys/paint", {})
    assert (status, "paintToy" in body["title"]) == (501, True)


def test_its_key_is_among_the_credentials_and_partners_do_not_share_keys(toys: Simulator) -> None:
    http = create_app(toys).test_client()
    assert http.get("/_kontrak/credentials").json["toys"] == {"Toy-Key": "kontrak-toys-key"}
    assert http.get("/toys", headers={"toy-key": "kontrak-padi-key"}).status_code == 401


def test_two_partners_cannot_have_one_operation(folder: Path, simulate: Any) -> None:
    with pytest.raises(ContractError, match="/toys"):
        simulate(load(folder), _renamed(folder))


def _renamed(folder: Path) -> Any:
    other = folder.parent / "other"
    other.mkdir()
    for file in folder.iterdir():
        (other / file.name).write_text(file.read_text())
    return load(other)
