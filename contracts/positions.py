"""Where a value stands in a text of JSON: the parser of the standard library keeps no positions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

BLANK = re.compile(r"[ \t\r\n]*")
DECODER = json.JSONDecoder()
Token = str | int


def line_in_json(text: str, path: Sequence[Token]) -> int:
    """The line, from 1, of the value at a path, or of the last value on the way that is there."""
    at = _after_blanks(text, 0)
    for token in path:
        found = (start for name, _key, start in _members(text, at) if str(name) == str(token))
        if (start := next(found, None)) is None:
            break
        at = start
    return line_at(text, at)


def repeated_member(text: str) -> tuple[str, list[Token], int] | None:
    """The first name that stands twice in one object: the name, the path of the object, and the line of the second one."""
    waiting: list[tuple[list[Token], int]] = [([], _after_blanks(text, 0))]
    while waiting:
        path, at = waiting.pop()
        seen = set()
        for name, key, start in _members(text, at):
            if name in seen:
                return str(name), path, line_at(text, key)
            seen.add(name)
            waiting.append(([*path, name], start))
    return None


def line_at(text: str, offset: int) -> int:
    """The line, from 1, of a character."""
    return text.count("\n", 0, offset) + 1


def _members(text: str, at: int) -> Iterator[tuple[Token, int, int]]:
    """Each member of the object or array that begins at `at`: its name or number, and where its key and its value begin.

    The text is JSON: who calls has parsed it before.
    """
    kind, number = text[at : at + 1], 0
    at = _after_blanks(text, at + 1)
    while kind in ("{", "[") and text[at] not in "]}":
        key, name = at, number
        if kind == "{":
            name, at = DECODER.raw_decode(text, at)
            at = _after_blanks(text, _after_blanks(text, at) + 1)
        yield name, key, at
        at = _after_blanks(text, DECODER.raw_decode(text, at)[1])
        at, number = _after_blanks(text, at + (text[at] == ",")), number + 1


def _after_blanks(text: str, at: int) -> int:
    match = BLANK.match(text, at)
    return match.end() if match else at
