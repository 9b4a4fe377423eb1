"""What is tried of limits and tolerances where the target tells them, and only there."""

from __future__ import annotations

import dataclasses

import pytest

from kontrak.conformance.config import read_targets
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome
from kontrak.contracts.errors import ConfigurationError
from tests.planted.kill import contract, serving

URL = '[target.dgi]\nbase_url = "https://dgi.example"\n'
GROUP = '[[target.dgi.groups]]\napi_key = "kunci"\nsecret = "rahasia"\n'


def result_of(requirement, fault=None, **changes):
    """What is said of one requirement where the target tells other things of itself."""
    with serving(fault, partner="dgi") as target:
        changed = dataclasses.replace(target, **changes)
        results = run(contract("dgi"), changed, Options(only=(requirement,), leave_out=("engine:",))).requirements
    return results[0]


def groups(**changes):
    """The groups of the planted server, the last of them changed."""
    with serving(partner="dgi") as target:
        return (*target.groups[:-1], dataclasses.replace(target.groups[-1], **changes))


@pytest.mark.parametrize("requirement", ["DGI-AUTH-024", "DGI-AUTH-028"])
def test_where_no_key_has_a_limit_nothing_is_tried(requirement):
    result = result_of(requirement, groups=groups(limit=0))
    assert result.verdict is Outcome.NOT_APPLICABLE
    assert "limit = N" in result.reason


def test_a_key_whose_requests_were_used_up_before_tells_nothing():
    result = result_of("DGI-AUTH-024", groups=groups(limit=9))
    assert (result.verdict, result.reason) == (
        Outcome.NOT_TESTED,
        "the limit of 9 requests was used up before: 4 were accepted",
    )


def test_a_limit_that_is_answered_with_429_is_taken_for_a_refusal():
    assert result_of("DGI-AUTH-024", "answers-429-over-the-limit").verdict is Outcome.PASS


def test_without_a_tolerance_of_its_own_nothing_is_tried_about_it():
    assert result_of("DGI-AUTH-029", tolerance=None).verdict is Outcome.NOT_APPLICABLE


def test_the_tolerance_that_is_told_is_the_one_that_is_tried():
    assert result_of("DGI-AUTH-029", tolerance=30).verdict is Outcome.FAIL
    assert result_of("DGI-AUTH-029", "bears-30-seconds", tolerance=30).verdict is Outcome.PASS


def test_a_request_within_a_large_tolerance_is_not_held_against_a_server():
    assert result_of("DGI-AUTH-008", "serves-old-requests", tolerance=3600).verdict is Outcome.FAIL
    assert result_of("DGI-AUTH-008", tolerance=3600).verdict is Outcome.PASS


def test_limit_and_tolerance_are_read_from_the_configuration(tmp_path):
    file = tmp_path / "kontrak.toml"
    file.write_text(f"{URL}tolerance = 60\n{GROUP}limit = 20\n", encoding="utf-8")
    target = read_targets(file, {"dgi": contract("dgi")})["dgi"]
    assert (target.tolerance, target.groups[0].limit) == (60, 20)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{URL}tolerance = 0\n", "tolerance is a whole number of seconds, 1 to 86400"),
        (f"{URL}tolerance = true\n", "tolerance is a whole number of seconds"),
        (f"{URL}{GROUP}limit = -1\n", "limit of a group is a whole number of requests a day; write limit = 5"),
        (f"{URL}{GROUP}limit = true\n", "limit of a group is a whole number"),
    ],
)
def test_a_wrong_limit_or_tolerance_is_refused(text, message, tmp_path):
    file = tmp_path / "kontrak.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        read_targets(file, {"dgi": contract("dgi")})
