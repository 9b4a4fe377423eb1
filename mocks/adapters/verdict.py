"""`GET /_kontrak/verdict`: what a judge that is passed in says of the client whose calls the journal of a world holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Protocol

from flask import Blueprint, Response, request

from kontrak.contracts import KontrakError
from kontrak.contracts.model import Json
from kontrak.mocks.adapters.answers import respond
from kontrak.mocks.control import refused
from kontrak.mocks.model import DEFAULT_WORLD
from kontrak.mocks.pipeline import Simulator
from kontrak.mocks.store import journal
from kontrak.mocks.store.engine import transaction

PARAMETERS = ("partner", "scenario", "profile")


class Judge(Protocol):
    """Judges a client: a report (JSON) of the entries of its world, the oldest first.

    `asked` are the values of each parameter of the query, `base_url` is where the calls of the world go. Raises KontrakError for
    what is asked wrongly. It has to be a function of a module, so that every process of a server can have it.
    """

    __module__: str
    __qualname__: str

    def __call__(
        self, entries: Iterable[Mapping[str, Json]], asked: Mapping[str, Sequence[str]], base_url: str, world: str
    ) -> Json:
        """The report."""


def add_verdict(routes: Blueprint, simulator: Simulator, judge: Judge | None) -> None:
    """Add the route; without a judge it is not implemented (501)."""
    routes.add_url_rule("/verdict", "GET /verdict", partial(_verdict, simulator, judge), methods=["GET"])


def _verdict(simulator: Simulator, judge: Judge | None, world: str = DEFAULT_WORLD) -> Response:
    if judge is None:
        return respond(
            refused(501, "This simulator judges no clients: its starter passed no judge; use `kontrak mock`.")
        )
    asked = {name: request.args.getlist(name) for name in request.args}
    if unknown := [name for name in asked if name not in PARAMETERS]:
        return respond(
            refused(400, f"Unknown parameter {unknown[0]!r}.", unknown[0], f"one of {', '.join(PARAMETERS)}")
        )
    base_url = request.host_url.rstrip("/") + (f"/w/{world}" if world != DEFAULT_WORLD else "")
    # To look at a world that nobody used does not make it.
    entries = transaction(simulator.engine, lambda connection: list(journal.every(connection, world)))
    try:
        return respond(judge(entries, asked, base_url, world))
    except KontrakError as error:
        return respond(refused(422, f"{error}."))
