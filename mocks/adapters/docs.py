"""The API documentation over HTTP, under `/_kontrak/docs`, for each world with its own prefix."""

from __future__ import annotations

import json
from collections.abc import Callable

from flask import Blueprint, Response, request

from kontrak.mocks.adapters.answers import respond
from kontrak.mocks.apidocs.pages import POLICY, Pages, asset
from kontrak.mocks.control import refused
from kontrak.mocks.model import DEFAULT_WORLD
from kontrak.mocks.pipeline import Simulator

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-cache",
}


def add_docs(routes: Blueprint, simulator: Simulator) -> None:
    """Add the pages, their documents and their files to the routes of the control interface."""
    known = sorted(simulator.partners)
    pages = Pages(simulator.partners[name].contract for name in known)

    def unknown(partner: str) -> Response:
        return respond(refused(404, f"No documentation of {partner}; known: {', '.join(known)}."))

    def index(world: str = DEFAULT_WORLD) -> Response:
        return _html(pages.index(f"{_prefix(world)}/_kontrak"))

    def page(partner: str, world: str = DEFAULT_WORLD) -> Response:
        found = pages.page(partner, f"{_prefix(world)}/_kontrak")
        return unknown(partner) if found is None else _html(found)

    def document(partner: str, world: str = DEFAULT_WORLD) -> Response:
        found = pages.document(partner, _prefix(world), request.host_url.rstrip("/"))
        return unknown(partner) if found is None else _file(json.dumps(found).encode(), "application/json")

    def file(name: str, world: str = DEFAULT_WORLD) -> Response:  # noqa: ARG001 - the same in every world
        found = asset(name)
        return respond(refused(404, f"The pages have no file {name}.")) if found is None else _file(*found)

    table: list[tuple[str, Callable[..., Response]]] = [
        ("/docs", index),
        ("/docs/", index),
        ("/docs/<partner>", page),
        ("/docs/<partner>/openapi.json", document),
        ("/docs/assets/<name>", file),
    ]
    for rule, view in table:
        routes.add_url_rule(rule, f"GET {rule}".replace(".", ""), view, methods=["GET"])


def _prefix(world: str) -> str:
    return "" if world == DEFAULT_WORLD else f"/w/{world}"


def _html(text: str) -> Response:
    return _file(text.encode(), "text/html; charset=utf-8")


def _file(body: bytes, kind: str) -> Response:
    return Response(body, 200, {**HEADERS, "content-type": kind})
