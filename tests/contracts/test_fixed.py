"""The codec of fixed-length lines: what goes in comes out, in every layout, and what cannot be written says why."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontrak.contracts import load
from kontrak.contracts.feed import Filling, laid_out
from kontrak.contracts.fixed import decode, encode
from kontrak.contracts.pieces import shown

FEEDS = load("tpos").feeds
INVOICE = FEEDS["tpos.invoice"]
GOOD = {
    "outletCode": "O0001",
    "proformaInvoiceNo": "PI-1",
    "orderType": 1,
    "paymentCode": None,
    "transportation": 2,
    "boReleaseCode": 9,
    "orderNo": "ORD1",
    "discount": 10,
    "partNo": "9KT01-00001",
    "partName": "FILTER",
    "orderQty": 5,
    "deliveredQty": 4,
    "retailPrice": 1000,
    "netAmount": 3600,
    "daNo": "DA1",
}
CHARACTERS = {
    "us-ascii": st.characters(min_codepoint=33, max_codepoint=126),
    "latin-1": st.characters(min_codepoint=33, max_codepoint=255, categories=("L", "N", "P", "S")),
    "utf-8": st.characters(categories=("L", "N", "P", "S")),
}


@st.composite
def forms(draw):
    """Any layout in which every value can be told from every other."""
    base = INVOICE.form
    text = Filling(draw(st.sampled_from(["left", "right"])), " ")
    fill = draw(st.sampled_from("0 "))
    align = "right" if fill == "0" else draw(st.sampled_from(["left", "right"]))
    number = Filling(align, fill, sign=draw(st.sampled_from(["none", "leading", "trailing"])))
    compact = draw(st.booleans())
    written = {"YYYYMMDD": draw(st.sampled_from(["YYYYMMDD", "DDMMYYYY", "YYYY-MM-DD"]))}
    written["YYYYMMDD hh:mm"] = "YYYYMMDDhhmm" if compact else "YYYYMMDD hh:mm"
    changes = {
        "encoding": draw(st.sampled_from(list(CHARACTERS))),
        "fillings": base.fillings | {"Varchar": text, "Int": number, "Decimal": number},
        "scale": draw(st.integers(0, 2)),
        "point": draw(st.sampled_from(["implied", "written"])),
        "forms": written,
        "dates": {name: len(form) for name, form in written.items()},
    }
    return type(base)(**{name: changes.get(name, getattr(base, name)) for name in base.__slots__})


def values(field, form):
    """The values of a field that its width can hold."""
    if field.type == "DateTime":
        days = st.datetimes()
        value = days.map(lambda day: shown(day, field.format))
    elif field.type in ("Int", "Decimal"):
        filling, scale = form.fillings[field.type], form.scale if field.type == "Decimal" else 0
        room = field.width - (filling.sign != "none") - (scale > 0 and form.point == "written")
        biggest = 10 ** max(room, 0) - 1
        numbers = st.integers(0 if filling.sign == "none" else -biggest, max(biggest, 0))
        if room < 1 + scale:
            numbers = st.nothing() if room < 1 else st.just(0)
        value = numbers.map(lambda n: Decimal(n).scaleb(-scale) if scale else n)
    else:
        value = st.text(CHARACTERS[form.encoding], min_size=1, max_size=field.width).filter(str.isprintable)
    return value if field.mandatory else st.none() | value


@st.composite
def rows(draw):
    """A feed in some layout, and one of its rows."""
    feed = laid_out(FEEDS[draw(st.sampled_from(sorted(FEEDS)))], draw(forms()))
    row = {}
    for field in feed.fields:
        strategy = values(field, feed.form)
        row[field.key] = draw(strategy) if not strategy.is_empty else None
    return feed, row


@settings(deadline=None, max_examples=100)
@given(rows())
def test_what_is_encoded_decodes_to_the_same_row_in_every_layout(drawn):
    feed, row = drawn
    line = encode(row, feed)
    if isinstance(line, tuple):
        # One digit and a sign do not fit a mandatory number of width 1.
        assert {fault.rule for fault in line} == {"mandatory"}
    else:
        assert len(line) == feed.width
        assert decode(line, feed) == row


@settings(deadline=None, max_examples=100)
@given(rows(), st.data())
def test_a_line_that_decodes_is_what_its_row_encodes_to(drawn, data):
    feed, row = drawn
    line = encode(row, feed)
    if isinstance(line, str):
        at = data.draw(st.integers(0, len(line) - 1))
        changed = line[:at] + data.draw(st.sampled_from("0 19A-+.\0é")) + line[at + 1 :]
        decoded = decode(changed, feed)
        if isinstance(decoded, dict):
            assert encode(decoded, feed) == changed


def test_the_widths_of_the_layouts_are_those_of_the_contract():
    assert {name: feed.width for name, feed in FEEDS.items()} == {
        "tpos.bo-etd": 58,
        "tpos.goods-receipt": 98,
        "tpos.parts-claim-judgement": 29,
        "tpos.rpp-judgement": 29,
        "tpos.etd": 278,
        "tpos.invoice": 122,
        "tpos.debit-advice": 128,
        "tpos.credit-advice": 125,
    }


def test_a_row_becomes_a_line_with_texts_left_and_numbers_right():
    line = encode(GOOD, INVOICE)
    assert line.startswith("O0001    PI-1                1 29ORD1    010")
    assert line.endswith("0000005000000400000001000" + "00000003600" + "DA1    ")


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("outletCode", None, "mandatory"),
        ("outletCode", "  ", "mandatory"),
        ("outletCode", "O000000001", "overlong"),
        ("outletCode", "O\n1", "characters"),
        ("outletCode", "Oé", "characters"),
        ("outletCode", " O1", "alignment"),
        ("outletCode", 1.5, "type"),
        ("orderQty", None, "mandatory"),
        ("orderQty", "5", "type"),
        ("orderQty", True, "type"),
        ("orderQty", -1, "sign"),
        ("orderQty", 1.5, "point"),
        ("orderQty", 10000000, "overlong"),
        ("orderQty", float("inf"), "type"),
        ("retailPrice", Decimal("1e99999"), "type"),
        ("nonsense", 1, "unknown"),
    ],
)
def test_a_value_that_cannot_be_written_names_field_and_rule(key, value, rule):
    faults = encode(GOOD | {key: value}, INVOICE)
    assert [(fault.key, fault.rule) for fault in faults] == [(key, rule)]


@pytest.mark.parametrize(
    ("key", "piece", "rule"),
    [
        ("orderQty", "      5", "padding"),
        ("orderQty", "5      ", "alignment"),
        ("orderQty", "-000005", "sign"),
        ("orderQty", "0005.00", "point"),
        ("orderQty", "00A0005", "digits"),
        ("orderQty", "       ", "mandatory"),
        ("orderType", "x", "digits"),
        ("outletCode", "    O0001", "alignment"),
        ("outletCode", "O0001\0\0\0\0", "padding"),
        ("outletCode", "O\t001    ", "characters"),
        ("outletCode", " " * 9, "mandatory"),
    ],
)
def test_a_piece_that_is_not_what_its_value_gives_says_why(key, piece, rule):
    field = INVOICE.field(key)
    line = encode(GOOD, INVOICE)
    faults = decode(line[: field.start] + piece + line[field.end :], INVOICE)
    assert [(fault.key, fault.rule) for fault in faults] == [(key, rule)]


@pytest.mark.parametrize(
    ("piece", "rule"),
    [
        ("20260230 10:00", "date"),
        ("20260101 24:00", "date"),
        ("00000101 00:00", "date"),
        ("2026-01-01 1:0", "date-form"),
        ("20260101T10:00", "date-form"),
        ("00000000000000", "mandatory"),
    ],
)
def test_a_date_that_is_none_is_told_from_a_date_of_another_form(piece, rule):
    feed = FEEDS["tpos.bo-etd"]
    line = encode({"outletCode": "O1", "noPo": "P", "noMaterial": "M", "etd": "20260101 10:00"}, feed)
    faults = decode(line[: feed.field("etd").start] + piece, feed)
    assert [fault.rule for fault in faults] == [rule]


def test_a_line_of_another_length_has_one_fault():
    faults = decode(encode(GOOD, INVOICE) + "x", INVOICE)
    assert [(fault.key, fault.rule, fault.got) for fault in faults] == [("", "width", "123 characters")]
