"""JSON as RFC 8259 and any database can hold it; everything else is named, not guessed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NoReturn

from kontrak.contracts.model import Json

DEEPEST = 64
DIGITS = 100


class NotJson(ValueError):
    """A text that is not JSON, or JSON that cannot be kept; `rule` names the kind of breach."""

    def __init__(self, problem: str, rule: str = "broken-json") -> None:
        self.problem, self.rule = problem, rule
        super().__init__(problem)


def parse(raw: bytes) -> Json:
    """The value that the bytes say; raises NotJson with what is wrong and where."""
    if raw.startswith(b"\xef\xbb\xbf"):
        raise NotJson("it starts with a byte order mark")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotJson(f"byte {error.start} is not UTF-8") from None
    try:
        value = DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} at line {error.lineno} column {error.colno}") from None
    except RecursionError:
        raise NotJson(f"it is nested deeper than {DEEPEST} levels") from None
    if text.count("{") + text.count("[") > DEEPEST or "\\u" in text:
        _inspect(value)
    return value


def _inspect(value: Json) -> None:
    for depth, part in _parts(value):
        if depth > DEEPEST:
            raise NotJson(f"it is nested deeper than {DEEPEST} levels")
        if isinstance(part, str):
            _check_text(part)


def _parts(value: Json) -> Iterator[tuple[int, Json]]:
    pending = [(0, value)]
    while pending:
        depth, part = pending.pop()
        yield depth, part
        if isinstance(part, dict):
            pending += [(depth, key) for key in part]
            part = part.values()
        elif not isinstance(part, list):
            continue
        pending += [(depth + 1, item) for item in part]


def _check_text(text: str) -> None:
    if "\0" in text:
        raise NotJson("a text holds the character NUL (\\u0000)")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise NotJson("a text holds half of a surrogate pair (\\ud800 to \\udfff)")


def _integer(digits: str) -> int:
    if len(digits) > DIGITS:
        raise NotJson(f"a number has {len(digits)} digits; at most {DIGITS} are taken")
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise NotJson(f"the number {digits[:40]} is beyond what a double can hold")
    return number


def _constant(name: str) -> NoReturn:
    raise NotJson(f"{name} is not a JSON value")


def _members(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise NotJson(f"the member {json.dumps(twice)[:100]} stands twice in one object", "duplicate-member")
    return members


DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
)
