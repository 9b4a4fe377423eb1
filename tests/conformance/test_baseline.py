from datetime import date

import pytest

from kontrak.conformance.baseline import Entry, read_baseline, weighed, written
from kontrak.conformance.verdict import (
    CheckResult,
    Failure,
    Outcome,
    Report,
    RequirementResult,
    Verdict,
    judge_run,
    totals,
)
from kontrak.contracts import ConfigurationError

TODAY = date(2026, 11, 26)
IDS = {"PADI-TRX-001", "PADI-TRX-002", "PADI-TRX-003"}


def check(outcome, id="cases:PADI-TRX-001", requirement="PADI-TRX-001"):
    failures = (Failure("wrong", "a", "b"),) if outcome is Outcome.FAIL else ()
    return CheckResult(id, requirement, outcome, cases=1, failures=failures)


def result(outcome, *checks, id="PADI-TRX-001"):
    return RequirementResult(id, "padi", "documented", "MUST", "s", "t", outcome, checks=checks or (check(outcome),))


def report(*results):
    passing = result(Outcome.PASS, id="PADI-TRX-002")
    results = (*results, passing)
    return Report(judge_run(results), {}, {}, totals(results), results)


def known(**more):
    return Entry(**{"kind": "known", "requirement": "PADI-TRX-001", "comment": "DMS-7", "where": "b.toml: 1"} | more)


def test_a_known_failure_is_a_warning_with_its_comment():
    found = weighed(report(result(Outcome.FAIL)), [known()], TODAY)
    assert found.verdict is Verdict.CONFORMANT
    assert found.requirements[0].verdict is Outcome.WARN
    assert found.requirements[0].reason == "known: DMS-7"
    assert found.totals["warn"] == 1


def test_a_failure_in_another_check_than_the_known_one_fails():
    checks = check(Outcome.FAIL), check(Outcome.FAIL, "property:x")
    found = weighed(report(result(Outcome.FAIL, *checks)), [known(check="cases:*")], TODAY)
    assert found.verdict is Verdict.NONCONFORMANT


def test_an_entry_that_no_longer_fails_turns_the_run_red():
    found = weighed(report(result(Outcome.PASS)), [known()], TODAY)
    assert found.verdict is Verdict.NONCONFORMANT
    stale = found.requirements[-1]
    assert (stale.id, stale.source) == ("BASELINE-001", "b.toml: 1")
    assert "no longer fails in cases:PADI-TRX-001; delete the entry" in stale.reason


def test_an_entry_past_its_day_turns_the_run_red():
    found = weighed(report(result(Outcome.FAIL)), [known(until=date(2026, 11, 25))], TODAY)
    assert found.verdict is Verdict.NONCONFORMANT
    assert weighed(report(result(Outcome.FAIL)), [known(until=TODAY)], TODAY).verdict is Verdict.CONFORMANT


def test_an_entry_for_a_check_that_is_not_there_turns_the_run_red():
    found = weighed(report(result(Outcome.FAIL)), [known(check="cases:OTHER")], TODAY)
    assert any("has no check cases:OTHER" in entry.reason for entry in found.requirements)


@pytest.mark.parametrize("outcome", [Outcome.NOT_TESTED, Outcome.ERROR, Outcome.NOT_APPLICABLE])
def test_an_entry_is_not_stale_where_the_run_could_not_tell(outcome):
    before = report(result(outcome))
    assert weighed(before, [known()], TODAY).requirements == before.requirements


def test_a_known_failure_does_not_hide_an_error_of_the_harness():
    checks = check(Outcome.FAIL), check(Outcome.ERROR, "property:x")
    found = weighed(report(result(Outcome.FAIL, *checks)), [known()], TODAY)
    assert found.requirements[0].verdict is Outcome.ERROR
    assert found.verdict is Verdict.INCONCLUSIVE


def test_an_entry_of_another_partner_is_left_alone():
    found = weighed(report(), [known()], TODAY)
    assert found.verdict is Verdict.CONFORMANT


def test_a_waived_requirement_does_not_apply():
    found = weighed(report(result(Outcome.FAIL)), [known(kind="waived")], TODAY)
    assert found.requirements[0].verdict is Outcome.NOT_APPLICABLE
    assert found.requirements[0].reason == "waived: DMS-7"
    assert found.verdict is Verdict.CONFORMANT


def test_a_waiver_of_what_passes_turns_the_run_red():
    found = weighed(report(result(Outcome.PASS)), [known(kind="waived")], TODAY)
    assert found.verdict is Verdict.NONCONFORMANT


def test_a_written_baseline_names_each_failing_check_and_wants_a_comment(tmp_path):
    file = tmp_path / "baseline.toml"
    file.write_text(written(report(result(Outcome.FAIL))), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"\[\[known\]\] 1: PADI-TRX-001 has no comment"):
        read_baseline(file, IDS)
    file.write_text(file.read_text(encoding="utf-8").replace('comment = ""', 'comment = "DMS-7"'), encoding="utf-8")
    assert [(entry.requirement, entry.check) for entry in read_baseline(file, IDS)] == [
        ("PADI-TRX-001", "cases:PADI-TRX-001")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[known]", "not TOML"),
        ("[[other]]", "unknown table other"),
        ("known = 3", r"\[\[known\]\]"),
        ('[[known]]\nrequirement = "PADI-TRX-999"\ncomment = "a"', "no requirement PADI-TRX-999"),
        ('[[known]]\nrequirement = "PADI-TRX-001"\ncomment = " "', "has no comment"),
        ('[[known]]\nrequirement = "PADI-TRX-001"\ncomment = "a"\nchek = "b"', "unknown key chek"),
        ('[[known]]\nrequirement = "PADI-TRX-001"\ncomment = "a"\ncheck = 3', "check is the id"),
        ('[[known]]\nrequirement = "PADI-TRX-001"\ncomment = "a"\nuntil = "soon"', "until is a day"),
        ('[[waived]]\nrequirement = "PADI-TRX-001"\ncomment = "a"\ncheck = "b"', "unknown key check"),
    ],
)
def test_a_baseline_that_cannot_be_read_says_what_to_mend(tmp_path, text, said):
    file = tmp_path / "baseline.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=said):
        read_baseline(file, IDS)


def test_a_baseline_that_is_missing_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="--write-baseline"):
        read_baseline(tmp_path / "none.toml", IDS)
