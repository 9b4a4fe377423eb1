"""Which windows are taken, and where their ends lie, under every reading of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kontrak.mocks.dgi import ledger


@pytest.fixture
def ask(dgi):
    """The answer to a window of days around the world's time, under readings."""

    def ask(since, until=None, module="prsp", **readings):
        dgi.switch({f"DGI-R-{id[1:]}": name for id, name in readings.items()})
        ends = {"fromTime": since, "toTime": until}
        window = {
            name: days if isinstance(days, str) else shown(dgi, days) for name, days in ends.items() if days is not None
        }
        return dgi.post(f"{module}/read", window)

    return ask


def shown(dgi, days):
    return f"{dgi.now + timedelta(days=days):%Y-%m-%d %H:%M:%S}"


def refused(answer):
    assert (answer["status"], answer["data"]) == (0, None)
    return answer["message"]["message2"].rpartition("[")[2].rstrip("]")


@pytest.mark.parametrize(
    ("since", "until", "requirement"),
    [
        ("2026-02-30 00:00:00", None, "DGI-WIN-002"),
        ("2026-11-31 00:00:00", None, "DGI-WIN-002"),
        ("0000-01-01 00:00:00", None, "DGI-WIN-002"),
        ("2026-11-20 24:00:00", None, "DGI-WIN-002"),
        ("2026-11-20", None, "DGI-WIN-002"),
        ("2026-11-20T00:00:00", None, "DGI-WIN-002"),
        ("", None, "DGI-WIN-001"),
        ("2026-11-20 00:00:00", "2026-11-31 00:00:00", "DGI-WIN-004"),
        ("0001-01-01 00:00:00", None, "DGI-WIN-006"),
        ("0001-01-01 00:00:00", "9999-12-31 23:59:59", "DGI-WIN-006"),
        (-8, None, "DGI-WIN-006"),
        (0, -0.5, "DGI-WIN-012"),
    ],
)
def test_a_window_is_refused_by_its_rule(ask, since, until, requirement):
    assert refused(ask(since, until)) == requirement


def test_the_start_is_mandatory(dgi):
    assert refused(dgi.post("prsp/read", {"toTime": "2026-11-20 00:00:00"})) == "DGI-WIN-001"


@pytest.mark.parametrize(
    ("since", "until"),
    [(-7, None), (-7, 0), (-1, 0), (1, None), (1, 2), ("9999-12-31 00:00:00", "9999-12-31 23:59:59")],
)
def test_a_window_up_to_seven_days_is_taken_wherever_it_lies(ask, since, until):
    assert ask(since, until)["status"] == 1


@pytest.mark.parametrize(
    ("readings", "since", "status"),
    [
        ({"r22": "seconds"}, -7.0001, 0),
        ({"r22": "days"}, -7.4, 1),
        ({"r22": "days"}, -7.6, 0),
        ({"r22": "month"}, -30, 1),
        ({"r22": "month"}, -30.1, 0),
    ],
)
def test_seven_days_are_counted_as_the_reading_says(ask, readings, since, status):
    assert ask(since, **readings)["status"] == status


def test_inv1_may_be_exempt_from_the_seven_days_and_no_other_module(ask):
    assert ask(-16, module="inv1", r10="exempt")["status"] == 1
    assert refused(ask(-16, module="lsng")) == "DGI-WIN-006"


def test_a_window_that_ends_before_it_begins_may_be_empty(ask):
    assert ask(0, -1, r23="empty") == {"status": 1, "message": None, "data": []}


@pytest.fixture
def at(dgi):
    """Puts a prospect that was made some days before the world's time."""

    def at(days, key="P"):
        body = dgi.read("prsp", dealerId="99101")[0] | {"idProspect": key}
        due = dgi.now + timedelta(days=days)
        dgi.in_turn(lambda turn: ledger.put(turn, "prsp", body, at=due))

    return at


def found(answer):
    assert answer["status"] == 1, answer
    return "P" in [body["idProspect"] for body in answer["data"] or ()]


@pytest.mark.parametrize(("reading", "until"), [("inclusive", True), ("half-open", False)])
def test_the_ends_belong_to_the_window_as_the_reading_says(ask, at, reading, until):
    at(-1)
    assert found(ask(-1, -0.5, r19=reading))
    assert found(ask(-1.5, -1, r19=reading)) is until


@pytest.mark.parametrize(
    ("reading", "days", "is_found"),
    [
        ("left-out", -30, True),
        ("left-out", -30.01, False),
        ("left-out-by-day", -30.4, True),
        ("left-out-by-day", -30.6, False),
    ],
)
def test_what_is_older_than_thirty_days_is_left_out(ask, at, reading, days, is_found):
    at(days)
    assert found(ask(-32, -28, r21=reading)) is is_found


def test_a_window_that_begins_before_thirty_days_may_be_refused(ask):
    assert refused(ask(-31, -29, r21="refused")) == "DGI-WIN-008"
    assert ask(-29, -28)["status"] == 1


def test_a_record_that_is_changed_again_is_answered_again_by_both_windows(ask, at, dgi):
    at(-31)
    assert not found(ask(-32, -30.5))
    change = {"idProspect": "P", "statusProspect": "5"}
    dgi.in_turn(lambda turn: ledger.put(turn, "prsp", ledger.get(turn, "prsp", "P") | change))
    assert found(ask(-32, -30.5))
    assert found(ask(-1))


def test_a_month_as_window_stands_in_place_of_the_age(ask, at):
    at(-40)
    assert found(ask(-45, -35, r22="month"))


def test_times_in_utc_are_seven_hours_behind_in_requests_and_answers(ask, at, dgi):
    at(-1)
    here, there = "2026-11-19 11:59:00", "2026-11-19 04:59:00"
    assert not found(ask(here, shown(dgi, 0), r20="utc"))
    answer = ask(there, "2026-11-19 05:01:00")
    assert found(answer)
    assert [body["createdTime"] for body in answer["data"]] == ["19/11/2026 05:00:00"]


def test_a_window_without_end_ends_when_the_request_comes(ask, at):
    at(0)
    assert found(ask(-1))
    at(0.1, "Q")
    assert [body["idProspect"] for body in ask(-1)["data"]][-1] == "P"
