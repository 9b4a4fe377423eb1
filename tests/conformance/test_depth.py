"""A smoke run leaves out much, says so, and claims no more than it tested."""

from __future__ import annotations

import pytest

from kontrak.conformance.depth import SMOKE_PROBES, Depth
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import Outcome, Verdict, judge_run
from tests.planted.kill import contract, serving


@pytest.fixture(scope="module")
def smoke():
    with serving() as target:
        return {result.id: result for result in run(contract(), target, Options(depth=Depth.SMOKE)).requirements}


def test_a_clean_server_is_conformant_in_a_smoke_run(smoke):
    assert judge_run(smoke.values()) is Verdict.CONFORMANT


def test_what_a_smoke_run_leaves_out_is_not_tested_and_says_so(smoke):
    assert smoke["PADI-LST-005"].verdict is Outcome.NOT_TESTED
    assert smoke["PADI-LST-005"].reason.startswith("left out by --depth smoke: probe:paging:PADI-LST-005")
    assert not smoke["PADI-LST-005"].blocks


def test_what_was_only_seen_by_the_way_is_no_pass_where_its_own_check_was_left_out(smoke):
    passed = {id for id, result in smoke.items() if result.verdict is Outcome.PASS}
    left_out = {
        entry.id
        for entry in contract().requirements.values()
        if entry.test.probe and entry.test.probe not in SMOKE_PROBES
    }
    assert left_out
    assert not passed & left_out


def test_a_fault_that_a_smoke_run_meets_fails():
    with serving("accepts-missing-tanggal-transaksi") as target:
        results = run(contract(), target, Options(depth=Depth.SMOKE)).requirements
    assert judge_run(results) is Verdict.NONCONFORMANT


def test_a_smoke_run_without_a_key_is_inconclusive():
    with serving() as target:
        keyless = type(target)(**{name: getattr(target, name) for name in ("partner", "base_url", "app", "records")})
        results = run(contract(), keyless, Options(depth=Depth.SMOKE)).requirements
    assert judge_run(results) is Verdict.INCONCLUSIVE


def test_only_a_thorough_run_generates_more():
    assert [depth.times for depth in Depth] == [1, 1, 5]
