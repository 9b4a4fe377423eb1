from __future__ import annotations

import dataclasses

import pytest

from kontrak.conformance import bench
from kontrak.conformance import run as run_module
from kontrak.conformance.check import Check
from kontrak.conformance.errors import Trouble
from kontrak.conformance.evidence import Evidence
from kontrak.conformance.run import Options, run
from kontrak.conformance.verdict import (
    CheckResult,
    Failure,
    Outcome,
    Profile,
    Verdict,
    judge_requirement,
    judge_run,
)
from kontrak.contracts import model
from kontrak.contracts.model import Level, Requirement
from tests.planted.kill import serving

FAILURE = Failure("it broke", "this", "that")


def requirement(level=Level.DOCUMENTED, **test):
    return Requirement("PADI-X-001", "PADI", level, "MUST", "row 1", "A rule.", model.Test(**test))


def check(verdict, cases=1, reason=""):
    return CheckResult("a:check", "PADI-X-001", verdict, cases, reason=reason)


def judged(*checks, level=Level.DOCUMENTED, profile=Profile.OBSERVED, **test):
    return judge_requirement(requirement(level, **test), checks, profile)


@pytest.mark.parametrize(
    ("level", "profile", "verdict"),
    [
        ("documented", "documented", "fail"),
        ("documented", "observed", "fail"),
        ("documented", "strict", "fail"),
        ("observed", "documented", "warn"),
        ("observed", "observed", "fail"),
        ("observed", "strict", "fail"),
        ("assumed", "documented", "warn"),
        ("assumed", "observed", "warn"),
        ("assumed", "strict", "fail"),
    ],
)
def test_a_breach_fails_or_warns_by_level_and_profile(level, profile, verdict):
    assert judged(check(Outcome.FAIL), level=Level(level), profile=Profile(profile)).verdict == verdict


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("profile", Profile)
def test_an_error_stays_an_error_in_every_profile(level, profile):
    assert judged(check(Outcome.ERROR), level=level, profile=profile).verdict is Outcome.ERROR


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        (Outcome.FAIL, Outcome.ERROR),
        (Outcome.FAIL, Outcome.NOT_TESTED),
        (Outcome.ERROR, Outcome.NOT_TESTED),
        (Outcome.ERROR, Outcome.PASS),
        (Outcome.NOT_TESTED, Outcome.PASS),
        (Outcome.NOT_APPLICABLE, Outcome.PASS),
    ],
)
def test_the_worst_check_decides_in_any_order(worse, better):
    assert judged(check(worse), check(better)).verdict is worse
    assert judged(check(better), check(worse)).verdict is worse


def test_the_reason_is_that_of_the_check_that_decided():
    assert judged(check(Outcome.PASS), check(Outcome.ERROR, reason="no answer")).reason == "no answer"


@pytest.mark.parametrize("checks", [(), (check(Outcome.PASS, cases=0),)])
def test_no_evidence_is_never_a_pass(checks):
    result = judged(*checks)
    assert (result.verdict, result.reason) == (Outcome.NOT_TESTED, "no check gave evidence")


def test_a_check_that_noted_nothing_has_no_result():
    assert list(Evidence("a:check").results(0)) == []


def test_a_failure_outweighs_an_early_end_of_its_check():
    evidence = Evidence("a:check")
    evidence.failed("PADI-X-001", FAILURE)
    evidence.ended("PADI-X-001", Outcome.ERROR, "no answer")
    assert [result.verdict for result in evidence.results(0)] == [Outcome.FAIL]


def test_cases_that_passed_before_an_early_end_are_no_pass():
    evidence = Evidence("a:check")
    evidence.passed("PADI-X-001")
    evidence.ended("PADI-X-001", Outcome.ERROR, "no answer")
    assert [result.verdict for result in evidence.results(0)] == [Outcome.ERROR]


def test_only_the_first_failures_are_kept_but_all_are_counted():
    evidence = Evidence("a:check")
    for _ in range(10):
        evidence.failed("PADI-X-001", FAILURE)
    (result,) = evidence.results(0)
    assert (len(result.failures), result.cases, result.reason) == (3, 10, "it broke (10 cases of 10)")


@pytest.mark.parametrize(
    ("level", "profile", "blocks"),
    [("documented", "documented", True), ("assumed", "observed", False), ("assumed", "strict", True)],
)
def test_what_was_not_tested_blocks_where_its_breach_would_fail(level, profile, blocks):
    result = judged(check(Outcome.NOT_TESTED), level=Level(level), profile=Profile(profile))
    assert result.blocks is blocks


