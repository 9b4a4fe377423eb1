"""A fourth partner is a folder of data: the mock serves it and the suite judges it, with no line of Python."""

import shutil
from pathlib import Path

import pytest

from kontrak.conformance.config import PERMISSIONS, Target
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile
from kontrak.contracts import load
from kontrak.contracts.load import partners
from kontrak.mocks import Simulator, create_app

FOLDER = Path(__file__).parent / "partners"


def verified(mocked: Path):
    """The toy contract's verdict on a mock that obeys the contract in `mocked`."""
    contract = load(FOLDER / "toys")
    app = create_app(Simulator([load(mocked)]))
    target = Target("toys", "http://toys.example", "kontrak-toys-key", allow=PERMISSIONS, app=app)
    options = Options(profile=Profile.STRICT, leave_out=("engine:",))
    return {result.id: result for result in run(contract, target, options).requirements}


def test_a_folder_of_data_is_found_as_a_partner():
    assert partners(FOLDER) == ["toys"]


def test_the_mock_of_a_fourth_partner_conforms_to_it():
    results = verified(FOLDER / "toys")
    assert {result.id: result.reason for result in results.values() if result.verdict is not Outcome.PASS} == {}
    assert len(results) == 28


@pytest.mark.parametrize(
    ("file", "right", "wrong", "requirement"),
    [
        ("openapi.yaml", "enum: [red, blue]", "minLength: 1", "TOYS-TOY-002"),
        ("openapi.yaml", "maxLength: 20", "maxLength: 90", "TOYS-TOY-003"),
        ("openapi.yaml", "required: [id, colour, name]", "required: [id, colour]", "TOYS-TOY-001"),
        ("openapi.yaml", "const: made", "const: done", "TOYS-API-003"),
    ],
)
def test_the_suite_fails_a_fourth_partners_faulty_server_by_its_requirement(tmp_path, file, right, wrong, requirement):
    shutil.copytree(FOLDER / "toys", tmp_path / "toys")
    text = (tmp_path / "toys" / file).read_text(encoding="utf-8")
    assert right in text
    (tmp_path / "toys" / file).write_text(text.replace(right, wrong), encoding="utf-8")
    results = verified(tmp_path / "toys")
    assert [id for id, result in results.items() if result.verdict is Outcome.FAIL] == [requirement]
