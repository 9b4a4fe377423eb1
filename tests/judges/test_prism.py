"""Each contract loads in Prism, which answers a request of each operation and refuses what breaks the contract."""

from __future__ import annotations

import copy
import json
from contextlib import ExitStack, contextmanager
from functools import cache
from urllib.parse import urlencode

import httpx
import pytest

from kontrak.contracts import load
from tests.judges.faults import dangling, wrong_answer, wrong_request
from tests.judges.node import PATIENCE, JudgeError, Prism

FORM = "application/x-www-form-urlencoded"
BROKEN = [
    ("tpos", "createPurchaseOrder", "franchise", "B"),
    ("dgi", "readPrsp", "fromTime", "yesterday"),
    ("padi", "createTransaksi", "tipe_nilai_project", "XPEX"),
]


class Caller:
    """Calls the operations of a contract at a Prism that serves its document."""

    def __init__(self, contract, document, url):
        self.operations = contract.operations
        self.document = document
        self.client = httpx.Client(base_url=url, trust_env=False, timeout=PATIENCE)

    def raw(self, op):
        return self.document["paths"][op.path][op.method.lower()]

    def send(self, op, body, *, known=True):
        """The answer to a body of an operation; without credentials where the caller is not `known`."""
        kind = next(iter(self.raw(op)["requestBody"]["content"]))
        content = urlencode(body) if kind == FORM else json.dumps(body)
        headers = {"Content-Type": kind, **(self.credentials(op) if known else {})}
        return self.client.request(op.method, op.path, content=content, headers=headers)

    def credentials(self, op):
        """Invented values in the headers that an operation's security asks for."""
        schemes = self.document["components"]["securitySchemes"]
        asked = self.raw(op).get("security", self.document["security"])
        chosen = [schemes[name] for choice in asked[:1] for name in choice]
        return dict(
            (scheme["name"], "invented") if scheme["type"] == "apiKey" else ("Authorization", "Bearer invented")
            for scheme in chosen
        )


@contextmanager
def calling(contract, document, file):
    """A caller of Prism with that document, which is written to the file first."""
    file.write_text(json.dumps(document), encoding="utf-8")
    with Prism(file) as prism:
        caller = Caller(contract, document, prism.url)
        with caller.client:
            yield caller


@pytest.fixture(scope="session")
def at_prism(tools, document, tmp_path_factory):
    """The caller for a partner; its Prism is started when it is first asked for."""
    folder = tmp_path_factory.mktemp("prism")
    with ExitStack() as stack:
        yield cache(lambda name: stack.enter_context(calling(load(name), document(name), folder / f"{name}.json")))


def test_prism_answers_the_examples_of_each_operation(partner, at_prism):
    caller = at_prism(partner)
    answers = {
        (op.id, number): caller.send(op, example)
        for op in caller.operations.values()
        for number, example in enumerate(op.examples)
    }
    assert {id for id, _ in answers} == set(caller.operations)
    assert {id: answer.text for id, answer in answers.items() if not answer.is_success} == {}


def test_prism_answers_with_an_example_of_the_contract(partner, at_prism):
    caller = at_prism(partner)
    for op in caller.operations.values():
        content = caller.raw(op)["responses"]["200"]["content"]["application/json"]
        examples = [each["value"] for each in content["examples"].values()]
        assert caller.send(op, op.examples[0]).json() in examples


def test_prism_refuses_a_list_in_place_of_each_message(partner, at_prism):
    caller = at_prism(partner)
    statuses = {op.id: caller.send(op, []).status_code for op in caller.operations.values()}
    assert {id: status for id, status in statuses.items() if status not in (400, 422)} == {}


@pytest.mark.parametrize(("name", "operation_id", "column", "value"), BROKEN, ids=[row[0] for row in BROKEN])
def test_prism_refuses_one_wrong_value_in_a_good_message(name, operation_id, column, value, at_prism):
    caller = at_prism(name)
    op = caller.operations[operation_id]
    body = copy.deepcopy(op.examples[0])
    op.unwrap(body)[column] = value
    answer = caller.send(op, body)
    assert answer.status_code == 422
    assert column in answer.headers["sl-violations"]


def test_prism_refuses_a_call_without_credentials(partner, at_prism):
    caller = at_prism(partner)
    op = next(op for op in caller.operations.values() if op.secured)
    assert caller.send(op, op.examples[0], known=False).status_code == 401


def test_prism_does_not_serve_a_document_with_a_dangling_reference(tools, document, tmp_path):
    broken = document("padi")
    dangling(broken)
    with (
        pytest.raises(JudgeError, match="NoSuch"),
        calling(load("padi"), broken, tmp_path / "dangling.json"),
    ):
        pass


def test_prism_sees_a_wrong_example_of_a_request_and_of_an_answer(tools, document, tmp_path):
    broken = document("padi")
    wrong_answer(broken)
    wrong_request(broken)
    with calling(load("padi"), broken, tmp_path / "wrong.json") as caller:
        op = caller.operations["createTransaksi"]
        examples = caller.raw(op)["requestBody"]["content"]["application/json"]["examples"]
        wrong = next(iter(examples.values()))["value"]
        assert caller.send(op, wrong).status_code == 422
        assert caller.send(op, op.examples[0]).status_code == 500
