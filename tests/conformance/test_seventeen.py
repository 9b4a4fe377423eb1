"""The seventeen seeded faults, of which Schemathesis alone was seen to find eight: each is found and named."""

from __future__ import annotations

import pytest

from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile
from kontrak.contracts import load
from tests.planted.toys.target import CONTRACT, FAULTS, serving

TOYS = load(CONTRACT)
SEEDS = range(1, 4)
ALL = [fault.name for fault in FAULTS]


def judged(*faults, seed=1, profile=Profile.OBSERVED):
    """The results of a default run, by requirement."""
    with serving(*faults) as target:
        outcomes = run(TOYS, target, Options(seed=seed, profile=profile))
    return {result.id: result for result in outcomes.requirements}


def failed(*faults, seed=1):
    return [id for id, result in judged(*faults, seed=seed).items() if result.verdict is Outcome.FAIL]


def test_there_are_seventeen_and_each_breaks_a_requirement_of_its_own():
    assert len(FAULTS) == 17
    assert len({fault.requirement for fault in FAULTS}) == 17


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_is_found_in_one_default_run_and_named_alone(fault):
    assert failed(fault.name) == [fault.requirement]


def test_all_are_found_in_one_default_run_of_a_server_that_has_them_all():
    assert sorted(failed(*ALL)) == sorted(fault.requirement for fault in FAULTS)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_clean_twin_passes_everything(seed):
    results = judged(seed=seed, profile=Profile.STRICT)
    assert {id: result.reason for id, result in results.items() if result.verdict is not Outcome.PASS} == {}
