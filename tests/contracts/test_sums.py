"""A column that is a sum of products over rows beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontrak.contracts.judge import SchemaJudge
from kontrak.contracts.sums import with_sums

ROW = {
    "type": "object",
    "properties": {"total": {"x-sum": {"rows": "parts", "of": ["qty", "price"]}, "x-requirements": {"x-sum": "T-001"}}},
}
LIST = SchemaJudge({"type": "object", "properties": {"rows": {"type": "array", "items": ROW}}})
PARTS = st.lists(st.fixed_dictionaries({"qty": st.integers(0, 99), "price": st.integers(0, 10**9)}))


def judged(*rows):
    return [(one.requirement, one.rule, one.pointer) for one in LIST.violations({"rows": list(rows)})]


@given(parts=PARTS)
def test_the_sum_that_is_computed_is_right(parts):
    row = with_sums(ROW, {"parts": parts})
    assert row["total"] == sum(part["qty"] * part["price"] for part in parts)
    assert judged(row) == []


@given(parts=PARTS, off=st.integers(-(10**9), 10**9).filter(bool))
def test_every_other_number_is_a_violation_at_its_place(parts, off):
    right = with_sums(ROW, {"parts": parts})
    wrong = right | {"total": right["total"] + off}
    assert judged(right, wrong) == [("T-001", "x-sum", "/rows/1/total")]


@pytest.mark.parametrize("total", ["7", "7.00", 7.0])
def test_a_number_counts_however_it_is_written(total):
    assert judged({"parts": [{"qty": 7, "price": 1}], "total": total}) == []


@pytest.mark.parametrize("total", [None, "tujuh", True, [], "1e999999999", "NaN"])
def test_what_is_no_number_is_no_sum(total):
    assert judged({"parts": [{"qty": 1, "price": 1}], "total": total}) == [("T-001", "x-sum", "/rows/0/total")]


@pytest.mark.parametrize(
    "parts", [None, {}, [1], [{"qty": 1}], [{"qty": 1, "price": "1e999999"}], [{"qty": True, "price": 1}]]
)
def test_rows_without_the_numbers_have_no_sum_to_compare(parts):
    assert judged({"parts": parts, "total": 3}) == []
    assert "total" not in with_sums(ROW, {"parts": parts})


def test_a_member_that_is_not_there_is_not_compared():
    assert judged({"total": 3}, {"parts": [{"qty": 1, "price": 1}]}) == []
