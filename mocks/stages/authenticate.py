"""Who sends a request: the caller whom its credentials name, or the refusal of them."""

from __future__ import annotations

from hmac import compare_digest

from kontrak.mocks.model import Caller, Refusal, Request, Turn
from kontrak.mocks.stages.route import Route


def check(turn: Turn, route: Route, request: Request) -> Caller | Refusal:
    """The caller of a request, by the partner's own rule where it has one; nobody where no credential is asked."""
    if not any(operation.secured for operation in route.operations):
        return Caller()
    return (turn.partner.rules.authenticate or by_key)(turn, request)


def by_key(turn: Turn, request: Request) -> Caller | Refusal:
    """The caller that sends the key of its world in the header of the contract's apiKey scheme."""
    contract = turn.partner.contract
    if not contract.credential:
        return Caller()
    header = contract.credential.header
    given = request.headers.get(header.lower())
    wanted = f"the key that GET /_kontrak/credentials names, in the header {header}"
    if given is None:
        return refusal(turn, "no-credential", f"The header {header} is missing.", wanted)
    if not compare_digest(given.encode("utf-8", "replace"), turn.world.secret(contract).encode()):
        return refusal(turn, "wrong-credential", f"The key in {header} is unknown.", wanted)
    return Caller(contract.name)


def refusal(turn: Turn, probe: str, title: str, wanted: str) -> Refusal:
    """The refusal of credentials, as a breach of what that probe tests."""
    return Refusal(401, title, (turn.partner.breach(probe, None, wanted),))
