"""What holds for the contract of every partner."""

from pathlib import Path

import pytest
from openapi_spec_validator import validate

from kontrak.conformance.probes import probe
from kontrak.conformance.producer.checks import CONTENT, PROBES
from kontrak.conformance.watch import WATCHES
from kontrak.contracts import Judge, Stage, load
from kontrak.contracts.export import bundle
from kontrak.contracts.lint import lint
from kontrak.contracts.load import HERE, partners

NAMES = partners()
KNOWN = {"probe": probe.names(), "probe:feed": [CONTENT, *PROBES], "watch": list(WATCHES), "property": ["accepts"]}


def test_every_partner_is_verified_by_itself():
    assert partners(stage=Stage.VERDICT) == partners(stage=Stage.MOCK) == ["dgi", "padi", "tpos"]


@pytest.mark.parametrize("name", NAMES)
def test_a_contract_agrees_with_itself(name):
    assert lint(load(name), KNOWN) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_schemas_of_a_contract_compile_and_its_examples_break_nothing(name):
    contract = load(name)
    judge = Judge(contract)
    broken = {
        (operation.id, str(violation))
        for operation in contract.operations.values()
        for example in operation.examples
        for violation in judge.request(operation, operation.unwrap(example))
    }
    assert broken == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_document_of_a_contract_is_valid_openapi(name):
    validate(bundle(load(name)))


def test_no_contract_names_a_file_of_a_machine():
    for name in NAMES:
        for file in Path(HERE / name).rglob("*"):
            assert not file.is_file() or b"/tmp/" not in file.read_bytes(), file
