"""One piece of a fixed-length line: how a value is written into its width, read from it, and why it cannot be.

A piece is good if it is exactly what writing its value gives; what is readable but written otherwise is a fault of form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from kontrak.contracts.feed import FeedField, Filling, Layout

TOKENS = {"YYYY": "%Y", "MM": "%m", "DD": "%d", "hh": "%H", "mm": "%M"}
NUMBERS = ("Int", "Decimal")
SIGNED = re.compile(r"[+-]\d+(?:[.,]\d+)?|\d+(?:[.,]\d+)?[+-]", re.ASCII)
POINTED = re.compile(r"[+-]?\d+(?:[.,]\d+)+", re.ASCII)
DIGITS = re.compile(r"\d+", re.ASCII)
Value = Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value: the `key` of its field ("" for a whole line), the rule, got and wanted."""

    key: str
    rule: str
    got: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.key or 'line'}: {self.rule}: got {self.got!r}, wanted {self.wanted}"


def write(value: Value, field: FeedField, form: Layout) -> str | Fault:
    """The piece that carries a value; None is nothing. Its length is the field's width."""
    if value is None or value == "":
        return _nothing(field, form)
    if field.type in NUMBERS:
        return _write_number(value, field, form)
    if field.type == "DateTime":
        return _write_date(value, field, form)
    return _write_text(value, field, form)


def read(piece: str, field: FeedField, form: Layout) -> Value | Fault:
    """The value of a piece: None, a text, an int, a Decimal where the layout has decimals, or a date as printed."""
    if not piece.strip(" \0") or (field.type not in NUMBERS and not piece.strip(form.fillings[field.type].fill)):
        return _read_nothing(piece, field, form)
    if field.type in NUMBERS:
        return _read_number(piece, field, form)
    if field.type == "DateTime":
        return _read_date(piece, field, form)
    return _read_text(piece, field, form)


def fault(rule: str, got: Value, field: FeedField, form: Layout) -> Fault:
    """A fault of a field, with what was wanted in words."""
    return Fault(field.key, rule, str(got), wanted(rule, field, form))


def wanted(rule: str, field: FeedField, form: Layout) -> str:
    """What a rule asks of a field, in words."""
    if rule in ("padding", "alignment", "sign", "point", "null"):
        return _wanted_form(rule, field, form)
    if rule == "date-form":
        return form.forms.get(str(field.format), str(field.format))
    texts = {
        "mandatory": "a value: the field is mandatory",
        "characters": f"printable characters of {form.encoding}",
        "overlong": f"at most {field.width} characters",
        "type": f"a value of type {field.type}",
        "digits": "digits only",
        "date": "a day and time that exist",
    }
    return texts[rule]


def _wanted_form(rule: str, field: FeedField, form: Layout) -> str:
    filling = form.fillings[field.type]
    if rule == "sign":
        return "no sign" if filling.sign == "none" else f"a minus only, {filling.sign}"
    if rule == "point":
        return f"{form.scale} decimals, {'no' if form.point == 'implied' else 'a written'} point"
    if rule == "null":
        return "zeros for nothing" if form.null == "zero" and field.type in NUMBERS else "blanks for nothing"
    side = "after" if filling.align == "left" else "before"
    fill = {" ": "blanks", "0": "zeros"}.get(filling.fill, repr(filling.fill))
    return f"{fill} {side} the value" if rule == "padding" else f"the value on the {filling.align}, {fill} {side} it"


def _nothing(field: FeedField, form: Layout) -> str | Fault:
    if field.mandatory:
        return fault("mandatory", "", field, form)
    return _blank(field, form)


def _blank(field: FeedField, form: Layout) -> str:
    if field.type in NUMBERS:
        return ("0" if form.null == "zero" else " ") * field.width
    filling = form.fillings[field.type]
    return (" " if field.type == "DateTime" else filling.fill) * field.width


def _read_nothing(piece: str, field: FeedField, form: Layout) -> Fault | None:
    if field.mandatory:
        return fault("mandatory", piece, field, form)
    return None if piece == _blank(field, form) else fault("null", piece, field, form)


def fill(text: str, width: int, filling: Filling) -> str:
    """A text in its width."""
    return text.ljust(width, filling.fill) if filling.align == "left" else text.rjust(width, filling.fill)


def is_writable(text: str, encoding: str) -> bool:
    """Whether a text has only printable characters that the encoding has."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return text.isprintable()


def _write_text(value: Value, field: FeedField, form: Layout) -> str | Fault:
    filling = form.fillings[field.type]
    if isinstance(value, bool) or not isinstance(value, str | int):
        return fault("type", value, field, form)
    text = str(value)
    text = text.rstrip(filling.fill) if filling.align == "left" else text.lstrip(filling.fill)
    if not text:
        return _nothing(field, form)
    if not is_writable(text, form.encoding):
        return fault("characters", value, field, form)
    if text.strip(" ") != text:
        return fault("alignment", value, field, form)
    if len(text) > field.width and form.overlong != "cut":
        return fault("overlong", value, field, form)
    return fill(text[: field.width].rstrip(" "), field.width, filling)


def _read_text(piece: str, field: FeedField, form: Layout) -> str | Fault:
    filling = form.fillings[field.type]
    text = piece.strip(" \0")
    if not is_writable(text, form.encoding):
        return fault("characters", piece, field, form)
    if "\0" in piece:
        return fault("padding", piece, field, form)
    value = piece.rstrip(filling.fill) if filling.align == "left" else piece.lstrip(filling.fill)
    if value.strip(" ") == value:
        return value
    against = value.startswith(" ") if filling.align == "left" else value.endswith(" ")
    return fault("alignment" if against else "padding", piece, field, form)


def number(value: Value) -> Decimal | None:
    """A value as a number; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found.adjusted()) < 100 else None


