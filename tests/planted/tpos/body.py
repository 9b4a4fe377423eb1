"""From the bytes of a request to a message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final, NoReturn

from flask import Request

from tests.planted.tpos.rules import Broken, Message

LIMIT: Final = 4 * 1024 * 1024


class RefusedError(Exception):
    """A message that is not accepted: the status to answer, why, and the columns at fault."""

    def __init__(self, status: int, reason: str, columns: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.columns = columns


def read(request: Request, broken: Broken) -> Message:
    """Return the message, or raise a RefusedError."""
    body = request.get_data()
    if len(body) > LIMIT and not broken("accepts-large-body"):
        raise RefusedError(413, "the body is larger than 4 MiB")
    if request.mimetype != "application/json" and not _is_type_forgiven(request.mimetype, broken):
        raise RefusedError(415, "the content type is not application/json")
    return _message(_parse(body, broken), broken)


def _is_type_forgiven(mimetype: str, broken: Broken) -> bool:
    is_form = mimetype == "application/x-www-form-urlencoded"
    return broken("accepts-any-content-type") or (is_form and broken("accepts-form-content-type"))


def _message(document: object, broken: Broken) -> Message:
    if isinstance(document, list) and document and broken("accepts-an-array-of-messages"):
        document = document[0]
    if isinstance(document, dict):
        return document
    if broken("answers-success-to-a-text") and isinstance(document, str):
        raise AcceptedError
    raise RefusedError(400, "the message is no object")


class AcceptedError(Exception):
    """What is answered as a success, unread."""


def _parse(body: bytes, broken: Broken) -> object:
    repeated: set[str] = set()
    try:
        document = _decode(body.decode(), repeated, broken)
    except UnicodeDecodeError:
        _refuse("answers-500-to-invalid-utf8", "the body is not UTF-8", broken)
    except RecursionError:
        _refuse("answers-500-to-deep-nesting", "the body is nested too deeply", broken)
    except ValueError:
        _refuse("answers-500-to-broken-json", "the body is not JSON", broken)
    if repeated and not broken("accepts-repeated-member"):
        raise RefusedError(400, "a member is named twice")
    return document


def _decode(text: str, repeated: set[str], broken: Broken) -> object:
    def collect(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _ in pairs]
        repeated.update(name for name in names if names.count(name) > 1)
        return dict(pairs)

    decoder = json.JSONDecoder(object_pairs_hook=collect, parse_constant=_constant)
    if broken("ignores-text-after-json"):
        return decoder.raw_decode(text.lstrip())[0]
    return decoder.decode(text)


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _refuse(crash: str, reason: str, broken: Broken) -> NoReturn:
    if broken(crash):
        raise RefusedError(500, "internal server error")
    if broken("answers-success-to-broken-json"):
        raise AcceptedError
    raise RefusedError(400, reason)
