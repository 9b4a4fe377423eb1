"""A body as a reader wants it: JSON indented, anything else as it came."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from kontrak.contracts.model import Json

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
EMPTY = re.compile(r"([{\[])\s+([}\]])")
LONGEST = 200_000


def pretty(body: Json) -> str:
    """The body indented if it is JSON; its numbers, spellings and repeated members stay as they were sent."""
    if body is None:
        return ""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, default=str)
    if len(text) > LONGEST or not _is_json_container(text):
        return text
    return EMPTY.sub(r"\1\2", "".join(_indented(text)))


def _is_json_container(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _indented(text: str) -> Iterator[str]:
    depth = 0
    for part in TOKEN.findall(text):
        if part in "}]":
            depth -= 1
            yield _line(depth) + part
        elif part in "{[":
            depth += 1
            yield part + _line(depth)
        elif part == ",":
            yield part + _line(depth)
        else:
            yield ": " if part == ":" else part


def _line(depth: int) -> str:
    return "\n" + "  " * depth
