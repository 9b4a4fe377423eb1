"""Steps about what main dealers of DGI do otherwise, and about refusals whose answer does not tell the requirement."""

from __future__ import annotations

from dataclasses import replace

from kontrak.conformance.credentials import Signature
from kontrak.conformance.errors import Missing
from kontrak.features.failure import Misused
from kontrak.features.library import step
from kontrak.features.steps.answer import refused, refused_for
from kontrak.features.steps.sending import again
from kontrak.features.world import World

DGI = "dgi"
MOST = 1000
"""How often one step sends a message again."""


@step("given", 'the main dealer offers the addition "{addition}"', 'main dealer menyediakan tambahan "{addition}"')
def offers(kontrak: World, addition: str) -> None:
    """Use an addition, crm or booking-service; a real target must be said to have it."""
    known, session = kontrak.contract(DGI).additions, kontrak.session(DGI)
    if addition not in known:
        raise Misused(f"no addition {addition!r}; known: {', '.join(known)}")
    if addition in session.target.additions:
        return
    if kontrak.place.control is None:
        line = f'[target.{DGI}] additions = ["{addition}"]'
        raise Missing(f"the target is not said to have the addition; add to kontrak.toml: {line}")
    session.target = replace(session.target, additions=(*session.target.additions, addition))


@step("given", "the token is joined with colons", "token dirangkai dengan titik dua")
def colons(kontrak: World) -> None:
    """Hash key, secret and time with colons between them, as one client of TDM does."""
    kontrak.spoilt = "joined-otherwise"


@step(
    "given",
    'the key is sent as "{key}" and the token as "{token}"',
    'kunci dikirim sebagai "{key}" dan token sebagai "{token}"',
)
def headers(kontrak: World, key: str, token: str) -> None:
    """Send key and token in headers of other names; the time stays in X-Request-Time."""
    session = kontrak.session(DGI)
    if isinstance(session.credentials, Signature):
        known = replace(session.credentials.known, header=key, token=token)
        session.credentials = replace(session.credentials, known=known)


@step("when", "the same message is sent again {n} time(s)", "pesan yang sama dikirim lagi {n} kali")
def again_often(kontrak: World, n: int) -> None:
    """Send the last message so many times more; the last answer counts."""
    if not 1 <= n <= MOST:
        raise Misused(f"a message is sent again 1 to {MOST} times, not {n}")
    for _ in range(n):
        again(kontrak)


@step(
    "then",
    'the answer is refused because of "{id}" alone',
    'jawabannya ditolak hanya karena "{id}"',
)
def refused_only_for(kontrak: World, id: str) -> None:
    """The message is refused, and a mock notes that breach and no other, though the answer does not tell it."""
    if kontrak.place.control is None:
        refused_for(kontrak, id)
        return
    refused(kontrak)
    [entry] = kontrak.steer("GET", "journal?limit=1")["entries"]
    noted = {breach["requirement"] for breach in entry["violations"]}
    if noted != {id}:
        kontrak.fail(
            "The message is refused for another reason.",
            "Pesan ditolak karena alasan lain.",
            got=", ".join(sorted(map(str, noted))) or "no requirement",
            wanted=f"{id} alone",
            requirement=id,
        )
