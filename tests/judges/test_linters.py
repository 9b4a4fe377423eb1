"""openapi-spec-validator, Spectral and Redocly find nothing in what we export, and see each fault that is planted."""

from __future__ import annotations

import json

import pytest
from openapi_spec_validator import validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from referencing.exceptions import Unresolvable

from tests.judges.faults import FAULTS
from tests.judges.node import redocly, spectral


def of(judge):
    return pytest.mark.parametrize(
        "fault", [fault for fault in FAULTS if getattr(fault, judge)], ids=lambda fault: fault.name
    )


@pytest.fixture(scope="session")
def planted(document):
    """The document of PADI with a fault in it."""

    def plant(fault):
        broken = document("padi")
        fault.plant(broken)
        return broken

    return plant


@pytest.fixture(scope="session")
def files(documents, planted, tmp_path_factory):
    """The exported documents, and one of PADI with each of the faults."""
    folder = tmp_path_factory.mktemp("planted")
    for fault in FAULTS:
        (folder / f"{fault.name}.json").write_text(json.dumps(planted(fault)), encoding="utf-8")
    return [*documents.values(), *sorted(folder.iterdir())]


@pytest.fixture(scope="session")
def by_spectral(tools, files):
    return spectral(files)


@pytest.fixture(scope="session")
def by_redocly(tools, files):
    return redocly(files)


def test_the_openapi_validator_finds_nothing(partner, document):
    validate(document(partner))


def test_spectral_finds_nothing(partner, by_spectral):
    assert by_spectral[partner] == []


def test_redocly_finds_nothing(partner, by_redocly):
    assert by_redocly[partner] == []


@of("validator")
def test_the_openapi_validator_sees_a_fault(fault, planted):
    with pytest.raises((OpenAPIValidationError, Unresolvable)):
        validate(planted(fault))


@of("spectral")
def test_spectral_sees_a_fault(fault, by_spectral):
    assert fault.spectral in {finding.rule for finding in by_spectral[fault.name]}


@of("redocly")
def test_redocly_sees_a_fault(fault, by_redocly):
    assert fault.redocly in {finding.rule for finding in by_redocly[fault.name]}
