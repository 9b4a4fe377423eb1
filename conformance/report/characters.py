"""Characters that a file or a view cannot carry, and a report without them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from kontrak.conformance.verdict import Report
from kontrak.contracts.model import Json

UNPAIRED = re.compile("[\ud800-\udfff]")
# What XML 1.0 forbids, terminal escapes (C0, C1), and the marks that reverse the reading order.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"


def encodable(report: Report) -> Report:
    """The report with no lone surrogate and no number that strict JSON has not."""
    return _mapped(report, lambda text: UNPAIRED.sub(REPLACEMENT, text))


def visible(report: Report) -> Report:
    """The report as a view can show it: a control character is seen as its picture and does nothing."""
    return _mapped(report, lambda text: HIDDEN.sub(_picture, text.replace("\r\n", "\n")))


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning with a mark that there is more."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int = 500) -> str:
    """The beginning of the text on one line."""
    return shortened(" ".join(text[: 4 * limit].split()), limit)


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else REPLACEMENT


def _mapped(report: Report, change: Callable[[str], str]) -> Report:
    return Report.from_json(_value(report.to_json(), change))


def _value(value: Json, change: Callable[[str], str]) -> Json:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {change(str(key)): _value(part, change) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_value(part, change) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
