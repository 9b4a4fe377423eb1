"""Every rule of a feed on all rows of a block at once: which rows need a closer look.

A screen may mark a right row, never leave out a wrong one: what it marks, the judge decides row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kontrak.conformance.feeds.lines import Bytes
from kontrak.conformance.feeds.words import Mask, is_blank, number, texts
from kontrak.contracts.feed import Feed, FeedField, FeedRule
from kontrak.contracts.pieces import NUMBERS

Test = Callable[[Bytes], Mask]
DIGITS = (ord("0"), ord("9"))
PRINTABLE = (ord(" "), ord("~"))
BLANK = ord(" ")
MOST_DIGITS = 18


class Screen:
    """The tests of one feed, made once; see the module."""

    def __init__(self, feed: Feed) -> None:
        self.feed = feed
        self.low, self.high = self._bounds()
        self.tests = [*self._fields(), *self._rules()]
        self._scratch: tuple[Bytes, Bytes, Bytes, Mask] | None = None

    def suspects(self, rows: Bytes) -> Mask:
        """Which rows may be wrong; `rows` may have the ends of the records as further columns."""
        marked = self._outside(rows)
        for test in self.tests:
            marked |= test(rows)
        return marked

    def _outside(self, rows: Bytes) -> Mask:
        """Rows with a byte that its place never has: one pass over the block as it lies in memory."""
        low, span, moved, outside = self._room(rows)
        np.subtract(rows, low, out=moved)
        np.greater(moved, span, out=outside)
        if not outside.any():
            return np.zeros(len(rows), np.bool_)
        marked: Mask = np.any(outside, axis=1)
        return marked

    def _room(self, rows: Bytes) -> tuple[Bytes, Bytes, Bytes, Mask]:
        """The bounds for so many rows, and room for what comes of them; made anew only for more or longer rows."""
        number, stride = rows.shape
        if self._scratch is None or len(self._scratch[0]) < number or self._scratch[0].shape[1] != stride:
            ends = stride - self.feed.width
            low = np.tile(np.append(self.low, np.zeros(ends, np.uint8)), (number, 1))
            high = np.tile(np.append(self.high, np.full(ends, 255, np.uint8)), (number, 1))
            self._scratch = (low, high - low, np.empty_like(low), np.empty(rows.shape, np.bool_))
        low, span, moved, outside = self._scratch
        return low[:number], span[:number], moved[:number], outside[:number]

    def _bounds(self) -> tuple[Bytes, Bytes]:
        """The least and greatest byte at each place of a row."""
        bounds = [pair for field in self.feed.fields for pair in self._places(field)]
        return np.array([low for low, _ in bounds], np.uint8), np.array([high for _, high in bounds], np.uint8)

    def _places(self, field: FeedField) -> list[tuple[int, int]]:
        if field.type == "DateTime":
            written = self.feed.form.forms[str(field.format)]
            places = [DIGITS if mark.isalpha() else (ord(mark), ord(mark)) for mark in written]
        elif field.type in NUMBERS and self._is_zero_filled(field):
            places = [DIGITS] * field.width
            if self.feed.form.null == "zero":
                return places
        else:
            return [PRINTABLE] * field.width
        return places if field.mandatory else [(min(BLANK, low), high) for low, high in places]

    def _is_zero_filled(self, field: FeedField) -> bool:
        filling = self.feed.form.fillings[field.type]
        pointed = field.type == "Decimal" and self.feed.form.scale > 0 and self.feed.form.point == "written"
        return (filling.align, filling.fill, filling.sign) == ("right", "0", "none") and not pointed

    def _fields(self) -> Iterator[Test]:
        for field in self.feed.fields:
            if field.type == "DateTime":
                yield from self._date(field)
            elif field.type in NUMBERS:
                yield from self._number(field)
            else:
                yield self._text(field)

    def _text(self, field: FeedField) -> Test:
        """A blank on the side where the text must stand: nothing is there, or it stands on the other side."""
        filling = self.feed.form.fillings[field.type]
        if filling.fill != " ":
            return _all
        edge = field.start if filling.align == "left" else field.end - 1
        if field.mandatory:
            return lambda rows: rows[:, edge] == BLANK
        return lambda rows: _unless_blank(rows[:, edge] == BLANK, rows, field)

    def _number(self, field: FeedField) -> Iterator[Test]:
        if not self._is_zero_filled(field):
            yield self._blank_filled(field)
        elif field.mandatory or self.feed.form.null == "zero":
            return
        elif field.width == 1:
            yield lambda rows: (rows[:, field.start] < DIGITS[0]) & (rows[:, field.start] != BLANK)
        else:
            yield lambda rows: _unless_blank(_is_below(rows, field), rows, field)

    def _blank_filled(self, field: FeedField) -> Test:
        """Blanks, then digits without leading zeros; any other layout of numbers is left to the judge."""
        filling, form = self.feed.form.fillings[field.type], self.feed.form
        has_decimals = field.type == "Decimal" and form.scale > 0
        if (filling.align, filling.fill, filling.sign) != ("right", " ", "none") or has_decimals or form.null == "zero":
            return _all
        if field.mandatory:
            return lambda rows: _is_no_plain_number(rows, field)
        return lambda rows: _unless_blank(_is_no_plain_number(rows, field), rows, field)

    def _date(self, field: FeedField) -> Iterator[Test]:
        written = self.feed.form.forms[str(field.format)]
        places = [place for place, mark in enumerate(written) if mark.isalpha()]
        if not field.mandatory:
            fixed = [(place, ord(mark)) for place, mark in enumerate(written) if not mark.isalpha()]
            yield lambda rows: _unless_blank(_has_another_form(rows, field, places, fixed), rows, field)
        yield lambda rows: _unless_blank(_is_no_day(rows, field, written), rows, field)

    def _rules(self) -> Iterator[Test]:
        for rule in self.feed.rules:
            fields = [self.feed.field(key) for key in rule.fields]
            if rule.kind == "not_above" and all(map(self._is_sorted_date, fields)):
                yield _is_later(*fields)
            elif rule.kind in TESTS:
                yield TESTS[rule.kind](rule, fields) if all(map(self._is_readable, fields)) else _all

    def _is_sorted_date(self, field: FeedField) -> bool:
        """Whether dates are written so that the later one is the greater text."""
        return field.type == "DateTime" and self.feed.form.forms[str(field.format)] == field.format

    def _is_readable(self, field: FeedField) -> bool:
        """Whether the digits of the field are its value."""
        scale = self.feed.form.scale if field.type == "Decimal" else 0
        filling = self.feed.form.fillings[field.type]
        plain = (filling.align, filling.sign) == ("right", "none") and filling.fill in "0 "
        return field.type in NUMBERS and plain and scale == 0 and field.width <= MOST_DIGITS


def _all(rows: Bytes) -> Mask:
    return np.ones(len(rows), np.bool_)


def _unless_blank(marked: Mask, rows: Bytes, field: FeedField) -> Mask:
    """The marked rows without those whose field is blank; most blocks have few marked ones."""
    at = np.flatnonzero(marked)
    if len(at):
        marked[at] = (rows[at, field.start : field.end] != BLANK).any(axis=1)
    return marked


def _is_below(rows: Bytes, field: FeedField) -> Mask:
    """Whether a place has something below the digits (the bounds keep away what is above them)."""
    marked: Mask = np.any(rows[:, field.start : field.end] < DIGITS[0], axis=1)
    return marked


def _is_no_plain_number(rows: Bytes, field: FeedField) -> Mask:
    piece = rows[:, field.start : field.end]
    is_blank, is_digit = piece == BLANK, (piece - DIGITS[0]) <= 9
    is_zero = piece[:, :-1] == DIGITS[0]
    leading = is_zero.copy()
    leading[:, 1:] &= is_blank[:, :-2] if field.width > 1 else leading[:, 1:]
    marked: Mask = (~(is_blank | is_digit)).any(axis=1) | ~is_digit[:, -1] | leading.any(axis=1)
    marked |= (is_digit[:, :-1] & is_blank[:, 1:]).any(axis=1)
    return marked


def _has_another_form(rows: Bytes, field: FeedField, places: list[int], fixed: list[tuple[int, int]]) -> Mask:
    marked: Mask = np.zeros(len(rows), np.bool_)
    for place in places:
        marked |= rows[:, field.start + place] < DIGITS[0]
    for place, byte in fixed:
        marked |= rows[:, field.start + place] != byte
    return marked


def _days() -> Bytes:
    """For each MMDD: 0 no day, 1 a day, 2 a day in leap years only."""
    found = np.zeros(10000, np.uint8)
    for month, last in enumerate((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1):
        found[month * 100 + 1 : month * 100 + last + 1] = 1
    found[229] = 2
    return found


DAYS = _days()


def _is_no_day(rows: Bytes, field: FeedField, written: str) -> Mask:
    """Whether the digits of a date name no day or no time of day."""
    parts = {}
    for token in ("YYYY", "MM", "DD", "hh", "mm"):
        if (place := written.find(token)) >= 0:
            start = field.start + place
            parts[token] = number(rows, start, start + len(token))
    zero = np.zeros(len(rows), np.int64)
    year, month, day = (parts.get(token, zero + 1) for token in ("YYYY", "MM", "DD"))
    kind = DAYS[np.minimum(month * 100 + day, 9999)]
    marked: Mask = (kind == 0) | (year == 0) | (parts.get("hh", zero) > 23) | (parts.get("mm", zero) > 59)
    leap = np.flatnonzero(kind == 2)
    years = year[leap]
    marked[leap] |= (years % 4 != 0) | ((years % 100 == 0) & (years % 400 != 0))
    return marked


def _codes(rule: FeedRule, fields: list[FeedField]) -> Test:
    field = fields[0]
    if field.width > 1:
        known = np.array([int(code) for code in rule.codes if code.isdigit()], np.int64)
        return lambda rows: _unless_blank(~np.isin(number(rows, field.start, field.end), known), rows, field)
    unknown = np.ones(256, np.bool_)
    unknown[[BLANK, *(ord(code) for code in rule.codes if len(code) == 1)]] = False
    return lambda rows: unknown[rows[:, field.start]]


def _range(rule: FeedRule, fields: list[FeedField]) -> Test:
    field = fields[0]
    least = -1 if rule.least is None else rule.least
    most = 10**MOST_DIGITS if rule.most is None else rule.most

    def test(rows: Bytes) -> Mask:
        value = number(rows, field.start, field.end)
        marked = value > most
        if least > 0:
            marked |= value < least
        return _unless_blank(marked, rows, field)

    return test


def _not_above(_rule: FeedRule, fields: list[FeedField]) -> Test:
    one, other = fields

    def test(rows: Bytes) -> Mask:
        marked = number(rows, one.start, one.end) > number(rows, other.start, other.end)
        return marked & ~is_blank(rows, other.start, other.end) if marked.any() else marked

    return test


def _is_later(one: FeedField, other: FeedField) -> Test:
    return lambda rows: texts(rows, [(one.start, one.end)]) > texts(rows, [(other.start, other.end)])


def _net(rule: FeedRule, fields: list[FeedField]) -> Test:
    """The net amount within the tolerance, in floats; what is near its edge is left to the judge."""

    def test(rows: Bytes) -> Mask:
        net, price, discount, quantity = (number(rows, field.start, field.end).astype(np.float64) for field in fields)
        wanted = price * (100 - discount) * quantity
        net *= 100
        off = np.abs(net - wanted)
        return off > (rule.tolerance + 0.4) * 100 - np.abs(wanted) * 1e-12

    return test


TESTS: dict[str, Callable[[FeedRule, list[FeedField]], Test]] = {
    "codes": _codes,
    "range": _range,
    "not_above": _not_above,
    "net": _net,
}
