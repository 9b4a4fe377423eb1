"""Reading a request's body from a WSGI server, however long it is and whether or not it says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PIECE = 64 * 1024
DRAINED = 64 * 1024 * 1024
"""Who is still sending may not see an answer: so much of a body that is too large is read away."""


def read_body(environ: Mapping[str, Any], max_body: int) -> bytes:
    """The raw body up to one byte more than the limit; what follows is read away, within reason."""
    stream, length = environ["wsgi.input"], _length(environ)
    wanted = max_body + 1 if length is None else min(length, max_body + 1)
    pieces, size = [], 0
    while size < wanted and (piece := stream.read(min(wanted - size, PIECE))):
        pieces.append(piece)
        size += len(piece)
    if size > max_body:
        _drain(stream, DRAINED if length is None else min(length - size, DRAINED))
    return b"".join(pieces)


def _drain(stream: Any, rest: int) -> None:
    while rest > 0 and (piece := stream.read(min(rest, PIECE))):
        rest -= len(piece)


def _length(environ: Mapping[str, Any]) -> int | None:
    text = environ.get("CONTENT_LENGTH", "")
    if text.isascii() and text.isdigit():
        return int(text)
    return None if environ.get("wsgi.input_terminated") else 0
