from __future__ import annotations

import pytest

from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Profile
from tests.planted.kill import GENERATED, contract, serving

SEEDS = range(1, 6)
ALARMS = {Outcome.FAIL, Outcome.WARN, Outcome.ERROR}


def verified(target, **options):
    outcomes = run(contract("tpos"), target, Options(leave_out=GENERATED, **options))
    return {result.id: result for result in outcomes.requirements}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_strict_server_passes_whatever_is_tested(seed):
    with serving(partner="tpos") as target:
        results = verified(target, seed=seed, profile=Profile.STRICT)
    assert [result.reason for result in results.values() if result.verdict in ALARMS] == []
    for result in results.values():
        testable = contract("tpos").requirements[result.id].test.not_tested is None
        assert result.verdict is (Outcome.PASS if testable else Outcome.NOT_TESTED), result.id


@pytest.mark.parametrize("seed", SEEDS)
def test_a_server_that_chose_otherwise_where_the_sources_are_silent_never_fails(seed):
    with serving(dialect="other", partner="tpos") as target:
        results = verified(target, seed=seed, profile=Profile.OBSERVED)
    assert [result.reason for result in results.values() if result.verdict in {Outcome.FAIL, Outcome.ERROR}] == []
    untested = {result.id for result in results.values() if result.verdict is Outcome.NOT_TESTED}
    testable = {entry.id for entry in contract("tpos").requirements.values() if entry.test.not_tested is None}
    assert untested & testable == set()


def test_the_clock_of_the_planted_server_is_moved_by_its_hook():
    with serving(partner="tpos") as target:
        target.hooks.move(48, "tpos")
        client = target.app.test_client()
        form = {
            "grant_type": "client_credentials",
            "client_id": target.auth.client_id,
            "client_secret": target.auth.client_secret,
        }
        token = client.post("/tpos/oauth/token", data=form).json["access_token"]
        target.hooks.move(24, "tpos")
        answer = client.post("/tpos/v1/parts-inquiry", json={}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