def test_what_nobody_can_test_blocks_nothing():
    result = judged(not_tested="It cannot be seen from outside.")
    assert (result.verdict, result.reason, result.blocks) == (
        Outcome.NOT_TESTED,
        "It cannot be seen from outside.",
        False,
    )


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ([], Verdict.INCONCLUSIVE),
        (["not_tested"], Verdict.INCONCLUSIVE),
        (["not_applicable"], Verdict.INCONCLUSIVE),
        (["warn"], Verdict.INCONCLUSIVE),
        (["pass"], Verdict.CONFORMANT),
        (["pass", "warn", "not_tested", "not_applicable"], Verdict.CONFORMANT),
        (["pass", "error"], Verdict.INCONCLUSIVE),
        (["pass", "fail"], Verdict.NONCONFORMANT),
        (["error", "fail"], Verdict.NONCONFORMANT),
    ],
)
def test_the_run_is_judged_by_its_worst_and_never_conformant_without_a_pass(outcomes, verdict):
    results = [dataclasses.replace(judged(), verdict=Outcome(outcome), blocks=False) for outcome in outcomes]
    assert judge_run(results) is verdict


def test_an_untested_requirement_that_blocks_makes_the_run_inconclusive():
    assert judge_run([judged(check(Outcome.PASS)), judged()]) is Verdict.INCONCLUSIVE


def test_a_requirement_that_a_reading_waives_is_not_applicable(padi, verified):
    reading = padi.readings["PADI-R-13"]
    name, waived = next((c.name, c.waives) for c in reading.candidates if c.waives)
    with serving() as target:
        results = verified(dataclasses.replace(target, readings={reading.id: name}), only=waived)
    for id in waived:
        assert results[id].verdict is Outcome.NOT_APPLICABLE
        assert results[id].reason == f"does not hold under the reading PADI-R-13 = {name}"


def test_an_operation_that_is_not_offered_is_not_applicable(padi, verified):
    without = tuple(id for id in padi.operations if id.endswith("Umkm"))
    with serving() as target:
        results = verified(dataclasses.replace(target, without=without))
    about = [entry.id for entry in padi.requirements.values() if entry.test.operation == "createUmkm"]
    assert {results[id].verdict for id in about} == {Outcome.NOT_APPLICABLE}
    assert "createUmkm" in results["PADI-UMK-001"].reason
    assert results["PADI-TRX-001"].verdict is Outcome.PASS


@pytest.mark.parametrize("error", [ZeroDivisionError("oops"), KeyError("status"), RecursionError("deep")])
def test_a_check_that_raises_is_an_error_with_its_reason(monkeypatch, padi, error):
    def broken(session, evidence):
        evidence.passed("PADI-API-001")
        raise error

    result = result_of(monkeypatch, padi, broken)
    assert (result.verdict, result.reason) == (
        Outcome.ERROR,
        f"the harness broke: {type(error).__name__}: {error}",
    )


def test_a_target_in_trouble_is_an_error_with_its_reason(monkeypatch, padi):
    def broken(session, evidence):
        raise Trouble("no answer")

    assert result_of(monkeypatch, padi, broken).reason == "no answer"


def test_a_check_that_says_nothing_leaves_its_requirement_untested(monkeypatch, padi):
    result = result_of(monkeypatch, padi, lambda *_: None)
    assert (result.verdict, result.reason, result.blocks) == (
        Outcome.NOT_TESTED,
        "no exchange spoke about it",
        True,
    )


def test_a_requirement_without_a_check_is_an_error(monkeypatch, padi):
    monkeypatch.setattr(run_module, "plan", lambda *_: [])
    with serving() as target:
        outcomes = run(padi, target, Options(only=("PADI-API-001",)))
    (result,) = outcomes.requirements
    assert (result.verdict, result.reason) == (Outcome.ERROR, "the harness has no check for it")


def test_a_watch_that_breaks_is_its_own_error_and_no_other(monkeypatch, verified):
    def broken(seen, requirement, evidence):
        raise ZeroDivisionError("oops")

    monkeypatch.setitem(bench.WATCHES, "leak", broken)
    with serving() as target:
        results = verified(target, only=("PADI-API-014", "PADI-API-002"))
    assert results["PADI-API-014"].reason == "the harness broke: ZeroDivisionError: oops"
    assert results["PADI-API-002"].verdict is Outcome.PASS


def result_of(monkeypatch, padi, work):
    """The result on one requirement whose only check does this work."""
    monkeypatch.setattr(run_module, "plan", lambda *_: [Check("a:check", ("PADI-API-001",), work)])
    with serving() as target:
        (result,) = run(padi, target, Options(only=("PADI-API-001",))).requirements
    return result
