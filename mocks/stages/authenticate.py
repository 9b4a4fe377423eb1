"""Whether a request carries the key of its world."""

from __future__ import annotations

from hmac import compare_digest

from kontrak.mocks.model import Refusal, Request
from kontrak.mocks.stages.route import Route
from kontrak.mocks.world import World


def check(route: Route, request: Request, world: World) -> Refusal | None:
    """The refusal of a request without the right key, None where the key fits or none is asked."""
    contract = route.partner.contract
    if not contract.credential or not any(operation.secured for operation in route.operations):
        return None
    header = contract.credential.header
    given = request.headers.get(header.lower())
    wanted = f"the key that GET /_kontrak/credentials names, in the header {header}"
    if given is None:
        return _refusal(route, "no-credential", f"The header {header} is missing.", wanted)
    if not compare_digest(given.encode("utf-8", "replace"), world.secret(contract).encode()):
        return _refusal(route, "wrong-credential", f"The key in {header} is unknown.", wanted)
    return None


def _refusal(route: Route, probe: str, title: str, wanted: str) -> Refusal:
    return Refusal(401, title, (route.partner.breach(probe, None, wanted),))
