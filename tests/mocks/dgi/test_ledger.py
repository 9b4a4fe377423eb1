"""The ledger: times of records and of their rows, and what a window finds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from kontrak.mocks.dgi import ledger

SPK: dict[str, Any] = {"idSpk": "S1", "dealerId": "99101", "unit": [{"kodeTipeUnit": "AB1"}, {"kodeTipeUnit": "AB2"}]}
START, LATER = "20/11/2026 12:00:00", "20/11/2026 13:00:00"


def times(body: dict[str, Any]) -> tuple[str, str]:
    return body["createdTime"], body["modifiedTime"]


@pytest.fixture
def put(dgi: Any) -> Any:
    return lambda body, **more: dgi.in_turn(lambda turn: ledger.put(turn, "spk", body, **more))


@pytest.fixture
def found(dgi: Any) -> Any:
    """The ids of our records in a window of minutes around the world's time."""

    def found(since: int | None = None, until: int | None = None, **more: Any) -> list[str]:
        ends = {"since": since, "until": until}
        window = {name: dgi.now + timedelta(minutes=end) for name, end in ends.items() if end is not None}
        records = dgi.in_turn(lambda turn: ledger.find(turn, "spk", **window, **more))
        return [body["idSpk"] for body in records if not body["idSpk"].startswith("SPK-")]

    return found


def test_a_new_record_has_the_worlds_time_in_itself_and_in_every_row(put):
    body = put(SPK)
    assert [times(part) for part in (body, *body["unit"])] == [(START, START)] * 3


def test_a_change_keeps_the_time_of_creation(dgi, put):
    put(SPK)
    dgi.advance("PT1H")
    assert times(put({**SPK, "statusSPK": "2"})) == (START, LATER)


def test_a_changed_row_changes_its_record_and_no_other_row(dgi, put):
    put(SPK)
    dgi.advance("PT1H")
    body = put({**SPK, "unit": [SPK["unit"][0], {"kodeTipeUnit": "AB3"}]})
    assert [times(part) for part in (body, *body["unit"])] == [(START, LATER), (START, START), (START, LATER)]


def test_a_row_that_moves_stays_the_row_it_was_and_a_new_one_is_new(dgi, put):
    put(SPK)
    dgi.advance("PT1H")
    body = put({**SPK, "unit": [{"kodeTipeUnit": "AB0"}, *SPK["unit"]]})
    assert [times(row) for row in body["unit"]] == [(LATER, LATER), (START, START), (START, START)]


def test_a_record_that_is_as_before_is_not_changed(dgi, put):
    put(SPK)
    dgi.advance("PT1H")
    assert times(put(SPK)) == (START, START)


def test_a_change_can_be_dated(dgi, put):
    put(SPK, at=dgi.now - timedelta(hours=2))
    assert times(put({**SPK, "statusSPK": "2"}, at=dgi.now - timedelta(hours=1))) == (
        "20/11/2026 10:00:00",
        "20/11/2026 11:00:00",
    )


def test_a_window_finds_what_was_made_or_changed_in_it_ends_included(dgi, put, found):
    put({**SPK, "idSpk": "A"}, at=dgi.now - timedelta(minutes=10))
    put({**SPK, "idSpk": "B"}, at=dgi.now - timedelta(minutes=5))
    put({**SPK, "idSpk": "A", "statusSPK": "2"}, at=dgi.now)
    assert (found(-10, -5), found(-9, -5), found(-4, 0), found(-4, -1), found()) == (
        ["A", "B"],
        ["B"],
        ["A"],
        [],
        ["A", "B"],
    )


def test_stale_records_are_left_out_though_they_lie_in_the_window(dgi, put, found):
    put({**SPK, "idSpk": "A"}, at=dgi.now - timedelta(minutes=10))
    put({**SPK, "idSpk": "B"}, at=dgi.now - timedelta(minutes=10))
    put({**SPK, "idSpk": "B", "statusSPK": "2"})
    assert found(-11, -9, fresh=dgi.now - timedelta(minutes=1)) == ["B"]


def test_dealers_and_columns_narrow(put, found):
    put({**SPK, "idSpk": "A", "statusSPK": "1"})
    put({**SPK, "idSpk": "B", "statusSPK": "2"})
    put({**SPK, "idSpk": "C", "statusSPK": "2", "dealerId": "99201"})
    assert (found(dealers=["99101"]), found(where={"statusSPK": "2"}), found(dealers=[])) == (
        ["A", "B"],
        ["B", "C"],
        [],
    )


def test_a_stored_record_keeps_the_times_it_carries(dgi):
    body = {**SPK, "createdTime": "01/11/2026 08:00:00", "modifiedTime": None}
    assert times(dgi.in_turn(lambda turn: ledger.store(turn, "spk", body))) == ("01/11/2026 08:00:00", START)


def test_a_reset_empties_the_ledger(dgi, put, found):
    put(SPK)
    dgi.control.reset(dgi.world, None)
    assert found() == []


def test_what_is_put_is_got(dgi, put):
    body = put(SPK)
    assert dgi.in_turn(lambda turn: ledger.get(turn, "spk", "S1")) == body
    assert dgi.in_turn(lambda turn: ledger.get(turn, "spk", "S2")) is None
