"""What a verdict on the client needs to know of an exchange beside its two bodies, without any secret in it.

`credential` stands for the key, token or signature that was sent, `issued` for a token that was given: the same text has the
same mark within a world, and no mark tells its text. `signed_at` is the time that a signature is over, `digest` stands for the
request's body, `retry_after` is what the answer asked for.
"""

from __future__ import annotations

import json
from hashlib import sha256

from kontrak.contracts import Contract
from kontrak.contracts.model import Credential, Json
from kontrak.mocks.model import Request, Response
from kontrak.mocks.world import World

LENGTH = 16
LONGEST = 100
OK = 200


def facts(world: World, request: Request, response: Response, contract: Contract | None) -> dict[str, Json]:
    """The facts of an exchange by their names; what it does not have is left out."""
    credential = contract.credential if contract else None
    found = {
        "accept": request.headers.get("accept"),
        "credential": _sent(world, request, credential),
        "digest": sha256(request.body).hexdigest()[:LENGTH] if request.body else None,
        "issued": _issued(world, request, response, credential),
        "retry_after": response.headers.get("retry-after"),
        "signed_at": request.headers.get(credential.time.lower()) if credential and credential.time else None,
    }
    return {name: value[:LONGEST] for name, value in found.items() if value}


def _sent(world: World, request: Request, credential: Credential | None) -> str | None:
    if credential is None:
        return None
    text = request.headers.get((credential.token or credential.header).lower(), "").strip()
    return _mark(world, text.partition(" ")[2] if credential.kind == "bearer" else text)


def _issued(world: World, request: Request, response: Response, credential: Credential | None) -> str | None:
    """The mark of the token in an answer of the authorization server."""
    if credential is None or credential.kind != "bearer" or (request.path, response.status) != (credential.issuer, OK):
        return None
    return _mark(world, str(json.loads(response.body).get("access_token", "")))


def _mark(world: World, text: str) -> str | None:
    given = f"{world.name}\n{text.strip()}".encode("utf-8", "replace")
    return sha256(given).hexdigest()[:LENGTH] if text.strip() else None
