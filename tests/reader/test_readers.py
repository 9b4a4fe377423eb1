"""`--role reader`: what is laid, what is taken away, and what the verdict rests on."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import create_engine, insert, inspect, select

from kontrak.conformance.errors import Trouble
from kontrak.conformance.process import Failed
from kontrak.conformance.reader.run import run
from kontrak.conformance.reader.settings import Question
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Profile
from kontrak.contracts.staging import staging_tables, to_table
from tests.feeds.rows import row_of
from tests.planted.readers.target import FEEDS, TPOS, serving

ID = "TPOS-READER-{}".format
NOT_IN_SQLITE = {ID("014"), ID("018")}


def verdicts(found):
    return {id: str(result.verdict) for id, result in found.items()}


def with_reads(**changes):
    return lambda target: replace(target, reader=replace(target.reader, **changes))


def rows_in(url):
    engine = create_engine(url)
    tables = staging_tables(FEEDS.values())
    with engine.connect() as connection:
        counts = {name: len(connection.execute(select(table)).all()) for name, table in tables.items()}
    columns = {one["name"] for table in tables.values() for one in inspect(engine).get_columns(table.name)}
    return counts, columns


@pytest.mark.parametrize("dialect", ["strict", "other"])
def test_a_clean_dms_passes_whether_it_reads_whole_tables_or_by_id(verified, dialect):
    found = verdicts(verified(dialect=dialect))
    assert {id for id, verdict in found.items() if verdict != "pass"} == NOT_IN_SQLITE
    assert {found[id] for id in NOT_IN_SQLITE} == {"not_applicable"}


@pytest.mark.parametrize(("database", "dialect"), [("postgresql", "other"), ("mariadb", "strict")])
def test_a_clean_dms_passes_everything_on_a_server(verified, database, dialect):
    assert set(verdicts(verified(dialect=dialect, database=database)).values()) == {"pass"}


def test_nothing_that_was_laid_stays(served):
    with served(only=(ID("016"),)) as (target, verify):
        assert verdicts(verify())[ID("016")] == "pass"
        counts, columns = rows_in(target.reader.database)
        assert set(counts.values()) == {0}
        assert "kontrak_extra" not in columns


def test_a_second_run_soon_after_the_first_finds_the_same():
    with serving(dialect="other") as target:
        for mark in ("KTT00001", "KTT00002"):
            options = Options(profile=Profile.STRICT, only=(ID("007"),), mark=mark)
            [result] = run(TPOS, target, options).requirements
            assert str(result.verdict) == "pass", result.reason


def test_a_table_with_rows_of_others_is_left_alone_unless_that_is_allowed(served):
    with served(only=(ID("001"),)) as (target, verify):
        table = staging_tables(FEEDS.values())["invoice"]
        own = {"batch_id": "B1", "created_at": datetime(2026, 1, 1)}  # noqa: DTZ001 - staging tables have no zone
        with create_engine(target.reader.database).begin() as connection:
            connection.execute(insert(table).values(own | to_table(row_of(FEEDS["invoice"], 1), FEEDS["invoice"])))
        result = verify(replace(target, allow=()))[ID("001")]
        assert (str(result.verdict), "tpos_invoice has rows that kontrak did not write" in result.reason) == (
            "not_tested",
            True,
        )
        assert verdicts(verify())[ID("001")] == "pass"
        assert rows_in(target.reader.database)[0]["invoice"] == 1


def test_without_answers_nothing_is_laid_and_the_line_to_add_is_told(verified):
    found = verified(with_reads(answers={}, run=lambda: pytest.fail("it was made to read")))
    assert str(found[ID("001")].verdict) == "not_tested"
    assert 'add to kontrak.toml: [target.tpos] reader = { answers = { invoice = "SELECT' in found[ID("001")].reason


def test_answers_about_some_feeds_alone_leave_a_requirement_open(verified):
    def change(target):
        return with_reads(answers={"invoice": target.reader.answers["invoice"]})(target)

    result = verified(change, only=(ID("001"),))[ID("001")]
    assert str(result.verdict) == "not_tested"
    assert "needs to know how to ask about bo-etd, " in result.reason
    assert "or leave feeds out with only = ['invoice']" in result.reason


def test_feeds_that_the_dms_does_not_read_do_not_apply(verified):
    found = verdicts(verified(with_reads(only=("invoice",)), only=(ID("001"), ID("019"))))
    assert found == {ID("001"): "pass", ID("019"): "not_applicable"}


def test_a_column_that_the_answer_lacks_is_asked_for_and_one_that_is_not_kept_is_left_out(verified):
    def asked(**columns):
        query = "SELECT outlet_code, no_rpp_tam, qty_tam_judgement AS number FROM tpos_rpp_judgement"
        question = Question(query=query, columns={"qtyTamJudgement": "number"} | columns)
        return verified(with_reads(only=("rpp-judgement",), answers={"rpp-judgement": question}), only=(ID("002"),))[
            ID("002")
        ]

    result = asked()
    assert str(result.verdict) == "not_tested"
    assert "has no column for tamJudgement; add it, or say that it is not kept" in result.reason
    assert str(asked(tamJudgement=False).verdict) == "pass"


def test_without_permission_no_column_is_added(verified):
    result = verified(lambda target: replace(target, allow=()), only=(ID("016"),))[ID("016")]
    assert (str(result.verdict), 'add to kontrak.toml: [target.tpos] allow = ["destructive"]' in result.reason) == (
        "not_tested",
        True,
    )


@pytest.mark.parametrize(
    ("reading", "candidate", "fault", "id"),
    [("TPOS-R-196", "written", "written", "010"), ("TPOS-R-195", "kept", "gaps", "008")],
)
def test_a_reading_decides_what_must_be_known(verified, reading, candidate, fault, id):
    def change(target):
        return replace(target, readings={reading: candidate})

    assert verdicts(verified(change, fault=fault, only=(ID(id),))) == {ID(id): "pass"}
    assert verdicts(verified(change, only=(ID(id),))) == {ID(id): "fail"}


def test_where_a_row_replaces_the_one_of_its_key_a_clean_dms_passes(verified):
    found = verdicts(verified(lambda target: replace(target, readings={"TPOS-R-014": "upsert"})))
    assert {id for id, verdict in found.items() if verdict not in ("pass", "not_applicable")} == set()
    assert found[ID("007")] == "pass"


def test_a_dms_that_never_ends_well_is_an_error_and_no_finding(verified):
    found = verified(fault="idle", change=with_reads(run=_failing), only=(ID("001"), ID("012"), ID("017")))
    assert set(verdicts(found).values()) == {"error"}
    told = "did not end well in any of the first runs; mend reader.run: nothing new to read: it broke"
    assert told in found[ID("001")].reason


def test_a_run_that_hangs_half_way_leaves_nothing_passed_that_was_not_seen_through(served):
    calls = []

    with served(only=(ID("007"), ID("013"), ID("017"))) as (target, verify):

        def read():
            calls.append(1)
            if len(calls) == 4:
                raise Trouble("it did not end within 60 s")
            target.reader.run()

        found = verify(with_reads(run=read)(target))
        assert verdicts(found) == {ID("007"): "error", ID("013"): "error", ID("017"): "error"}
        assert set(rows_in(target.reader.database)[0].values()) == {0}


def test_an_interrupt_leaves_nothing_in_the_tables(served):
    with served(only=(ID("001"),)) as (target, verify):
        seen = []

        def read():
            seen.append(rows_in(target.reader.database)[0]["invoice"])
            if len(seen) == 2:
                raise KeyboardInterrupt
            target.reader.run()

        with pytest.raises(KeyboardInterrupt):
            verify(with_reads(run=read)(target))
        assert seen == [0, 3]
        assert set(rows_in(target.reader.database)[0].values()) == {0}


def test_a_spent_time_leaves_the_rest_untested(verified):
    assert verdicts(verified(only=(ID("001"),), deadline=time.monotonic() - 1)) == {ID("001"): "not_tested"}


def test_a_missing_table_is_told_with_what_to_do(verified):
    def change(target):
        return with_reads(names=replace(target.reader.names, prefix="other_"))(target)

    result = verified(change, only=(ID("001"),))[ID("001")]
    assert "there is no table other_tpos_bo_etd; make it with kontrak staging create" in result.reason


def _failing():
    raise Failed("it broke")
