"""DGI and TPOS servers with one answer to everything, and such as die: a verdict soon, no pass that was not earned, no harness broken."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Verdict, judge_run
from tests.conformance.test_bounds import QUICK, SAME, always, changed
from tests.planted.kill import contract, serving

PARTNERS = ("dgi", "tpos")
SOON = 30
ENVELOPE = '{"status": 1, "message": null, "data": %s}'
YES = {
    "is a good envelope with rows that are none": always(200, ENVELOPE % '[1, null, "x", [], {}]'),
    "is a good answer with odd rows": always(
        200, '{"data": [{"noPo": 1e999, "qtyPo": "\\ud800", "no": [[]]}, 7, null]}'
    ),
}
NAMES = ("redirects for ever", "is null", "says half a character", "is not UTF-8")
ANSWERS = {name: SAME[name] for name in NAMES} | YES


def verified(partner, change):
    """The results of a run against a planted server behind `change(number, body)`, which lets everybody log in as ever."""
    started = time.monotonic()
    with serving(partner=partner) as known:
        other = changed(change, inner=known.app)

        def app(environ, start_response):
            return (known.app if environ["PATH_INFO"].endswith("/oauth/token") else other)(environ, start_response)

        found = run(contract(partner), replace(known, app=app), Options(leave_out=QUICK)).requirements
    assert time.monotonic() - started < SOON
    return {result.id: result for result in found}


@pytest.mark.parametrize("partner", PARTNERS)
@pytest.mark.parametrize("app", ANSWERS.values(), ids=ANSWERS)
def test_a_server_with_one_answer_to_everything_fails_and_passes_no_refusal(app, partner):
    results = verified(partner, lambda _number, _body: app)
    assert judge_run(results.values()) is Verdict.NONCONFORMANT
    assert [result.reason for result in results.values() if result.verdict is Outcome.ERROR] == []
    refusals = [entry.id for entry in contract(partner).requirements.values() if entry.test.refuse]
    assert Outcome.PASS not in {results[id].verdict for id in refusals}


@pytest.mark.parametrize("partner", PARTNERS)
@pytest.mark.parametrize("after", [1, 40, 400])
@pytest.mark.parametrize("dead", [always(503, ""), always(429, "", headers=[("Retry-After", "0")])], ids=["503", "429"])
def test_what_was_judged_before_a_target_died_stays_and_the_rest_is_an_error(after, dead, partner):
    sent = []

    def dies(number, _body):
        sent.append(number)
        return dead if number >= after else None

    results = verified(partner, dies)
    assert judge_run(results.values()) is Verdict.INCONCLUSIVE
    testable = [results[id] for id, entry in contract(partner).requirements.items() if entry.test.not_tested is None]
    assert Outcome.FAIL not in {result.verdict for result in testable}
    assert testable[-1].verdict is Outcome.ERROR
    assert len(sent) < after + 60
    assert [result.reason for result in testable if "the harness broke" in result.reason] == []


@pytest.mark.parametrize("partner", PARTNERS)
def test_a_target_that_hangs_in_the_middle_ends_the_run_soon(partner, live):
    def hangs(number, _body):
        if number > 60:
            time.sleep(3)

    started = time.monotonic()
    with serving(partner=partner) as known:
        hung = live(changed(hangs, inner=known.app))
        target = replace(known, base_url=hung, app=None, timeout=0.3)
        results = run(contract(partner), target, Options(leave_out=QUICK)).requirements
    assert time.monotonic() - started < SOON
    assert judge_run(results) is Verdict.INCONCLUSIVE
    assert any("no whole answer within 0.3" in result.reason for result in results)
