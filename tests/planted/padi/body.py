"""From the bytes of a request to the name of an operation and its message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from flask import Request

from tests.planted.padi.rules import COLUMNS, Broken, Message, is_number

LIMIT: Final = 1024 * 1024

# Deletes nothing: a server that answers success without doing the work reads this instead.
_NOTHING: Final = {"delete_transaksi": {"transaksi_id": ["tidak ada"]}}
_FIRST_PAGE: Final = {"get_transaksi": {"size": 10, "page": 1}}


class RefusedError(Exception):
    """A message that is not accepted: the status to answer, why, and the columns at fault."""

    def __init__(self, status: int, reason: str, columns: Sequence[str] = ()) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.columns = columns


def read(request: Request, broken: Broken) -> tuple[str, Message]:
    """Return the operation and its message, or raise a RefusedError."""
    body = request.get_data()
    if request.method != "POST" and not _is_like_post(request.method, broken):
        return _unwrap(_instead_of_method(request.method, broken), broken)
    if len(body) > LIMIT:
        if not broken("accepts-large-body"):
            raise RefusedError(413, "the body is larger than 1 MiB")
        return _unwrap(_NOTHING, broken)
    if "charset" in request.mimetype_params and broken("refuses-a-charset"):
        raise RefusedError(415, "the content type is not application/json")
    if not request.is_json and not _is_type_forgiven(request.mimetype, broken):
        raise RefusedError(415, "the content type is not application/json")
    return _unwrap(_parse(body, broken), broken)


def _is_like_post(method: str, broken: Broken) -> bool:
    return broken(f"performs-{method.lower()}-like-post")


def _instead_of_method(method: str, broken: Broken) -> object:
    if method == "GET" and broken("answers-get-with-a-list"):
        return _FIRST_PAGE
    if method == "DELETE" and broken("answers-delete-method-with-success"):
        return _NOTHING
    raise RefusedError(405, "the URL answers POST only")


def _is_type_forgiven(mimetype: str, broken: Broken) -> bool:
    is_form = mimetype == "application/x-www-form-urlencoded"
    return broken("accepts-any-content-type") or (is_form and broken("accepts-form-content-type"))


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
    wrappers = repeated & COLUMNS.keys()
    if (wrappers and not broken("accepts-repeated-wrapper")) or (
        repeated - wrappers and not broken("accepts-repeated-column")
    ):
        raise RefusedError(400, "a member is named twice")
    return document


def _refuse(fault: str, reason: str, broken: Broken) -> NoReturn:
    raise RefusedError(500 if broken(fault) else 400, reason) from None


def _decode(text: str, repeated: set[str], broken: Broken) -> object:
    def collect(pairs: list[tuple[str, Any]]) -> Message:
        members = dict(pairs)
        if len(members) < len(pairs):
            names = [name for name, _ in pairs]
            repeated.update(name for name in members if names.count(name) > 1)
        return members

    decoder = json.JSONDecoder(object_pairs_hook=collect, parse_constant=_refuse_constant)
    try:
        return decoder.decode(text)
    except json.JSONDecodeError:
        return _salvage(text, decoder, broken)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _salvage(text: str, decoder: json.JSONDecoder, broken: Broken) -> object:
    """Return what a careless server makes of broken JSON; a careful one makes nothing of it."""
    is_empty = not text.strip()
    if broken("accepts-empty-body" if is_empty else "answers-success-to-broken-json"):
        return _NOTHING
    if broken("ignores-text-after-json"):
        return decoder.raw_decode(text)[0]
    for end in ("}", "}}", '"}}') if broken("completes-cut-off-json") else ():
        try:
            return decoder.decode(text + end)
        except json.JSONDecodeError:
            continue
    raise ValueError("not JSON")


def _unwrap(document: object, broken: Broken) -> tuple[str, Message]:
    wrapper = _as_wrapper(document, broken)
    if len(wrapper) > 1:
        wrapper = _one_of_two(wrapper, broken)
    operation = next(iter(wrapper), "")
    if operation not in COLUMNS:
        if not broken("accepts-unknown-wrapper" if wrapper else "accepts-empty-object"):
            raise RefusedError(400, "the body does not name an operation")
        return _unwrap(_NOTHING, broken)
    return _as_message(operation, wrapper[operation], broken)


def _as_wrapper(document: object, broken: Broken) -> Message:
    if isinstance(document, list) and document and broken("accepts-array-body"):
        document = document[0]
    if isinstance(document, dict):
        is_bare = "transaksi_id" in document and broken("accepts-missing-wrapper")
        return {"transaksi": document} if is_bare else document
    if is_number(document) and broken("answers-success-to-number-body"):
        return _NOTHING
    raise RefusedError(400, "the body is not an object")


def _one_of_two(wrapper: Message, broken: Broken) -> Message:
    if not broken("performs-the-first-wrapper") and not broken("performs-the-last-wrapper"):
        raise RefusedError(400, "the body has more than one member")
    operation = list(wrapper)[0 if broken("performs-the-first-wrapper") else -1]
    return {operation: wrapper[operation]}


def _as_message(operation: str, message: object, broken: Broken) -> tuple[str, Message]:
    if isinstance(message, dict):
        return operation, message
    if isinstance(message, str) and broken("answers-success-to-text-message"):
        return _unwrap(_NOTHING, broken)
    if isinstance(message, list) and broken("accepts-array-message"):
        first = message[0] if message else {}
        return operation, first if isinstance(first, dict) else {}
    if operation == "get_transaksi" and is_number(message) and broken("lists-for-a-number"):
        return _unwrap(_FIRST_PAGE, broken)
    raise RefusedError(400, f"{operation} is not an object")
