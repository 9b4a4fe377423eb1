"""What a target does not give is not tested, with the line to add; what it is not, does not apply."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kontrak.conformance.config import Target
from kontrak.conformance.hooks import Hooks
from kontrak.conformance.producer.run import run
from kontrak.conformance.producer.settings import Deliveries
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Outcome, Verdict, judge_run
from kontrak.contracts import ConfigurationError
from tests.planted.feeds.producers import PRODUCERS

NEVER_SHIPPED = next(one.name for one in PRODUCERS if one.requirement == "TPOS-FEED-INV-005")
SERVICE = ("BOE-008", "BOE-009", "GRC-006", "ETD-005", "PCJ-006", "PCJ-007", "PCJ-008", "RPJ-006", "RPJ-007", "RPJ-008")


def without_service(target):
    return replace(target, base_url="", app=None)


@pytest.mark.parametrize("id", SERVICE)
def test_without_a_web_service_what_needs_it_is_not_tested(verified, id):
    result = verified(without_service, only=(f"TPOS-FEED-{id}",))[f"TPOS-FEED-{id}"]
    assert result.verdict is Outcome.NOT_TESTED
    assert "[target.tpos] base_url = " in result.reason


def test_without_a_web_service_a_documented_rule_keeps_the_run_inconclusive(verified):
    assert judge_run(verified(without_service).values()) is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("id", ["TPOS-FEED-ALL-033", "TPOS-FEED-ALL-034"])
def test_without_a_clock_that_can_be_moved_no_batch_is_seen_to_appear(verified, id):
    def delivered_before(target):
        for _ in range(8):
            target.hooks.move(24, "tpos")
        return replace(target, hooks=Hooks())

    results = verified(delivered_before)
    assert results[id].verdict is Outcome.NOT_TESTED
    assert "hooks = { advance = " in results[id].reason
    assert results["TPOS-FEED-INV-010"].verdict is Outcome.PASS


def test_without_outlets_no_row_can_be_a_foreign_one(verified):
    result = verified(lambda target: replace(target, records={}))["TPOS-FEED-ALL-010"]
    assert (result.verdict, "records.outlets = " in result.reason) == (Outcome.NOT_TESTED, True)


def test_without_a_reader_grants_are_not_tested(verified):
    def nobody(target):
        return replace(target, feeds=replace(target.feeds, reader=""))

    result = verified(nobody, database="postgresql")["TPOS-FEED-ALL-004"]
    assert (result.verdict, 'feeds = { reader = "account" }' in result.reason) == (Outcome.NOT_TESTED, True)


def test_files_alone_have_no_tables_and_tables_alone_no_files(verified):
    files = verified(lambda target: replace(target, feeds=replace(target.feeds, database="")))
    tables = verified(lambda target: replace(target, feeds=replace(target.feeds, outbox=None)))
    assert files["TPOS-FEED-ALL-002"].verdict is Outcome.NOT_APPLICABLE
    assert tables["TPOS-FEED-ALL-021"].verdict is Outcome.NOT_APPLICABLE
    assert files["TPOS-FEED-INV-010"].verdict is tables["TPOS-FEED-INV-010"].verdict is Outcome.PASS


def test_a_table_that_does_not_tell_batches_apart_is_told_with_the_line_to_add(verified):
    def apart(target):
        return replace(target, feeds=replace(target.feeds, batch="no_such_column", outbox=None))

    results = verified(apart)
    for id in ("TPOS-FEED-INV-004", "TPOS-FEED-ALL-030", "TPOS-FEED-ALL-032", "TPOS-FEED-ETD-006"):
        assert results[id].verdict is Outcome.NOT_TESTED
        assert 'feeds = { batch = "column" }' in results[id].reason
    assert results["TPOS-FEED-INV-007"].verdict is Outcome.PASS


def test_a_feed_that_the_target_does_not_have_does_not_apply(verified):
    def without_credits(target):
        return replace(target, feeds=replace(target.feeds, only=("invoice", "debit-advice", "goods-receipt")))

    results = verified(without_credits)
    assert {results[f"TPOS-FEED-CAD-00{number}"].verdict for number in (1, 6, 7)} == {Outcome.NOT_APPLICABLE}
    assert results["TPOS-FEED-DAD-005"].verdict is Outcome.PASS


@pytest.mark.parametrize("hooks", [Hooks(), Hooks(advance=lambda _hours: None), Hooks(advance="false {hours}")])
def test_a_database_that_does_not_answer_makes_the_run_inconclusive_and_names_no_password(verified, hooks):
    def gone(target):
        feeds = Deliveries(database="postgresql://anna:rahasia@127.0.0.1:1/none", settle=0)
        return replace(target, feeds=feeds, hooks=hooks)

    results = verified(gone)
    assert judge_run(results.values()) is Verdict.INCONCLUSIVE
    assert results["TPOS-FEED-INV-001"].verdict is Outcome.ERROR
    assert "rahasia" not in results["TPOS-FEED-INV-001"].reason


def test_what_may_have_been_taken_away_is_not_missed(verified):
    def cleaned(target):
        return replace(target, feeds=replace(target.feeds, complete=False))

    result = verified(cleaned, fault=NEVER_SHIPPED)["TPOS-FEED-INV-005"]
    assert (result.verdict, "feeds.complete = false" in result.reason) == (Outcome.NOT_TESTED, True)
    assert verified(fault=NEVER_SHIPPED)["TPOS-FEED-INV-005"].verdict is Outcome.FAIL


def test_an_empty_folder_is_no_pass(contract, tmp_path):
    outcomes = run(contract, Target("tpos", "", feeds=Deliveries(outbox=tmp_path)), Options())
    assert judge_run(outcomes.requirements) is Verdict.INCONCLUSIVE
    assert {result.verdict for result in outcomes.requirements} <= {Outcome.NOT_TESTED, Outcome.NOT_APPLICABLE}


def test_without_feeds_the_line_to_add_is_told(contract):
    with pytest.raises(ConfigurationError, match=r"\[target.tpos\] feeds = "):
        run(contract, Target("tpos", "http://127.0.0.1:1"), Options())


def test_what_was_asked_for_alone_is_judged(verified):
    assert list(verified(only=("TPOS-FEED-INV-010",))) == ["TPOS-FEED-INV-010"]


def test_what_a_reading_waives_does_not_apply(verified):
    def working_days(target):
        return replace(target, readings={"TPOS-R-078": "working"})

    assert verified(working_days)["TPOS-FEED-PCJ-008"].verdict is Outcome.NOT_APPLICABLE


def test_what_a_layout_file_sets_is_documented_for_that_target(verified):
    assert verified(dialect="other")["TPOS-FEED-ALL-021"].level == "documented"
