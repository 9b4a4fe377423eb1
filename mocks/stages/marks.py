"""Marks of what a request and its answer hold, so that calls can be compared without any secret being kept.

The same text has the same mark within a world, and no mark tells its text.
"""

from __future__ import annotations

import json
from hashlib import sha256

from kontrak.contracts import Contract
from kontrak.contracts.model import Credential
from kontrak.mocks.model import Request, Response
from kontrak.mocks.world import World

LENGTH = 16
OK = 200


def marks(world: World, request: Request, response: Response, contract: Contract | None) -> dict[str, str]:
    """The marks of the `credential` that was sent (key, token or signature), of a token that was `issued`, and of the body."""
    credential = contract.credential if contract else None
    texts = {
        "credential": _sent(request, credential),
        "issued": _issued(request, response, credential),
        "body": request.body,
    }
    return {name: _mark(world, text) for name, text in texts.items() if text}


def _sent(request: Request, credential: Credential | None) -> bytes:
    if credential is None:
        return b""
    text = request.headers.get((credential.token or credential.header).lower(), "").strip()
    return (text.partition(" ")[2] if credential.kind == "bearer" else text).strip().encode("utf-8", "replace")


def _issued(request: Request, response: Response, credential: Credential | None) -> bytes:
    """The token in an answer of the authorization server."""
    is_login = credential is not None and credential.kind == "bearer" and request.path == credential.issuer
    if not is_login or response.status != OK:
        return b""
    try:
        token = json.loads(response.body).get("access_token")
    except (ValueError, AttributeError):
        # A fault may have struck the answer.
        return b""
    return token.encode() if isinstance(token, str) else b""


def _mark(world: World, text: bytes) -> str:
    return sha256(world.name.encode() + b"\n" + text).hexdigest()[:LENGTH]
