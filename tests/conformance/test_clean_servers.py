from __future__ import annotations

import pytest

from kontrak.conformance.verdict import Outcome, Profile, judge_requirement
from tests.planted.kill import GENERATED, serving

ENGINE = ("engine:",)
LISTS = {"get_transaksi": "transaksi_id", "get_umkm": "uid"}
SEEDS = range(1, 21)
WITH_GENERATED_REFUSALS = range(1, 21, 5)
ALARMS = {Outcome.FAIL, Outcome.WARN, Outcome.ERROR}


def left_out(seed):
    return ENGINE if seed in WITH_GENERATED_REFUSALS else GENERATED


@pytest.mark.parametrize("seed", SEEDS)
def test_the_strict_server_raises_no_alarm_at_any_seed(seed, padi, verified):
    with serving() as target:
        results = verified(target, left_out(seed), seed=seed, profile=Profile.STRICT)
    assert [result.reason for result in results.values() if result.verdict in ALARMS] == []
    for result in results.values():
        testable = padi.requirements[result.id].test.not_tested is None
        assert result.verdict is (Outcome.PASS if testable else Outcome.NOT_TESTED)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_server_that_chose_otherwise_where_the_sources_are_silent_never_fails(seed, padi, verified):
    with serving(dialect="other") as target:
        results = verified(target, left_out(seed), seed=seed, profile=Profile.OBSERVED)
    assert [result.reason for result in results.values() if result.verdict in {Outcome.FAIL, Outcome.ERROR}] == []
    for result in results.values():
        lenient = judge_requirement(padi.requirements[result.id], result.checks, Profile.DOCUMENTED)
        assert lenient.verdict not in {Outcome.FAIL, Outcome.ERROR}


def test_the_same_seed_sends_the_same_requests(verified):
    logs = []
    for _ in range(2):
        with serving() as target:
            logs.append(recorded(target.app))
            verified(target, seed=7, leave_out=(*GENERATED, *AT_ONCE))
    first, second = logs
    assert len(first) > 1000
    assert first == second


AT_ONCE = ("probe:same-at-once:", "probe:others-at-once:")
"""What is sent at one moment arrives in any order."""


def recorded(app):
    """Let an application keep the bodies that it gets."""
    log, inner = [], app.wsgi_app

    def outer(environ, start_response):
        body = environ["wsgi.input"].read()
        log.append((environ["REQUEST_METHOD"], body))
        environ["wsgi.input"] = type(environ["wsgi.input"])(body)
        return inner(environ, start_response)

    app.wsgi_app = outer
    return log


@pytest.mark.parametrize("fault", [None, "refuses-to-delete-several"])
def test_a_run_leaves_nothing_behind(fault, verified):
    with serving(fault) as target:
        before = listed(target)
        verified(target)
        assert listed(target) == before


def test_a_run_leaves_none_of_its_keys_behind_where_more_is_accepted(verified):
    with serving(dialect="other") as target:
        verified(target, mark="TANDA")
        assert [key for key in listed(target) if "TANDA" in key] == []


def listed(target):
    """The keys of all rows of both lists."""
    client, headers = target.app.test_client(), {"x-api-key": target.api_key}
    url = "/padi-umkm/1.2.0/padis"
    lists = {name: client.post(url, json={name: {"size": 100, "page": 1}}, headers=headers).json for name in LISTS}
    return [str(row[key]) for name, key in LISTS.items() for row in lists[name]["data"]]