def _write_number(value: Value, field: FeedField, form: Layout) -> str | Fault:
    found, filling = number(value), form.fillings[field.type]
    scale = form.scale if field.type == "Decimal" else 0
    if found is None or isinstance(value, str):
        return fault("type", value, field, form)
    if found != round(found, scale):
        return fault("point", value, field, form)
    if found < 0 and filling.sign == "none":
        return fault("sign", value, field, form)
    text = _digits(found, scale, form.point)
    piece = _signed(text, field.width, filling, is_minus=found < 0)
    return piece if len(piece) == field.width else fault("overlong", value, field, form)


def _digits(value: Decimal, scale: int, point: str) -> str:
    text = f"{abs(value):.{scale}f}"
    return text.replace(".", "") if point == "implied" else text


def _signed(text: str, width: int, filling: Filling, *, is_minus: bool) -> str:
    """The digits in their width: a minus stands before zeros but after blanks, a trailing one takes the last place."""
    if filling.sign == "trailing":
        return fill(text, width - 1, filling) + ("-" if is_minus else " ")
    if not is_minus:
        return fill(text, width, filling)
    return "-" + fill(text, width - 1, filling) if filling.fill == "0" else fill("-" + text, width, filling)


def _read_number(piece: str, field: FeedField, form: Layout) -> Value | Fault:
    filling = form.fillings[field.type]
    scale = form.scale if field.type == "Decimal" else 0
    text = piece.strip(" \0")
    if scale == 0 and (filling.align, filling.fill, filling.sign) == ("right", "0", "none") and DIGITS.fullmatch(text):
        # Most pieces end here, and a wrong one may stand in every row.
        if text == piece:
            return int(piece)
        return fault("padding" if piece.endswith(text) else "alignment", piece, field, form)
    is_minus = "-" in text
    digits = text.strip(f"-{filling.fill}") if filling.fill not in "0-" else text.strip("-")
    plain = digits.replace(".", "", 1) if scale and form.point == "written" else digits
    if not DIGITS.fullmatch(plain):
        return fault(_number_rule(text), piece, field, form)
    value = Decimal(digits) if "." in digits else Decimal(int(plain)).scaleb(-scale)
    value = -value if is_minus else value
    if scale == 0 or form.point == "implied" or "." in digits:
        again = _write_number(value, field, form)
        if again == piece:
            return value if scale else int(value)
    return fault(_form_rule(piece, field, form), piece, field, form)


def _number_rule(text: str) -> str:
    if POINTED.fullmatch(text):
        return "point"
    return "sign" if SIGNED.fullmatch(text) else "digits"


def _form_rule(piece: str, field: FeedField, form: Layout) -> str:
    """Why a piece that holds a number is not what writing that number gives."""
    filling, text = form.fillings[field.type], piece.strip(" \0")
    if "-" in text or "+" in text:
        return "sign"
    if form.point == "written" and field.type == "Decimal" and form.scale and "." not in text:
        return "point"
    if "." in text and len(text.partition(".")[2]) != form.scale:
        return "point"
    opposite = piece.startswith(" ") if filling.align == "left" else piece.rstrip(" \0") != piece
    return "alignment" if opposite and filling.sign != "trailing" else "padding"


def pattern(form: str) -> str:
    """The strptime pattern of a printed date format such as `YYYYMMDD hh:mm`."""
    for token, directive in TOKENS.items():
        form = form.replace(token, directive)
    return form


def moment(text: str, form: str) -> datetime | None:
    """The date and time that a text of that form names; None if the form is another or there is no such day."""
    try:
        found = datetime.strptime(text, pattern(form))  # noqa: DTZ007 - the partner's dates have no zone
    except ValueError:
        return None
    return found if shown(found, form) == text else None


def shown(value: datetime, form: str) -> str:
    """A date and time in a printed format."""
    texts = {"YYYY": f"{value.year:04}", "MM": f"{value.month:02}", "DD": f"{value.day:02}"}
    texts |= {"hh": f"{value.hour:02}", "mm": f"{value.minute:02}"}
    for token, text in texts.items():
        form = form.replace(token, text)
    return form


def has_form(text: str, form: str) -> bool:
    """Whether a text has digits and separators where the form has them, whatever day it names."""
    same = zip(text, form, strict=False)
    return len(text) == len(form) and all(
        ("0" <= char <= "9") if mark.isalpha() else char == mark for char, mark in same
    )


def _write_date(value: Value, field: FeedField, form: Layout) -> str | Fault:
    printed = str(field.format)
    if isinstance(value, date):
        found = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - days of a file name no zone
        return shown(found, form.forms[printed])
    if not isinstance(value, str):
        return fault("type", value, field, form)
    named = moment(value, printed)
    if named is None:
        return fault("date" if has_form(value, printed) else "date-form", value, field, form)
    return shown(named, form.forms[printed])


def _read_date(piece: str, field: FeedField, form: Layout) -> str | Fault:
    written = form.forms[str(field.format)]
    if not piece.strip("0"):
        return fault("mandatory" if field.mandatory else "null", piece, field, form)
    found = moment(piece, written)
    if found is None:
        return fault("date" if has_form(piece, written) else "date-form", piece, field, form)
    return shown(found, str(field.format))
