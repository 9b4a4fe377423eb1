"""Two clean DGI servers, written apart from the mock and from each other: the suite passes both."""

from __future__ import annotations

import pytest

from kontrak.conformance.plan import plan, spoken_about
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile, judge_requirement
from tests.planted.kill import GENERATED, contract, serving

SEEDS = range(1, 5)
ALARMS = {Outcome.FAIL, Outcome.WARN, Outcome.ERROR}


@pytest.fixture
def dgi():
    return contract("dgi")


@pytest.fixture
def verified(dgi):
    """Runs the suite against a server of that dialect, and gives the results."""

    def verify(dialect, **options):
        with serving(dialect=dialect, partner="dgi") as target:
            return run(dgi, target, Options(leave_out=GENERATED, **options)).requirements

    return verify


def expected(dgi):
    return {entry.id for entry in dgi.requirements.values() if entry.test.not_tested is None}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_strict_server_passes_every_testable_requirement(seed, dgi, verified):
    results = verified("strict", seed=seed, profile=Profile.STRICT)
    assert [(result.id, result.reason) for result in results if result.verdict in ALARMS] == []
    assert {result.id for result in results if result.verdict is Outcome.PASS} == expected(dgi)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_server_that_chose_otherwise_where_the_sources_are_silent_never_fails(seed, dgi, verified):
    results = verified("other", seed=seed, profile=Profile.OBSERVED)
    assert [(result.id, result.reason) for result in results if result.verdict in {Outcome.FAIL, Outcome.ERROR}] == []
    for result in results:
        lenient = judge_requirement(dgi.requirements[result.id], result.checks, Profile.DOCUMENTED)
        assert lenient.verdict not in {Outcome.FAIL, Outcome.ERROR}
    assert {result.id for result in results if result.verdict is not Outcome.NOT_TESTED} == expected(dgi)


def test_every_testable_requirement_is_spoken_about_by_a_check_or_a_watch(dgi):
    assert spoken_about(plan(dgi), dgi) == expected(dgi)
