"""Situations for readers: their rows, and the model of what is known after them."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontrak.contracts import ContractError, load
from kontrak.contracts.fixed import encode
from kontrak.contracts.reading import Laid, known

TPOS = load("tpos")
FORMS = {form for rows in TPOS.reader.rows.values() for form in rows} | {"empty", "longest", "others"}
BEGIN = datetime(2026, 1, 1)  # noqa: DTZ001 - staging tables have no zone
laid = st.builds(
    lambda key, value, hour, number: Laid({"key": key, "value": value}, BEGIN + timedelta(hours=hour), number),
    st.integers(1, 3),
    st.one_of(st.none(), st.integers(0, 5)),
    st.integers(0, 4),
    st.integers(1, 99),
)
rows = st.lists(laid, unique_by=lambda one: one.number)


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("feed", TPOS.feeds.values(), ids=lambda feed: feed.name)
def test_every_row_keeps_the_layout_of_its_feed(feed, form):
    for row in TPOS.reader.row(feed, 13, form, "KTABCDEF", "KTK000001"):
        assert isinstance(encode(row, feed), str)


@pytest.mark.parametrize("feed", TPOS.feeds.values(), ids=lambda feed: feed.name)
def test_rows_of_different_numbers_have_different_keys(feed):
    found = [
        tuple(row[key] for key in feed.key)
        for number in range(160)
        for form in ("normal", "longest")
        for row in TPOS.reader.row(feed, number, form, "KTABCDEF", "KTK000001")[:1]
    ]
    assert len(set(found[::2])) == 160


def test_every_situation_is_asked_for_by_a_requirement():
    probes = {entry.test.probe: entry.id for entry in TPOS.in_role("reader").requirements.values()}
    for situation in TPOS.reader.situations:
        assert situation.name in probes
        for id in situation.requirements:
            assert TPOS.requirements[id].test.probe == situation.name


@given(rows, st.randoms(use_true_random=False))
def test_what_is_known_does_not_depend_on_the_order_in_which_rows_are_looked_at(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert known(shuffled, ["key"]) == known(rows, ["key"])


@given(rows)
def test_rows_that_come_again_change_nothing(rows):
    assert known([*rows, *rows], ["key"]) == known(rows, ["key"])


@given(rows)
def test_the_latest_row_of_each_key_is_known(rows):
    for name, row in known(rows, ["key"]).items():
        same = [one for one in rows if one.row["key"] == name[0]]
        assert row == max(same, key=lambda one: (one.made, one.number)).row
    for name, row in known(rows, ["key"], by_time=False).items():
        assert row == max((one for one in rows if one.row["key"] == name[0]), key=lambda one: one.number).row


@given(rows)
def test_where_values_are_kept_nothing_that_was_told_is_lost(rows):
    told = {one.row["key"] for one in rows if one.row["value"] is not None}
    assert {key for (key,), row in known(rows, ["key"], keep=True).items() if row["value"] is not None} == told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{read: TPOS-READER-012}", "{read: TPOS-READER-912}", "no requirement TPOS-READER-912"),
        ("as: changed}", "as: mended}", "etd has no form mended"),
        ('{etd: "20260115 10:30"}', "{eta: x}", "eta is no field of bo-etd"),
        ("  bo-etd:\n", "  bo-etx:\n", "bo-etd is a feed without rows"),
        ("{widen: true}", "{widen: 1}", "write {lay: [{row: 1}]}, {read: ID}, {commit: true} or {widen: true}"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_situations_is_told_with_its_line(tmp_path, old, new, told):
    folder = tmp_path / "tpos"
    shutil.copytree(TPOS.folder, folder)
    file = folder / "reader.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(ContractError) as error:
        load(folder)
    assert "tpos/reader.yaml:" in str(error.value)
    assert told in str(error.value)
