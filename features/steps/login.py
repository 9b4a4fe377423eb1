"""Steps about who talks to the partner."""

from __future__ import annotations

from dataclasses import replace

from kontrak.conformance.credentials import credentials
from kontrak.conformance.errors import Missing
from kontrak.conformance.logins import OAuth
from kontrak.features.failure import Misused
from kontrak.features.library import step
from kontrak.features.words import words
from kontrak.features.world import World

KEY = ("no-credential", "wrong-credential")


@step("given", "{party} is logged in", "{party} sudah masuk")
def logged_in(kontrak: World, code: str = "") -> None:
    """Log in as an outlet or dealer, whose code messages carry from now on; without a code as the first one known."""
    if not code:
        kontrak.spoilt = ""
        return
    for act in (_client, _group, _record):
        if act(kontrak, kontrak.text(code)):
            kontrak.spoilt = ""
            return
    raise Missing(f"nobody is known who serves {code}; add to kontrak.toml whoever logs in for it")


@step("given", "nobody is logged in", "belum ada yang masuk")
def logged_out(kontrak: World) -> None:
    """Send nothing that says who sends it."""
    kontrak.spoilt = KEY[0]


@step("given", "the key is wrong", "kuncinya salah")
def wrong_key(kontrak: World) -> None:
    """Send a key or token that nobody was given."""
    kontrak.spoilt = KEY[1]


@step("given", 'the credentials are spoilt as "{probe}"', 'kredensial dirusak seperti "{probe}"')
def spoilt(kontrak: World, probe: str) -> None:
    """Send wrong credentials of one kind: wrong-signature, old-time, no-time, other-scheme and others."""
    kontrak.spoilt = probe


def _client(world: World, code: str) -> bool:
    """Log in the client of a mock that serves an outlet."""
    for partner, accounts in (world.place.accounts or {}).items():
        for client in accounts.get("clients", ()):
            if code in client.get("outlets", ()):
                session = world.session(partner)
                auth = OAuth("client_credentials", client_id=client["client_id"], client_secret=client["client_secret"])
                target = replace(session.target, auth=auth)
                session.credentials = credentials(session.contract, target, world.client, session.messages.mark)
                world.owner[partner] = code
                return True
    return False


def _group(world: World, code: str) -> bool:
    """Log in the dealer group of a target that serves a dealer."""
    for partner, target in world.place.targets.items():
        for number, group in enumerate(target.groups):
            if code in group.dealers:
                world.group = number
                world.owner[partner] = code
                return True
    return False


def _record(world: World, code: str) -> bool:
    """Take an outlet that the target's owner says there is."""
    for partner, column in words().owners.items():
        target = world.place.targets.get(partner)
        rows = [row for rows in target.records.values() for row in rows] if target else []
        if any(row.get(column) == code for row in rows):
            world.owner[partner] = code
            return True
    return False


@step("given", "dealer group number {n} is logged in", "grup dealer nomor {n} sudah masuk")
def numbered_group(kontrak: World, n: int) -> None:
    """Log in as one of the target's dealer groups, counted from 1."""
    if n < 1:
        raise Misused("groups count from 1")
    kontrak.group, kontrak.spoilt = n - 1, ""
    kontrak.session("dgi").credentials.of_group(kontrak.group)
