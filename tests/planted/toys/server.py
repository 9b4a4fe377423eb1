"""A server of toys written by hand from the note: `create_server()` keeps it, `create_server("cuts-notes")` does not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

KEY: Final = "kontrak-toys-test-key"
MEMBERS: Final = {"id", "colour", "name", "note", "made", "stage", "voltage", "parts"}
NEXT: Final = {"planned": ("made",), "made": ("sold",), "sold": ()}
TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
Toy = dict[str, Any]


class RefusedError(Exception):
    """A request is not carried out."""

    def __init__(self, status: int, reason: str) -> None:
        self.status, self.reason = status, reason
        super().__init__(reason)


def create_server(*faults: str) -> Flask:
    """Return a fresh server that is wrong in the ways named, of those in `faults.py`."""
    app = Flask("toys-planted")
    server = Server(frozenset(faults))
    app.before_request(server.check_key)
    app.add_url_rule("/toys", view_func=server.make, methods=["POST"])
    app.add_url_rule("/toys", view_func=server.list, methods=["GET"])
    app.add_url_rule("/toys/delete", view_func=server.delete, methods=["POST"])
    app.add_url_rule("/toys/<id>", view_func=server.show, methods=["GET"])
    app.add_url_rule("/toys/<id>", view_func=server.change, methods=["PUT"])
    app.register_error_handler(RefusedError, lambda error: _json({"error": error.reason}, error.status))
    app.register_error_handler(HTTPException, lambda error: _json({"error": error.name}, error.code or 500))
    return app


class Server:
    """The toys in order of their making, those taken away, and the requests under idempotency keys."""

    def __init__(self, faults: frozenset[str]) -> None:
        self.faults = faults
        self.toys: dict[str, Toy] = {}
        self.deleted: dict[str, Toy] = {}
        self.hidden: set[str] = set()
        self.requests: dict[str, Toy] = {}
        self.made = 0

    def has(self, fault: str) -> bool:
        """Say whether this server has the named fault."""
        return fault in self.faults

    def check_key(self) -> None:
        """Refuse whoever has no key."""
        is_open = self.has("shows-to-anybody") and request.method == "GET"
        if request.headers.get("Toy-Key") != KEY and not is_open:
            raise RefusedError(401, "no key")

    def make(self) -> Response:
        """Make a toy, once under one idempotency key."""
        toy = self._read()
        key = None if self.has("ignores-idempotency-key") else request.headers.get("Idempotency-Key")
        if key in self.requests:
            if self.requests[key] != toy:
                raise RefusedError(422, "another toy under this idempotency key")
            return self._made()
        if toy["id"] in self.toys:
            raise RefusedError(409, "there is such a toy")
        self.made += 1
        self.toys[toy["id"]] = self._kept(toy)
        self.deleted.pop(toy["id"], None)
        if self.has("hides-every-second-toy") and self.made % 2 == 0:
            self.hidden.add(toy["id"])
        if key is not None:
            self.requests[key] = toy
        return self._made()

    def list(self) -> Response:
        """List one page of toys."""
        size, page = (request.args.get(name, otherwise, type=int) for name, otherwise in (("size", 100), ("page", 1)))
        toys = list(self.toys.values())
        if self.has("lists-newest-first"):
            toys.reverse()
        start = (page - 1) * size - (self.has("overlaps-pages") and page > 1)
        return _json({"toys": [self._shown(toy) for toy in toys[start : start + size]], "total": len(toys)})

    def delete(self) -> Response:
        """Take toys away."""
        body = _body()
        if not isinstance(body.get("id"), list):
            raise RefusedError(400, "no ids")
        for id in map(str, body["id"]):
            if id in self.toys:
                self.deleted[id] = self.toys.pop(id)
        return _json({})

    def show(self, id: str) -> Response:
        """Show one toy."""
        toy = self.toys.get(id) or (self.deleted.get(id) if self.has("shows-deleted-toys") else None)
        if toy is None or id in self.hidden:
            raise RefusedError(404, "no such toy")
        shown = self._shown(toy)
        if self.has("shows-toys-without-name"):
            del shown["name"]
        return _json(shown)

    def change(self, id: str) -> Response:
        """Put another toy in the place of one."""
        if id not in self.toys:
            raise RefusedError(404, "no such toy")
        toy = self._read()
        old, new = self.toys[id].get("stage"), toy.get("stage")
        if new not in (old, *NEXT.get(str(old), ())) and not self.has("takes-any-stage"):
            raise RefusedError(409, f"{new} cannot follow {old}")
        if not self.has("keeps-old-values"):
            self.toys[id] = self._kept(toy | {"id": id})
        return _json({})

    def _made(self) -> Response:
        return _json({"state": "made"}, 201 if self.has("makes-with-201") else 200)

    def _read(self) -> Toy:
        toy = _body()
        if unknown := set(toy) - MEMBERS:
            if not self.has("takes-unknown-members"):
                raise RefusedError(400, f"unknown members {sorted(unknown)}")
            toy = {name: value for name, value in toy.items() if name in MEMBERS}
        for wrong, reason in self._mistakes(toy):
            if wrong:
                raise RefusedError(400, reason)
        if self.has("breaks-on-astral-text") and any(ord(letter) > 0xFFFF for letter in toy["name"]):
            raise RefusedError(500, "codec cannot encode")
        return toy

    def _mistakes(self, toy: Toy) -> tuple[tuple[bool, str], ...]:
        time, voltage = toy.get("made"), toy.get("voltage")
        needs_voltage = toy.get("colour") == "red" and not self.has("takes-red-without-voltage")
        return (
            (not _is_text(toy.get("id"), 1000) or not toy["id"].strip(), "no id"),
            (not _is_text(toy.get("name"), 20), "no name, or a long one"),
            ("note" in toy and not _is_text(toy["note"], 200), "a long note"),
            (toy.get("colour") not in ("red", "blue"), "no such colour"),
            ("stage" in toy and toy["stage"] not in NEXT, "no such stage"),
            ("made" in toy and not (_is_time(time) or self.has("takes-any-time")), "no time"),
            ("voltage" in toy and not _is_number(voltage, 1, 24), "no such voltage"),
            ("parts" in toy and not _are_parts(toy["parts"]), "no such parts"),
            (needs_voltage and voltage is None, "a red toy has a voltage"),
        )

    def _kept(self, toy: Toy) -> Toy:
        kept = dict(toy)
        if self.has("cuts-notes") and "note" in kept:
            kept["note"] = kept["note"][:50]
        if self.has("drops-offsets") and "made" in kept:
            kept["made"] = re.sub(r"(Z|[+-]\d{2}:\d{2})$", "Z", kept["made"])
        return kept

    def _shown(self, toy: Toy) -> Toy:
        if "parts" not in toy:
            return {**toy, "total": 0}
        counted = not self.has("forgets-quantities")
        return {**toy, "total": sum(part["price"] * (part["qty"] if counted else 1) for part in toy["parts"])}


def _body() -> Toy:
    try:
        body = json.loads(request.get_data().decode())
    except (ValueError, RecursionError):
        raise RefusedError(400, "no JSON") from None
    if not isinstance(body, dict):
        raise RefusedError(400, "no object")
    return body


def _is_text(value: object, longest: int) -> bool:
    return isinstance(value, str) and len(value) <= longest


def _is_number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_time(value: object) -> bool:
    if not isinstance(value, str) or not TIME.fullmatch(value):
        return False
    try:
        return bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _are_parts(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(part, Mapping) and _is_number(part.get("qty"), 1, 100) and _is_number(part.get("price"), 0, 10000)
        for part in value
    )


def _json(body: object, status: int = 200) -> Response:
    return Response(json.dumps(body), status, mimetype="application/json")
