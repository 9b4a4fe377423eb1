"""From the bytes of a request to its message, or why it is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final, NoReturn

from werkzeug.wrappers import Request

from tests.planted.dgi.tables import Broken, Message

LIMIT: Final = 1024 * 1024


class RefusedError(Exception):
    """A request that is not answered as wished: why, the columns at fault, and the HTTP status."""

    def __init__(
        self, reason: str, columns: Sequence[str] = (), status: int = 200, *, is_credential: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.columns = columns
        self.status = status
        self.is_credential = is_credential


class UnreadError(Exception):
    """A body that a faulty server answers with success without reading it."""


def read(request: Request, broken: Broken) -> Message:
    """The message in the body, or raise a RefusedError."""
    if int(request.content_length or 0) > LIMIT:
        if broken("accepts-large-bodies"):
            raise UnreadError
        raise RefusedError("Permintaan lebih besar dari 1 MiB", status=413)
    if "charset" in request.mimetype_params and broken("refuses-a-charset"):
        raise RefusedError("Content-Type harus application/json", status=415)
    if request.mimetype != "application/json" and not _is_type_forgiven(request.mimetype, broken):
        raise RefusedError("Content-Type harus application/json", status=415)
    message = _parse(request.get_data(), broken)
    if isinstance(message, list) and message and broken("takes-the-first-of-an-array"):
        message = message[0]
    if not isinstance(message, dict):
        if not isinstance(message, list) and broken("answers-success-to-bare-values"):
            raise UnreadError
        raise RefusedError("Permintaan bukan objek JSON")
    return message


def _is_type_forgiven(mimetype: str, broken: Broken) -> bool:
    is_form = mimetype == "application/x-www-form-urlencoded"
    return broken("takes-any-content-type") or (is_form and broken("takes-forms"))


def _parse(body: bytes, broken: Broken) -> object:
    try:
        return _decode(body.decode(), broken)
    except UnicodeDecodeError:
        _refuse("answers-500-to-invalid-utf8", broken)
    except RecursionError:
        _refuse("answers-500-to-deep-nesting", broken)
    except ValueError:
        if not body.strip() and broken("answers-success-to-empty-bodies"):
            raise UnreadError from None
        if body.strip() and broken("answers-success-to-broken-json"):
            raise UnreadError from None
        _refuse("answers-500-to-broken-json", broken)


def _refuse(fault: str, broken: Broken) -> NoReturn:
    raise RefusedError("Permintaan bukan JSON", status=500 if broken(fault) else 200) from None


def _decode(text: str, broken: Broken) -> object:
    def collect(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs) and not broken("takes-the-last-of-two-members"):
            raise RefusedError("Nama anggota ganda")
        return members

    decoder = json.JSONDecoder(object_pairs_hook=collect, parse_constant=_refuse_constant)
    try:
        return decoder.decode(text)
    except json.JSONDecodeError:
        if broken("ignores-text-after-json"):
            return decoder.raw_decode(text)[0]
        raise


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
