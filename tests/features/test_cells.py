import contextlib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontrak.conformance.config import WIB
from kontrak.features.cells import ABSENT, strftime, value
from kontrak.features.failure import Misused

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=WIB)
TEXT, COUNT, LIST = {"type": "string"}, {"type": "integer"}, {"type": "array"}


def read(text, node=TEXT, **known):
    return value(text, node, known.__getitem__, lambda: NOW)


@pytest.mark.parametrize(
    ("text", "node", "wanted"),
    [
        ("12", COUNT, 12),
        ("12", TEXT, "12"),
        ('"12"', COUNT, "12"),
        ("dua", COUNT, "dua"),
        ("1.5", {"type": "number"}, 1.5),
        ("true", {"type": "boolean"}, True),
        ("true", TEXT, "true"),
        ('["a"]', LIST, ["a"]),
        ('{"a": 1}', {}, {"a": 1}),
        ("[rusak", LIST, "[rusak"),
        ("007", {"type": ["integer", "string"]}, 7),
        ("", TEXT, ""),
        ("(null)", TEXT, None),
        ("(blank)", COUNT, ""),
        ("(kosong)", TEXT, ""),
        ("(3 characters)", TEXT, "xxx"),
        ("(3 karakter)", TEXT, "xxx"),
    ],
)
def test_a_cell_is_what_its_column_can_be(text, node, wanted):
    assert read(text, node) == wanted


@pytest.mark.parametrize("text", ["(none)", "(tidak ada)"])
def test_nothing_is_another_thing_than_null(text):
    assert read(text) is ABSENT


@pytest.mark.parametrize(
    ("text", "printed", "wanted"),
    [
        ("(today)", "DateTime YYYYMMDD", "20261123"),
        ("(hari ini +1 minggu)", "Date YYYY-MM-DD", "2026-11-30"),
        ("(today -2 days)", "Date DD/MM/YYYY", "21/11/2026"),
        ("(now)", "DateTime YYYYMMDD hh:mm", "20261123 08:00"),
        ("(sekarang -90 menit)", "Date time DD/MM/YYYY HH:MM:SS", "23/11/2026 06:30:00"),
        ("(now)", "Varchar(9)", "2026-11-23 08:00:00"),
    ],
)
def test_a_time_is_written_as_its_column_is(text, printed, wanted):
    assert read(text, {"type": "string", "x-format": printed}) == wanted


def test_a_moment_is_written_in_its_own_format():
    assert strftime({"x-moment": {"format": "%Y-%m-%d %H:%M:%S", "before": "P1D"}}) == "%Y-%m-%d %H:%M:%S"


def test_a_remembered_value_keeps_its_type_where_it_is_the_whole_cell():
    assert read("{n}", TEXT, n=7) == 7
    assert read("PO-{n}", TEXT, n=7) == "PO-7"


def test_an_unknown_word_in_brackets_is_told_with_the_known_ones():
    with pytest.raises(Misused, match=r"\(besok\) stands for nothing; known: \(none\)"):
        read("(besok)")


@given(st.text())
def test_no_text_is_a_crash(text):
    with contextlib.suppress(Misused):
        value(text, COUNT, lambda name: name, lambda: NOW)


@pytest.mark.parametrize("text", ["(today +999999999 weeks)", "(sekarang -999999 minggu)", "(now +99999999999 days)"])
def test_a_time_that_cannot_be_is_told(text):
    with pytest.raises(Misused):
        read(text)
