"""Tables that hold the same in another way: with decimals, padded texts, texts that no line can hold."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import CHAR, Numeric, String

from kontrak.conformance.producer.run import run
from kontrak.conformance.run import Options
from kontrak.conformance.verdict import Outcome, Profile
from tests.planted.feeds.deliver import Wrong
from tests.planted.feeds.producers import Producer
from tests.planted.feeds.target import strict

FAILING = {Outcome.FAIL, Outcome.WARN, Outcome.ERROR}


def put(column, value):
    return lambda rows: [*rows[:3], rows[3] | {column: value}, *rows[4:]]


@pytest.fixture
def failing(contract, tmp_path):
    """The requirements that a producer with changed tables fails."""

    def failing(database="sqlite", **wrong):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(dir=tmp_path)))
            target = strict(folder, Producer("", "", "", Wrong(**wrong)), database, stack)
            results = run(contract, target, Options(profile=Profile.STRICT)).requirements
        return {result.id for result in results if result.verdict in FAILING}

    return failing


@pytest.mark.parametrize("database", ["sqlite", "postgresql", "mariadb"])
def test_amounts_may_have_decimals(failing, database):
    assert failing(database, feed="debit-advice", retype=("net_amount", Numeric(13, 2))) == set()


def test_a_fraction_that_the_sum_does_not_allow_is_found(failing):
    changed = {"retype": ("net_amount", Numeric(13, 2)), "rows": put("net_amount", 3611.5)}
    assert failing(feed="debit-advice", **changed) == set()  # within the rupiah for each row
    changed["rows"] = put("net_amount", 3700.25)
    assert failing("mariadb", feed="debit-advice", **changed) == {"TPOS-FEED-DAD-006"}


def test_the_blanks_of_a_char_column_are_no_part_of_the_text(failing):
    assert failing("mariadb", feed="invoice", retype=("part_name", CHAR(20))) == set()
    assert failing("postgresql", feed="invoice", retype=("part_name", CHAR(20))) == set()


@pytest.mark.parametrize("text", ["SARINGAN Ø", "dua\nbaris", "O'RING; --"])
def test_a_table_may_hold_texts_that_no_line_can(failing, text):
    assert failing(feed="invoice", retype=("part_name", String(20)), rows=put("part_name", text)) == set()


@pytest.mark.parametrize("value", ["9" * 40, "1e999", "satu", "-5"])
def test_a_number_that_is_none_is_found_whatever_it_is(failing, value):
    assert "TPOS-FEED-INV-003" in failing(
        feed="invoice", retype=("order_qty", String(50)), rows=put("order_qty", value)
    )
