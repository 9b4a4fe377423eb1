from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontrak.contracts.expression import NotGiven, parse

ROW = {
    "qtyPo": "5",
    "processQty": 3,
    "reject": 2,
    "noPo": "P-1",
    "etd": "20261115 08:00",
    "day": 20261112,
    "blank": " ",
}
OTHER = {"noPo": "P-1", "many": ["A", "B"]}


def look(thing, column):
    return (OTHER if thing == "other" else ROW).get(column)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("processQty + reject <= qtyPo", True),
        ("processQty + reject > qtyPo", False),
        ("processQty * 2 - reject == 4", True),
        ("noPo == other.noPo", True),
        ("noPo in other.many", False),
        ("'A' in other.many", True),
        ("day <= etd", True),
        ("given(etd) and not given(blank)", True),
        ("given(etd, nothing)", False),
        ("nothing == 1 or qtyPo == 5", True),
        ("nothing == 1 or qtyPo == 6", False),
        ("nothing == 1 and qtyPo == 6", False),
        ("days(day, etd) == 3", True),
        ("-reject < 0 < qtyPo", True),
        ("length(noPo) == 3", True),
        ("mentions(noPo, 'p-')", True),
    ],
)
def test_a_condition_holds_or_not(text, holds):
    assert parse(text).holds(look) is holds


@pytest.mark.parametrize(
    "text", ["nothing == 1", "blank > 0", "nothing == 1 and qtyPo == 5", "noPo + 1 == 2", "days(noPo, etd) == 1"]
)
def test_what_is_not_given_decides_nothing(text):
    with pytest.raises(NotGiven):
        parse(text).holds(look)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("qtyPo <=", "no condition"),
        ("[1]", "List has no place"),
        ("__import__('os')", "no such function"),
        ("a.b.c == 1", "write thing.column"),
        ("(lambda: 1)() == 1", "no such function"),
        ("qtyPo ** 9", "Pow has no place"),
    ],
)
def test_what_is_no_condition_is_told(text, told):
    with pytest.raises(ValueError, match=told):
        parse(text)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9))
def test_numbers_compare_alike_whether_they_are_numbers_or_texts(one, other):
    texts = {"one": str(one), "other": str(other)}
    numbers = {"one": one, "other": other}
    for text in ("one < other", "one == other", "one - other >= 0"):
        assert parse(text).holds(lambda _, column: texts[column]) is parse(text).holds(
            lambda _, column: numbers[column]
        )


def test_a_condition_names_its_columns_and_things():
    found = parse("qtyPo == order.qty + other.many and given(etd)")
    assert found.things() == {"order", "other"}
    assert set(found.columns()) == {("", "qtyPo"), ("order", "qty"), ("other", "many"), ("", "etd")}
